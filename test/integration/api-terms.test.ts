import { Readable } from "node:stream";
import { type Contest, changePack, packFiles, parseRulePack, type RulePack, type TermChange } from "@netra/classifier";
import { contentHash, readCanonicalZip } from "@netra/evidence";
import type { DraftView, FlagDetail, Lease, RulesView, SampleList, SampleView, TermQuality, TryResult } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { createCompareDraft } from "@netra/worker-classify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../services/app/src/log.ts";
import { diffPacks } from "../../services/app/src/rules/diff-packs.ts";
import { approvePack, publishPack } from "../../services/app/src/rules/publish-pack.ts";
import { readLines } from "../../services/app/src/rules/read-lines.ts";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, seedUser } from "../support/seed.ts";
import { smallPack } from "../support/small-pack.ts";
import { arrive, classifier, register, silent } from "../support/world.ts";

/** From a word that a reader selects to a pack in force, on a real database with the real worker. */
let api: TestApi;
let analyst: Caller;
let engineer: Caller;
let supervisor: Caller;
let other: Caller;
let auditor: Caller;
let owner: Awaited<ReturnType<typeof register>>;
const CHEER = "lexicons/cheer.yaml";
const CALL = "lexicons/call.yaml";
const NAME = "Kenanga Rimbawati";
const TEXTS = {
  escalated: "Coblos Bahar Tanjung, @kawan.dekat, kata Kenanga",
  closed: "Coblos Rima Contoh itu kata berita",
  fresh: "Gas poll Rima Contoh",
};
const versions: Record<string, string> = {};
const flags: Record<string, string> = {};

const see = (statement: string) => runOnce(api.url, statement);
const read = (...ids: string[]) => classifier(api)({ versionIds: ids });
const post = async (text: string): Promise<string> => (await arrive(api, owner, { text })).versionId;
const flagOf = async (versionId: string): Promise<string | undefined> =>
  (await see(`select id from netra.flag where version_id = '${versionId}' and state <> 'withdrawn'`)).map(({ id }) => String(id))[0];
const term = (word: string, more: object = {}) => ({ term: word, category: "cheer", condition: "", note: "", ...more });

beforeAll(async () => {
  api = await startTestApi();
  const pack = smallPack();
  const hash = await contentHash(pack);
  await api.store.as(systemActor("operator"), (tx) => tx.packs.publishLive({ packId: pack.id, version: pack.version, hash, body: pack }));
  owner = await register(api, HERE, { name: NAME, handle: "kenanga.rimba", nip: "198507122010011777" });
  const { here, there } = api.office;
  const second = await seedUser(api.store, { username: "pengawas-dua", role: "supervisor", regions: [HERE] });
  // An engineer of another region: rules are one for the whole installation.
  analyst = await api.as(here.analyst);
  engineer = await api.as(there.engineer);
  supervisor = await api.as(here.supervisor);
  other = await api.as(second);
  auditor = await api.as(here.auditor);
  for (const [name, text] of Object.entries(TEXTS)) versions[name] = await post(text);
  await read(...Object.values(versions));
  for (const name of ["escalated", "closed"]) flags[name] = (await flagOf(versions[name] ?? "")) ?? "";
});
afterAll(() => api?.close());

