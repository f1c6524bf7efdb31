import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContest, type RulePack } from "@netra/classifier";
import { loadConfig } from "@netra/config";
import { runOnce, systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSupervisor } from "../../services/app/src/commands/find-supervisor.ts";
import { importAccounts } from "../../services/app/src/commands/import-accounts.ts";
import { importCaptures } from "../../services/app/src/commands/import-captures.ts";
import { addUser } from "../../services/app/src/commands/users.ts";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { publishContest, publishFirstPack } from "../../services/app/src/publish.ts";
import { approvePack, listPacks, livePack, publishPack } from "../../services/app/src/rules/publish-pack.ts";
import { freshDatabase } from "../support/postgres.ts";
import { SMALL_CONTEST, smallPack } from "../support/small-pack.ts";

const CLOCK = new Date("2029-10-23T05:00:00Z");
const operator = systemActor("operator");
const versionOf = (version: number): RulePack => ({ ...smallPack(), version });

let context: Context;
let drop: () => Promise<void>;
let see: (statement: string) => Promise<Record<string, unknown>[]>;
const data = mkdtempSync(join(tmpdir(), "netra-publish-"));

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  see = (statement) => runOnce(database.url, statement);
  context = await createContext(loadConfig({ NETRA_DATA_DIR: data }), { server: database.server, clock: () => CLOCK, log: createLog("silent") });
  await publishFirstPack(context, "selftest");
  for (const [username, role] of [
    ["tekno", "engineer"],
    ["dewi", "supervisor"],
    ["wulan", "analyst"],
  ] as const)
    await addUser(context, { username, name: username, role, regions: ["19.06"] });
});
afterAll(async () => {
  await context?.close();
  await drop?.();
  rmSync(data, { recursive: true, force: true });
});

const publish = (pack: RulePack, { by = "tekno", shadow = false } = {}) => publishPack(context, pack, { by, shadow, note: "surat 7" });
const approve = (name: string, by = "dewi") => approvePack(context, name, { by, note: "surat 8" });
const states = async (): Promise<string[]> =>
  (await see("select pack_id, version, state from netra.rule_pack_version order by pack_id, version")).map(
    ({ pack_id: id, version, state }) => `${id}@${version} ${state}`,
  );

test("an engineer saves a draft, which nothing is read with; the same again changes nothing", async () => {
  expect(await publish(versionOf(1))).toMatch(/^kecil@1 is draft \(sha256:[0-9a-f]+\)\. Offer it with --shadow\.$/);
  expect(await publish(versionOf(1))).toMatch(/^kecil@1 is draft already /);
  expect(await states()).toEqual(["kecil@1 draft", "selftest@1 live"]);
  expect((await livePack(context)).id).toBe("selftest");
});

test("a version never changes: other content needs another number", async () => {
  await expect(publish({ ...versionOf(1), threshold: 3 })).rejects.toMatchObject({ code: "pack-version-taken" });
});

test("only an engineer publishes, and only a pack that is right", async () => {
  for (const by of ["dewi", "wulan"]) await expect(publish(versionOf(2), { by })).rejects.toMatchObject({ code: "role-may-not" });
  await expect(publish(versionOf(2), { by: "nobody" })).rejects.toMatchObject({ code: "user-not-found" });
  const wrong = { ...versionOf(2), examples: [{ text: "Cuaca cerah", stance: "support" as const, flagged: true }] };
  await expect(publish(wrong)).rejects.toMatchObject({ code: "not-publishable", message: expect.stringMatching(/examples\.yaml: entry 1/) });
  expect(await states()).toEqual(["kecil@1 draft", "selftest@1 live"]);
});

test("a draft is offered before it can be approved, and only a supervisor approves", async () => {
  await expect(approve("kecil@1")).rejects.toMatchObject({ code: "pack-state" });
  expect(await publish(versionOf(1), { shadow: true })).toMatch(/^kecil@1 is shadow .* netra rules approve kecil@1 --by SUPERVISOR\.$/);
  for (const by of ["tekno", "wulan"]) await expect(approve("kecil@1", by)).rejects.toMatchObject({ code: "role-may-not" });
  await expect(approve("kecil@9")).rejects.toMatchObject({ code: "pack-version-not-found" });
  await expect(approve("kecil")).rejects.toMatchObject({ code: "pack-name" });
  expect(await states()).toEqual(["kecil@1 shadow", "selftest@1 live"]);
});

