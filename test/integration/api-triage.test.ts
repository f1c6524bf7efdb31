import { randomUUID } from "node:crypto";
import { CHECKLIST, jakartaDay } from "@netra/domain";
import type { Decided, FlagDetail, FlagPage, Lease } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, raiseFlag, seedUser } from "../support/seed.ts";

let api: TestApi;
let first: Caller;
let second: Caller;
let supervisor: Caller;
let auditor: Caller;
let flagId: string;

beforeAll(async () => {
  api = await startTestApi();
  first = await api.as(api.office.here.analyst);
  second = await api.as(await seedUser(api.store, { username: "analis-dua", role: "analyst", regions: [HERE] }));
  supervisor = await api.as(api.office.here.supervisor);
  auditor = await api.as(api.office.here.auditor);
});
afterAll(() => api?.close());
beforeEach(async () => {
  ({ flagId } = await raiseFlag(api.store, api.office));
});

const at = (path = ""): string => `/api/flags/${flagId}${path}`;
const see = async (caller: Caller): Promise<FlagDetail> => (await caller.get(at())).json();
const claim = async (caller: Caller): Promise<number> => {
  const answer = await caller.post(at("/claim"));
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Lease>().fence;
};
const read = (caller: Caller, fence: number, reading = "support") =>
  caller.post(at("/reading"), { fence, reading, targetId: reading === "support" ? "rima-joko" : null });
const decide = (caller: Caller, fence: number, act: object) =>
  caller.post(at("/decision"), { fence, idempotencyKey: randomUUID(), reason: "", ...act });
