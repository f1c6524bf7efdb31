import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContest } from "@netra/classifier";
import { loadConfig, loadContestFile } from "@netra/config";
import { systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetPost } from "../../services/app/src/commands/forget-post.ts";
import { importAccounts, runImportAccounts } from "../../services/app/src/commands/import-accounts.ts";
import { importCaptures } from "../../services/app/src/commands/import-captures.ts";
import { revokeLink } from "../../services/app/src/commands/revoke-link.ts";
import { addUser, linkFor } from "../../services/app/src/commands/users.ts";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { publishContest, publishFirstPack } from "../../services/app/src/publish.ts";
import { freshDatabase } from "../support/postgres.ts";

const CLOCK = new Date("2029-10-23T05:00:00Z");
const CONTEST = "belitung-timur-demo";
const HEADER = "nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,platform,handle,link,link_source";
const row = (nip: string, name: string, handle: string, region = "19.06") =>
  `${nip},${name},pns,Dinas Contoh,${region},,,,2015-05-01,facebook,${handle},declared,surat`;
const SARI = row("198609262015051000", "Contoh Sari", "contoh.sari");
const BUDI = row("199001012015051000", "Contoh Budi", "contoh.budi");
const file = (...rows: string[]) => Buffer.from([HEADER, ...rows].join("\n"));

let context: Context;
const data = mkdtempSync(join(tmpdir(), "netra-app-"));
let drop: () => Promise<void>;
const operator = systemActor("operator");

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  context = await createContext(loadConfig({ NETRA_DATA_DIR: data }), { server: database.server, clock: () => CLOCK, log: createLog("silent") });
});
afterAll(async () => {
  await context?.close();
  await drop?.();
  rmSync(data, { recursive: true, force: true });
});

const captures = (...lines: object[]) => ({
  bytes: Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")),
  format: "jsonl" as const,
  contestId: CONTEST,
});

test("a new instance has nobody to sign in as, no live contest and no pack until the first start publishes one", async () => {
  expect(context.fresh).toBe(true);
  const seen = await context.store.as(operator, async (tx) => [await tx.users.list(), await tx.contests.listLive(), await tx.packs.findLiveHash()]);
  expect(seen).toEqual([[], [], undefined]);
  await publishFirstPack(context, "inti");
  const pack = await context.store.as(operator, (tx) => tx.packs.findLive());
  expect(pack).toMatchObject({ packId: "inti", confirmedAt: null });
});

test("a second first start publishes nothing again", async () => {
  const before = await context.store.as(operator, (tx) => tx.packs.findLiveHash());
  await publishFirstPack(context, "inti");
  expect(await context.store.as(operator, (tx) => tx.packs.findLiveHash())).toBe(before);
});

