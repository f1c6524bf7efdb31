import { createHash, randomUUID } from "node:crypto";
import type { CorrectionList, RegisterImport, RegistryAccount, RegistryPeople, RevocationCascade } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HANDLE_HERE, HANDLE_THERE, HERE, raiseFlag, THERE } from "../support/seed.ts";

let api: TestApi;
let supervisor: Caller;
let auditor: Caller;
let there: Caller;
let accountId: string;
let personId: string;

beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as(api.office.here.supervisor);
  auditor = await api.as(api.office.here.auditor);
  there = await api.as(api.office.there.supervisor);
  const account = await api.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.accounts.findByHandle("facebook", HANDLE_HERE));
  [accountId, personId] = [account?.id ?? "", account?.civilServantId ?? ""];
});
afterAll(() => api?.close());

const search = async (words: string, caller = supervisor): Promise<string[]> =>
  (await caller.post("/api/registry/search", { words })).json<RegistryPeople>().people.map(({ id }) => id);
const sql = (statement: string) => runOnce(api.url, `set search_path = netra; ${statement}`);
const see = async <Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: api.url, options: "-c search_path=netra" });
  await client.connect();
  return (await client.query<Row>(statement).finally(() => client.end())).rows;
};
/** What acts of one kind left in the trail, oldest first. */
const trail = async (act: string): Promise<unknown[]> =>
  (await see<{ detail: unknown }>(`select detail from audit_event where act = '${act}' order by id`)).map(({ detail }) => detail);

