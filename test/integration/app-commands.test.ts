import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContest } from "@netra/classifier";
import { loadConfig, loadContestFile } from "@netra/config";
import { type Actor, runOnce, systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSupervisor } from "../../services/app/src/commands/find-supervisor.ts";
import { forgetPost } from "../../services/app/src/commands/forget-post.ts";
import { importAccounts, runImportAccounts } from "../../services/app/src/commands/import-accounts.ts";
import { importCaptures } from "../../services/app/src/commands/import-captures.ts";
import { revokeLink } from "../../services/app/src/commands/revoke-link.ts";
import { addUser, linkFor, removeCode, switchUser } from "../../services/app/src/commands/users.ts";
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
/** Who imports captures: a supervisor of the province, made when the first file is. */
let by: Actor;
const data = mkdtempSync(join(tmpdir(), "netra-app-"));
let drop: () => Promise<void>;
/** As the superuser: what is really there. */
let see: (statement: string) => Promise<Record<string, unknown>[]>;
const operator = systemActor("operator");

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  see = (statement) => runOnce(database.url, statement);
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
  by,
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

test("whoever lost the telephone signs in by the password alone again, and every session has ended", async () => {
  await addUser(context, { username: "sari", name: "Sari", role: "supervisor", regions: ["19.06"] });
  const sari = "(select id from netra.app_user where username = 'sari')";
  expect(await removeCode(context, "sari")).toBe("sari has no two-step verification.");
  await see(`insert into netra.second_factor (user_id, secret_cipher, active_at) values (${sari}, '\\x01', clock_timestamp())`);
  await see(`insert into netra.user_session (token_hash, user_id, expires_at) values ('\\x02', ${sari}, clock_timestamp() + interval '1 day')`);
  expect(await removeCode(context, "Sari")).toMatch(/^sari signs in by the password alone again/);
  expect(await see(`select 1 from netra.second_factor where user_id = ${sari}`)).toEqual([]);
  expect(await see(`select 1 from netra.user_session where user_id = ${sari} and ended_at is null`)).toEqual([]);
  await expect(removeCode(context, "nobody")).rejects.toMatchObject({ code: "user-not-found" });
  expect((await see(`select act from netra.audit_event where object_id = ${sari}::text order by id`)).map(({ act }) => act)).toContain(
    "second-factor.removed",
  );
});