test("an approved version is live, the one before retired; young posts are read again, older ones keep their reading", async () => {
  const contest = parseContest(SMALL_CONTEST.replace('"99.01"', '"19.06"'));
  await publishContest(context, contest, { demo: false });
  const register =
    "nip,name,employment_kind,agency,agency_region,from,platform,handle,link,link_source\n198609262015051000,Contoh Sari,pns,Dinas Contoh,19.06,2015-05-01,facebook,contoh.sari,declared,surat\n";
  expect(await importAccounts(context, Buffer.from(register), { dryRun: false })).toMatchObject({ saved: true, problems: [] });
  const captures = ["young", "old"].map((id) =>
    JSON.stringify({ platform: "facebook", handle: "contoh.sari", external_id: id, text: "Coblos Tirta Buana", created_at: CLOCK.toISOString() }),
  );
  const by = await findSupervisor(context.store, { username: "dewi", permission: "capture.import", deed: "import captures" });
  await importCaptures(context, { bytes: Buffer.from(captures.join("\n")), format: "jsonl", contestId: contest.id, by });
  const ids = (await see("select id from netra.post_version")).map(({ id }) => String(id));
  const classify = createClassifyPosts({ store: context.store, clock: () => CLOCK, log: context.log, actor: systemActor("classify") });
  const read = () => classify({ versionIds: ids });
  await read();
  await see(
    "update netra.post_version v set captured_at = timestamptz '2029-10-01' from netra.post p where p.id = v.post_id and p.external_id = 'old'",
  );
  await see(
    "update netra.post_version v set captured_at = timestamptz '2029-10-22' from netra.post p where p.id = v.post_id and p.external_id = 'young'",
  );

  expect(await approve("kecil@1")).toBe("kecil@1 is live. 1 young posts are read again; older ones keep their reading.");
  expect(await states()).toEqual(["kecil@1 live", "selftest@1 retired"]);
  expect(await context.store.as(operator, (tx) => tx.packs.findLive())).toMatchObject({ packId: "kecil", confirmedAt: expect.any(Date) });
  await read();
  expect(
    await see(
      "select p.external_id, k.pack_id from netra.classification c join netra.post p on p.id = c.post_id join netra.rule_pack_version k on k.hash = c.pack_hash order by 1, 2",
    ),
  ).toEqual([
    { external_id: "old", pack_id: "selftest" },
    { external_id: "young", pack_id: "kecil" },
    { external_id: "young", pack_id: "selftest" },
  ]);
  expect(await see("select p.external_id from netra.flag f join netra.post p on p.id = f.post_id")).toEqual([{ external_id: "young" }]);
  await expect(approve("kecil@1")).rejects.toMatchObject({ code: "pack-state" });
});

test("every step is in the audit trail with person and note, and in the list", async () => {
  const acts = await see("select act, actor_role, reason from netra.audit_event where object_type = 'rule-pack' order by id");
  expect(acts).toEqual([
    { act: "pack.published", actor_role: "system", reason: "first start" },
    { act: "pack.draft", actor_role: "engineer", reason: "surat 7" },
    { act: "pack.shadow", actor_role: "engineer", reason: "surat 7" },
    { act: "pack.approved", actor_role: "supervisor", reason: "surat 8" },
  ]);
  expect((await listPacks(context)).map((line) => line.replace(/\d{4}-\d{2}-\d{2}/g, "DAY").replace(/sha256:\w+/, "HASH"))).toEqual([
    "kecil@1          live     published DAY by tekno, confirmed DAY by dewi  HASH",
    "selftest@1       retired  published DAY by the system  HASH",
  ]);
});

test("the database itself refuses that one person publishes and confirms", async () => {
  await expect(see("update netra.rule_pack_version set confirmed_by = published_by where pack_id = 'kecil'")).rejects.toThrow(
    /rule_pack_second_person/,
  );
});