test("a new user has no password, only a link that is good once", async () => {
  const link = await addUser(context, { username: "wulan", name: "Wulan", role: "analyst", regions: ["19.06"] });
  expect(link).toMatch(/\/sign-in#[\w-]{43}$/);
  const user = await context.store.as(operator, (tx) => tx.users.findByName("wulan"));
  expect(user?.passwordHash).toBeNull();
  await expect(addUser(context, { username: "wulan", name: "W", role: "analyst", regions: ["19"] })).rejects.toMatchObject({ code: "user-exists" });
  await expect(linkFor(context, "nobody")).rejects.toMatchObject({ code: "user-not-found" });
});

test("a dry run of a register says what it would do and saves nothing", async () => {
  expect(await importAccounts(context, file(SARI, BUDI), { dryRun: true })).toMatchObject({ added: 2, saved: false, problems: [] });
  expect(await context.store.as(operator, (tx) => tx.accounts.findByHandle("facebook", "contoh.sari"))).toBeUndefined();
});

test("a register with one bad row saves no row at all and lists every problem with its place", async () => {
  const bad = row("198613262015051000", "Contoh Salah", "contoh.salah", "Babel");
  const outcome = await importAccounts(context, file(SARI, bad, `${BUDI},extra`), { dryRun: false });
  expect(outcome.saved).toBe(false);
  expect(outcome.problems.map(({ at }) => at)).toEqual(expect.arrayContaining([expect.stringMatching(/^row 3/), expect.stringMatching(/^row 4/)]));
  expect(await context.store.as(operator, (tx) => tx.accounts.findByHandle("facebook", "contoh.sari"))).toBeUndefined();
});

test("a register is saved whole, and the same file again changes nothing", async () => {
  expect(await importAccounts(context, file(SARI, BUDI), { dryRun: false })).toMatchObject({ added: 2, saved: true });
  expect(await importAccounts(context, file(SARI, BUDI), { dryRun: false })).toMatchObject({ added: 0, unchanged: 2, saved: true });
});

test("a handle that belongs to somebody else refuses the whole file", async () => {
  const outcome = await importAccounts(
    context,
    file(row("199202022016021000", "Contoh Tuti", "contoh.tuti"), row("199303032017031000", "Contoh Lain", "contoh.sari")),
    { dryRun: false },
  );
  expect(outcome.problems).toEqual([expect.objectContaining({ at: "row 3, column handle" })]);
  expect(await context.store.as(operator, (tx) => tx.accounts.findByHandle("facebook", "contoh.tuti"))).toBeUndefined();
});

test("the command never prints a NIP", async () => {
  const path = join(data, "register.csv");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(path, file(SARI, row("198609262015059000", "Contoh Salah", "contoh.x")));
  const { ok, lines } = await runImportAccounts(context, path, { save: true });
  expect(ok).toBe(false);
  expect(lines.join("\n")).not.toMatch(/\d{9}/);
});

test("captures need a contest that is published, and then name it", async () => {
  await expect(importCaptures(context, captures({}))).rejects.toThrow(/No contest is called "belitung-timur-demo" \(known: none\)/);
  expect(await publishContest(context, parseContest(loadContestFile(CONTEST)), { demo: false })).toBe(true);
  expect(await publishContest(context, parseContest(loadContestFile(CONTEST)), { demo: false })).toBe(false);
});

test("captures of accounts that nobody registered are refused by row, and none is saved", async () => {
  const outcome = await importCaptures(
    context,
    captures(
      { platform: "facebook", handle: "contoh.sari", text: "Selamat pagi" },
      { platform: "facebook", handle: "contoh.asing", text: "Selamat pagi" },
    ),
  );
  expect(outcome).toMatchObject({ saved: 0, problems: [{ at: expect.stringContaining("2") }] });
  expect(await context.store.as(operator, (tx) => tx.posts.countByState())).toEqual({});
});

test("the same captures twice are the same versions; those outside the watched days are counted", async () => {
  const lines = captures(
    { platform: "facebook", handle: "contoh.sari", external_id: "p1", text: "Selamat pagi", created_at: "2029-10-22T08:00:00+07:00" },
    { platform: "facebook", handle: "contoh.budi", external_id: "p2", text: "Selamat siang", created_at: "2020-01-01T08:00:00+07:00" },
  );
  expect(await importCaptures(context, lines)).toMatchObject({ saved: 2, known: 0, outside: 1 });
  expect(await importCaptures(context, lines)).toMatchObject({ saved: 0, known: 2 });
});

test("a post is forgotten on request, leaves a tombstone, and is not taken for new afterwards", async () => {
  await expect(forgetPost(context, "facebook", "p1", "permintaan pemilik")).resolves.toMatch(/Forgotten/);
  await expect(forgetPost(context, "facebook", "p1", "again")).rejects.toMatchObject({ code: "post-not-found" });
  const again = captures({
    platform: "facebook",
    handle: "contoh.sari",
    external_id: "p1",
    text: "Selamat pagi",
    created_at: "2029-10-22T08:00:00+07:00",
  });
  expect(await importCaptures(context, again)).toMatchObject({ saved: 0 });
});

test("a revoked link is a supervisor's word, withdraws its flags from any state and frees the handle", async () => {
  await addUser(context, { username: "dewi", name: "Dewi", role: "supervisor", regions: ["19.06"] });
  await importCaptures(
    context,
    captures({
      platform: "facebook",
      handle: "contoh.budi",
      external_id: "p3",
      text: "Ayo coblos nomor dua Pak Bahar dan Bu Ratih #BaharRatih",
      created_at: "2029-10-22T08:00:00+07:00",
    }),
  );
  const classify = createClassifyPosts({ store: context.store, actor: systemActor("classify"), clock: () => CLOCK, log: context.log });
  const pending = await context.store.as(systemActor("scheduler"), (tx) => tx.posts.sweep({ limit: 10, offeredBeforeSeconds: 0 }));
  await classify({ versionIds: pending.map(({ versionId }) => versionId) });
  expect(await context.store.as(operator, (tx) => tx.flags.countByState())).toEqual({ open: 1 });

  const say = { platform: "facebook", handle: "contoh.budi", reason: "akun milik orang lain" };
  await expect(revokeLink(context, { ...say, by: "wulan" })).rejects.toMatchObject({ code: "role-may-not" });
  await expect(revokeLink(context, { ...say, by: "dewi" })).resolves.toContain("Flags withdrawn: 1");
  expect(await context.store.as(operator, (tx) => tx.flags.countByState())).toEqual({ withdrawn: 1 });
  await expect(revokeLink(context, { ...say, by: "dewi" })).rejects.toMatchObject({ code: "account-not-found" });
  await expect(forgetPost(context, "facebook", "p3", "permintaan")).rejects.toMatchObject({ code: "post-in-use" });
});
