import { randomUUID } from "node:crypto";
import { CHECKLIST, jakartaDay } from "@netra/domain";
import { type PassportManifest, readCanonicalZip } from "@netra/evidence";
import type { CaseDetail, CasePage, Day, Decide, FlagDetail, FlagGroup, FlagPage, Lease } from "@netra/service-api/contract";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { decideAs, ESCALATE } from "../support/decide.ts";
import { HANDLE_THERE, HERE, raiseFlag, seedUser, THERE } from "../support/seed.ts";

/** What becomes of flags after their escalation, on a real database: one case, its steps, and groups across regions. */
let api: TestApi;
let reader: Caller;
let other: Caller;
let supervisor: Caller;
let auditor: Caller;
let elsewhere: Caller;
let province: Caller;
let flagId: string;
let caseId: string;

const TODAY = jakartaDay(new Date());
const PLENARY = { plenaryNumber: "031/BA/X/2029", plenaryOn: TODAY, reason: "" };
const WORDS = "Yang bersangkutan cuti di luar tanggungan negara\nsejak 1 Oktober.";
const HIDDEN = /sari|teladan|19850712|dinas contoh/i;

const sql = (statement: string) => runOnce(api.url, statement);
const seen = async (caller: Caller, id = caseId): Promise<CaseDetail> => (await caller.get(`/api/cases/${id}`)).json();
const step = (caller: Caller, given: object, key: string = randomUUID()) =>
  caller.post(`/api/cases/${caseId}/steps`, { idempotencyKey: key, ...given });
const forward = (to: string, more = {}) => ({ kind: "forward", to, ...PLENARY, ...more });
const group = (caller: Caller, id: string, path = "", body?: object) =>
  body ? caller.post(`/api/flags/${id}/group${path}`, body) : caller.get(`/api/flags/${id}/group?suggest=true`);

/** Somebody takes the flag, reads it and decides, through the API. */
async function decide(caller: Caller, id: string, act: Partial<Decide>): Promise<void> {
  const { fence } = (await caller.post(`/api/flags/${id}/claim`)).json<Lease>();
  await caller.post(`/api/flags/${id}/reading`, { fence, reading: "support", targetId: null });
  const answer = await caller.post(`/api/flags/${id}/decision`, { fence, idempotencyKey: randomUUID(), ...act });
  expect(answer.statusCode, answer.body).toBe(200);
}

const caseOf = async (id: string): Promise<string> => String((await sql(`select case_id from netra.case_flag where flag_id = '${id}'`))[0]?.case_id);

beforeAll(async () => {
  api = await startTestApi();
  const { here, there } = api.office;
  reader = await api.as(here.analyst);
  other = await api.as(await seedUser(api.store, { username: "analis-dua", role: "analyst", regions: [HERE] }));
  supervisor = await api.as(here.supervisor);
  auditor = await api.as(here.auditor);
  elsewhere = await api.as(there.supervisor);
  province = await api.as(await seedUser(api.store, { username: "provinsi", role: "supervisor", regions: ["19"] }));
  ({ flagId } = await raiseFlag(api.store, api.office));
  await decide(reader, flagId, {
    act: "needs_info",
    question: "Apakah sedang cuti?",
    addressee: "BKPSDM",
    due: TODAY,
    reason: "Tanggal cuti belum jelas.",
  });
});
afterAll(() => api?.close());

describe("the answer to a request", () => {
  test("is kept word for word, once a key, and shown after the reading wherever the flag is", async () => {
    const at = `/api/flags/${flagId}/answer`;
    expect((await other.post(at, { idempotencyKey: randomUUID() })).statusCode, "without words").toBe(400);
    expect((await other.post(at, { idempotencyKey: randomUUID(), words: "  ", from: "agency" })).json().code).toBe("words-missing");
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await other.post(at, { idempotencyKey: key, words: WORDS, from: "agency" })).statusCode).toBe(204);
    const notes = (await reader.get(`/api/flags/${flagId}`)).json<FlagDetail>().decisions.flatMap((one) => one.notes);
    expect(notes).toEqual([{ act: "answered", by: expect.any(String), at: expect.any(String), words: WORDS, from: "agency", purged: false }]);
    expect((await other.get(`/api/flags/${flagId}`)).body, "who has not read").not.toContain("tanggungan");
    expect(JSON.stringify(api.logged)).not.toContain("tanggungan");
  });

  test("noted before words were kept, stays valid without them", async () => {
    await sql(`insert into netra.flag_note (flag_id, decision_id, region, user_id, act, idempotency_key)
      select flag_id, decision_id, region, user_id, act, 'lama' from netra.flag_note where words is not null`);
    const notes = (await reader.get(`/api/flags/${flagId}`)).json<FlagDetail>().decisions.flatMap((one) => one.notes);
    expect(notes.map(({ words }) => words)).toEqual([WORDS, null]);
    await expect(sql("update netra.flag_note set words = 'x', given_by = null where words is null")).rejects.toThrow(/flag_note_words/);
  });
});

