import { randomUUID } from "node:crypto";
import { jakartaDay } from "@netra/domain";
import type { Day, FlagDetail, HandoverList, Lease } from "@netra/service-api/contract";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, raiseFlag, type SeededUser, seedUser } from "../support/seed.ts";

/** What an analyst and a supervisor find in the morning, on a real database. */
let api: TestApi;
let first: Caller;
let second: Caller;
let supervisor: Caller;
let elsewhere: Caller;
let two: SeededUser;
let flagId: string;

beforeAll(async () => {
  api = await startTestApi();
  two = await seedUser(api.store, { username: "analis-dua", role: "analyst", regions: [HERE] });
  first = await api.as(api.office.here.analyst);
  second = await api.as(two);
  supervisor = await api.as(api.office.here.supervisor);
  elsewhere = await api.as(api.office.there.analyst);
});
afterAll(() => api?.close());
beforeEach(async () => {
  await runOnce(api.url, "update netra.flag set state = 'closed', claimed_from = null, outcome = 'not_partisan'");
  ({ flagId } = await raiseFlag(api.store, api.office));
});

const DAY_MS = 86_400_000;
const TODAY = jakartaDay(new Date());
const at = (path = ""): string => `/api/flags/${flagId}${path}`;
const dayOf = async (caller: Caller): Promise<Day> => (await caller.get("/api/day")).json();
const claim = async (caller: Caller): Promise<number> => (await caller.post(at("/claim"))).json<Lease>().fence;
const ask = async (caller: Caller, due = TODAY): Promise<void> => {
  const fence = await claim(caller);
  await caller.post(at("/reading"), { fence, reading: "unclear", targetId: null });
  const request = { act: "needs_info", question: "Apakah sedang cuti?", addressee: "BKPSDM", due, reason: "" };
  const answer = await caller.post(at("/decision"), { fence, idempotencyKey: randomUUID(), ...request });
  expect(answer.statusCode, answer.body).toBe(200);
};
const ANSWERED = { words: "Tidak sedang cuti.", from: "agency" };
const note = (caller: Caller, act: "reminder" | "answer", idempotencyKey: string = randomUUID(), more = {}) =>
  caller.post(at(`/${act}`), { idempotencyKey, ...more });
const QUIET = { claims: 0, waiting: 0, overdue: 0, answered: 0, lapsing: 0, handed: 0, notices: 0 };

describe("the day of one person", () => {
  test("holds what they claimed, with the end of the lease, and nobody else's", async () => {
    await claim(first);
    const mine = await dayOf(first);
    expect(mine.claims).toMatchObject([{ id: flagId, mine: true, own: true, state: "claimed", number: expect.stringMatching(/^B-\d{5}$/) }]);
    expect(Date.parse(mine.claims[0]?.until ?? "")).toBeGreaterThan(Date.now());
    expect(mine.counts).toEqual({ ...QUIET, claims: 1 });
    expect((await dayOf(second)).claims).toEqual([]);
    await runOnce(api.url, "update netra.flag_lease set until = clock_timestamp() - interval '1 second' where ended_at is null");
    expect((await dayOf(first)).counts).toEqual(QUIET);
    for (const hidden of ["Sari", "sari.teladan", "Dinas Contoh", "rima-joko", "score"]) expect(JSON.stringify(mine)).not.toContain(hidden);
  });

  test("holds what waits because they asked, until somebody goes on from it; others do not see the question", async () => {
    await ask(first);
    const day = await dayOf(first);
    expect(day.waiting).toMatchObject([
      { id: flagId, question: "Apakah sedang cuti?", addressee: "BKPSDM", due: TODAY, overdue: false, reminders: 0, reminded: null, answered: null },
    ]);
    expect(day.counts).toEqual({ ...QUIET, waiting: 1 });
    expect(JSON.stringify(await dayOf(second))).not.toContain("cuti");
    await claim(second);
    expect((await dayOf(first)).counts).toEqual(QUIET);
  });

  test("counts a question whose day is over, an answer that came and a deadline that lapses, each flag once", async () => {
    await ask(first);
    await runOnce(api.url, `update netra.decision set due = due - 1 where flag_id = '${flagId}'`);
    expect((await dayOf(first)).waiting).toMatchObject([{ overdue: true }]);
    expect((await dayOf(first)).counts).toMatchObject({ overdue: 1, notices: 1 });
    expect((await note(second, "answer", randomUUID(), ANSWERED)).statusCode).toBe(204);
    expect((await dayOf(first)).waiting).toMatchObject([{ answered: { by: expect.any(String) } }]);
    await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() - interval '1 hour' where id = '${flagId}'`);
    expect((await dayOf(first)).counts).toEqual({ ...QUIET, waiting: 1, overdue: 1, answered: 1, lapsing: 1, notices: 1 });
    expect((await dayOf(second)).counts).toEqual({ ...QUIET, lapsing: 1, notices: 1 });
  });

  test("shows lapsing deadlines of the regions, one's own first, and leaves out who passed the flag on", async () => {
    const later = (await raiseFlag(api.store, api.office)).flagId;
    await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() where id = '${later}'`);
    await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() + interval '1 hour' where id = '${flagId}'`);
    expect((await dayOf(second)).lapsing.map(({ id }) => id)).toEqual([later, flagId]);
    await claim(second);
    expect((await dayOf(second)).lapsing.map(({ id, own }) => [id, own])).toEqual([
      [flagId, true],
      [later, false],
    ]);
    expect((await dayOf(elsewhere)).counts).toEqual(QUIET);
    await second.post(at("/recuse"));
    expect((await dayOf(second)).lapsing.map(({ id }) => id)).toEqual([later]);
    await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() + interval '9 days' where id = '${later}'`);
    expect((await dayOf(second)).counts.lapsing).toBe(0);
  });
});

