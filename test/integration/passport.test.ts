import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importSigningKey, type PassportManifest, readCanonicalZip, verifierKeyOf, verifyPassport } from "@netra/evidence";
import { type Actor, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportPassport, parseNumber } from "../../services/app/src/commands/passport.ts";
import { verifyFile } from "../../services/app/src/commands/verify.ts";
import { makePassport } from "../../services/app/src/passport-desk.ts";
import { decideAs, ESCALATE, readAs } from "../support/decide.ts";
import { openLedger } from "../support/ledger.ts";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, THERE, type World } from "../support/world.ts";

const TEXT = `Dukung ${FIRST} 😀, ${PHRASE}`;

let world: World;
let ledger: ReturnType<typeof openLedger>;
let supervisor: Actor;
let owner: Awaited<ReturnType<typeof register>>;
beforeAll(async () => {
  world = await openWorld();
  ledger = openLedger(world);
  supervisor = await person(world, "supervisor", [HERE]);
  owner = await register(world, HERE, { nip: "198507122010011003" });
  await publish(world, contestIn(HERE));
});
afterAll(async () => {
  ledger.close();
  await world.close();
});

/** A post of somebody that was flagged, and that the supervisor has read. */
async function flagged(by = owner): Promise<{ id: string; number: string }> {
  const { versionId, postId } = await arrive(world, by, { text: TEXT });
  await classifier(world)({ versionIds: [versionId] });
  const [flag] = await world.see<{ id: string; number: string }>("select id, number::text from flag where post_id = $1", [postId]);
  if (!flag) throw new Error("the post was not flagged");
  await readAs(world, supervisor, flag.id);
  return flag;
}

const make = async (number: string, { as = supervisor, withPeople = false } = {}): Promise<Uint8Array> =>
  (await makePassport(ledger.context, as, { kind: "flag", which: { number: parseNumber("flag", number) }, withPeople, reason: "authority" })).bytes;
const manifestOf = (bytes: Uint8Array): PassportManifest =>
  JSON.parse(new TextDecoder().decode(readCanonicalZip(bytes).find(({ path }) => path === "passport.json")?.bytes)) as PassportManifest;

it("holds, with every row of the flag proven, and says nothing of who it is or who decided", async () => {
  const { id, number } = await flagged();
  const reader = await decideAs(world, { region: HERE, flagId: id, act: ESCALATE });
  // Whoever read it first must not know the decision while a second reader may be asked.
  await expect(make(number)).rejects.toMatchObject({ code: "reading-first" });
  const bytes = await make(number, { as: await person(world, "auditor", [HERE]) });
  const key = await verifierKeyOf(
    await world.store.as(systemActor("custody"), (tx) => tx.ledger.origin()),
    await importSigningKey(ledger.keys.checkpoint),
  );
  const verdict = await verifyPassport(bytes, { verifierKey: key });
  expect(verdict.checks.map(({ id: check, ok }) => [check, ok])).toEqual(
    verdict.checks.map(({ id: check }) => [check, check === "stamp" ? null : true]),
  );
  expect(verdict.facts).toMatchObject({ number, leaves: 2, unsealed: 0, compared: true, withPeople: false });

  const manifest = manifestOf(bytes);
  expect(manifest.flags[0]?.decisions).toMatchObject([{ act: "escalate", reader: "reader-1", reader_no: 1, undone_at: null }]);
  expect(manifest.flags[0]?.classification.signals.some(({ cut }) => cut === PHRASE)).toBe(true);
  const everything = Buffer.from(bytes).toString("utf8");
  for (const secret of [owner.handle, "Pegawai Misal", "Pembaca Misal", reader.id, "198507122010011003"])
    expect(everything.includes(secret)).toBe(false);
});

it("is written into the audit trail, in the name of whoever exported it, and that act is sealed next", async () => {
  const { id, number } = await flagged();
  const bytes = await make(`#${number}`);
  const rows = await world.see<{ actor_id: string; reason: string; detail: unknown; sealed: boolean }>(
    `select actor_id, reason, detail, exists (select from ledger_leaf l where l.kind = 'audit' and l.object_id = a.id::text) as sealed
      from audit_event a where act = 'passport.exported' and object_id = $1`,
    [id],
  );
  const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))).toString("hex");
  const detail = { sha256, withPeople: false, checkpoint: expect.any(Number) };
  expect(rows).toEqual([{ actor_id: supervisor.id, reason: "authority", detail, sealed: false }]);
  await ledger.seal();
  expect((await ledger.check()).wrong).toEqual([]);
});

describe("names a person", () => {
  it("when a supervisor asks for it, with the end of the NIP only", async () => {
    const { number } = await flagged();
    const { people } = manifestOf(await make(number, { withPeople: true }));
    expect(people).toMatchObject({ handle: owner.handle, name: expect.stringContaining("Pegawai Misal"), link: "declared" });
    expect(JSON.stringify(people)).not.toContain("198507122010011003");
  });

  it("for nobody but a supervisor", async () => {
    const { number } = await flagged();
    const auditor = await person(world, "auditor", [HERE]);
    await expect(make(number, { as: auditor, withPeople: true })).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("name a supervisor"),
    });
    expect(manifestOf(await make(number, { as: auditor })).people).toBeNull();
  });

  it("never where the link is only inferred, or was taken back", async () => {
    const guessed = await register(world, HERE);
    const { number } = await flagged(guessed);
    await world.see("update account set link = 'inferred', expires_at = now() + interval '1 day' where id = $1", [guessed.id]);
    await expect(make(number, { withPeople: true })).rejects.toMatchObject({ code: "name-not-exportable" });
    expect(manifestOf(await make(number)).people).toBeNull();
    await world.see("update account set link = 'declared', expires_at = null, revoked_at = now() where id = $1", [guessed.id]);
    await expect(make(number, { withPeople: true })).rejects.toMatchObject({ code: "name-not-exportable" });
  });
});