/** Two days on: an answer is asked for by a day to come. */
const SOON = jakartaDay(new Date(Date.now() + 2 * 86_400_000));
const CLOSE = { act: "close", outcome: "not_partisan", reason: "Ucapan selamat biasa" };
const ESCALATE = {
  act: "escalate",
  checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
  reason: "Ajakan memilih nomor urut satu pada masa kampanye, akun dinyatakan sendiri.",
};
/** Claims, reads and acts in one go. */
const settle = async (caller: Caller, act: object): Promise<Decided> => {
  const fence = await claim(caller);
  await read(caller, fence);
  const answer = await decide(caller, fence, act);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
/** Lets the open lease run out, by the database's clock. */
const lapse = () =>
  runOnce(api.url, `update netra.flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = '${flagId}' and ended_at is null`);
const actsHere = (): Promise<string[]> => actsOn(api.store, { type: "flag", id: flagId });

describe("facts of the day of the act", () => {
  const facts = async (): Promise<FlagDetail["facts"]> => (await see(first)).facts;
  const sql = (statement: string) => runOnce(api.url, `set search_path = netra; ${statement}`);

  test("leave, marriage to a candidate, the appointment and a former handle are said without a name", async () => {
    const known = { service: "employed", onLeave: "no", spouseOfCandidate: false, otherHandle: "unknown", link: "declared" };
    expect(await facts()).toMatchObject(known);
    await sql(`insert into leave_period (civil_servant_id, region, kind, from_date, document) select civil_servant_id, region, 'cltn', current_date - 30, 'SK 1' from account where region = '${HERE}';
      insert into spouse_period (civil_servant_id, region, contest_id, candidate_id, from_date, document)
        select civil_servant_id, region, 'pangkalpinang-uji', 'bahar-ratih', current_date - 30, 'Akta 1' from account where region = '${HERE}';
      update handle_period set from_at = from_at - interval '30 days', handle_key = 'nama.lama' where region = '${HERE}'`);
    expect(await facts()).toMatchObject({ ...known, onLeave: "yes", spouseOfCandidate: true, otherHandle: "yes" });
    expect(JSON.stringify(await see(first))).not.toMatch(/bahar-ratih|nama\.lama|Akta 1/);
    await sql(`update handle_period h set handle_key = a.handle_key from account a where a.id = h.account_id;
      update leave_period set to_date = current_date - 20; delete from spouse_period`);
    expect(await facts()).toMatchObject({ ...known, otherHandle: "no" });
    await sql(
      `update employment set from_date = current_date + 9 where region = '${HERE}'; update account set employed_from = current_date + 9 where region = '${HERE}'`,
    );
    expect(await facts()).toMatchObject({ service: "before_appointment", employment: null, onLeave: "unknown" });
    await sql(
      `update employment set from_date = '2010-01-01' where region = '${HERE}'; update account set employed_from = '2010-01-01' where region = '${HERE}'`,
    );
  });
});

describe("before the own reading is saved", () => {
  test("a reader sees the post and nothing that could sway them", async () => {
    await claim(first);
    const flag = await see(first);
    expect(flag.versions[0]?.text).toBe("Ayo coblos nomor 1, kata berita");
    expect(flag).toMatchObject({ readerNo: 1, url: null, machine: null, myReading: null, decisions: [], otherReadings: [], identity: null });
    expect(flag.facts).toMatchObject({ employment: "pns", link: "declared", stage: "campaign" });
    const answer = (await first.get(at())).body;
    for (const hidden of ["Sari", "sari.teladan", "Dinas Contoh", "rima-joko", "scoreTenths", "PD-2"]) expect(answer).not.toContain(hidden);
  });

  test("neither identity nor evidence opens, and no decision is taken", async () => {
    const fence = await claim(first);
    const { versions } = await see(first);
    expect((await first.post(at("/identity"), { reason: "account_link" })).json()).toMatchObject({ status: 409, code: "reading-first" });
    expect((await first.get(at(`/evidence/${versions[0]?.id}`))).json()).toMatchObject({ status: 403, code: "reading-first" });
    expect((await decide(first, fence, CLOSE)).json()).toMatchObject({ status: 409, code: "reading-first" });
    expect(await actsHere()).toEqual(["flag.claimed"]);
  });

  test("an auditor, who never reads, sees machine and decisions at once", async () => {
    await settle(first, CLOSE);
    const flag = await see(auditor);
    expect(flag.machine?.reading).toEqual({ stance: "support", targets: ["rima-joko"], scoreTenths: 25, thresholdTenths: 20 });
    expect(flag.decisions).toHaveLength(1);
    expect(flag.canClaim).toEqual({ ok: false, code: "role-may-not-claim" });
  });
});

describe("after the own reading", () => {
  test("signals open in order of the text, with weights and the address", async () => {
    const fence = await claim(first);
    const flag = (await read(first, fence)).json<FlagDetail>();
    expect(flag.myReading).toMatchObject({ reading: "support", targetId: "rima-joko" });
    expect(flag.machine?.signals.map(({ n, side, words, tenths }) => ({ n, side, words, tenths }))).toEqual([
      { n: 1, side: "for", words: "Ayo coblos", tenths: 30 },
      { n: -1, side: "against", words: "kata berita", tenths: -5 },
    ]);
    expect(flag.url).toContain("facebook.com");
    expect(await actsHere()).toEqual(["flag.claimed", "flag.read"]);
  });

  test("an own earlier reading still opens the second layer once the flag was given back; somebody else sees the first only", async () => {
    const fence = await claim(first);
    await read(first, fence);
    expect((await first.post(at("/release"), { fence })).statusCode).toBe(204);
    expect((await see(first)).machine).not.toBeNull();
    expect((await see(second)).machine).toBeNull();
    expect(await actsHere()).toEqual(["flag.claimed", "flag.read", "flag.released"]);
  });

  test("the identity opens with a reason that stays in the trail, and only for who holds the flag", async () => {
    const fence = await claim(first);
    await read(first, fence);
    const identity = (await first.post(at("/identity"), { reason: "account_link" })).json();
    expect(identity).toMatchObject({ name: "Sari Teladan", handle: "sari.teladan", agency: "Dinas Contoh", nipEnd: "1003", reason: "account_link" });
    expect(await runOnce(api.url, `select reason from netra.audit_event where act = 'identity.opened' and object_id = '${flagId}'`)).toEqual([
      { reason: "account_link" },
    ]);
    expect((await second.post(at("/identity"), { reason: "account_link" })).json()).toMatchObject({ status: 403, code: "claim-first" });
    expect((await auditor.post(at("/identity"), { reason: "related_case" })).statusCode).toBe(200);
  });

  test("evidence comes as the bytes that were fetched, to be saved and never run", async () => {
    const fence = await claim(first);
    const { versions } = (await read(first, fence)).json<FlagDetail>();
    const file = await first.get(at(`/evidence/${versions[0]?.id}`));
    expect(file.rawPayload.toString()).toBe('{"text":"Ayo coblos nomor 1, kata berita"}');
    expect(file.headers).toMatchObject({ "content-type": "application/octet-stream", "x-content-type-options": "nosniff" });
    expect(file.headers["content-disposition"]).toMatch(/^attachment; filename="B-\d{5}-v1\.bin"$/);
    expect((await first.get(at(`/evidence/${randomUUID()}`))).statusCode).toBe(404);
    expect(await actsHere()).toContain("evidence.read");
  });

  test("a target must stand in the contest", async () => {
    const fence = await claim(first);
    const answer = await first.post(at("/reading"), { fence, reading: "support", targetId: "nobody" });
    expect(answer.json()).toMatchObject({ status: 422, code: "target-unknown" });
    expect(await actsHere()).toEqual(["flag.claimed"]);
  });
});

describe("claims", () => {
  test("of twenty at once one wins, and the others are told who has it", async () => {
    const readers = await Promise.all(
      Array.from({ length: 20 }, async (_, n) =>
        api.as(await seedUser(api.store, { username: `balapan-${n}-${flagId}`, role: "analyst", regions: [HERE] })),
      ),
    );
    const answers = await Promise.all(readers.map((reader) => reader.post(at("/claim"))));
    const won = answers.filter((answer) => answer.statusCode === 200);
    const lost = answers.filter((answer) => answer.statusCode === 409);
    expect([won.length, lost.length]).toEqual([1, 19]);
    for (const answer of lost)
      expect(answer.json()).toMatchObject({ code: "already-claimed", context: { holder: "Analyst", at: expect.any(String) } });
    expect(await actsHere()).toEqual(["flag.claimed"]);
  });

  test("asking again for one's own claim prolongs it under the same fence", async () => {
    const fence = await claim(first);
    await runOnce(api.url, `update netra.flag_lease set until = clock_timestamp() + interval '1 minute' where flag_id = '${flagId}'`);
    const again = (await first.post(at("/claim"))).json<Lease>();
    expect(again.fence).toBe(fence);
    expect(Date.parse(again.until) - Date.now()).toBeGreaterThan(10 * 60_000);
    expect(Date.parse((await first.post(at("/renew"), { fence })).json<Lease>().until) - Date.now()).toBeGreaterThan(10 * 60_000);
  });

  test("a lapsed claim is free for others, and its old fence is worth nothing", async () => {
    const stale = await claim(first);
    await read(first, stale);
    await lapse();
    expect((await see(second)).state).toBe("open");
    await claim(second);
    for (const answer of [
      await decide(first, stale, CLOSE),
      await read(first, stale),
      await first.post(at("/renew"), { fence: stale }),
      await first.post(at("/release"), { fence: stale }),
    ])
      expect(answer.json()).toMatchObject({ status: 409, code: "lease-lost", context: { holder: "Analyst", at: expect.any(String) } });
    expect((await see(first)).lease).toMatchObject({ mine: false, fence: null });
    expect(await actsHere()).not.toContain("flag.decided");
  });

  test("a lapsed claim that nobody took says so", async () => {
    const fence = await claim(first);
    await lapse();
    expect((await decide(first, fence, CLOSE)).json()).toMatchObject({ code: "lease-lost", context: { holder: null, at: null } });
  });

  test("the same person's second claim after a lapse makes the first fence stale", async () => {
    const stale = await claim(first);
    await lapse();
    const fresh = await claim(first);
    expect(fresh).toBeGreaterThan(stale);
    expect((await read(first, stale)).json()).toMatchObject({ code: "lease-lost" });
    expect((await read(first, 2 ** 31 - 1)).json()).toMatchObject({ code: "lease-lost" });
    expect((await read(first, fresh)).statusCode).toBe(200);
  });

  test("who knows the people passes a flag on and is not offered it again", async () => {
    await claim(first);
    expect((await first.post(at("/recuse"))).statusCode).toBe(204);
    for (const answer of [await first.get(at()), await first.post(at("/claim"))])
      expect(answer.json()).toMatchObject({ status: 403, code: "recused" });
    const list = (await first.get("/api/flags?limit=100")).json<FlagPage>();
    expect(list.flags.map((flag) => flag.id)).not.toContain(flagId);
    expect((await see(second)).state).toBe("open");
    expect(await actsHere()).toEqual(["flag.claimed", "flag.recused"]);
  });
});

describe("decisions", () => {
  test("a closed flag can be taken back within the minute, and is then claimed by the same person", async () => {
    const decided = await settle(first, CLOSE);
    expect(decided).toMatchObject({ state: "closed", outcome: "not_partisan" });
    expect((await see(first)).undo).toMatchObject({ decisionId: decided.decisionId });
    const flag = (await first.post(at("/undo"), { decisionId: decided.decisionId })).json<FlagDetail>();
    expect(flag).toMatchObject({ state: "claimed", outcome: null, undo: null, lease: { mine: true } });
    expect(flag.decisions).toMatchObject([{ undone: true }]);
    expect((await first.post(at("/undo"), { decisionId: decided.decisionId })).json()).toMatchObject({ status: 409, code: "undo-too-late" });
    expect(await actsHere()).toEqual(["flag.claimed", "flag.read", "flag.decided", "decision.undone"]);
  });

  test("nobody else takes it back, and after a minute nobody does", async () => {
    const { decisionId } = await settle(first, CLOSE);
    expect((await second.post(at("/undo"), { decisionId })).json()).toMatchObject({ code: "undo-too-late" });
    await runOnce(api.url, `update netra.decision set at = at - interval '61 seconds' where id = '${decisionId}'`);
    expect((await see(first)).undo).toBeNull();
    expect((await first.post(at("/undo"), { decisionId })).json()).toMatchObject({ code: "undo-too-late" });
  });

  test("a decision that somebody went on from is not taken back", async () => {
    const { decisionId } = await settle(first, ESCALATE);
    await claim(second);
    expect((await see(first)).undo).toBeNull();
    expect((await first.post(at("/undo"), { decisionId })).json()).toMatchObject({ status: 409, code: "undo-too-late" });
    expect((await see(second)).lease).toMatchObject({ mine: true });
  });

  test("neither a reopening nor a withdrawal is offered to be taken back, or taken back", async () => {
    const undoOf = async (act: string) => {
      const [decision] = await runOnce(api.url, `select id from netra.decision where flag_id = '${flagId}' and act = '${act}'`);
      expect((await see(supervisor)).undo).toBeNull();
      return (await supervisor.post(at("/undo"), { decisionId: decision?.id })).json();
    };
    await settle(first, CLOSE);
    await supervisor.post(at("/reopen"), { reason: "Ada bukti baru dari instansi." });
    expect(await undoOf("reopen")).toMatchObject({ status: 409, code: "undo-too-late" });

    const handle = "akun.dicabut";
    const row = { nip: null, name: "Orang Misal", employmentKind: "pns", agency: "Dinas Contoh", agencyRegion: HERE } as const;
    const none = { unit: null, position: null, roleClass: null, from: "2010-01-01" };
    await api.store.as(systemActor("operator"), (tx) =>
      tx.accounts.saveRegistration({ ...row, ...none, platform: "facebook", handle, link: "declared", linkSource: "surat" }),
    );
    ({ flagId } = await raiseFlag(api.store, api.office, { handle }));
    const { id, role, regions } = api.office.here.supervisor;
    await api.store.as({ process: "api", kind: "person", id, role, regions }, async (tx) => {
      const account = await tx.accounts.findByHandle("facebook", handle);
      await tx.triage.revokeLink(account?.id ?? "", "Akun milik orang lain.");
    });
    expect(await undoOf("withdraw")).toMatchObject({ status: 409, code: "undo-too-late" });
  });

  test("who asked for information reads anew before deciding: nothing of the turn before opens the second layer again", async () => {
    const ask = { act: "needs_info", question: "Siapa yang mengunggah?", addressee: "BKPSDM", due: SOON };
    await settle(first, ask);
    const fence = await claim(first);
    expect(await see(first)).toMatchObject({ state: "claimed", machine: null, myReading: null, decisions: [] });
    expect((await decide(first, fence, CLOSE)).json()).toMatchObject({ status: 409, code: "reading-first" });
    expect((await first.post(at("/identity"), { reason: "account_link" })).json()).toMatchObject({ code: "reading-first" });
    expect((await read(first, fence)).json<FlagDetail>().machine).not.toBeNull();
    expect((await decide(first, fence, CLOSE)).json()).toMatchObject({ state: "closed" });
  });

  test("a supervisor reopens a closed flag with a reason; it is read anew, and the decision that closed it stays", async () => {
    await settle(first, CLOSE);
    const reason = "Ada bukti baru dari instansi.";
    expect((await first.post(at("/reopen"), { reason })).json()).toMatchObject({ status: 403 });
    expect((await supervisor.post(at("/reopen"), { reason: " " })).json()).toMatchObject({ status: 422, code: "reason-missing" });
    expect((await supervisor.post(at("/reopen"), { reason })).json()).toMatchObject({ state: "open", outcome: null, readerNo: 1 });
    expect((await supervisor.post(at("/reopen"), { reason })).json()).toMatchObject({ status: 409, code: "not-closed" });
    expect((await see(auditor)).decisions).toMatchObject([{ act: "close" }, { act: "reopen", reason }]);
    expect((await settle(second, CLOSE)).state).toBe("closed");
    expect((await actsHere()).slice(0, 4)).toEqual(["flag.claimed", "flag.read", "flag.decided", "flag.reopened"]);
  });

  test("a request for information starts the readings anew: the first reader may read first again", async () => {
    await settle(first, ESCALATE);
    await settle(second, { act: "needs_info", question: "Siapa yang mengunggah?", addressee: "BKPSDM", due: SOON });
    expect((await see(first)).readerNo).toBe(1);
    expect((await settle(first, ESCALATE)).state).toBe("awaiting_second");
    expect((await first.post(at("/claim"))).json()).toMatchObject({ code: "second-must-differ" });
    expect((await settle(second, ESCALATE)).state).toBe("escalated");
  });

  test("a retry under the same key gives the stored decision and adds nothing", async () => {
    const fence = await claim(first);
    await read(first, fence);
    const body = { fence, idempotencyKey: randomUUID(), ...CLOSE };
    const answers = await Promise.all(Array.from({ length: 5 }, () => first.post(at("/decision"), body)));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(200);
    expect((await actsHere()).filter((act) => act === "flag.decided")).toHaveLength(1);
    const other = await raiseFlag(api.store, api.office);
    expect((await first.post(`/api/flags/${other.flagId}/decision`, body)).json()).toMatchObject({ status: 409, code: "key-used" });
  });

  test("a duplicate names another flag in sight", async () => {
    const fence = await claim(first);
    await read(first, fence);
    const duplicate = (duplicateOf?: string) => decide(first, fence, { ...CLOSE, outcome: "duplicate", duplicateOf });
    expect((await duplicate()).json()).toMatchObject({ status: 422, code: "duplicate-of-which" });
    expect((await duplicate("not-an-id")).json()).toMatchObject({ code: "duplicate-of-which" });
    expect((await duplicate(flagId)).json()).toMatchObject({ code: "duplicate-of-which" });
    expect((await duplicate(randomUUID())).json()).toMatchObject({ status: 404, code: "flag-not-found" });
    const other = await raiseFlag(api.store, api.office);
    expect((await duplicate(other.flagId)).json()).toMatchObject({ state: "closed", outcome: "duplicate" });
  });

  test("asking for information keeps question, addressee and day, and the flag waits in its lane", async () => {
    const ask = { act: "needs_info", question: "Sejak kapan cuti?", addressee: "BKPSDM", due: SOON, reason: "" };
    const fence = await claim(first);
    await read(first, fence);
    expect((await decide(first, fence, { ...ask, due: "2026-02-30" })).json()).toMatchObject({ status: 422, code: "due-not-a-day" });
    expect((await decide(first, fence, { ...ask, due: "2020-02-20" })).json()).toMatchObject({ status: 422, code: "due-out-of-range" });
    expect((await decide(first, fence, { ...ask, addressee: " " })).json()).toMatchObject({ status: 422, code: "needs-info-fields" });
    expect((await decide(first, fence, ask)).json()).toMatchObject({ state: "needs_info" });
    const again = await claim(second);
    expect((await see(second)).decisions).toEqual([]);
    await read(second, again);
    expect((await see(second)).decisions).toMatchObject([{ act: "needs_info", question: "Sejak kapan cuti?", addressee: "BKPSDM", due: SOON }]);
  });
});

describe("escalation", () => {
  test("needs the whole checklist and a reason of forty characters", async () => {
    const fence = await claim(first);
    await read(first, fence);
    expect((await decide(first, fence, { act: "escalate", reason: ESCALATE.reason })).json()).toMatchObject({
      status: 422,
      code: "checklist-missing",
    });
    expect((await decide(first, fence, { ...ESCALATE, reason: "terlalu pendek" })).json()).toMatchObject({ status: 422, code: "reason-too-short" });
    const unknown = { ...ESCALATE, checklist: { ...ESCALATE.checklist, own_act: "unknown" } };
    expect((await decide(first, fence, unknown)).json()).toMatchObject({ status: 422, code: "checklist-unknown" });
  });

  test("goes to a second person, who reads blind and without weights", async () => {
    expect(await settle(first, ESCALATE)).toMatchObject({ state: "awaiting_second" });
    expect((await see(first)).canClaim).toEqual({ ok: false, code: "second-must-differ" });
    expect((await first.post(at("/claim"))).json()).toMatchObject({ status: 409, code: "second-must-differ" });

    const fence = await claim(second);
    expect(await see(second)).toMatchObject({ readerNo: 2, machine: null, decisions: [], otherReadings: [], url: null });
    const flag = (await read(second, fence)).json<FlagDetail>();
    expect(flag.machine?.reading).toBeNull();
    expect(flag.machine?.signals.map((signal) => signal.tenths)).toEqual([null, null]);
    expect(flag.machine?.signals).toHaveLength(2);
    expect(flag).toMatchObject({ decisions: [], otherReadings: [] });
    expect((await second.get(at())).body).not.toContain("Ajakan memilih nomor urut satu pada masa");
  });

  test("of two who agree opens a case, and an undo takes the flag out of it", async () => {
    await settle(first, ESCALATE);
    const { decisionId, state } = await settle(second, ESCALATE);
    expect(state).toBe("escalated");
    const inCase = () => runOnce(api.url, `select case_id from netra.case_flag where flag_id = '${flagId}'`);
    expect(await inCase()).toHaveLength(1);
    expect((await see(second)).machine?.reading).not.toBeNull();
    expect((await see(second)).decisions).toHaveLength(2);
    await second.post(at("/undo"), { decisionId });
    expect(await inCase()).toHaveLength(0);
    expect(await see(second)).toMatchObject({ state: "claimed", readerNo: 2 });
  });

  test("of two who differ is settled by a supervisor, blind first, then with both reasons and without names", async () => {
    await settle(first, ESCALATE);
    expect(await settle(second, CLOSE)).toMatchObject({ state: "disputed", outcome: null });
    const third = await api.as(await seedUser(api.store, { username: `ketiga-${flagId}`, role: "analyst", regions: [HERE] }));
    expect((await third.post(at("/claim"))).json()).toMatchObject({ status: 409, code: "supervisor-settles" });
    expect((await see(first)).decisions.map((decision) => decision.act)).toEqual(["escalate"]);
    expect((await see(second)).decisions.map((decision) => decision.act)).toEqual(["close"]);

    const fence = await claim(supervisor);
    expect(await see(supervisor)).toMatchObject({ readerNo: 3, machine: null, decisions: [], otherReadings: [] });
    const flag = (await read(supervisor, fence, "neither")).json<FlagDetail>();
    expect(flag.decisions.map(({ by, act }) => ({ by, act }))).toEqual([
      { by: "Pembaca 1", act: "escalate" },
      { by: "Pembaca 2", act: "close" },
    ]);
    expect(flag.otherReadings).toEqual([
      { by: "Pembaca 1", reading: "support", targetId: "rima-joko" },
      { by: "Pembaca 2", reading: "support", targetId: "rima-joko" },
    ]);
    expect((await decide(supervisor, fence, CLOSE)).json()).toMatchObject({ state: "closed", outcome: "not_partisan" });
    expect((await see(supervisor)).decisions.map((decision) => decision.by)).toEqual(["Analyst", "Analyst", "Supervisor"]);
  });

  test("a like alone is escalated by a supervisor only", async () => {
    ({ flagId } = await raiseFlag(api.store, api.office, { kind: "like", tier: "context" }));
    const fence = await claim(first);
    await read(first, fence);
    expect((await decide(first, fence, ESCALATE)).json()).toMatchObject({ status: 403, code: "like-only" });
  });
});

describe("the list", () => {
  test("pages by key without gap or repeat, and counts every lane", async () => {
    for (let n = 0; n < 7; n += 1) await raiseFlag(api.store, api.office, { priority: 500 + (n % 3), text: `Baris ${n}` });
    const all = (await auditor.get("/api/flags?limit=100")).json<FlagPage>();
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: FlagPage = (await auditor.get(`/api/flags?limit=3${next ? `&cursor=${next}` : ""}`)).json();
      seen.push(...page.flags.map((flag) => flag.id));
      next = page.next;
    } while (next);
    expect(seen).toEqual(all.flags.map((flag) => flag.id));
    expect(all.counts.open).toBe(seen.length);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("days left count: sooner within two days, sooner still within one, first of all once they have passed; a photo never", async () => {
    const raise = async (priority: number, left: string, tier: "text" | "context" = "text"): Promise<string> => {
      const { flagId: id } = await raiseFlag(api.store, api.office, { priority, tier });
      await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() + interval '${left}' where id = '${id}'`);
      return id;
    };
    const week = await raise(1_080, "7 days");
    const soon = await raise(1_055, "2 days -1 minute");
    const tomorrow = await raise(1_023, "1 day -1 minute");
    const late = await raise(1_005, "-1 minute");
    const photo = await raise(0, "-1 minute", "context");
    const lane = async (query: string) => (await auditor.get(`/api/flags?${query}`)).json<FlagPage>().flags.map(({ id }) => id);
    expect((await lane("limit=100")).slice(0, 4)).toEqual([late, soon, tomorrow, week]);
    expect(await lane("lane=photo&limit=100")).toContain(photo);
  });

  test("rows say nothing of person, candidate or score", async () => {
    const row = (await auditor.get("/api/flags?limit=1")).json<FlagPage>().flags[0];
    expect(Object.keys(row ?? {}).toSorted()).toEqual([
      "alike",
      "cluster",
      "contestId",
      "deadline",
      "edited",
      "files",
      "groupOthers",
      "holder",
      "id",
      "kind",
      "mine",
      "number",
      "origin",
      "parent",
      "platform",
      "postedAt",
      "readByMe",
      "region",
      "repeats",
      "source",
      "state",
      "text",
      "timeKnown",
      "visibility",
    ]);
  });

  test("the photo lane is apart, an own claim stands in its own lane", async () => {
    const photo = await raiseFlag(api.store, api.office, { kind: "photo", tier: "context" });
    await claim(first);
    const lane = async (name: string) => (await first.get(`/api/flags?lane=${name}&limit=100`)).json<FlagPage>().flags.map((flag) => flag.id);
    expect(await lane("photo")).toContain(photo.flagId);
    expect(await lane("open")).not.toContain(photo.flagId);
    expect(await lane("mine")).toContain(flagId);
    expect(await lane("open")).not.toContain(flagId);
  });

  test.each(["?cursor=AAAA", "?cursor=%00", "?limit=101", "?limit=0", "?lane=nowhere", "?sort=score", "?lane=open&lane=mine"])(
    "refuses %s",
    async (query) => {
      expect((await first.get(`/api/flags${query}`)).statusCode).toBeOneOf([400, 422]);
    },
  );

  test("odd filter text finds nothing and breaks nothing", async () => {
    for (const odd of ["contest=%00", "region=%25%25", "contest=%ED%A0%80", "region='%20or%201=1"]) {
      const answer = await first.get(`/api/flags?${odd}`);
      expect(answer.statusCode, odd).toBe(200);
      expect(answer.json<FlagPage>().flags).toEqual([]);
    }
  });
});

test("no log line of all this holds text, a name, a handle or an address with its query", () => {
  const written = JSON.stringify(api.logged);
  expect(written).toContain("/api/flags/:id/claim");
  for (const secret of ["coblos", "Sari", "sari.teladan", "Ajakan", "cursor=", "BKPSDM"]) expect(written).not.toContain(secret);
});