describe("looking up the register", () => {
  test("a page holds initials, the first letters of a handle and the end of a NIP, and of the own region alone", async () => {
    for (const caller of [supervisor, auditor]) {
      const answer = await caller.get("/api/registry/people");
      expect(answer.json<RegistryPeople>()).toEqual({
        next: null,
        people: [
          expect.objectContaining({
            ...{ id: personId, initials: "S. T.", nipEnd: "1003", region: HERE, employment: "pns", agency: "Dinas Contoh", notCivilServant: false },
            accounts: [{ id: accountId, platform: "facebook", handle: "sa…", link: "declared", revoked: false, flags: 0 }],
          }),
        ],
      });
      expect(answer.body).not.toMatch(/Sari|Teladan|sari\.teladan|19850712/);
    }
  });

  test("somebody is found by a handle as it is or was, a whole NIP or an id, in the body, and that stays in the trail", async () => {
    await sql(`insert into handle_period (account_id, region, platform, handle, handle_key, from_at, to_at, known_by)
      values ('${accountId}', '${HERE}', 'facebook', 'Nama.Lama', 'nama.lama', '2020-01-01', '2021-01-01', 'person')`);
    for (const words of [`@${HANDLE_HERE}`, " NAMA.lama ", "19850712 201001 1 003", accountId, personId])
      expect(await search(words), words).toEqual([personId]);
    for (const words of ["sari", "1003", "Sari Teladan", randomUUID()]) expect(await search(words), words).toEqual([]);
    expect(await search(HANDLE_HERE, there)).toEqual([]);
    expect(await actsOn(api.store, { type: "civil-servant", id: personId })).toEqual(Array(5).fill("person.looked-up"));
    expect(JSON.stringify(api.logged)).not.toMatch(/sari|nama\.lama|19850712/i);
    expect(await trail("register.searched")).toEqual([...Array(5).fill({ hits: 1 }), ...Array(5).fill({ hits: 0 })]);
  });

  test("pages go on by key, without gap or repeat", async () => {
    await sql(
      `insert into civil_servant (region, name, created_at) select '${HERE}', 'Tokoh ' || n, '2026-01-01'::timestamptz + make_interval(secs => n / 3) from generate_series(1, 120) n`,
    );
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: RegistryPeople = (await supervisor.get(`/api/registry/people${next === "" ? "" : `?cursor=${next}`}`)).json();
      seen.push(...page.people.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toHaveLength(121);
    expect(new Set(seen).size).toBe(121);
    expect((await supervisor.get("/api/registry/people?cursor=bm8")).json().code).toBe("cursor-unknown");
  });

  test("who it is opens with a reason that stays in the trail, for a supervisor and an auditor", async () => {
    const answer = await supervisor.post(`/api/registry/people/${personId}/identity`, { reason: "account_link" });
    expect(answer.json()).toMatchObject({ name: "Sari Teladan", nipEnd: "1003", accounts: [{ id: accountId, handles: [HANDLE_HERE, "Nama.Lama"] }] });
    expect((await supervisor.post(`/api/registry/people/${personId}/identity`, {})).statusCode).toBe(400);
    expect((await auditor.post(`/api/registry/people/${personId}/identity`, { reason: "related_case" })).statusCode).toBe(200);
    expect((await there.post(`/api/registry/people/${personId}/identity`, { reason: "account_link" })).statusCode).toBe(404);
    expect((await actsOn(api.store, { type: "civil-servant", id: personId })).slice(5)).toEqual(["identity.opened", "identity.opened"]);
  });

  test("an account shows its handles by time, what the link rests on and its flags, masked", async () => {
    await raiseFlag(api.store, api.office);
    const answer = await auditor.get(`/api/registry/accounts/${accountId}`);
    expect(answer.json<RegistryAccount>()).toMatchObject({
      ...{ link: "declared", linkSource: "surat pernyataan", flags: 1, openFlags: 1, revokedAt: null, expiresAt: null, handle: "sa…" },
      handles: [
        { handle: "sa…", to: null, knownBy: "register" },
        { handle: "Na…", knownBy: "person" },
      ],
      evidence: [{ kind: "declaration", source: "surat pernyataan", by: null }],
    });
    expect(answer.body).not.toMatch(/sari|teladan|nama\.lama|19850712/i);
  });
});

describe("revoking a link", () => {
  const path = () => `/api/registry/accounts/${accountId}/revocation`;

  test("shows everything that follows and changes nothing, then does it with a reason, once", async () => {
    const flags = [await raiseFlag(api.store, api.office), await raiseFlag(api.store, api.office)];
    const report = await api.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.reports.request("2026-W47", HERE));
    await api.store.as(systemActor("report"), (tx) => tx.reports.finish(report, {}, []));
    const seen: RevocationCascade = (await supervisor.post(`${path()}/preview`, { notACivilServant: true })).json();
    expect(seen).toEqual({ flags: 3, corrections: 1, purged: { captures: 0, versions: 3, files: 0 } });
    expect((await supervisor.post(`${path()}/preview`, { notACivilServant: false })).json()).toEqual({ ...seen, purged: null });
    expect((await supervisor.get(`/api/registry/accounts/${accountId}`)).json()).toMatchObject({ revoked: false, openFlags: 3 });
    expect(await actsOn(api.store, { type: "account", id: accountId })).toEqual([]);

    await raiseFlag(api.store, api.office);
    const ask = { notACivilServant: true, reason: "Surat klarifikasi 12", seen };
    expect((await supervisor.post(path(), ask)).json().code).toBe("cascade-changed");
    expect((await supervisor.get(`/api/registry/accounts/${accountId}`)).json()).toMatchObject({ revoked: false, openFlags: 4 });
    const now: RevocationCascade = (await supervisor.post(`${path()}/preview`, { notACivilServant: true })).json();
    expect((await supervisor.post(path(), { ...ask, seen: now })).json()).toEqual({
      flags: 4,
      corrections: 1,
      purged: { captures: 0, versions: 4, files: 0 },
    });
    expect((await supervisor.get(`/api/registry/accounts/${accountId}`)).json()).toMatchObject({ revoked: true, openFlags: 0, flags: 4 });
    expect((await supervisor.get(`/api/flags/${flags[0]?.flagId}`)).json()).toMatchObject({ state: "withdrawn" });
    expect(await actsOn(api.store, { type: "account", id: accountId })).toEqual(["link.revoked", "captures.purged"]);
    expect((await supervisor.post(path(), { ...ask, seen: now })).json().code).toBe("link-revoked");
  });

  test("what went out is listed for correction until somebody notes that it was corrected", async () => {
    const list = async (caller: Caller) => (await caller.get("/api/registry/corrections")).json<CorrectionList>().corrections;
    const [paper] = await list(auditor);
    expect(paper).toMatchObject({ kind: "report", cause: "link_revoked", reason: "Surat klarifikasi 12", region: HERE });
    const settle = (caller: Caller) => caller.post(`/api/registry/corrections/${paper?.id}/settled`, { note: "Laporan diterbitkan ulang" });
    expect(await list(there)).toEqual([]);
    expect((await settle(there)).json().code).toBe("correction-settled");
    expect((await settle(auditor)).json().code).toBe("role-may-not");
    expect((await settle(supervisor)).statusCode).toBe(204);
    expect(await list(supervisor)).toEqual([]);
    expect((await settle(supervisor)).json().code).toBe("correction-settled");
  });
});

