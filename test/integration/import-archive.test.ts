import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContest } from "@netra/classifier";
import { loadConfig, loadContestFile } from "@netra/config";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importAccounts } from "../../services/app/src/commands/import-accounts.ts";
import { runImportArchive } from "../../services/app/src/commands/import-archive.ts";
import { runImportCaptures } from "../../services/app/src/commands/import-captures.ts";
import { addUser } from "../../services/app/src/commands/users.ts";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { publishContest, publishFirstPack } from "../../services/app/src/publish.ts";
import { ownerArchive } from "../support/owner-archives.ts";
import { freshDatabase } from "../support/postgres.ts";
import { sheetOf } from "../support/workbook.ts";

const CONTEST = "belitung-timur-demo";
let context: Context;
let drop: () => Promise<void>;
let see: (statement: string) => Promise<Record<string, unknown>[]>;
const data = mkdtempSync(join(tmpdir(), "netra-archive-"));
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(data, name), bytes);
  return join(data, name);
};

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  see = (statement) => runOnce(database.url, statement);
  const clock = () => new Date("2029-11-23T05:00:00Z");
  context = await createContext(loadConfig({ NETRA_DATA_DIR: data }), { server: database.server, clock, log: createLog("silent") });
  await publishFirstPack(context, "inti");
  await publishContest(context, parseContest(loadContestFile(CONTEST)), { demo: false });
  for (const [username, role, region] of [
    ["dewi", "supervisor", "19.06"],
    ["jauh", "supervisor", "19.71"],
    ["wulan", "analyst", "19.06"],
  ] as const)
    await addUser(context, { username, name: username, role, regions: [region] });
});
afterAll(async () => {
  await context?.close();
  await drop?.();
  rmSync(data, { recursive: true, force: true });
});

const archive = (more: { by?: string; account?: string; preview?: boolean; from?: string } = {}) =>
  runImportArchive(context, file("x.zip", ownerArchive("x")), { account: "x:@Sekar_W", contest: CONTEST, by: "dewi", ...more });
const posts = () => see("select external_id, kind, visibility, origin, time_trust from netra.post order by external_id");

test("a register comes as a workbook, with its problems by sheet and cell", async () => {
  const head = ["nip", "name", "employment_kind", "agency", "agency_region", "from", "platform", "handle", "link", "link_source"];
  const row = (nip: string | number) => [
    nip,
    "Contoh Sekar",
    "pns",
    "Dinas Contoh",
    "19.06",
    new Date("2015-05-01T00:00:00Z"),
    "x",
    "sekar_w",
    "declared",
    "surat 1",
  ];
  const wrong = await importAccounts(context, await sheetOf([head, row(Number("198609262015052001"))], "Data ASN"), { dryRun: false });
  expect(wrong.problems).toEqual([
    expect.objectContaining({ at: "'Data ASN'!A2, column nip", what: expect.stringContaining("more than 15 digits") }),
  ]);
  expect(await importAccounts(context, await sheetOf([head, row("198609262015052001")]), { dryRun: false })).toMatchObject({ added: 1, saved: true });
});

test("an archive is a supervisor's act, for an account of theirs that is the archive's own", async () => {
  await expect(archive({ by: "wulan" })).rejects.toMatchObject({ code: "role-may-not" });
  await expect(archive({ by: "jauh" })).rejects.toMatchObject({ code: "archive-account", message: expect.stringContaining("outside the regions") });
  await expect(archive({ account: "x:orang_lain" })).rejects.toMatchObject({ code: "archive-account" });
  await expect(archive({ account: "sekar_w" })).rejects.toMatchObject({ code: "account-form" });
  await expect(archive({ from: "kemarin" })).rejects.toMatchObject({ code: "day-form" });
  await see("update netra.account set external_id = '78' where handle_key = 'sekar_w'");
  await expect(archive()).rejects.toMatchObject({ code: "archive-of-another" });
  await see("update netra.account set external_id = '77' where handle_key = 'sekar_w'");
  expect(await posts()).toEqual([]);
});

test("a preview counts and saves nothing", async () => {
  expect(await archive({ preview: true })).toEqual({
    ok: true,
    lines: [
      "2 of the archive's 7 files were opened.",
      "Would be taken: 1 post, 1 comment, 1 share, 2029-11-21 to 2029-11-21.",
      "Preview: nothing was saved. Leave --preview out to save.",
    ],
  });
  expect((await archive({ preview: true, from: "2029-11-22" })).lines.slice(1, 3)).toEqual([
    "Would be taken: nothing.",
    "Left out: 3 outside the days.",
  ]);
  expect(await posts()).toEqual([]);
});

test("an archive is saved once, with its bytes, and its hash in the audit trail", async () => {
  expect((await archive()).lines.at(-1)).toMatch(/^Saved 3 new versions, 0 were known\./);
  expect((await archive()).lines.at(-1)).toMatch(/^Saved 0 new versions, 3 were known\./);
  const as = { visibility: "friends", origin: "tip", time_trust: "author" };
  expect(await posts()).toEqual([
    { external_id: "1001", kind: "post", ...as },
    { external_id: "1002", kind: "comment", ...as },
    { external_id: "1004", kind: "share", ...as },
  ]);
  const [body] = await see(
    "select text, convert_from(raw, 'UTF8') as raw from netra.capture_body b join netra.post_version v on v.id = b.version_id where v.external_id = '1001'",
  );
  expect(body?.text).toBe("Selamat pagi & semangat");
  expect(JSON.parse(String(body?.raw))).toMatchObject({ tweet: { id_str: "1001", full_text: "Selamat pagi &amp; semangat" } });
  const trail = await see("select actor_role, object_id, detail from netra.audit_event where act = 'archive.imported' order by id");
  const [account] = await see("select id from netra.account where handle_key = 'sekar_w'");
  expect(trail).toHaveLength(2);
  expect(trail[0]).toMatchObject({
    actor_role: "supervisor",
    object_id: account?.id,
    detail: { saved: 3, platform: "x", audience: "friends", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(JSON.stringify(trail)).not.toMatch(/sekar|Selamat|RAHASIA/i);
});

test("captures come as a workbook, in somebody's name", async () => {
  const rows = [
    ["platform", "handle", "text", "created_at"],
    ["x", "sekar_w", "Selamat siang", new Date("2029-11-22T08:00:00Z")],
  ];
  const ask = { contest: CONTEST, by: "dewi" };
  expect((await runImportCaptures(context, file("seen.xlsx", await sheetOf(rows)), ask)).lines[0]).toMatch(/^Saved 1 new versions/);
  const wrong = await runImportCaptures(context, file("seen.xlsx", await sheetOf([rows[0] ?? [], ["x", "asing", "a"]])), ask);
  expect(wrong.lines[0]).toMatch(/Sheet1!B2, column handle: is no registered account/);
  await expect(runImportCaptures(context, join(data, "seen.xlsx"), { ...ask, by: "wulan" })).rejects.toMatchObject({ code: "role-may-not" });
});