describe("a case", () => {
  beforeAll(async () => {
    const checklist = Object.fromEntries(CHECKLIST.map((question) => [question, "yes"]));
    const act = { act: "escalate", checklist, reason: ESCALATE.act === "escalate" ? ESCALATE.reason : "" } as const;
    await decide(reader, flagId, act);
    await decideAs({ store: api.store }, { region: HERE, flagId, act: ESCALATE });
    caseId = await caseOf(flagId);
  });

  test("is listed for analyst, supervisor and auditor of its region, and does not exist elsewhere", async () => {
    for (const caller of [reader, other, supervisor, auditor, province]) {
      const page = (await caller.get("/api/cases")).json<CasePage>();
      expect([page.counts, page.cases.map(({ id, state, flags }) => [id, state, flags]), page.next]).toEqual([
        { standing: 1, over: 0 },
        [[caseId, "initial_information", 1]],
        null,
      ]);
      expect((await caller.get(`/api/cases/${caseId}`)).body).not.toMatch(HIDDEN);
    }
    expect((await elsewhere.get("/api/cases")).json<CasePage>().cases).toEqual([]);
    for (const [path, body] of [
      ["", null],
      ["/steps", { idempotencyKey: randomUUID(), ...forward("inquiry") }],
      ["/identity", { reason: "related_case" }],
    ] as const) {
      const url = `/api/cases/${caseId}${path}`;
      expect((body ? await elsewhere.post(url, body) : await elsewhere.get(url)).json(), path).toMatchObject({ status: 404, code: "case-not-found" });
    }
    for (const role of ["field", "engineer", "admin"] as const)
      expect((await (await api.as(api.office.here[role])).get(`/api/cases/${caseId}`)).statusCode, role).toBe(403);
  });

  test("shows its readers everything that happened, newest first, and others nothing of what readers did", async () => {
    const whole = await seen(reader);
    expect(whole.number).toMatch(/^K-\d{5}$/);
    expect(whole.timeline.map(({ kind }) => kind).toSorted()).toEqual(
      ["captured", "flagged", "reading", "decision", "answered", "answered", "reading", "decision", "reading", "decision", "joined"].toSorted(),
    );
    expect(whole.timeline.map(({ at }) => at)).toEqual(
      whole.timeline
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(whole.timeline.find(({ kind, words }) => kind === "answered" && words)).toMatchObject({
      words: WORDS,
      from: "agency",
      flag: { id: flagId },
    });
    expect(whole.mitigating).toMatchObject({
      checklists: [{ readerNo: 1 }, { readerNo: 2 }],
      facts: [{ service: "employed" }],
      against: [{ words: "kata berita" }],
      closed: [],
    });
    expect([whole.regionName, whole.alsoSeenBy]).toEqual(["Kota Pangkalpinang", ["Kepulauan Bangka Belitung", "Indonesia"]]);
    const blind = await seen(other);
    expect([
      blind.flags.map((flag) => flag.seen),
      blind.timeline.map(({ kind }) => kind),
      blind.mitigating.checklists,
      blind.mitigating.against,
    ]).toEqual([[false], ["joined", "flagged", "captured"], [], []]);
  });

  test("counts its limits from both starts, with days and source", async () => {
    const { clocks } = await seen(auditor);
    expect(clocks).toMatchObject([
      { id: "finding", days: 7, kind: "calendar", source: expect.stringContaining("UU 1/2015"), ends: [{ from: "machine" }, { from: "person" }] },
    ]);
  });

  test("opens who it is about with a reason, to who sees all of a flag, and says so in its timeline", async () => {
    expect((await other.post(`/api/cases/${caseId}/identity`, { reason: "related_case" })).json()).toMatchObject({
      status: 403,
      code: "reading-first",
    });
    expect((await supervisor.post(`/api/cases/${caseId}/identity`, { reason: "related_case" })).json()).toMatchObject({
      name: "Sari Teladan",
      nipEnd: "1003",
    });
    expect(await actsOn(api.store, { type: "case", id: caseId })).toEqual(["identity.opened"]);
    expect((await seen(reader)).timeline[0]).toMatchObject({ kind: "identity", of: "case", reason: "related_case" });
  });

  test("goes on by what the plenary decided, in order, by a supervisor alone, once a key", async () => {
    expect((await step(reader, forward("inquiry"))).statusCode).toBe(403);
    expect((await step(supervisor, forward("finding"))).json()).toMatchObject({ status: 409, code: "case-step-order" });
    expect((await step(supervisor, forward("inquiry", { plenaryNumber: " " }))).json()).toMatchObject({ status: 422, code: "plenary-missing" });
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await step(supervisor, forward("inquiry"), key)).json()).toMatchObject({ state: "inquiry", next: ["plenary"] });
    expect((await seen(reader)).timeline[0]).toMatchObject({ kind: "step", state: "inquiry", plenary: { number: PLENARY.plenaryNumber, on: TODAY } });
    expect((await sql(`select count(*)::int as n from netra.case_step where case_id = '${caseId}' and kind is not null`))[0]?.n).toBe(1);
  });

  test("a wrong step is corrected by a further one with a reason; both stay, and nothing is edited", async () => {
    expect((await step(supervisor, { kind: "correction", reason: "salah" })).json().code).toBe("correction-reason");
    const back = (await step(supervisor, { kind: "correction", reason: "Nomor berita acara keliru." })).json<CaseDetail>();
    expect([back.state, back.trail.map(({ state }) => state), back.correctable]).toEqual(["initial_information", ["initial_information"], false]);
    expect(back.timeline.slice(0, 2).map(({ kind }) => kind)).toEqual(["correction", "step"]);
    expect((await actsOn(api.store, { type: "case", id: caseId })).slice(1)).toEqual(["case.stepped", "case.corrected"]);
  });

  test("two steps at once: one is taken, the other is told to look again", async () => {
    const answers = await Promise.all([step(supervisor, forward("inquiry")), step(province, forward("inquiry"))]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
  });

  test("is referred to bodies that take such cases on the plenary's day; timeline, trail and limits follow", async () => {
    expect((await seen(supervisor)).referrals).toEqual([]);
    expect((await step(supervisor, forward("plenary"))).json<CaseDetail>().referrals.map(({ id, to, note }) => [id, to, note])).toEqual([
      ["kasn", "2024-08-23", false],
      ["bkn", null, false],
      ["ppk", null, false],
      ["gakkumdu", null, false],
      ["other", null, true],
    ]);
    for (const [more, code] of [
      [{}, "referral-missing"],
      [{ referredTo: ["kasn"] }, "referral-unknown"],
      [{ referredTo: ["other"] }, "referral-note"],
    ] as const)
      expect((await step(supervisor, forward("referred", more))).json()).toMatchObject({ status: 422, code });
    const referred = (await step(supervisor, forward("referred", { referredTo: ["ppk", "gakkumdu"] }))).json<CaseDetail>();
    expect(referred.timeline[0]).toMatchObject({ kind: "step", state: "referred", referredTo: [{ id: "ppk" }, { name: { id: "Sentra Gakkumdu" } }] });
    expect([referred.referrals, referred.clocks], "the agency's limit does not run").toEqual([[], []]);
    const [audited] = await sql(
      `select detail from netra.audit_event where object_id = '${caseId}' and act = 'case.stepped' order by id desc limit 1`,
    );
    expect(audited?.detail).toEqual({ from: "plenary", to: "referred", referredTo: ["ppk", "gakkumdu"] });

    await expect(sql(`update netra.case_step set referred_to = '{}' where case_id = '${caseId}' and to_state = 'referred'`)).rejects.toThrow(
      /case_step_referred/,
    );
    await sql(`update netra.case_step set referred_to = null where case_id = '${caseId}' and to_state = 'referred'`);
    const old = await seen(reader);
    expect([old.timeline[0]?.referredTo, old.clocks.map(({ id }) => id)], "noted before it was kept").toEqual([null, ["verified"]]);
    await sql(`update netra.case_step set referred_to = '{bkn}' where case_id = '${caseId}' and to_state = 'referred'`);
    expect((await seen(reader)).clocks.map(({ id }) => id)).toEqual(["verified"]);
    for (const state of ["plenary", "inquiry"])
      expect((await step(supervisor, { kind: "correction", reason: "Keputusan itu bukan tentang kasus ini." })).json()).toMatchObject({ state });
  });

  test("an interest that comes up at the same instant wins, or waits for the step", async () => {
    const { supervisor: who } = api.office.here;
    const actor = { process: "api", kind: "person", id: who.id, role: who.role, regions: who.regions } as const;
    const interest = {
      userId: who.id,
      region: HERE,
      subject: { about: "contest", contestId: api.office.contest.id },
      days: { from: TODAY, to: null },
    } as const;
    const waiting = async () =>
      (await sql("select from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())")).length >
      0;
    const stepsNow = async () => (await sql(`select from netra.case_step where case_id = '${caseId}' and kind is not null`)).length;
    const before = await stepsNow();

    let late: ReturnType<typeof step> | undefined;
    await api.store.as(actor, async (tx) => {
      await tx.recusals.hold(who.id);
      await tx.recusals.add(interest);
      late = step(supervisor, forward("plenary"));
      await expect.poll(waiting, { timeout: 60_000 }).toBe(true);
    });
    expect((await late)?.json()).toMatchObject({ status: 403, code: "recused" });
    await expect(api.store.as(actor, (tx) => tx.cases.lock(caseId))).rejects.toMatchObject({ code: "recused" });
    const reply = { idempotencyKey: randomUUID(), words: "Saya cuti.", givenOn: TODAY };
    for (const [path, body] of [
      ["replies", reply],
      ["identity", { reason: "related_case" }],
    ] as const)
      expect((await supervisor.post(`/api/cases/${caseId}/${path}`, body)).json(), path).toMatchObject({ status: 403, code: "recused" });
    expect(await stepsNow()).toBe(before);
    await sql("update netra.reader_interest set ended_at = clock_timestamp(), ended_by = user_id");

    let entered: Promise<unknown> | undefined;
    let through = false;
    await api.store.as(actor, async (tx) => {
      await tx.cases.lock(caseId);
      entered = api.store.as(actor, (other) => other.recusals.hold(who.id)).then(() => (through = true));
      await expect.poll(waiting, { timeout: 60_000 }).toBe(true);
      expect(through).toBe(false);
    });
    await entered;
    expect(through).toBe(true);
  });

  test("shows the answers of an escalation under the words that were asked then", async () => {
    const asked = async () => (await seen(supervisor)).mitigating.checklists.map((one) => [one.readerNo, one.kept, one.asked[0]?.ask.id]);
    const today = "Tindakan pemilik akun sendiri, bukan tag atau unggahan pihak ketiga?";
    expect(await asked(), "the second was decided without its questions").toEqual([
      [1, true, today],
      [2, false, today],
    ]);
    const then = "Apakah tindakannya sendiri?";
    const hash = `sha256:${"0".repeat(64)}`;
    await sql(
      `insert into netra.guidance (hash, body) values ('${hash}', '{"questions": [{"id": "own_act", "ask": {"id": "${then}", "en": "Own act?"}}]}')`,
    );
    const first = `flag_id = '${flagId}' and act = 'escalate' and reader_no = 1`;
    const [kept] = await sql(`select guidance_hash from netra.decision where ${first}`);
    await sql(`update netra.decision set guidance_hash = '${hash}' where ${first}`);
    expect(await asked()).toEqual([
      [1, true, then],
      [2, false, today],
    ]);
    await sql(`update netra.decision set guidance_hash = '${kept?.guidance_hash}' where ${first}`);
  });

  test("keeps what the person says, word for word", async () => {
    const reply = { idempotencyKey: randomUUID(), words: "Saya hanya mengajak keluarga.", givenOn: TODAY };
    expect((await reader.post(`/api/cases/${caseId}/replies`, { ...reply, givenOn: "2999-01-01" })).json().code).toBe("given-day");
    for (const _ of [1, 2]) expect((await reader.post(`/api/cases/${caseId}/replies`, reply)).statusCode).toBe(200);
    expect((await seen(other)).replies).toMatchObject([{ words: reply.words, givenOn: TODAY, purged: false }]);
    expect((await auditor.post(`/api/cases/${caseId}/replies`, reply)).statusCode).toBe(403);
  });

  test("its passport carries questions and answers beside the reasons", async () => {
    const answer = await supervisor.post(`/api/cases/${caseId}/passport`, { reason: "plenary", withPeople: false });
    expect(answer.statusCode, answer.body.slice(0, 200)).toBe(200);
    const file = readCanonicalZip(new Uint8Array(answer.rawPayload)).find(({ path }) => path === "passport.json");
    const { flags, steps } = JSON.parse(new TextDecoder().decode(file?.bytes)) as PassportManifest;
    expect(steps?.map(({ kind, to }) => [kind, to])).toEqual([
      ["forward", "inquiry"],
      ["correction", "initial_information"],
      ["forward", "inquiry"],
      ["forward", "plenary"],
      ["forward", "referred"],
      ["correction", "plenary"],
      ["correction", "inquiry"],
    ]);
    expect(steps?.[4]).toMatchObject({
      plenary: { number: PLENARY.plenaryNumber, on: TODAY },
      referred_to: [{ id: "bkn", name: { id: "Badan Kepegawaian Negara (BKN)", en: "National Civil Service Agency (BKN)" } }],
    });
    expect(flags[0]?.decisions[0]).toMatchObject({ act: "needs_info", question: "Apakah sedang cuti?", answers: [{ words: WORDS, from: "agency" }] });
    expect((await seen(auditor)).timeline[0]).toMatchObject({ kind: "passport", reason: "plenary" });
  });
});