const open = async (who: Caller, flag = flags.escalated): Promise<FlagDetail> => {
  const { fence } = (await who.post(`/api/flags/${flag}/claim`)).json<Lease>();
  return (await who.post(`/api/flags/${flag}/reading`, { fence, reading: "support", targetId: null })).json();
};
const draftOf = async (): Promise<DraftView> => {
  const { draft } = (await engineer.get("/api/rules")).json<RulesView>();
  return (await engineer.get(`/api/rules/drafts/${draft?.id}`)).json();
};
const save = (draft: DraftView, changes: readonly object[]) => engineer.put(`/api/rules/drafts/${draft.id}`, { revision: draft.revision, changes });
const add = (word: string, more: object = {}) => ({ op: "add", lexicon: CHEER, term: word, weight: 5, note: "usul", source: "pembaca", ...more });
const onCommandLine = () => ({ store: api.store, log: createLog("silent"), clock: () => new Date() });
/** Through the command line: a version's content under a number. */
const publish = async (hash: string, version?: number): Promise<string> => {
  const body = (await api.store.as(systemActor("operator"), (tx) => tx.packs.get(hash))).body as RulePack;
  const pack = { ...body, version: version ?? body.version };
  return publishPack(onCommandLine(), pack, { by: api.office.there.engineer.username, shadow: true, note: "berkas" });
};
const asWorker = systemActor("classify");
const compare = (comparisonId: string): Promise<void> =>
  createCompareDraft({ store: api.store, log: silent, actor: systemActor("classify") })({ comparisonId });

test("a verdict comes after the own reading, may be taken back, changes no score, and only an auditor sees how many", async () => {
  const body = { classificationId: "x", ruleId: "call", spans: [{ start: 0, end: 6 }], verdict: "fits" };
  expect((await analyst.post(`/api/flags/${flags.escalated}/verdicts`, body)).json()).toMatchObject({ status: 409, code: "reading-first" });
  const { machine } = await open(analyst);
  const said = { ...body, classificationId: machine?.classificationId };
  expect((await analyst.post(`/api/flags/${flags.escalated}/verdicts`, body)).json()).toMatchObject({ code: "reading-changed" });
  const judge = async (verdict: "fits" | "not" | null) =>
    (await analyst.post(`/api/flags/${flags.escalated}/verdicts`, { ...said, verdict }))
      .json<FlagDetail>()
      .machine?.signals.find((one) => one.ruleId === "call");
  expect(await judge("fits")).toMatchObject({ tenths: 50, judged: [{ words: "Coblos", own: "fits", counts: null }] });
  expect(await judge(null)).toMatchObject({ judged: [{ own: null }] });
  expect(await judge("not")).toMatchObject({ tenths: 50, judged: [{ own: "not" }] });
  const seen = (await auditor.get(`/api/flags/${flags.escalated}`)).json<FlagDetail>();
  expect(seen.machine?.signals.find((one) => one.ruleId === "call")?.judged).toEqual([
    { start: 0, end: 6, words: "Coblos", own: null, counts: { fits: 0, unfit: 1 } },
  ]);
  expect(await see("select verdict from netra.span_verdict order by at")).toEqual([{ verdict: "fits" }, { verdict: null }, { verdict: "not" }]);
});

test("a proposal that leads to a person is refused and says why; a good one waits once", async () => {
  const propose = async (body: object, who = analyst) => (await who.post(`/api/flags/${flags.escalated}/terms`, body)).json<{ code: string }>().code;
  expect(await propose(term("gas @kawan.dekat"))).toBe("proposal-handle");
  expect(await propose(term("gas Rimbawati"))).toBe("proposal-person");
  expect(await propose(term("gas", { note: "kata Budi Misal" })), "somebody of another region").toBe("proposal-person");
  expect(await propose(term("gas", { note: "seperti sari.teladan" }))).toBe("proposal-handle");
  expect(await propose(term("gas bahar tanjung"))).toBe("proposal-candidate");
  expect(await propose(term("gas", { category: "tidak_ada" }))).toBe("category-unknown");
  expect(await propose(term("gas"), await api.as(await seedUser(api.store, { username: "analis-lain", role: "analyst", regions: [HERE] })))).toBe(
    "reading-first",
  );
  expect((await analyst.post(`/api/flags/${flags.escalated}/terms`, term("gas poll", { condition: "di dekat nama" }))).statusCode).toBe(204);
  expect(await propose(term("Gas  Poll"))).toBe("term-proposed");
  const { fence } = (await analyst.get(`/api/flags/${flags.escalated}`)).json<FlagDetail>().lease ?? {};
  await analyst.post(`/api/flags/${flags.escalated}/release`, { fence });
  await open(supervisor);
  expect((await supervisor.post(`/api/flags/${flags.escalated}/terms`, term("hayuk"))).statusCode).toBe(204);
  expect(await actsOn(api.store, { type: "flag", id: flags.escalated ?? "" })).toContain("term.proposed");
});