test("a person who is switched off has no session, no link and no way in; the last active admin stays on", async () => {
  const start = { username: "tono", name: "Tono", regions: ["19.06"] };
  await addUser(context, { ...start, role: "analyst" });
  await linkFor(context, "tono");
  const tono = "(select id from netra.app_user where username = 'tono')";
  await see(`insert into netra.user_session (token_hash, user_id, expires_at) values ('\\x01', ${tono}, clock_timestamp() + interval '1 day')`);
  expect(await switchUser(context, "Tono", false)).toMatch(/^tono is off/);
  expect(await see(`select 1 from netra.user_session where user_id = ${tono} and ended_at is null`)).toEqual([]);
  await expect(linkFor(context, "tono")).rejects.toMatchObject({ code: "user-not-found" });
  expect(await switchUser(context, "tono", false)).toBe("tono is off already.");
  expect(await switchUser(context, "tono", true)).toMatch(/^tono may sign in again/);
  expect(await see(`select 1 from netra.sign_in_link where user_id = ${tono} and used_at is null`)).toEqual([]);
  expect((await see(`select act from netra.audit_event where object_id = ${tono}::text order by id`)).map(({ act }) => act)).toEqual([
    ...["user.added", "user.link-made", "user.link-made", "user.switched-off", "user.switched-on"],
  ]);

  for (const username of ["kepala", "wakil"]) await addUser(context, { ...start, username, role: "admin" });
  await switchUser(context, "wakil", false);
  await expect(switchUser(context, "kepala", false)).rejects.toMatchObject({ code: "last-admin" });
  expect((await context.store.as(operator, (tx) => tx.users.findByName("kepala")))?.active).toBe(true);
  await expect(switchUser(context, "nobody", false)).rejects.toMatchObject({ code: "user-not-found" });
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

test("a NIP that is registered under another name refuses the whole file by its row, and says neither", async () => {
  const renamed = row("198609262015051000", "Contoh Kirana", "contoh.kirana");
  const outcome = await importAccounts(context, file(row("199202022016021000", "Contoh Tuti", "contoh.tuti"), renamed), { dryRun: false });
  expect(outcome).toMatchObject({
    saved: false,
    problems: [{ at: "row 3, column name", what: "differs from the name this NIP is registered under" }],
  });
  // the digest is of what is looked at here, in figures of its own
  expect(JSON.stringify({ ...outcome, digest: "" })).not.toMatch(/Sari|Kirana|\d{9}/);
  expect(await importAccounts(context, file(row("198609262015051000", "contoh  SARI", "contoh.sari")), { dryRun: true })).toMatchObject({
    unchanged: 1,
    problems: [],
  });
});

test("a row that is known and says something else is brought up to date and counted; an empty field keeps what is known", async () => {
  const said = (kind: string, unit: string, position: string, roleClass: string, link: string, source: string) =>
    file(
      `199001012015051000,Contoh Budi,${kind},Dinas Contoh,19.06,${unit},${position},${roleClass},2015-05-01,facebook,contoh.budi,${link},${source}`,
    );
  const stored = async () =>
    (
      await see(`select kind, unit, position, role_class, link, link_source from netra.account a
        join netra.employment e using (civil_servant_id) where a.handle_key = 'contoh.budi'`)
    ).map((one) => Object.values(one).join(","));
  const steps = [
    [said("pns", "Bidang Umum", "", "", "declared", "surat"), "pns,Bidang Umum,,,declared,surat"],
    [said("pns", "", "Analis", "", "declared", "surat"), "pns,Bidang Umum,Analis,,declared,surat"],
    [said("pns", "", "Kepala", "pejabat", "declared", "surat"), "pns,Bidang Umum,Kepala,pejabat,declared,surat"],
    [said("pns", "", "", "", "agency_verified", "surat"), "pns,Bidang Umum,Kepala,pejabat,agency_verified,surat"],
    [said("pns", "", "", "", "agency_verified", "surat 2"), "pns,Bidang Umum,Kepala,pejabat,agency_verified,surat 2"],
  ] as const;
  for (const [bytes, expected] of steps) {
    const before = await stored();
    expect(await importAccounts(context, bytes, { dryRun: true })).toMatchObject({ added: 0, changed: 1, unchanged: 0, saved: false });
    expect(await stored()).toEqual(before);
    expect(await importAccounts(context, bytes, { dryRun: false })).toMatchObject({ added: 0, changed: 1, unchanged: 0, saved: true });
    expect(await stored()).toEqual([expected]);
    expect(await importAccounts(context, bytes, { dryRun: false })).toMatchObject({ changed: 0, unchanged: 1 });
  }
  const [audited] = await see("select detail from netra.audit_event where act = 'accounts.imported' and detail->>'changed' = '1' limit 1");
  expect(audited).toEqual({ detail: { added: 0, changed: 1, unchanged: 0 } });
});

test("people without NIP who share name and agency are one person, and the command says where to look again", async () => {
  const guard = (handle: string, agency = "Dinas Contoh") => `,Contoh Jaga,non_asn,${agency},19.06,,,,2020-01-01,facebook,${handle},declared,surat`;
  const path = join(data, "guards.csv");
  writeFileSync(path, file(guard("contoh.jaga"), guard("contoh.jaga.dua"), guard("contoh.jaga.lain", "Dinas Lain")));
  const { ok, lines } = await runImportAccounts(context, path, { save: true });
  expect(ok).toBe(true);
  expect(lines).toEqual([
    "Look again: row 3 has no NIP and went to the person with the same name at the same agency. Two people may be meant.",
    "Saved: 3 new, 0 changed, 0 unchanged.",
  ]);
  expect((await runImportAccounts(context, path, { save: true })).lines).toEqual(["Saved: 0 new, 0 changed, 3 unchanged."]);
});

test("the command never prints a NIP", async () => {
  const path = join(data, "register.csv");
  writeFileSync(path, file(SARI, row("198609262015059000", "Contoh Salah", "contoh.x")));
  const { ok, lines } = await runImportAccounts(context, path, { save: true });
  expect(ok).toBe(false);
  expect(lines.join("\n")).not.toMatch(/\d{9}/);
});

test("captures are the act of a supervisor, and need a contest that is published, and then name it", async () => {
  const asked = { permission: "capture.import", deed: "import captures" } as const;
  await expect(findSupervisor(context.store, { username: "wulan", ...asked })).rejects.toMatchObject({ code: "role-may-not" });
  await addUser(context, { username: "sinta", name: "Sinta", role: "supervisor", regions: ["19.06"] });
  by = await findSupervisor(context.store, { username: "sinta", ...asked });
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

test("captures are taken whole or not at all: an act that is another account's is named by its row, and a large file leaves nothing", async () => {
  const many = Array.from({ length: 250 }, (_, n) => ({
    platform: "facebook",
    handle: "contoh.budi",
    external_id: `banyak-${n}`,
    text: "Selamat sore",
  }));
  const anothers = { platform: "facebook", handle: "contoh.budi", external_id: "p1", text: "Selamat sore" };
  const byAddress = { platform: "facebook", handle: "contoh.budi", url: "https://facebook.com/reel/77", kind: "video" };
  await importCaptures(context, captures({ ...byAddress, handle: "contoh.sari" }));
  const stored = async () => [
    await see("select count(*) from netra.post_version"),
    await see("select act, detail from netra.audit_event order by id"),
  ];
  const before = await stored();
  const outcome = await importCaptures(context, captures(...many, anothers, byAddress));
  expect(outcome).toMatchObject({ saved: 0, known: 0 });
  expect(outcome.problems.map(({ at }) => at)).toEqual(["line 251, field external_id", "line 252, field url"]);
  expect(await stored()).toEqual(before);
});

test("captures leave a trace that counts them and keeps the file's hash, and nothing else", async () => {
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
  const rows = await see("select actor_role, region, detail from netra.audit_event where act = 'captures.imported' order by id");
  expect(rows.slice(0, 2)).toEqual([
    { actor_role: "supervisor", region: "19.06", detail: { saved: 2, known: 0, outside: 1, sha256 } },
    { actor_role: "supervisor", region: "19.06", detail: { saved: 0, known: 2, outside: 1, sha256 } },
  ]);
});

test("a capture of a post that is on record says nothing about its source: neither an edit nor that it is there again", async () => {
  const line = (text: string) => captures({ platform: "facebook", handle: "contoh.sari", external_id: "p1", text });
  const state = async () =>
    (
      await see(
        "select source_state, (select count(*)::int from netra.post_version v where v.post_id = p.id) as versions from netra.post p where external_id = 'p1'",
      )
    )[0];
  expect(await importCaptures(context, line("Selamat pagi semua"))).toMatchObject({ saved: 1 });
  expect(await state()).toEqual({ source_state: "live", versions: 2 });
  await see("update netra.post set source_state = 'gone' where external_id = 'p1'");
  expect(await importCaptures(context, line("Selamat pagi semua"))).toMatchObject({ known: 1 });
  expect(await importCaptures(context, line("Selamat pagi lagi"))).toMatchObject({ saved: 1 });
  expect(await state()).toEqual({ source_state: "gone", versions: 3 });
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
  const pending = await context.store.as(systemActor("scheduler"), (tx) => tx.posts.sweep({ suspect: false, limit: 10, offeredBeforeSeconds: 0 }));
  await classify({ versionIds: pending });
  expect(await context.store.as(operator, (tx) => tx.flags.countByState())).toEqual({ open: 1 });

  const say = { platform: "facebook", handle: "contoh.budi", reason: "akun milik orang lain" };
  await expect(revokeLink(context, { ...say, by: "wulan" })).rejects.toMatchObject({ code: "role-may-not" });
  await expect(revokeLink(context, { ...say, by: "dewi" })).resolves.toContain("Flags withdrawn: 1");
  expect(await context.store.as(operator, (tx) => tx.flags.countByState())).toEqual({ withdrawn: 1 });
  await expect(revokeLink(context, { ...say, by: "dewi" })).rejects.toMatchObject({ code: "account-not-found" });
  await expect(forgetPost(context, "facebook", "p3", "permintaan")).rejects.toMatchObject({ code: "post-in-use" });
});