describe("a file of the register", () => {
  const head = "nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,to";
  const row = (region: string, position: string, name = "Tokoh Impor") =>
    `198001012005011777,${name},pns,Dinas Impor,${region},,${position},,2015-03-01,`;
  const send = async (text: string, confirms?: string, kind = "people"): Promise<RegisterImport & { code?: string }> =>
    (
      await supervisor.send({
        method: "POST",
        url: `/api/registry/import?kind=${kind}${confirms === undefined ? "" : `&confirms=${confirms}`}`,
        payload: Buffer.from(text),
        headers: { "content-type": "text/csv" },
      })
    ).json();

  test("is looked at row by row, saved when confirmed, and is then known", async () => {
    const text = `${head}\n${row(HERE, "Analis")}`;
    const looked = await send(text);
    expect(looked).toMatchObject({ added: 1, saved: false, problems: [], rows: [{ line: 2, outcome: "new", nipEnd: "1777" }] });
    expect(await search("198001012005011777")).toEqual([]);
    expect(await send(text, looked.digest)).toMatchObject({ added: 1, saved: true });
    expect(await search("198001012005011777")).toHaveLength(1);
    expect(await send(text)).toMatchObject({ added: 0, unchanged: 1, rows: [] });
    const changed = await send(`${head}\n${row(HERE, "Camat")}`);
    expect(changed.rows).toEqual([{ line: 2, outcome: "changed", nipEnd: "1777", changes: [{ field: "position", from: "Analis", to: "Camat" }] }]);
    expect(JSON.stringify([changed, ...api.logged])).not.toMatch(/198001012005011777|Tokoh Impor/);
  });

  test("is refused when it would do anything else than what was looked at", async () => {
    const { digest } = await send(`${head}\n${row(HERE, "Camat")}`);
    expect(await send(`${head}\n${row(HERE, "Lurah")}`, digest)).toMatchObject({ code: "preview-changed" });
    expect(await send(`${head}\n${row(HERE, "Camat")}`)).toMatchObject({ changed: 1 });
  });

  test("saves nothing when one row is wrong or lies in another region", async () => {
    const outside = await send(`${head}\n${row(HERE, "Camat")}\n${row(THERE, "Camat").replace("777", "778")}`);
    expect(outside).toMatchObject({ saved: false, problems: [{ at: "row 3, column agency_region" }] });
    expect(await send(`${head}\n${row(HERE, "Camat")}\n${row(THERE, "Camat").replace("777", "778")}`, outside.digest)).toMatchObject({
      saved: false,
    });
    expect((await send(`${head}\n${row(HERE, "Camat", "Nama Lain")}`)).problems).toEqual([expect.objectContaining({ at: "row 2, column name" })]);
    expect(await send("")).toMatchObject({ code: "file-empty" });
    expect(await send(`${head}\n${row(HERE, "Analis")}`)).toMatchObject({ unchanged: 1 });
  });

  test("leaves a trace of every look, with counts and the file's hash and nothing of its rows", async () => {
    const before = (await trail("register.previewed")).length;
    const text = `${head}\n${row(HERE, "Bidan", "Tokoh Intip").replace("777", "779")}\n${row(THERE, "Camat").replace("777", "778")}`;
    await send(text);
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect((await trail("register.previewed")).slice(before)).toEqual([{ added: 1, changed: 0, unchanged: 0, problems: 1, sha256 }]);
    expect(await see("select actor_id, region, object_id from audit_event where act = 'register.previewed' order by id desc limit 1")).toEqual([
      { actor_id: api.office.here.supervisor.id, region: HERE, object_id: "people" },
    ]);
    expect(await search("198001012005011779"), "the look itself was taken back").toEqual([]);
  });

  test("says the same of whoever is registered by another office, whatever else is true, and changes nothing there", async () => {
    const accounts = "nip,name,employment_kind,agency,agency_region,from,to,platform,handle,link,link_source";
    const known = (number: string, name: string, more: string) => `${number},${name},pns,Dinas Contoh,${HERE},${more}`;
    const far = { nip: "198507122010012003", name: "Budi Misal" };
    const office = { at: expect.stringMatching(/^row 2/), what: "is registered by another office", remedy: "have the province import it" };
    const people = (name: string, from: string, to = "") => `${head}\n${known(far.nip, name, `,Analis,,${from},${to}`)}`;
    const employments = () =>
      see("select e.* from employment e join civil_servant c on c.id = e.civil_servant_id where c.name = 'Budi Misal' order by e.id");
    const before = await employments();
    // the same person, another name, other days; one whom somebody marked
    for (const text of [people(far.name, "2020-01-01"), people("Nama Lain", "2020-01-01"), people(far.name, "2010-01-01", "2010-02-01")])
      expect((await send(text)).problems).toEqual([office]);
    await sql(`update civil_servant set not_civil_servant_at = clock_timestamp() where name = '${far.name}'`);
    expect((await send(people(far.name, "2020-01-01"))).problems).toEqual([office]);
    await sql(`update civil_servant set not_civil_servant_at = null where name = '${far.name}'`);
    // the account of somebody there, under a person nobody knows
    const taken = `${accounts}\n${known("198001012005011555", "Tokoh Baru", `2015-03-01,,facebook,${HANDLE_THERE},declared,surat 9`)}`;
    expect((await send(taken, undefined, "accounts")).problems).toEqual([office]);
    // somebody of both offices, whose open employment is the other one's
    await sql(`insert into account (civil_servant_id, region, platform, handle, handle_key, link, link_source)
      select id, '${HERE}', 'x', 'budi.di.sini', 'budi.di.sini', 'declared', 'surat 1' from civil_servant where name = '${far.name}'`);
    for (const text of [people(far.name, "2020-01-01"), people(far.name, "2010-01-01", "2010-02-01")])
      expect((await send(text)).problems).toEqual([office]);
    expect(await send(people(far.name, "2005-01-01", "2005-12-31")), "days that nobody has are taken").toMatchObject({ problems: [], changed: 1 });
    expect(await employments()).toEqual(before);
  });

  test("waits while another is looked at, and ends at 20,000 rows before any look at the register", async () => {
    const rowsOf = (count: number): string => [head, ...Array.from({ length: count }, () => row(HERE, "Analis"))].join("\n");
    // A hundred people are looked up one by one: it is still going on when the other file arrives.
    const people = Array.from({ length: 100 }, (_, n) => row(HERE, "Analis").replace("011777,", `011${100 + n},`));
    const looked = await Promise.all([send([head, ...people].join("\n")), send(rowsOf(1))]);
    expect(looked.map(({ code }) => code ?? "looked").toSorted()).toEqual(["import-busy", "looked"]);
    const long = await send(rowsOf(20_001));
    expect(long).toMatchObject({
      unchanged: 0,
      problems: expect.arrayContaining([expect.objectContaining({ at: "file", what: "has more than 20000 rows" })]),
    });
  });
});
