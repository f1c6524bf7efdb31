import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalZip, readCanonicalZip, verifyPassport } from "@netra/evidence";
import { type Actor, inspectDatabase, systemActor } from "@netra/store";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { checkpointer, sealAndSign, stampsOf } from "../../services/app/src/checkpoints.ts";
import { verifyFile } from "../../services/app/src/commands/verify.ts";
import { lookAtCheckpoints } from "../../services/app/src/doctor/look-at-checkpoints.ts";
import { makePassport } from "../../services/app/src/passport-desk.ts";
import { readAs } from "../support/decide.ts";
import { openLedger } from "../support/ledger.ts";
import { startTimeAuthority, type TimeAuthority } from "../support/time-authority.ts";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, type World } from "../support/world.ts";

const custody = systemActor("custody");
const NEVER = new AbortController().signal;
let authority: TimeAuthority;
let world: World;
let ledger: ReturnType<typeof openLedger>;
beforeAll(async () => {
  authority = await startTimeAuthority();
});
afterAll(() => authority?.close());
beforeEach(async () => {
  authority.mood = "honest";
  world = await openWorld();
  ledger = openLedger(world, { NETRA_TSA_URL: authority.url, NETRA_TSA_CA_FILE: authority.caFile });
});
afterEach(async () => {
  ledger.close();
  await world.close();
});

const act = () => world.store.as(custody, (tx) => tx.audit.append({ act: "test.act", objectType: "test", objectId: "x", region: HERE }));
const hasDue = () => world.store.as(systemActor("scheduler"), (tx) => tx.stamps.hasDue());
const rows = () => world.see("select size::int, attempts, last_error, token is not null as stamped from checkpoint_stamp order by size");
const fileOf = (size: number, end: string): string => join(ledger.config.paths.checkpoints, `${String(size).padStart(10, "0")}.${end}`);
const logged: object[] = [];
/** The same, writing down what it logs as a warning or an error. */
function loud() {
  logged.length = 0;
  const note = (event: string, fields?: object): void => void logged.push({ event, ...fields });
  return { ...ledger.context, log: { ...ledger.context.log, warn: note, error: note } };
}
/** As the doctor asks for it. */
async function kept() {
  const look = await inspectDatabase(world.server.url(world.server.database), { timeoutMs: 10_000, queueSchema: "netra_queue" });
  return look.reached ? (look.live?.stamps.kept ?? null) : null;
}
const openssl = (note: string, token: string): string =>
  execFileSync("openssl", ["ts", "-verify", "-data", note, "-in", token, "-CAfile", authority.caFile], { encoding: "utf8", stdio: "pipe" });

it("is asked for each checkpoint, and stands beside its file, where openssl confirms it", async () => {
  await act();
  await sealAndSign(ledger.context);
  expect([await hasDue(), await rows()]).toEqual([true, [{ size: 1, attempts: 0, last_error: null, stamped: false }]]);
  await stampsOf(ledger.context).all(NEVER);
  expect([await hasDue(), await rows()]).toEqual([false, [{ size: 1, attempts: 1, last_error: null, stamped: true }]]);
  expect(openssl(fileOf(1, "txt"), fileOf(1, "tsr"))).toMatch(/Verification: OK/);
  const before = authority.asked();
  rmSync(fileOf(1, "tsr"));
  await stampsOf(ledger.context).all(NEVER);
  expect(authority.asked(), "what is there is not asked for again").toBe(before);
  expect(readdirSync(ledger.config.paths.checkpoints)).toEqual(["0000000001.tsr", "0000000001.txt"]);
});