describe("a supervisor's day", () => {
  test("counts what waits for them alone, and shows nobody else", async () => {
    const dayOf = async (caller: Caller) => (await caller.get("/api/day")).json<Day>().supervisor;
    expect(await dayOf(reader)).toBeNull();
    expect(await dayOf(supervisor)).toEqual({ disputed: 0, unreadable: 0, corrections: 0, packs: 0, unconfirmed: 1, casesLapsing: 0, cases: [] });
    await sql(`update netra.flag set opened_at = opened_at - interval '6 days' where id = '${flagId}'`);
    const { flagId: second } = await raiseFlag(api.store, api.office);
    await decide(reader, second, {
      act: "escalate",
      checklist: Object.fromEntries(CHECKLIST.map((one) => [one, "yes"])),
      reason: "Ajakan memilih nomor urut satu pada masa kampanye.",
    });
    expect(await dayOf(supervisor)).toMatchObject({ unreadable: 0, casesLapsing: 1, cases: [{ id: caseId, clock: "finding", state: "inquiry" }] });
    await sql(`insert into netra.reader_interest (region, user_id, contest_id, from_day, entered_by)
      select '${HERE}', id, '${api.office.contest.id}', current_date - 1, id from netra.app_user`);
    expect(await dayOf(supervisor), "everybody has an interest in it").toMatchObject({ unreadable: 1 });
    await sql("update netra.reader_interest set ended_at = clock_timestamp(), ended_by = user_id");
    expect(await dayOf(supervisor)).toMatchObject({ unreadable: 0 });
    await sql(
      `insert into netra.flag_recusal (flag_id, region, user_id) select '${second}', '${HERE}', id from netra.app_user on conflict do nothing`,
    );
    expect(await dayOf(supervisor)).toMatchObject({ unreadable: 1 });
    expect(await dayOf(elsewhere)).toMatchObject({ unreadable: 0, casesLapsing: 0, cases: [] });
    await sql("delete from netra.flag_recusal");
    await sql(`update netra.flag set state = 'closed', claimed_from = null, outcome = 'not_partisan' where id = '${second}'`);
  });
});

