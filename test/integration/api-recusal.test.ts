import { randomUUID } from "node:crypto";
import type { Agreement, Day, FlagDetail, FlagPage, InterestList, InterestView, Lease, SearchResult, Team } from "@netra/service-api/contract";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { markNotCivilServant, revokeLink } from "../../services/app/src/commands/revoke-link.ts";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HANDLE_HERE, HERE, raiseFlag, type SeededUser, seedUser, THERE } from "../support/seed.ts";

/** What a reader has an interest in is not offered to that reader, on any road; and how a team's readers agree. */
let api: TestApi;
let reader: Caller;
let second: Caller;
let third: Caller;
let supervisor: Caller;
let elsewhere: Caller;
let wulan: SeededUser;
let flagId: string;
let versionId: string;
let number: string;

beforeAll(async () => {
  api = await startTestApi();
  wulan = api.office.here.analyst;
  const analyst = (username: string) => seedUser(api.store, { username, role: "analyst", regions: [HERE] });
  reader = await api.as(wulan);
  second = await api.as(await analyst("toni"));
  third = await api.as(await analyst("sinta"));
  supervisor = await api.as(api.office.here.supervisor);
  elsewhere = await api.as(api.office.there.supervisor);
});
afterAll(() => api?.close());
beforeEach(async () => {
  await runOnce(api.url, "update netra.reader_interest set ended_at = clock_timestamp(), ended_by = user_id where ended_at is null");
  await runOnce(api.url, "update netra.flag_lease set ended_at = clock_timestamp() where ended_at is null");
  await runOnce(api.url, "update netra.flag set state = 'closed', claimed_from = null, outcome = 'not_partisan'");
  ({ flagId, versionId } = await raiseFlag(api.store, api.office, { text: "Kelapa berbisik pada kompas" }));
  await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() where id = '${flagId}'`);
  number = String((await runOnce(api.url, `select number from netra.flag where id = '${flagId}'`))[0]?.number);
});

const at = (path = ""): string => `/api/flags/${flagId}${path}`;
const enter = (caller: Caller, given: object) => caller.post("/api/recusals", given);
const entered = async (caller: Caller, given: object): Promise<InterestView> => {
  const answer = await enter(caller, given);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const aboutPerson = { about: "person", which: HANDLE_HERE };
const list = async (caller: Caller): Promise<FlagPage> => (await caller.get("/api/flags?limit=100")).json();
/** Whether the flag is offered: on each road that lists, counts or finds, and these must all say the same. */
async function offered(caller: Caller): Promise<boolean> {
  const search = async (words: string) => (await caller.post("/api/flags/search", { words })).json<SearchResult>();
  const day = (await caller.get("/api/day")).json<Day>();
  const page = await list(caller);
  const found = await Promise.all([`B-${number}`, "berbisik kompas", `@${HANDLE_HERE}`].map(search));
  const roads = {
    list: page.flags.some(({ id }) => id === flagId),
    count: page.counts.open === 1,
    look: (await caller.post("/api/flags/look", { ids: [flagId] })).json<FlagPage>().flags.length === 1,
    day: day.lapsing.some(({ id }) => id === flagId),
    dayCount: day.counts.lapsing === 1,
    dayLanes: day.lanes.open === 1,
    ...Object.fromEntries(found.map((result) => [`search by ${result.by}`, result.flags.some(({ id }) => id === flagId)])),
    read: (await caller.get(at())).statusCode === 200,
  };
  const [first, ...others] = Object.values(roads);
  expect(others, JSON.stringify(roads)).toEqual(others.map(() => first));
  return first === true;
}

describe("a flag that concerns an interest", () => {
  test("is on no road for that reader, is for the others, and comes back when the entry is ended", async () => {
    expect(await offered(reader)).toBe(true);
    const { id } = await entered(reader, aboutPerson);
    expect(await offered(reader)).toBe(false);
    expect(await offered(second)).toBe(true);
    expect((await reader.post(`/api/recusals/${id}/end`)).statusCode).toBe(204);
    expect(await offered(reader)).toBe(true);
    expect((await reader.post(`/api/recusals/${id}/end`)).json()).toMatchObject({ status: 409, code: "recusal-ended" });
  });

  test("is refused at every act and every address, in the same words and without a word of the post", async () => {
    await entered(reader, aboutPerson);
    const body = { fence: 1 };
    const decision = { ...body, idempotencyKey: randomUUID(), act: "close", outcome: "not_partisan", reason: "x" };
    const answers = [
      await reader.get(at()),
      await reader.post(at("/claim")),
      await reader.post(at("/renew"), body),
      await reader.post(at("/release"), body),
      await reader.post(at("/reading"), { ...body, reading: "neither", targetId: null }),
      await reader.post(at("/decision"), decision),
      await reader.post(at("/undo"), { decisionId: randomUUID() }),
      await reader.post(at("/identity"), { reason: "account_link" }),
      await reader.post(at("/answer"), { idempotencyKey: randomUUID(), words: "Tidak sedang cuti.", from: "agency" }),
      await reader.get(at(`/evidence/${versionId}`)),
      await reader.get(at("/files/x")),
      await enter(reader, { about: "flag", which: flagId }),
    ];
    for (const answer of answers) {
      expect(answer.json(), answer.body).toMatchObject({ status: 403, code: "recused" });
      expect(answer.body).not.toMatch(/kelapa|sari|kompas/i);
    }
    await entered(supervisor, aboutPerson);
    expect((await supervisor.post(at("/reopen"), { reason: "x" })).json().code).toBe("recused");
    expect((await supervisor.post(at("/passport"), { reason: "plenary", withPeople: false })).json().code).toBe("recused");
  });

  test("goes back to its lane when its reader holds it, and no later act of the reader counts", async () => {
    const { fence } = (await reader.post(at("/claim"))).json<Lease>();
    await entered(supervisor, { ...aboutPerson, userId: wulan.id });
    expect((await reader.post(at("/reading"), { fence, reading: "support", targetId: null })).json().code).toBe("recused");
    expect((await list(second)).flags).toMatchObject([{ id: flagId, state: "open", holder: null }]);
    expect(await runOnce(api.url, `select from netra.reading where flag_id = '${flagId}'`)).toEqual([]);
  });

  test("is never held by that reader, whoever comes first", async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const [claimed, noted] = await Promise.all([
        reader.post(at("/claim")),
        enter(turn % 2 === 0 ? supervisor : reader, { ...aboutPerson, userId: wulan.id }),
      ]);
      expect([200, 403]).toContain(claimed.statusCode);
      const held = await runOnce(api.url, `select from netra.flag_lease where flag_id = '${flagId}' and ended_at is null`);
      expect(held, `turn ${turn}: the claim answered ${claimed.statusCode}`).toEqual([]);
      await runOnce(
        api.url,
        `update netra.reader_interest set ended_at = clock_timestamp(), ended_by = user_id where id = '${noted.json<InterestView>().id}'`,
      );
    }
  });

  test("is entered beside an act that locks several posts, and neither undoes the other", async () => {
    await raiseFlag(api.store, api.office, { text: "Satu lagi" });
    const [low, high] = (await runOnce(api.url, "select id from netra.flag where state = 'open' order by post_id")).map(({ id }) => String(id));
    expect((await reader.post(`/api/flags/${low}/claim`)).statusCode).toBe(200);
    const waiting = async () =>
      (
        await runOnce(
          api.url,
          "select from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())",
        )
      ).length > 0;
    const { supervisor: beside } = api.office.here;
    let noted: ReturnType<typeof enter> | undefined;
    await api.store.as({ process: "api", kind: "person", id: beside.id, role: beside.role, regions: beside.regions }, async (tx) => {
      await tx.triage.lock(low ?? "");
      noted = enter(reader, { about: "flag", which: high });
      await expect.poll(waiting, { timeout: 60_000 }).toBe(true);
      await tx.triage.lock(high ?? "");
    });
    expect((await noted)?.statusCode).toBe(200);
    expect(await runOnce(api.url, `select from netra.flag_lease where flag_id = '${low}' and ended_at is null`)).toEqual([]);
  });

  test("concerns whoever worked at the agency between the post and today, also where the reader does not see the employment", async () => {
    const { agencies } = (await reader.get("/api/recusals/agencies")).json<{ agencies: { id: string; name: string }[] }>();
    expect(agencies).toMatchObject([{ name: "Dinas Contoh" }]);
    await entered(reader, { about: "agency", which: agencies[0]?.id });
    expect(await offered(reader)).toBe(false);
    await runOnce(api.url, `update netra.employment set region = '${THERE}' where agency_id = '${agencies[0]?.id}'`);
    expect(await offered(reader)).toBe(false);
    await runOnce(api.url, `update netra.employment set to_date = current_date - 3 where agency_id = '${agencies[0]?.id}'`);
    expect(await offered(reader)).toBe(true);
    await runOnce(api.url, `update netra.employment set to_date = null, region = '${HERE}' where agency_id = '${agencies[0]?.id}'`);
  });

  test("concerns the whole contest, on the days that were given alone", async () => {
    const contest = { about: "contest", which: api.office.contest.id };
    expect((await enter(reader, { ...contest, which: "lain" })).json()).toMatchObject({ status: 404, code: "contest-not-found" });
    const { id } = await entered(reader, contest);
    expect(await offered(reader)).toBe(false);
    await runOnce(api.url, `update netra.reader_interest set from_day = current_date + 2 where id = '${id}'`);
    expect(await offered(reader)).toBe(true);
    await runOnce(api.url, `update netra.reader_interest set from_day = current_date - 9, to_day = current_date - 2 where id = '${id}'`);
    expect(await offered(reader)).toBe(true);
    expect((await reader.get("/api/recusals")).json<InterestList>().interests[0]).toMatchObject({ standing: "over", mayEnd: false });
  });
});

test("what an account did is counted without copies of the post and without what the reader is kept from", async () => {
  const { flagId: twin } = await raiseFlag(api.store, api.office, { text: "Kelapa berbisik lagi" });
  const { fence } = (await reader.post(at("/claim"))).json<Lease>();
  await reader.post(at("/reading"), { fence, reading: "neither", targetId: null });
  const flagged = async () => (await reader.get(at())).json<FlagDetail>().account?.flagged ?? 0;
  const all = await flagged();
  expect(all).toBeGreaterThan(0);
  const like = (id: string, cluster: string) =>
    runOnce(
      api.url,
      `insert into netra.flag_likeness (flag_id, region, contest_id, made, bands, shingles, cluster_id)
      select id, region, contest_id, 1, '{1}', '{1}', '${cluster}' from netra.flag where id = '${id}'
      on conflict (flag_id) do update set made = 1, bands = '{1}', shingles = '{1}', cluster_id = excluded.cluster_id`,
    );
  const cluster = randomUUID();
  await like(flagId, cluster);
  await like(twin, cluster);
  expect(await flagged()).toBe(all - 1);
  await like(twin, randomUUID());
  expect(await flagged()).toBe(all);
  await runOnce(api.url, `insert into netra.flag_recusal (flag_id, region, user_id) values ('${twin}', '${HERE}', '${wulan.id}')`);
  expect(await flagged()).toBe(all - 1);
});

test("a supervisor with an interest in somebody revokes no link of theirs, in the browser or on the command line", async () => {
  const [account] = await runOnce(
    api.url,
    `select account_id as id from netra.flag f join netra.post p on p.id = f.post_id where f.id = '${flagId}'`,
  );
  const url = `/api/registry/accounts/${account?.id}/revocation`;
  const preview = () => supervisor.post(`${url}/preview`, { notACivilServant: false });
  const shown = await preview();
  expect(shown.statusCode, shown.body).toBe(200);
  const { agencies } = (await supervisor.get("/api/recusals/agencies")).json<{ agencies: { id: string }[] }>();
  for (const given of [aboutPerson, { about: "agency", which: agencies[0]?.id }, { about: "contest", which: api.office.contest.id }]) {
    const { id } = await entered(supervisor, given);
    for (const answer of [await preview(), await supervisor.post(url, { notACivilServant: false, reason: "Surat 12", seen: shown.json() })])
      expect(answer.json(), given.about).toMatchObject({ status: 403, code: "recused" });
    expect((await supervisor.post(`/api/recusals/${id}/end`)).statusCode).toBe(204);
  }
  await entered(supervisor, aboutPerson);
  const said = { by: api.office.here.supervisor.username, reason: "Surat 12" };
  await expect(revokeLink(api, { platform: "facebook", handle: HANDLE_HERE, ...said })).rejects.toMatchObject({ code: "recused" });
  const [person] = await runOnce(api.url, `select civil_servant_id as id from netra.account where id = '${account?.id}'`);
  await expect(markNotCivilServant(api, { id: String(person?.id), ...said })).rejects.toMatchObject({ code: "recused" });
  expect(await runOnce(api.url, `select revoked_at from netra.account where id = '${account?.id}'`)).toEqual([{ revoked_at: null }]);
});

describe("the list", () => {
  test("takes a handle or a NIP in the body, shows initials, and leaves neither in the trail nor in the log", async () => {
    const nip = "198507122010011003";
    const view = await entered(reader, { about: "person", which: nip });
    expect(view).toMatchObject({ about: "person", person: "S. T.", mine: true, by: "Analyst", standing: "running", mayEnd: true, flagNumber: null });
    expect(JSON.stringify(view)).not.toMatch(/Sari|sari\.teladan|1985/);
    for (const which of ["tidak.ada", "198507122010012003", randomUUID()])
      expect((await enter(reader, { about: "person", which })).json()).toMatchObject({ status: 404, code: "person-not-registered" });
    const trail = await runOnce(api.url, "select act, object_id, detail::text from netra.audit_event where act like 'recusal.%'");
    expect(trail.filter(({ object_id }) => object_id === wulan.id).length).toBeGreaterThan(0);
    for (const hidden of [nip, HANDLE_HERE, "Sari"]) expect(JSON.stringify([trail, api.logged])).not.toContain(hidden);
  });

  test("from a flag names the flag and nobody, and keeps the reader from the person's next one", async () => {
    const view = await entered(reader, { about: "flag", which: flagId });
    expect(view).toMatchObject({ about: "person", person: null, flagNumber: expect.stringMatching(new RegExp(`${number}$`)) });
    const next = await raiseFlag(api.store, api.office, { text: "Satu lagi" });
    expect((await list(reader)).flags).toEqual([]);
    expect((await reader.get(`/api/flags/${next.flagId}`)).json().code).toBe("recused");
    const own = (await reader.get("/api/recusals")).json<InterestList>().interests;
    expect(own.find(({ id }) => id === view.id)?.person).toBeNull();
  });

  test("is seen by the reader, the region's supervisors and auditors; what another entered, the reader does not end", async () => {
    const { id } = await entered(supervisor, { ...aboutPerson, userId: wulan.id, to: "2099-01-01" });
    const mine = (await reader.get("/api/recusals")).json<InterestList>().interests;
    expect(mine[0]).toMatchObject({ id, by: "Supervisor", mine: true, to: "2099-01-01", mayEnd: false });
    expect((await reader.post(`/api/recusals/${id}/end`)).json()).toMatchObject({ status: 403, code: "recusal-of-another" });
    expect((await second.post(`/api/recusals/${id}/end`)).statusCode).toBe(404);
    expect((await elsewhere.post(`/api/recusals/${id}/end`)).statusCode).toBe(404);
    expect((await enter(second, { ...aboutPerson, userId: wulan.id })).json()).toMatchObject({ status: 403, code: "role-may-not" });
    expect((await enter(elsewhere, { ...aboutPerson, userId: wulan.id })).statusCode).toBe(404);
    expect((await enter(supervisor, { ...aboutPerson, userId: api.office.here.auditor.id })).json().code).toBe("reads-no-flags");
    const team = async (caller: Caller) => (await caller.get("/api/team")).json<Team>();
    const auditor = await api.as(api.office.here.auditor);
    for (const caller of [supervisor, auditor]) expect((await team(caller)).interests.map((one) => one.id)).toContain(id);
    expect((await team(elsewhere)).interests).toEqual([]);
    expect((await team(elsewhere)).members.map(({ username }) => username)).not.toContain(wulan.username);
    expect((await supervisor.post(`/api/recusals/${id}/end`)).statusCode).toBe(204);
    const [row] = await runOnce(api.url, `select ended_by from netra.reader_interest where id = '${id}'`);
    expect(row?.ended_by).toBe(api.office.here.supervisor.id);
  });
});

test("an address is set by the region's supervisor alone, the mail is switched by its reader, and neither the trail nor the log holds it", async () => {
  const address = "wulan@kantor.example";
  const [mine, set] = [
    async () => (await reader.get("/api/settings")).json(),
    (caller: Caller, to: string | null) => caller.put(`/api/team/${wulan.id}/address`, { address: to }),
  ];
  expect((await reader.put("/api/settings/digest", { on: true })).json()).toMatchObject({ status: 409, code: "no-address" });
  expect((await set(reader, address)).statusCode).toBe(403);
  expect((await set(elsewhere, address)).statusCode).toBe(404);
  expect((await set(supervisor, "wulan@kantor.example, lain@rumah.example")).json()).toMatchObject({ status: 422, code: "address-form" });
  expect((await set(supervisor, address)).statusCode).toBe(204);
  expect(await mine()).toEqual({ address, digest: false, reportMail: true, mail: true });
  expect((await reader.put("/api/settings/digest", { on: true })).json()).toEqual({ address, digest: true, reportMail: true, mail: true });
  const member = async (caller: Caller) => (await caller.get("/api/team")).json<Team>().members.find(({ id }) => id === wulan.id);
  expect(await member(supervisor)).toMatchObject({ address, digest: true });
  expect(await member(await api.as(api.office.here.auditor))).toMatchObject({ address: null, digest: true });
  expect((await set(supervisor, null)).statusCode).toBe(204);
  expect(await mine()).toEqual({ address: null, digest: false, reportMail: true, mail: true });
  const trail = await runOnce(
    api.url,
    "select act, detail::text, reason from netra.audit_event where act like 'address.%' or act like 'digest.%' order by id",
  );
  expect(trail.map(({ act }) => act)).toEqual(["address.set", "digest.on", "address.removed"]);
  const kept = await runOnce(api.url, "select encode(address_cipher, 'escape') from netra.digest_address");
  expect(JSON.stringify([trail, kept, api.logged])).not.toMatch(/wulan@|kantor\.example/);
});

test("how a team agrees is counted from the readings that stood at the two decisions of full weeks, and tells of no person", async () => {
  const checklist = Object.fromEntries(
    ["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"].map((key) => [key, "yes"]),
  );
  const escalate = { act: "escalate", checklist, reason: "Cukup jelas, ajakan memilih, akun sendiri, masa kampanye berlangsung." };
  const close = { act: "close", outcome: "not_partisan", reason: "Bukan ajakan." };
  const decide = async (caller: Caller, id: string, reading: string, given: object) => {
    const { fence } = (await caller.post(`/api/flags/${id}/claim`)).json<Lease>();
    await caller.post(`/api/flags/${id}/reading`, { fence, reading, targetId: null });
    const answer = await caller.post(`/api/flags/${id}/decision`, { fence, idempotencyKey: randomUUID(), ...given });
    expect(answer.statusCode, answer.body).toBe(200);
  };
  const agreement = async (caller: Caller, weeks: number): Promise<Agreement["cells"]> =>
    (await caller.get(`/api/team/agreement?weeks=${weeks}`)).json<Agreement>().cells;
  const callers = [reader, second, third];
  for (let n = 0; n < 5; n += 1) {
    const { flagId: id } = await raiseFlag(api.store, api.office, { text: `Unggahan ${n}` });
    await decide(callers[n % 3] as Caller, id, "support", escalate);
    await decide(callers[(n + 1) % 3] as Caller, id, n === 0 ? "neither" : "support", n === 0 ? close : escalate);
    if (n === 0) await decide(supervisor, id, "support", escalate);
  }
  expect(await agreement(supervisor, 4), "this week has not ended").toEqual([]);
  for (const table of ["decision", "reading"]) await runOnce(api.url, `update netra.${table} set at = at - interval '14 days'`);
  const [cell, ...more] = await agreement(supervisor, 4);
  expect(more).toEqual([]);
  expect(cell).toMatchObject({
    region: HERE,
    contestId: api.office.contest.id,
    figures: { pairs: 5, same: { n: 4, of: 5 }, disputed: { n: 1, of: 5 }, settled: null },
  });
  expect(await agreement(await api.as(api.office.here.auditor), 12)).toEqual([cell]);
  expect(await agreement(elsewhere, 12)).toEqual([]);
  expect(JSON.stringify(cell)).not.toContain(wulan.id);
  await runOnce(api.url, "update netra.decision set undone_at = clock_timestamp() where reader_no = 2 and to_state = 'disputed'");
  expect((await agreement(supervisor, 4))[0]?.figures).toBeNull();
});