it("waits while the authority is away or of no use, longer each time, and is made up for", async () => {
  for (const mood of ["away", "rejects", "another-imprint"] as const) {
    authority.mood = mood;
    await act();
    await sealAndSign(ledger.context);
    await stampsOf(ledger.context).all(NEVER);
  }
  expect(await rows()).toEqual([
    { size: 1, attempts: 1, last_error: "connection-failed", stamped: false },
    { size: 2, attempts: 1, last_error: "time-stamp-rejected", stamped: false },
    { size: 3, attempts: 1, last_error: "time-stamp-imprint", stamped: false },
  ]);
  expect(await hasDue()).toBe(false);
  expect(readdirSync(ledger.config.paths.checkpoints).filter((name) => name.endsWith(".tsr"))).toEqual([]);
  authority.mood = "honest";
  await world.see("update checkpoint_stamp set next_try_at = now()");
  await stampsOf(ledger.context).all(NEVER);
  expect((await rows()).every((row) => (row as { stamped: boolean }).stamped)).toBe(true);
});

it("is taken up from its file when the process died before the row", async () => {
  await act();
  await sealAndSign(ledger.context);
  await stampsOf(ledger.context).all(NEVER);
  const token = readFileSync(fileOf(1, "tsr"));
  await world.see("update checkpoint_stamp set token = null, stamped_at = null, next_try_at = now()");
  const before = authority.asked();
  await stampsOf(ledger.context).all(NEVER);
  expect(authority.asked()).toBe(before);
  expect(await world.see("select token from checkpoint_stamp")).toEqual([{ token }]);
});

it("asks for the newest checkpoint alone when an authority is named late", async () => {
  const bare = openLedger(world);
  for (let n = 0; n < 3; n += 1) {
    await act();
    await bare.seal();
    await checkpointer(bare.context)();
  }
  await stampsOf(bare.context).all(NEVER);
  expect(await rows()).toEqual([]);
  await stampsOf(ledger.context).all(NEVER);
  expect(await rows()).toMatchObject([{ size: 3, stamped: true }]);
  bare.close();
});

it("is put off by a day when no authority is named any more, and is offered to nobody meanwhile", async () => {
  await act();
  await sealAndSign(ledger.context);
  expect(await hasDue()).toBe(true);
  const bare = openLedger(world);
  await stampsOf(bare.context).all(NEVER);
  bare.close();
  expect([await hasDue(), await rows()]).toEqual([false, [{ size: 1, attempts: 0, last_error: null, stamped: false }]]);
  await world.see("update checkpoint_stamp set next_try_at = next_try_at - interval '1 day'");
  await stampsOf(ledger.context).all(NEVER);
  expect(await rows()).toMatchObject([{ stamped: true }]);
});

it("a file that says something else is told, and left; the row keeps what the authority said", async () => {
  await act();
  await sealAndSign(ledger.context);
  writeFileSync(fileOf(1, "tsr"), "bad");
  await stampsOf(loud()).all(NEVER);
  expect(logged).toContainEqual({ event: "custody.stamp-file-differs", size: 1, code: "stamp-file-differs" });
  expect([await rows(), readFileSync(fileOf(1, "tsr"), "utf8")]).toEqual([[{ size: 1, attempts: 1, last_error: null, stamped: true }], "bad"]);
  expect(lookAtCheckpoints(ledger.config.paths, await kept()).stampFiles).toEqual({ kept: 1, missing: 0, differing: 1 });
  logged.length = 0;
  await stampsOf(loud()).all(NEVER);
  expect(logged, "again, as long as it is so").toHaveLength(1);
  rmSync(fileOf(1, "tsr"));
  await stampsOf(loud()).all(NEVER);
  expect(openssl(fileOf(1, "txt"), fileOf(1, "tsr"))).toMatch(/Verification: OK/);
  expect(lookAtCheckpoints(ledger.config.paths, await kept()).stampFiles).toEqual({ kept: 1, missing: 0, differing: 0 });
});