describe("a group of people", () => {
  let beside: string;
  const MADE = { name: "Video pawai", reason: "Satu video memperlihatkan beberapa pegawai." };
  beforeAll(async () => {
    ({ flagId: beside } = await raiseFlag(api.store, api.office, { handle: HANDLE_THERE }));
    for (const _ of [1, 2]) await decideAs({ store: api.store }, { region: THERE, flagId: beside, act: ESCALATE });
  });
  const numberOf = async (id: string): Promise<string> => (await province.get(`/api/flags/${id}`)).json<FlagDetail>().number;

  test("is offered where others rest on the same, to who has read both; who has not read hears nothing", async () => {
    expect((await group(other, flagId)).json()).toMatchObject({ status: 403, code: "reading-first" });
    expect((await group(elsewhere, flagId)).statusCode).toBe(404);
    expect((await group(supervisor, flagId)).json()).toEqual({ group: null, suggestions: [], unread: 0 });
    expect((await group(province, flagId)).json()).toEqual({
      group: null,
      suggestions: [{ flag: { id: beside, number: await numberOf(beside) }, basis: "words" }],
      unread: 0,
    });
  });

  test("begins with an escalated flag, counts everybody, and shows only those of the asker's regions, as letters", async () => {
    const { flagId: open } = await raiseFlag(api.store, api.office);
    const { fence } = (await reader.post(`/api/flags/${open}/claim`)).json<Lease>();
    await reader.post(`/api/flags/${open}/reading`, { fence, reading: "support", targetId: null });
    expect((await group(reader, open, "", MADE)).json()).toMatchObject({ status: 409, code: "group-needs-escalation" });
    expect((await group(auditor, flagId, "", MADE)).statusCode).toBe(403);
    expect((await group(reader, flagId, "", MADE)).json<FlagGroup>().group).toMatchObject({ name: MADE.name, others: 0, outside: 0 });
    const joined = (await group(province, flagId, "/members", { number: await numberOf(beside) })).json<FlagGroup>();
    expect(joined.group).toMatchObject({
      others: 1,
      outside: 0,
      members: [
        { letter: "A", own: true },
        { letter: "B", own: false, flag: { id: beside } },
      ],
    });
    expect((await group(province, flagId, "/members", { number: await numberOf(beside) })).json()).toMatchObject({
      status: 409,
      code: "grouped-already",
    });
    const mine = (await seen(reader)).groups[0];
    expect(mine).toMatchObject({ name: MADE.name, others: 1, outside: 1, members: [{ letter: "A", own: true }] });
    const theirs = (await group(elsewhere, beside)).json<FlagGroup>().group;
    expect(theirs).toMatchObject({ name: null, reason: null, by: null, others: 1, outside: 1, members: [{ letter: "B", own: true }] });
    for (const body of [JSON.stringify(mine), JSON.stringify(theirs), JSON.stringify(joined)]) expect(body).not.toMatch(/sari|budi/i);
    const inRow = async (caller: Caller, id: string) =>
      (await caller.get("/api/flags?lane=escalated&limit=100")).json<FlagPage>().flags.find((row) => row.id === id)?.groupOthers;
    expect(await Promise.all([reader, supervisor, auditor, other].map((caller) => inRow(caller, flagId)))).toEqual([1, 1, 1, null]);
    expect([await inRow(elsewhere, beside), await inRow(reader, beside)]).toEqual([1, undefined]);
    await sql(`update netra.flag set state = 'closed', claimed_from = null, outcome = 'not_partisan' where id = '${open}'`);
  });

  test("shares nothing of a decision, is left with a reason, and keeps its letters", async () => {
    expect((await group(elsewhere, beside, "/leave", { reason: " " })).json().code).toBe("words-missing");
    expect((await group(elsewhere, beside, "/leave", { reason: "Bukan video yang sama." })).json()).toMatchObject({ group: null });
    expect((await seen(reader)).groups[0]).toMatchObject({ others: 0, outside: 0 });
    expect(
      (await group(province, flagId, "/members", { number: await numberOf(beside) })).json<FlagGroup>().group?.members.map(({ letter }) => letter),
    ).toEqual(["A", "B"]);
    expect((await actsOn(api.store, { type: "flag", id: beside })).slice(-3)).toEqual(["group.joined", "group.left", "group.joined"]);
    expect((await sql("select count(*)::int as n from netra.decision where act = 'close'"))[0]?.n).toBe(0);
  });

  test("tells nobody of a member or its case before their own reading of it", async () => {
    const wide = await seedUser(api.store, { username: "analis-provinsi", role: "analyst", regions: ["19"] });
    await sql(`insert into netra.reading (flag_id, region, user_id, reader_no, reading) values ('${flagId}', '${HERE}', '${wide.id}', 1, 'support')`);
    const caller = await api.as(wide);
    const blind = [(await group(caller, flagId)).json<FlagGroup>().group, (await seen(caller)).groups[0]];
    for (const one of blind) expect(one).toMatchObject({ others: 1, outside: 0, unread: 1, members: [{ letter: "A", own: true }] });
    expect(JSON.stringify(blind)).not.toContain(beside);
    await sql(
      `insert into netra.reading (flag_id, region, user_id, reader_no, reading) values ('${beside}', '${THERE}', '${wide.id}', 1, 'support')`,
    );
    expect((await group(caller, flagId)).json<FlagGroup>().group).toMatchObject({ others: 1, unread: 0, members: [{ own: true }, { letter: "B" }] });
  });

  test("who has an interest in a member neither sees it nor its case, and goes on with the others", async () => {
    const theirs = await caseOf(beside);
    await sql(`update netra.flag set opened_at = opened_at - interval '6 days' where id = '${beside}'`);
    const { flagId: next } = await raiseFlag(api.store, api.office, { handle: HANDLE_THERE });
    const roads = async () => {
      const page = (await province.get("/api/cases")).json<CasePage>();
      const waiting = (await province.get("/api/day")).json<Day>().supervisor;
      const cases = [page.cases.map(({ id }) => id), waiting?.cases.map(({ id }) => id)].map((ids) => ids?.includes(theirs));
      return [...cases, page.counts.standing, (await province.get(`/api/cases/${theirs}`)).statusCode];
    };
    expect(await roads()).toEqual([true, true, 2, 200]);
    expect((await group(province, flagId)).json()).toMatchObject({ unread: 1, group: { unread: 0, members: [{}, { letter: "B" }] } });
    const { id } = (await province.post("/api/recusals", { about: "person", which: HANDLE_THERE })).json<{ id: string }>();
    expect(await roads()).toEqual([false, false, 1, 403]);
    const around = await group(province, flagId);
    expect(around.json(), around.body).toMatchObject({
      unread: 0,
      suggestions: [],
      group: { others: 1, outside: 0, unread: 1, members: [{ letter: "A" }] },
    });
    expect((await seen(province)).groups[0]).toMatchObject({ others: 1, unread: 1, members: [{ letter: "A" }] });
    await sql(`update netra.case_flag set case_id = '${caseId}' where flag_id = '${beside}'`);
    expect(await roads(), "it stood in the one, and stands in the other").toEqual([false, false, 0, 403]);
    await sql(`update netra.case_flag set case_id = '${theirs}' where flag_id = '${beside}'`);
    expect((await province.post(`/api/recusals/${id}/end`)).statusCode).toBe(204);
    expect(await roads()).toEqual([true, true, 2, 200]);
    await sql(`update netra.flag set state = 'closed', claimed_from = null, outcome = 'not_partisan' where id = '${next}'`);
  });
});

test("what was said goes with what was kept of the person: answers, and the reply once no flag stands in the case", async () => {
  const [account] = await sql(`select p.account_id as id from netra.flag f join netra.post p on p.id = f.post_id where f.id = '${flagId}'`);
  const at = `/api/registry/accounts/${account?.id}/revocation`;
  const preview = (await supervisor.post(`${at}/preview`, { notACivilServant: true })).json();
  expect((await supervisor.post(at, { notACivilServant: true, reason: "Surat klarifikasi 12", seen: preview })).statusCode).toBe(200);
  const gone = await seen(supervisor);
  expect([gone.flags, gone.next, gone.replies]).toMatchObject([[], ["discontinued"], [{ words: "", purged: true }]]);
  expect(gone.timeline.filter(({ kind }) => kind === "answered").map(({ words, purged }) => [words, purged])).toEqual([
    [null, false],
    [null, true],
  ]);
  expect(gone.timeline.find(({ act }) => act === "withdraw")).toMatchObject({ reason: "Surat klarifikasi 12" });
  expect(gone.groups).toEqual([]);
  expect((await step(supervisor, forward("discontinued"))).json()).toMatchObject({ state: "discontinued", next: [] });
});