test("a draft takes proposals up, says what is wrong with file, line and remedy, and is saved by one person at a time", async () => {
  expect((await engineer.post("/api/rules/drafts")).statusCode).toBe(200);
  const begun = await draftOf();
  const { proposals } = (await engineer.get("/api/rules")).json<RulesView>();
  expect(proposals.map(({ term, state, role }) => [term, state, role])).toEqual([
    ["gas poll", "waiting", "analyst"],
    ["hayuk", "waiting", "supervisor"],
  ]);
  const idOf = (word: string) => proposals.find((one) => one.term === word)?.id;
  const wrong = (await save(begun, [add("salam bahar tanjung"), { op: "remove", lexicon: CALL, term: "tidak ada" }])).json<DraftView>();
  expect(wrong.problems).toMatchObject([{ path: CALL, message: expect.stringContaining("is not there; take this change out") }]);
  const named = (await save(wrong, [add("salam bahar tanjung")])).json<DraftView>();
  expect(named.problems).toEqual([
    { severity: "error", path: CHEER, line: 8, message: expect.stringMatching(/names a candidate .*; a pack names nobody/) },
  ]);
  expect((await engineer.post(`/api/rules/drafts/${begun.id}/comparison`)).json()).toMatchObject({ code: "draft-wrong" });
  expect((await save(begun, [])).json()).toMatchObject({ code: "draft-changed" });
  expect((await save(named, [{ ...add("x"), weight: undefined }])).json()).toMatchObject({ code: "change-incomplete" });
  const changes = [
    add("gas poll", { proposalId: idOf("gas poll") }),
    add("hayuk", { proposalId: idOf("hayuk") }),
    { op: "remove", lexicon: CALL, term: "coblos" },
  ];
  const broken = (await save(named, changes)).json<DraftView>();
  // What the pack promises in its examples is checked too: the draft says so itself.
  expect(broken.problems).toMatchObject([{ path: "examples.yaml", message: expect.stringContaining("should be support, flagged") }]);
  const saved = (await save(broken, [...changes.slice(0, 2), { ...add("coblos"), op: "change", lexicon: CALL, weight: 3.9 }])).json<DraftView>();
  expect(saved.problems).toHaveLength(1);
  expect((await analyst.post(`/api/flags/${flags.escalated}/terms`, term("gas poll"))).json(), "in the draft").toMatchObject({
    code: "term-proposed",
  });
  const out = (await save(saved, [])).json<DraftView>();
  expect((await engineer.get("/api/rules")).json<RulesView>().proposals.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  expect(
    (
      await save(
        out,
        saved.changes.map(({ was: _, proposal: __, ...change }) => change),
      )
    ).json(),
  ).toMatchObject({ revision: out.revision + 1 });
  const tried = (await engineer.post(`/api/rules/drafts/${begun.id}/try`, { text: TEXTS.fresh })).json<TryResult>();
  expect([tried.before.flagged, tried.after.flagged, tried.after.signals.map(({ words }) => words)]).toEqual([false, true, ["Gas poll"]]);
});

test("what the draft would change is counted in the terms of review, the same numbers as on the command line", async () => {
  for (const [name, act] of [
    ["escalated", "escalated"],
    ["closed", "closed"],
  ] as const)
    await see(
      `update netra.flag set state = '${act}', claimed_from = null, outcome = ${act === "closed" ? "'not_partisan'" : "null"} where id = '${flags[name]}'`,
    );
  const pack = smallPack();
  const examples = pack.examples.filter(({ flagged }) => !flagged);
  const live = { ...pack, version: 2, examples };
  await api.store.as(systemActor("operator"), async (tx) =>
    tx.packs.publishLive({ packId: pack.id, version: 2, hash: await contentHash(live), body: live }),
  );
  const stale = await draftOf();
  expect(stale.stale, "another version came into force meanwhile").toBe(true);
  const taken = stale.changes.filter(({ op }) => op === "add").map(({ was: _, proposal: __, ...change }) => change);
  const draft = (await save(stale, [...taken, { op: "remove", lexicon: CALL, term: "coblos" }])).json<DraftView>();
  expect([draft.problems, draft.stale, draft.step]).toEqual([[], false, "draft"]);
  expect((await engineer.post(`/api/rules/drafts/${draft.id}/offer`, { note: "" })).json()).toMatchObject({ code: "draft-not-compared" });

  const asked = (await engineer.post(`/api/rules/drafts/${draft.id}/comparison`)).json<DraftView>();
  expect(asked.comparison).toMatchObject({ state: "waiting", current: true });
  expect((await engineer.post(`/api/rules/drafts/${draft.id}/comparison`)).json<DraftView>().comparison?.id).toBe(asked.comparison?.id);
  expect(api.jobs.at(-1)).toEqual({ name: "compare", payload: { comparisonId: asked.comparison?.id } });
  await compare(asked.comparison?.id ?? "");
  const { comparison, step } = await draftOf();
  expect(step).toBe("shadow");
  expect(comparison).toMatchObject({ state: "done", current: true, done: 3, total: 3, unread: 1 });
  const figures = comparison?.figures;
  expect(figures).toMatchObject({ rows: 3, decided: 2, missed: 1, spared: 1, fresh: 1, changed: 0, perDay: { days: 1, before: 2, after: 1 } });
  expect(figures?.candidates.map(({ number, flaggedBefore, flaggedAfter }) => [number, flaggedBefore, flaggedAfter])).toEqual([
    [1, 1, 1],
    [2, 1, 0],
  ]);

  const changes = draft.changes.map(({ was: _, proposal: __, ...change }) => change as TermChange);
  const rows = [{ text: TEXTS.escalated, label: "support" }, { text: TEXTS.closed, label: "neutral" }, { text: TEXTS.fresh }];
  const lines = rows.map((row, id) => JSON.stringify({ id: String(id), posted_at: new Date().toISOString(), region: HERE, ...row })).join("\n");
  const cli = await diffPacks(readLines(Readable.from([Buffer.from(lines)])), {
    ...{ before: live, after: changePack(live, changes).pack, contestOf: () => api.office.contest as Contest, samples: 0 },
    ...{ warn: () => undefined, progress: () => undefined },
  });
  expect({ missed: cli.labelled.lostRight, spared: cli.labelled.lostWrong, gained: cli.counts.gained, lost: cli.counts.lost }).toEqual({
    ...{ missed: figures?.missed, spared: figures?.spared, gained: figures?.gained, lost: figures?.lost },
  });
});

test("what would be missed is opened one by one, covered, before a draft is offered; a comparison that was opened stays opened", async () => {
  const draft = await draftOf();
  expect((await engineer.post(`/api/rules/drafts/${draft.id}/offer`, { note: "" })).json()).toMatchObject({ code: "missed-unread" });
  const list = async (kind: string) => (await engineer.get(`/api/rules/drafts/${draft.id}/samples?kind=${kind}`)).json<SampleList>().samples;
  const [missed] = await list("missed");
  const sample = (await engineer.post(`/api/rules/samples/${missed?.id}/read`)).json<SampleView>();
  expect(sample.text?.replace(/▒+/g, "▒")).toBe("Coblos Bahar Tanjung, ▒, kata ▒");
  expect([sample.before?.flagged, sample.after?.flagged, sample.marks]).toEqual([true, false, [{ start: 0, end: 6, by: "before" }]]);
  const again = (await engineer.post(`/api/rules/drafts/${draft.id}/comparison`)).json<DraftView>();
  await aStalledWorkerWritesNothing(
    again.comparison?.id ?? "",
    String((await see("select version_id from netra.comparison_row limit 1"))[0]?.version_id),
  );
  await compare(again.comparison?.id ?? "");
  expect((await draftOf()).comparison).toMatchObject({ id: again.comparison?.id, unread: 0 });
  expect((await auditor.post(`/api/rules/samples/${missed?.id}/read`)).statusCode).toBe(403);
});

const expire = (id: string) => see(`update netra.pack_comparison set lease_until = clock_timestamp() - interval '1 second' where id = '${id}'`);
async function aStalledWorkerWritesNothing(id: string, versionId: string): Promise<void> {
  const sample = { kind: "missed", versionId, contestId: api.office.contest.id, decidedAt: null, tenthsBefore: 50, tenthsAfter: 0 } as const;
  const take = () => api.store.as(asWorker, (tx) => tx.comparisons.take(id));
  const stalled = await take();
  await expire(id);
  const next = await take();
  if (!stalled || !next) throw new Error("nobody got a turn");
  expect(await api.store.as(asWorker, (tx) => tx.comparisons.progress(stalled, 2, [sample]))).toBe(false);
  expect(await api.store.as(asWorker, (tx) => tx.comparisons.finish(stalled, {}))).toBe(false);
  expect(await api.store.as(asWorker, (tx) => tx.comparisons.progress(next, 1, []))).toBe(true);
  const [left] = await see(
    `select state, done, (select count(*)::int from netra.comparison_row where comparison_id = '${id}') as rows from netra.pack_comparison where id = '${id}'`,
  );
  expect(left).toEqual({ state: "running", done: 1, rows: 0 });
  await expire(id);
}

test("who reads flags is not given samples that the recusal list keeps from them; the engineer opens them all", async () => {
  const { id } = await draftOf();
  const list = async (who: Caller) => (await who.get(`/api/rules/drafts/${id}/samples?kind=missed`)).json<SampleList>();
  const [sample] = (await list(other)).samples;
  const read = async (who: Caller) => (await who.post(`/api/rules/samples/${sample?.id}/read`)).json<SampleView & { code?: string }>();
  for (const [column, value] of [
    ["contest_id", `'${api.office.contest.id}'`],
    ["civil_servant_id", `'${owner.civilServantId}'::uuid`],
    ["agency_id", `select agency_id from netra.employment where civil_servant_id = '${owner.civilServantId}'`],
  ]) {
    await see(`insert into netra.reader_interest (region, user_id, entered_by, from_day, ${column})
      select '${HERE}', u.id, u.id, '2020-01-01', (${value}) from netra.app_user u where u.username = 'pengawas-dua'`);
    expect(await list(other), column).toEqual({ samples: [], recused: 1 });
    expect(await read(other), column).toMatchObject({ status: 409, code: "sample-recused" });
    expect((await list(engineer)).samples).toHaveLength(1);
    await see("delete from netra.reader_interest");
  }
  expect(await list(other)).toMatchObject({ samples: [{ id: sample?.id }], recused: 0 });
  expect((await read(other)).text).toContain("Coblos");
});

test("an engineer's answers hold no handle, name, flag or version", async () => {
  const draft = await draftOf();
  const paths = ["", "/terms", `/drafts/${draft.id}`, ...["missed", "spared", "fresh"].map((kind) => `/drafts/${draft.id}/samples?kind=${kind}`)];
  const heard: string[] = [];
  const hear = (answer: Awaited<ReturnType<Caller["get"]>>) => {
    expect(answer.statusCode, answer.body).toBe(200);
    heard.push(answer.body);
  };
  for (const path of paths) hear(await engineer.get(`/api/rules${path}`));
  const rows = await see("select id from netra.comparison_row");
  expect(rows).not.toEqual([]);
  for (const { id } of rows) hear(await engineer.post(`/api/rules/samples/${id}/read`));
  expect(heard.join("\n"), "what the texts say is there").toContain("Coblos");
  const persons = (await see("select id, account_id, civil_servant_id from netra.post")).flatMap((row) => Object.values(row).map(String));
  const people = (await see("select id from netra.app_user where role in ('analyst', 'supervisor')")).map(({ id }) => String(id));
  const secrets = [...Object.values(flags), ...Object.values(versions), ...persons, ...people, "kenanga", "Kenanga", "kawan.dekat", "1777"];
  expect(secrets.filter((secret) => secret === "")).toEqual([]);
  for (const secret of secrets) expect(heard.join("\n")).not.toContain(secret);
  const [row] = await see(
    "select has_column_privilege('netra_api', 'netra.comparison_row', 'version_id', 'select') as api, has_column_privilege('netra_api', 'netra.comparison_row', 'id', 'select') as id",
  );
  expect(row).toEqual({ api: false, id: true });
});

test("a supervisor refuses with a reason; whoever proposed a word of it does not approve; another puts it in force", async () => {
  const { id } = await draftOf();
  const offer = () => engineer.post(`/api/rules/drafts/${id}/offer`, { note: "surat 7" });
  expect((await offer()).json()).toMatchObject({ step: "approval", version: 3 });
  expect((await engineer.put(`/api/rules/drafts/${id}`, { revision: 9, changes: [] })).json()).toMatchObject({ code: "draft-not-open" });
  expect((await engineer.post(`/api/rules/drafts/${id}/approve`, { note: "" })).json()).toMatchObject({ code: "role-may-not" });
  expect((await other.post(`/api/rules/drafts/${id}/refuse`, { reason: "Terlalu umum" })).json()).toMatchObject({
    ...{ step: "shadow", state: "open", refusal: { reason: "Terlalu umum" } },
  });
  const [refused] = await see("select hash from netra.rule_pack_version where version = 3");
  const listed = (await other.get("/api/rules")).json<RulesView>().packs.map(({ version, state }) => `${version} ${state}`);
  expect(listed, "told as refused, not as a draft").toContain("3 refused");
  await expect(publish(String(refused?.hash)), "not through the command line either").rejects.toMatchObject({ code: "pack-refused" });
  expect((await offer()).json()).toMatchObject({ step: "approval", version: 4, refusal: null });
  expect((await supervisor.post(`/api/rules/drafts/${id}/approve`, { note: "" })).json()).toMatchObject({ status: 403, code: "own-proposal" });

  const force = async (version: number): Promise<void> => {
    await see("update netra.rule_pack_version set state = 'retired' where state = 'live'");
    await see(`update netra.rule_pack_version set state = 'live' where pack_id = 'kecil' and version = ${version}`);
  };
  await force(1);
  expect((await other.get(`/api/rules/drafts/${id}`)).json()).toMatchObject({ step: "approval", stale: true });
  expect((await other.post(`/api/rules/drafts/${id}/approve`, { note: "" })).json()).toMatchObject({ status: 409, code: "draft-stale" });
  await force(2);

  const young = await post("Gas poll Bahar Tanjung, masih muda");
  const old = await post("Gas poll Bahar Tanjung, sudah lama");
  // Seen late: what counts is when it was posted.
  const { versionId: late } = await arrive(api, owner, {
    text: "Gas poll Bahar Tanjung, dua bulan lalu",
    createdAt: new Date(Date.now() - 60 * 86_400_000),
  });
  await read(young, old, late);
  await see(`update netra.post_version set captured_at = clock_timestamp() - interval '20 days' where id = '${old}'`);
  expect([await flagOf(young), await flagOf(old), await flagOf(late)]).toEqual([undefined, undefined, undefined]);
  expect((await other.post(`/api/rules/drafts/${id}/approve`, { note: "surat 8" })).json()).toMatchObject({ step: "live" });
  const fresh = await post("Gas poll Bahar Tanjung, baru saja");
  await read(young, old, late, fresh);
  expect([await flagOf(young), await flagOf(old), await flagOf(late), await flagOf(fresh)]).toEqual([
    ...[expect.any(String), undefined, undefined, expect.any(String)],
  ]);
  const readings = await see(
    `select version_id, count(*)::int as n from netra.classification where version_id in ('${young}', '${old}', '${late}') group by 1`,
  );
  expect(Object.fromEntries(readings.map((row) => [String(row.version_id), row.n])), "the old one keeps the reading it had").toEqual({
    [young]: 2,
    [old]: 1,
    [late]: 1,
  });
  expect((await analyst.post(`/api/flags/${flags.escalated}/terms`, term("gas poll"))).statusCode, "in force: it may be proposed anew").toBe(204);
  const acts = await see("select act, actor_role, reason from netra.audit_event where object_type = 'rule-pack' order by id");
  expect(acts.map(({ act, actor_role: role, reason }) => [act, role, reason])).toEqual([
    ["pack.shadow", "engineer", "surat 7"],
    ["pack.refused", "supervisor", "Terlalu umum"],
    ["pack.shadow", "engineer", "surat 7"],
    ["pack.approved", "supervisor", "surat 8"],
  ]);
});

test("the draft is the pack's files, one step back puts the version before in force, and terms are counted", async () => {
  const [draft] = await see("select id, pack_hash from netra.pack_draft");
  const zip = (await engineer.get(`/api/rules/drafts/${draft?.id}/pack.zip`)).rawPayload;
  const files = readCanonicalZip(zip).map(({ path, bytes }) => [path.replace("kecil/", ""), new TextDecoder().decode(bytes)] as const);
  const pack = parseRulePack(Object.fromEntries(files));
  expect(await contentHash(pack), "read back it is the very version in force").toBe(draft?.pack_hash);
  expect(packFiles(pack)).toEqual(Object.fromEntries(files));
  expect(pack.lexicons.flatMap(({ entries }) => entries.map(({ term }) => term))).toContain("gas poll");

  expect((await engineer.post("/api/rules/back", { reason: "coba" })).statusCode).toBe(403);
  const back = (await supervisor.post("/api/rules/back", { reason: "Terlalu banyak bacaan" })).json<RulesView>();
  expect(back.packs.filter(({ state }) => state === "live").map(({ version, confirmedBy }) => [version, confirmedBy])).toEqual([
    [2, api.office.here.supervisor.username],
  ]);
  expect(back.previous).toEqual({ id: "kecil", version: 4 });
  await publish(String(draft?.pack_hash), 9);
  await expect(
    approvePack(onCommandLine(), "kecil@9", {
      by: api.office.here.supervisor.username,
      note: "",
    }),
    "a word of their own, by another door",
  ).rejects.toMatchObject({ code: "own-proposal" });
  const { rows } = (await engineer.get("/api/rules/terms")).json<TermQuality>();
  expect(rows.find(({ name }) => name === "coblos")).toMatchObject({
    ...{ kind: "term", lexicon: CALL, fits: 0, unfit: 1, notPartisan: 1, escalated: 1, precision: { n: 1, enough: false } },
  });
  expect(rows.find(({ kind, name }) => kind === "rule" && name === "call")).toMatchObject({ unfit: 1, notPartisan: 1, escalated: 1 });
});

test("what was proposed from a post that must go keeps the word that a pack took over, and nothing else", async () => {
  await see(
    `insert into netra.term_proposal (term, category, condition, note, proposed_by) select 'sisa kata', 'cheer', 'a', 'b', proposed_by from netra.term_proposal limit 1`,
  );
  await see(`insert into netra.term_origin select id, '${flags.escalated}', '${HERE}' from netra.term_proposal where term = 'sisa kata'`);
  await see("update netra.account set revoked_at = clock_timestamp() where handle_key = 'kenanga.rimba'");
  await see(`select set_config('netra.regions', 'ID', false), netra.purge_captures(array['${owner.id}'::uuid])`);
  const left = await see("select term, condition, note, state from netra.term_proposal order by at");
  expect(left.map(({ term, condition, note, state }) => [term, condition, note, state])).toEqual([
    ["gas poll", "", "", "accepted"],
    ["hayuk", "", "", "accepted"],
    ["", "", "", "waiting"],
    ["", "", "", "waiting"],
  ]);
});