it("a file that cannot be written is no fault of the authority, and loses nothing of what it said", async () => {
  await act();
  await sealAndSign(ledger.context);
  const note = readFileSync(fileOf(1, "txt"));
  // A file in the place of the directory refuses everybody, also who may do anything.
  rmSync(ledger.config.paths.checkpoints, { recursive: true });
  writeFileSync(ledger.config.paths.checkpoints, "");
  await stampsOf(loud()).all(NEVER);
  expect(await rows()).toEqual([{ size: 1, attempts: 1, last_error: null, stamped: true }]);
  expect(logged.filter((line) => (line as { event: string }).event === "custody.stamp-file-failed")).toContainEqual({
    event: "custody.stamp-file-failed",
    size: 1,
    code: "ENOTDIR",
  });
  expect(logged).not.toContainEqual(expect.objectContaining({ event: "custody.stamp-failed" }));
  rmSync(ledger.config.paths.checkpoints);
  mkdirSync(ledger.config.paths.checkpoints);
  writeFileSync(fileOf(1, "txt"), note);
  expect(lookAtCheckpoints(ledger.config.paths, await kept()).stampFiles).toEqual({ kept: 1, missing: 1, differing: 0 });
  const before = authority.asked();
  await stampsOf(ledger.context).all(NEVER);
  expect(authority.asked()).toBe(before);
  expect(openssl(fileOf(1, "txt"), fileOf(1, "tsr"))).toMatch(/Verification: OK/);
});

it("goes into passports, which take the oldest stamped checkpoint that holds them; an outsider confirms it with openssl alone", async () => {
  const supervisor: Actor = await person(world, "supervisor", [HERE]);
  await publish(world, contestIn(HERE));
  const { versionId } = await arrive(world, await register(world, HERE), { text: `Dukung ${FIRST}, ${PHRASE}` });
  await classifier(world)({ versionIds: [versionId] });
  const [{ id } = { id: "" }] = await world.see<{ id: string }>("select id from flag");
  await readAs(world, supervisor, id);
  const make = async () =>
    (await makePassport(ledger.context, supervisor, { kind: "flag", which: { id }, withPeople: false, reason: "plenary" })).bytes;

  authority.mood = "away";
  const unstamped = await verifyPassport(await make());
  expect([unstamped.ok, unstamped.facts?.stampedAt]).toEqual([true, null]);
  authority.mood = "honest";
  const bytes = await make();
  const first = await verifyPassport(bytes);
  expect([first.ok, first.facts?.stampedAt, first.checks.find((check) => check.id === "stamp")]).toMatchObject([
    true,
    expect.stringMatching(/Z$/),
    { ok: null, sentence: { en: expect.stringContaining("openssl ts -verify") } },
  ]);
  const asked = authority.asked();
  const again = await verifyPassport(await make());
  expect([again.facts?.stampedAt, again.facts?.checkpoint, authority.asked()]).toEqual([first.facts?.stampedAt, first.facts?.checkpoint, asked]);

  const entries = readCanonicalZip(bytes);
  for (const name of ["checkpoint.txt", "checkpoint.tsr"])
    writeFileSync(join(ledger.dir, name), entries.find(({ path }) => path === name)?.bytes ?? "");
  expect(openssl(join(ledger.dir, "checkpoint.txt"), join(ledger.dir, "checkpoint.tsr"))).toMatch(/Verification: OK/);

  const out = join(ledger.dir, "stamped.zip");
  writeFileSync(out, canonicalZip(entries));
  const foreign = join(ledger.dir, "foreign.pem");
  writeFileSync(foreign, authority.foreignCa);
  const line = async (tsaCa?: string) => {
    const { ok, lines } = await verifyFile(out, { tsaCa });
    return [ok, lines.find((one) => one.includes("authority   "))];
  };
  expect(await line(authority.caFile)).toEqual([
    true,
    expect.stringMatching(/^ok {2}authority .*Contoh Penanda Waktu signed that the checkpoint was there at .*leads to those given/),
  ]);
  expect(await line()).toEqual([true, expect.stringMatching(/^-- {2}authority .*give its certificates with --tsa-ca/)]);
  expect(await line(foreign)).toEqual([false, expect.stringMatching(/^NO {2}authority .*time-stamp-chain/)]);
});