describe("notes on a request", () => {
  test("stand in the flag's history with who and when, once a key, and in the audit trail", async () => {
    expect((await note(first, "reminder")).json()).toMatchObject({ status: 409, code: "not-waiting" });
    await ask(first, jakartaDay(new Date(Date.now() + DAY_MS)));
    const key = randomUUID();
    expect((await note(first, "reminder", key)).statusCode).toBe(204);
    expect((await note(first, "reminder", key)).statusCode).toBe(204);
    expect((await note(supervisor, "reminder")).statusCode).toBe(204);
    expect((await dayOf(first)).waiting).toMatchObject([{ reminders: 2, reminded: { by: expect.any(String) } }]);
    const { decisions } = (await first.get(at())).json<FlagDetail>();
    expect(decisions.at(-1)?.notes.map(({ act }) => act)).toEqual(["reminded", "reminded"]);
    expect((await actsOn(api.store, { type: "flag", id: flagId })).slice(-2)).toEqual(["flag.reminded", "flag.reminded"]);
    const blind = (await second.get(at())).json<FlagDetail>();
    expect(blind.decisions, "who has not read sees no decision and no note").toEqual([]);
  });

  test("an answer is asked for from today to thirty days ahead", async () => {
    const fence = await claim(first);
    await first.post(at("/reading"), { fence, reading: "unclear", targetId: null });
    for (const days of [-1, 31]) {
      const due = jakartaDay(new Date(Date.now() + days * DAY_MS));
      const body = { fence, idempotencyKey: randomUUID(), act: "needs_info", question: "?", addressee: "BKPSDM", due, reason: "" };
      expect((await first.post(at("/decision"), body)).json(), `${days} days`).toMatchObject({ status: 422, code: "due-out-of-range" });
    }
  });
});

describe("notes to the next shift", () => {
  const notes = async (caller: Caller) => (await caller.get("/api/handovers")).json<HandoverList>().notes;
  const leave = (caller: Caller, given: object) =>
    caller.post("/api/handovers", { region: HERE, note: "Tunggu jawaban B-00012.", idempotencyKey: randomUUID(), ...given });

  test("are left once a key, read by the next one of the region, and by nobody of another", async () => {
    const key = randomUUID();
    for (const _ of [1, 2]) expect((await leave(first, { idempotencyKey: key })).statusCode).toBe(200);
    const [left, ...more] = await notes(second);
    expect(more).toEqual([]);
    expect(left).toMatchObject({ note: "Tunggu jawaban B-00012.", region: HERE, mine: false, read: false, readers: [] });
    const read = `/api/handovers/${left?.id}/read`;
    expect((await elsewhere.post(read)).json()).toMatchObject({ status: 404, code: "handover-note-not-found" });
    expect((await first.post(read)).json()).toMatchObject({ status: 409, code: "own-handover" });
    for (const _ of [1, 2]) expect((await second.post(read)).statusCode).toBe(204);
    expect(await notes(second)).toMatchObject([{ read: true, readers: [{ by: expect.any(String) }] }]);
    expect(await notes(first)).toMatchObject([{ mine: true, read: false, readers: [{}] }]);
    expect(await notes(elsewhere)).toEqual([]);
    expect(await actsOn(api.store, { type: "handover", id: left?.id ?? "" })).toEqual(["handover.left", "handover.read"]);
  });

  test("are refused when they are empty, too long or for another region, and leave the list after a week", async () => {
    expect((await leave(first, { note: "  " })).json()).toMatchObject({ status: 422, code: "handover-length" });
    expect((await leave(first, { note: "x".repeat(1001) })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await leave(first, { region: "19.06" })).json()).toMatchObject({ status: 403, code: "handover-outside-regions" });
    expect(await notes(supervisor)).toHaveLength(1);
    await runOnce(api.url, "update netra.handover set at = at - interval '7 days'");
    expect(await notes(supervisor)).toEqual([]);
  });
});