describe("is refused", () => {
  it.each(["field", "analyst", "engineer", "admin"] as const)("to the role %s", async (role) => {
    const { number } = await flagged();
    await expect(make(number, { as: await person(world, role, [HERE]) })).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("to another region, as if there were no such flag", async () => {
    const { number } = await flagged();
    await expect(make(number, { as: await person(world, "supervisor", [THERE]) })).rejects.toMatchObject({ code: "flag-not-found" });
  });

  it("to a supervisor before the own reading, by the command line too, and not to an auditor", async () => {
    const { number } = await flagged();
    const late = await person(world, "supervisor", [HERE]);
    await expect(make(number, { as: late })).rejects.toMatchObject({ kind: "forbidden", code: "reading-first" });
    const [{ username } = { username: "" }] = await world.see<{ username: string }>("select username from app_user where id = $1", [late.id]);
    const out = join(ledger.dir, "early.zip");
    await expect(
      exportPassport(ledger.context, { kind: "flag", number, by: username, out, withPeople: false, reason: "plenary" }),
    ).rejects.toMatchObject({ code: "reading-first" });
    expect([existsSync(out), (await make(number, { as: await person(world, "auditor", [HERE]) })).length > 0]).toEqual([false, true]);
  });

  it("when the bytes are not those of their hash", async () => {
    const { id, number } = await flagged(await register(world, HERE));
    await world.see("update evidence set raw = raw || 'x'::bytea where flag_id = $1", [id]);
    await expect(make(number)).rejects.toMatchObject({ code: "evidence-damaged", message: expect.stringContaining("netra ledger check") });
    await world.see("update evidence set raw = substr(raw, 1, length(raw) - 1) where flag_id = $1", [id]);
  });

  it("when what was sealed is no longer what is there", async () => {
    const { id, number } = await flagged(await register(world, HERE));
    await ledger.seal();
    await world.see("update evidence set captured_at = captured_at - interval '1 day' where flag_id = $1", [id]);
    await expect(make(number)).rejects.toMatchObject({ code: "passport-refused" });
    await world.see("update evidence set captured_at = captured_at + interval '1 day' where flag_id = $1", [id]);
  });

  it.each(["", "0", "1e3", "-1", "12x", "#"])("for %j, which is no number", async (number) => {
    await expect(make(number)).rejects.toMatchObject({ code: "flag-number" });
  });
});

describe("netra passport and netra verify", () => {
  it("write a file that holds, for its owner alone, and never over another", async () => {
    const { number } = await flagged();
    const out = join(ledger.dir, "one.zip");
    const [{ username }] = (await world.see<{ username: string }>("select username from app_user where id = $1", [supervisor.id])) as [
      { username: string },
    ];
    await exportPassport(ledger.context, { kind: "flag", number, by: username, out, withPeople: false, reason: "plenary" });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await expect(
      exportPassport(ledger.context, { kind: "flag", number, by: username, out, withPeople: false, reason: "plenary" }),
    ).rejects.toMatchObject({
      code: "file-exists",
    });

    const { ok, lines } = await verifyFile(out, {});
    expect([ok, lines.join("\n")]).toEqual([true, expect.stringMatching(/the same \d+ signals and the same score come out/)]);
    expect(lines.join("\n")).toContain("Compare that key");
  });

  it("refuse a file with one byte changed, and another office's key", async () => {
    const out = join(ledger.dir, "two.zip");
    const bytes = await make((await flagged()).number);
    const changed = Uint8Array.from(bytes);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    writeFileSync(out, changed);
    expect(await verifyFile(out, {})).toMatchObject({ ok: false, lines: expect.arrayContaining([expect.stringMatching(/^REFUSED/)]) });
    writeFileSync(out, bytes);
    const stranger = openLedger(world);
    const key = await verifierKeyOf("netra.other", await importSigningKey(stranger.keys.checkpoint));
    stranger.close();
    expect((await verifyFile(out, { key })).ok).toBe(false);
  });

  it("need neither a database nor a data directory to verify, and exit with 1 for what is refused", async () => {
    const out = join(ledger.dir, "three.zip");
    writeFileSync(out, await make((await flagged()).number));
    const run = (file: string) =>
      spawnSync(process.execPath, ["services/app/src/main.ts", "verify", file], {
        encoding: "utf8",
        env: { ...process.env, NETRA_DATA_DIR: join(ledger.dir, "none") },
      });
    expect(run(out).status).toBe(0);
    expect(existsSync(join(ledger.dir, "none"))).toBe(false);
    writeFileSync(out, readFileSync(out).subarray(1));
    expect(run(out)).toMatchObject({ status: 1, stdout: expect.stringContaining("REFUSED") });
  });

  it("agree with the verifier that shares no code", async () => {
    const out = join(ledger.dir, "four.zip");
    writeFileSync(out, await make((await flagged()).number));
    expect(execFileSync("python3", ["docs/verify/netra_verify.py", out], { encoding: "utf8" })).toContain("HOLDS");
  });
});
