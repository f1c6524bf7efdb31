import { findTable, jakartaDay, type ReportDocument, weekOf, weekSpan } from "@netra/domain";
import type { CountedPage, CoveragePage, Overview, OverviewNumber, OverviewRegions } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { createMakeReport } from "@netra/worker-report";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { CLOSE, decideAs, ESCALATE } from "../support/decide.ts";
import { HANDLE_THERE, HERE, raiseFlag, seedUser, THERE } from "../support/seed.ts";
import { setBack } from "../support/set-back.ts";
import { silent } from "../support/world.ts";

const STEP_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const report = systemActor("report");

let api: TestApi;
let supervisor: Caller;
/** How far the API's clock is ahead: figures count as of the last full five minutes, and these flags are newer than that. */
let ahead = STEP_MS;
const BEGAN = new Date();
/** In the last hour of a week the clock would run ahead into the next: then all that happens here happens an hour later, as the clock has it. */
const LATER_MS = weekOf(new Date(BEGAN.getTime() + HOUR_MS)) === weekOf(BEGAN) ? 0 : HOUR_MS;
const clock = (): Date => new Date(Date.now() + LATER_MS + ahead);

beforeAll(async () => {
  api = await startTestApi({ deps: { clock } });
  // Hours of the weeks before were kept.
  await runOnce(api.url, "set session_replication_role = replica; update netra.kept_since set since = since - interval '1 year'");
  supervisor = await api.as(api.office.here.supervisor);
});
afterAll(() => api?.close());

const overviewOf = async (caller: Caller, region = HERE): Promise<Overview> => {
  const answer = await caller.get(`/api/overview?region=${region}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Overview>();
};
const TIMES = {
  flag: ["opened_at", "changed_at"],
  decision: ["at"],
  reading: ["at"],
  classification: ["at"],
  post_version: ["captured_at"],
} as const;
/** Moves what was written just now to when the clock has it: superuser, past every trigger. */
async function keepUp(): Promise<void> {
  if (LATER_MS === 0) return;
  const moved = Object.entries(TIMES).flatMap(([table, columns]) =>
    columns.map(
      (column) =>
        `update netra.${table} set ${column} = ${column} + interval '${LATER_MS} milliseconds' where ${column} >= '${BEGAN.toISOString()}' and ${column} < clock_timestamp()`,
    ),
  );
  await runOnce(api.url, ["begin", "set local session_replication_role = replica", ...moved, "commit"].join(";\n"));
}
async function raise(given?: Parameters<typeof raiseFlag>[2]): ReturnType<typeof raiseFlag> {
  const raised = await raiseFlag(api.store, api.office, given);
  await keepUp();
  return raised;
}
async function decide(flagId: string, act: typeof CLOSE | typeof ESCALATE): Promise<void> {
  await decideAs(api, { region: HERE, flagId, act });
  await keepUp();
}
/** Superuser, past every trigger: what happened, happened so much earlier. */
const earlier = (flagId: string, days: number) =>
  runOnce(
    api.url,
    `set session_replication_role = replica; update netra.flag set opened_at = opened_at - interval '${days} days', changed_at = changed_at - interval '${days} days' where id = '${flagId}';
     update netra.decision set at = at - interval '${days} days' where flag_id = '${flagId}'`,
  );

/** A report of a week as of a time, rendered by the worker that renders them all; its internal document. */
async function documentOf(week: string, asOf: Date, region = HERE): Promise<ReportDocument> {
  const id = await api.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.reports.request(week, region));
  await runOnce(api.url, `update netra.report set as_of = '${asOf.toISOString()}' where id = '${id}'`);
  await createMakeReport({ store: api.store, actor: report, log: silent, forms: async () => ({ letterheads: [], columns: null, signer: null }) })({
    reportId: id,
  });
  const [row] = await runOnce(api.url, `select bytes from netra.report_file where report_id = '${id}' and name like '%.internal.json'`);
  return JSON.parse(String(row?.bytes)) as ReportDocument;
}

/** What the document says in a cell, by its own names. */
function cellOf(document: ReportDocument, id: string, key: readonly (string | null)[], column: string): unknown {
  const table = findTable(document, id);
  const row = table?.rows.find((one) => JSON.stringify(one.key) === JSON.stringify(key));
  return row?.cells[table?.columns.findIndex((one) => one.id === column) ?? -1];
}
function changeOf(document: ReportDocument, id: string, key: readonly (string | null)[], column: string): unknown {
  const table = findTable(document, id);
  const row = table?.rows.find((one) => JSON.stringify(one.key) === JSON.stringify(key));
  return row?.change?.[table?.columns.findIndex((one) => one.id === column) ?? -1];
}

/** Every figure of an answer that has a list, wherever it stands. */
function numbersIn(value: unknown, path = ""): { readonly path: string; readonly number: OverviewNumber }[] {
  if (typeof value !== "object" || value === null) return [];
  if ("list" in value && "countsBy" in value) return [{ path, number: value as OverviewNumber }];
  return Object.entries(value).flatMap(([name, part]) => numbersIn(part, `${path}.${name}`));
}

/** As the pack of these tests has them, once it is given rules. */
const RULE_NAMES: Readonly<Record<string, object>> = { "call-number": { id: "Ajakan di dekat peserta", en: "A call near a contestant" } };

const weekBack = (back: number): string => weekOf(new Date(weekSpan(weekOf(clock())).from.getTime() - (7 * back - 1) * DAY_MS));

/** The account was fetched in the first so many hours of a week. */
const watch = (week: string, hours: number) =>
  runOnce(
    api.url,
    `insert into netra.account_watch (account_id, week, region, platform, fetched_at, fetched)
     select id, '${jakartaDay(weekSpan(week).from)}', region, platform, '${weekSpan(week).from.toISOString()}', rpad(repeat('1', ${hours}), 168, '0')::bit(168)
     from netra.account where region = '${HERE}'`,
  );

describe("an overview", () => {
  let closed: string;
  let escalated: string;
  let before: string;
  /** The decision of last week is taken back now, or was not. */
  const undone = (now: boolean) =>
    runOnce(
      api.url,
      `set session_replication_role = replica; update netra.decision set undone_at = ${now ? "clock_timestamp()" : "null"} where flag_id = '${before}'`,
    );
  beforeAll(async () => {
    const flags: string[] = [];
    for (let n = 0; n < 7; n += 1) flags.push((await raise()).flagId);
    const [one = "", two = "", three = "", four = "", five = "", six = ""] = flags;
    [closed, escalated, before] = [one, three, five];
    await raise({ handle: HANDLE_THERE });
    for (const flagId of [one, two, five]) await decide(flagId, CLOSE);
    for (const _ of [1, 2]) await decide(three, ESCALATE);
    await decide(four, ESCALATE);
    // Opened and closed in the week before, and one that has been waiting since and is late.
    await earlier(five, 7);
    await earlier(six, 9);
    // Its decision took twelve minutes; those of this week came at once.
    await runOnce(
      api.url,
      `set session_replication_role = replica; update netra.decision set at = at + interval '12 minutes' where flag_id = '${five}'`,
    );
    const reason = { id: "Ajakan {terms} di dekat {candidate}.", en: "A call {terms} near {candidate}." };
    await runOnce(
      api.url,
      `set session_replication_role = replica; update netra.rule_pack_version set body = body || '${JSON.stringify({ rules: [{ id: "call-number", reason }] })}' where state = 'live'`,
    );
    await runOnce(api.url, `update netra.flag set deadline_at = clock_timestamp() - interval '1 day' where id = '${six}'`);
    ahead = STEP_MS - (Date.now() % STEP_MS) + 1_000;
  });

  test("has the figures of a report of the same week and time, cell by cell", async () => {
    const overview = await overviewOf(supervisor);
    const document = await documentOf(overview.week, new Date(overview.asOf));
    expect([document.region, document.span, document.asOf, document.before]).toEqual([
      overview.region,
      { week: overview.week, from: overview.from, to: overview.to },
      overview.asOf,
      overview.before,
    ]);
    for (const figure of ["opened", "decided", "waiting", "late"] as const) {
      const [value, change] = [cellOf(document, "overview", [figure], "value"), changeOf(document, "overview", [figure], "value")];
      expect([overview[figure].now.value, overview[figure].now.value - overview[figure].before.value], figure).toEqual([value, change]);
    }
    expect([overview.opened.now.value, overview.decided.now.value, overview.waiting.now.value, overview.late.now.value]).toEqual([5, 3, 3, 1]);
    expect(overview.opened.before.value).toBeGreaterThan(0);
    const watched = "accounts_watched";
    const [value, change] = [cellOf(document, "overview", [watched], "value"), changeOf(document, "overview", [watched], "value")];
    expect([overview.watched.now, overview.watched.now - overview.watched.before]).toEqual([value, change]);
    expect(overview.median.now).toBe(cellOf(document, "time", ["to_decision", null], "median_hours"));
    expect(overview.median.measured.now.value).toBe(cellOf(document, "time", ["to_decision", null], "measured"));
    const [contest] = overview.contests;
    expect(overview.contests.map(({ id }) => id)).toEqual(document.contests.map(({ id }) => id));
    expect(contest?.outcomes.map(({ outcome, decided }) => [outcome, decided.value])).toEqual(
      findTable(document, "outcomes_since")?.rows.map(({ key, cells }) => [key[1], cells[0]]),
    );
    expect(contest?.outcomes.find(({ outcome }) => outcome === "not_partisan")?.decided.value).toBe(3);
    expect(contest?.candidates.map(({ id }) => id)).toEqual(["rima-joko", "bahar-ratih"]);
    for (const { id, judged, escalated, share, interval, enough } of contest?.candidates ?? []) {
      const cell = (column: string) => cellOf(document, "equal_treatment", [contest?.id ?? "", id], column);
      expect([judged.value, escalated.value, share, interval, enough ? "enough" : "not_enough"], id).toEqual([
        cell("decided"),
        cell("escalated"),
        cell("confirm_share"),
        cell("confirm_interval"),
        cell("enough"),
      ]);
    }
    expect(contest?.candidates[0]?.judged.value).toBe(4);
    expect(numbersIn(overview).filter(({ number }) => /rima|joko|bahar|ratih/.test(number.list ?? ""))).toEqual([]);
    expect(document.statements.map(({ id }) => id)).toContain(`confirm_rates_${contest?.rates}`);
    for (const { platform, registered, watched, unwatched } of overview.coverage) {
      const cell = (column: string) => cellOf(document, "coverage_accounts", [platform], column);
      expect([registered.value, watched.value], platform).toEqual([cell("registered"), cell("watched")]);
      for (const { standing, accounts } of unwatched) expect(accounts.value, standing).toBe(cell(standing));
    }
    expect(overview.coverage.map(({ platform }) => platform)).toEqual(["facebook"]);
    expect(overview.rules?.map(({ rule, judged, escalated }) => [rule, judged.value, escalated.value])).toEqual(
      findTable(document, "precision_by_rule")?.rows.map(({ key }) => [
        key[0],
        cellOf(document, "precision_by_rule", key, "decided"),
        cellOf(document, "precision_by_rule", key, "escalated"),
      ]),
    );
    expect(overview.rules?.length).toBeGreaterThan(0);
    expect(overview.rules?.map(({ name }) => name)).toEqual(overview.rules?.map(({ rule }) => RULE_NAMES[rule]));
  });

  test("takes eight weeks from the same document, all as of now: without any report, and whatever a stored one says", async () => {
    const [last, second, third] = [1, 2, 3].map(weekBack) as [string, string, string];
    const draft = await documentOf(last, new Date(weekSpan(last).to.getTime() + 6 * 3_600_000));
    expect(cellOf(draft, "overview", ["decided"], "value")).toBe(1);
    await watch(last, 168);
    await watch(second, 144);
    ahead += STEP_MS;
    const { weeks, week, asOf, median } = await overviewOf(supervisor);
    expect(median.before).toBe(cellOf(draft, "time", ["to_decision", null], "median_hours"));
    expect([median.before, median.now]).toEqual([0.2, 0]);
    const document = await documentOf(week, new Date(asOf));
    expect(weeks.map((one) => [one.week, one.opened?.value ?? null, one.decided?.value ?? null, one.hours?.over, one.hours?.without])).toEqual(
      findTable(document, "weeks")?.rows.map(({ key, cells }) => [key[0], ...cells]),
    );
    expect(weeks.map((one) => one.week)).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map(weekBack));
    const of = (asked: string) => weeks.find((one) => one.week === asked);
    expect([of(last)?.decided?.value, (of(last)?.opened?.value ?? 0) + (of(second)?.opened?.value ?? 0)]).toEqual([1, 2]);
    expect([last, second, third, week].map((asked) => of(asked)?.seen)).toEqual(["whole", "part", "none", "none"]);
    expect(of(second)?.hours).toEqual({ over: 168, without: 24 });
    // Nothing was watched then and nothing happened: no nought. This week there are flags, and nobody looked.
    expect([of(third)?.opened, of(third)?.decided, of(week)?.opened?.value]).toEqual([null, null, 5]);
    expect(weeks.flatMap(({ opened }) => (opened?.list ? [new URLSearchParams(opened.list.split("?")[1]).get("asOf")] : []))).toEqual(
      weeks.filter(({ opened }) => opened).map(() => asOf),
    );

    await undone(true);
    ahead += STEP_MS;
    const since = (await overviewOf(supervisor)).weeks.find((one) => one.week === last);
    expect([since?.decided?.value, since?.report?.final], "what was taken back does not count, whatever the draft of that week says").toEqual([
      0,
      false,
    ]);
    await undone(false);
  });

  test("names the report of a week: the newest draft, or the final one before it; none of a part of a week", async () => {
    const [last, second] = [weekBack(1), weekBack(2)];
    const over = weekSpan(last).to;
    await documentOf(last, over);
    await documentOf(second, new Date(weekSpan(second).from.getTime() + DAY_MS));
    ahead += STEP_MS;
    const reportsOf = async (caller: Caller) => (await overviewOf(caller)).weeks.map(({ report }) => report && [report.version, report.final]);
    expect(await reportsOf(supervisor)).toEqual([...Array(6).fill(null), [2, false], null]);
    await runOnce(
      api.url,
      `set session_replication_role = replica; update netra.report set final_at = ready_at where week = '${last}' and region = '${HERE}' and version = 1`,
    );
    ahead += STEP_MS;
    expect(await reportsOf(supervisor)).toEqual([...Array(6).fill(null), [1, true], null]);
    // Who lists no reports is told of none.
    expect(await reportsOf(await api.as(api.office.here.engineer))).toEqual(Array(8).fill(null));
  });

  test("every figure's list has as many rows as the figure says", async () => {
    const overview = await overviewOf(supervisor);
    const numbers = numbersIn(overview);
    expect(numbers.filter(({ number }) => number.list === null)).toEqual([]);
    expect(numbers.filter(({ number }) => number.value > 0).length).toBeGreaterThan(15);
    for (const { path, number } of numbers) {
      const answer = await supervisor.get(`/api/overview/${number.list}&limit=100`);
      expect(answer.statusCode, `${path} ${answer.body}`).toBe(200);
      const page = answer.json<CountedPage & CoveragePage>();
      expect([(page.flags ?? page.accounts).length, page.shown, page.next], path).toEqual([number.value, number.value, null]);
      if (page.flags) expect([page.counted, page.countsBy], path).toEqual([number.value, number.countsBy]);
      const [, at] = /candidates\.(\d)/.exec(path) ?? [];
      const of = new URLSearchParams(number.list?.split("?")[1]);
      if (page.flags)
        expect([page.contest, page.rule], path).toEqual([
          overview.contests.find(({ id }) => id === of.get("contest"))?.title ?? null,
          overview.rules?.find(({ rule }) => rule === of.get("rule"))?.name ?? null,
        ]);
      if (page.flags) expect(page.candidate?.number, path).toBe(at === undefined ? undefined : Number(at) + 1);
    }
  });

  test("a list is paged, newest first, and whole", async () => {
    const { opened } = await overviewOf(supervisor);
    const found: string[] = [];
    let cursor = "";
    for (;;) {
      const page = (await supervisor.get(`/api/overview/${opened.now.list}&limit=2${cursor}`)).json<CountedPage>();
      expect(page.shown).toBe(opened.now.value);
      found.push(...page.flags.map(({ number }) => number));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(found).toHaveLength(opened.now.value);
    expect(found).toEqual([...new Set(found)].toSorted().toReversed());
    const accounts = `/api/overview/accounts?${new URLSearchParams({ region: HERE, week: weekOf(clock()), asOf: new Date().toISOString(), platform: "facebook" })}`;
    expect((await supervisor.get(accounts)).json<CoveragePage>()).toMatchObject({
      shown: 1,
      next: null,
      accounts: [{ region: HERE, standing: "not_tried" }],
    });
  });

  test("is asked for again by its ETag: 304 within a step, another answer once somebody decided", async () => {
    const first = await supervisor.get(`/api/overview?region=${HERE}`);
    const etag = String(first.headers.etag);
    expect(first.headers["cache-control"]).toBe("private, no-cache");
    const again = (tag: string) => supervisor.send({ url: `/api/overview?region=${HERE}`, headers: { "if-none-match": tag } });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const answer = await again(tag);
      expect([answer.statusCode, answer.body, answer.headers.etag], tag).toEqual([304, "", etag]);
    }
    expect((await again('"other"')).statusCode).toBe(200);
    await decide((await raise()).flagId, CLOSE);
    expect((await again(etag)).statusCode).toBe(304);
    ahead += STEP_MS;
    const later = await again(etag);
    expect(later.statusCode).toBe(200);
    expect(later.headers.etag).not.toBe(etag);
    expect(later.json<Overview>().decided.now.value).toBe(first.json<Overview>().decided.now.value + 1);
  });

  test("is read once for everybody who asks at the same time", async () => {
    ahead += STEP_MS;
    const reads: unknown[] = [];
    const { as } = api.store;
    const spied = api.store as { as: typeof as };
    spied.as = (actor, act) => {
      if (actor.kind === "system" && actor.regions.length === 1) reads.push(actor.regions);
      return as(actor, act);
    };
    try {
      const answers = await Promise.all(Array.from({ length: 5 }, () => supervisor.get(`/api/overview?region=${HERE}`)));
      expect(new Set(answers.map((answer) => answer.headers.etag)).size).toBe(1);
      expect(reads).toEqual([[HERE]]);
    } finally {
      spied.as = as;
    }
  });

  test("one's own region and what lies in it; another's does not exist", async () => {
    const [there, province] = [
      await api.as(api.office.there.supervisor),
      await api.as(await seedUser(api.store, { username: "provinsi-ringkasan", role: "supervisor", regions: ["19"] })),
    ];
    for (const region of [HERE, "19", "ID"])
      for (const path of [
        `/api/overview?region=${region}`,
        `/api/overview/flags?${new URLSearchParams({ region, week: weekOf(clock()), asOf: clock().toISOString(), figure: "opened" })}`,
        `/api/overview/accounts?${new URLSearchParams({ region, week: weekOf(clock()), asOf: clock().toISOString(), platform: "facebook" })}`,
      ])
        expect((await there.get(path)).json(), path).toMatchObject({ status: 404, code: "region-not-found" });
    expect((await province.get("/api/overview?region=19.99")).json()).toMatchObject({ status: 404, code: "region-not-found" });
    const [whole, part, beside] = [await overviewOf(province, "19"), await overviewOf(province, HERE), await overviewOf(province, THERE)];
    expect(whole.opened.now.value).toBe(part.opened.now.value + beside.opened.now.value);
    expect(beside.opened.now.value).toBe(1);
    expect(part).toEqual(await overviewOf(supervisor));
    const rows = (await province.get(`/api/overview/${whole.opened.now.list}`)).json<CountedPage>().flags;
    expect(new Set(rows.map(({ region }) => region))).toEqual(new Set([HERE, THERE]));
  });

  test("may be asked of one's own region and those within it, each with whether it has accounts", async () => {
    const ask = async (caller: Caller) => (await caller.get("/api/overview/regions")).json<OverviewRegions>().regions;
    expect(await ask(supervisor)).toEqual([{ code: HERE, name: "Kota Pangkalpinang", accounts: true }]);
    const province = await api.as(await seedUser(api.store, { username: "provinsi-wilayah", role: "supervisor", regions: ["19"] }));
    const offered = await ask(province);
    expect(offered.map(({ code }) => code)).toEqual(expect.arrayContaining(["19", HERE, THERE]));
    expect(offered.every(({ code }) => code === "19" || code.startsWith("19."))).toBe(true);
    expect(offered.filter(({ accounts }) => accounts).map(({ code }) => code)).toEqual(["19", THERE, HERE]);
    for (const { code } of offered) expect((await province.get(`/api/overview?region=${code}`)).statusCode, code).toBe(200);
  });

  test("each role gets the lists and parts that it may have, and the same figures", async () => {
    const own = await overviewOf(supervisor);
    const plain = (overview: Overview) => ({
      ...JSON.parse(JSON.stringify(overview), (key, value) => (key === "list" || key === "report" ? undefined : value)),
      rules: null,
    });
    const listed = async (role: "analyst" | "engineer" | "auditor") => {
      const overview = await overviewOf(await api.as(api.office.here[role]));
      expect(plain(overview), role).toEqual(plain(own));
      return {
        overview,
        kinds: new Set(
          numbersIn(overview).flatMap(({ number }) => (number.list === null ? [] : [new URLSearchParams(number.list.split("?")[1]).get("figure")])),
        ),
      };
    };
    const analyst = await listed("analyst");
    expect([...analyst.kinds].toSorted()).toEqual(["decided", "first_decided", "late", "opened", "waiting"]);
    expect(analyst.overview.rules).toBeNull();
    const engineer = await listed("engineer");
    expect([engineer.kinds.size, engineer.overview.rules?.length]).toEqual([0, own.rules?.length]);
    const auditor = await listed("auditor");
    expect(auditor.overview).toEqual(own);
    const reader = await api.as(api.office.here.analyst);
    const lists = numbersIn(own)
      .flatMap(({ number }) => number.list ?? [])
      .filter((list) => /figure=(outcome|candidate_\w+|rule_\w+)&/.test(list));
    expect(new Set(lists.map((list) => /figure=([a-z]+)/.exec(list)?.[1]))).toEqual(new Set(["outcome", "candidate", "rule"]));
    for (const list of lists) expect((await reader.get(`/api/overview/${list}`)).json(), list).toMatchObject({ status: 403, code: "list-not-yours" });
  });

  test("a list leaves out what its reader is kept from, and says how many were counted", async () => {
    const { outcomes } = (await overviewOf(supervisor)).contests[0] ?? {};
    const list = outcomes?.find(({ outcome }) => outcome === "escalated")?.decided.list;
    expect((await supervisor.get(`/api/overview/${list}`)).json<CountedPage>().flags.map(({ id }) => id)).toEqual([escalated]);
    const { id } = api.office.here.supervisor;
    await runOnce(api.url, `insert into netra.flag_recusal (flag_id, region, user_id) values ('${escalated}', '${HERE}', '${id}')`);
    expect((await supervisor.get(`/api/overview/${list}`)).json<CountedPage>()).toMatchObject({ counted: 1, shown: 0, flags: [] });
  });

  test("what is read again is told of by no list of decisions", async () => {
    const { decided, opened } = await overviewOf(supervisor);
    const idsOf = async (list: string | null) => (await supervisor.get(`/api/overview/${list}`)).json<CountedPage>().flags.map(({ id }) => id);
    expect(await idsOf(decided.now.list)).toContain(closed);
    expect((await supervisor.post(`/api/flags/${closed}/reopen`, { reason: "Ada konteks baru." })).statusCode).toBe(200);
    const page = (await supervisor.get(`/api/overview/${decided.now.list}`)).json<CountedPage>();
    expect(page.flags.map(({ id }) => id)).not.toContain(closed);
    expect(page.counted).toBe(decided.now.value);
    expect(page.shown).toBeLessThan(page.counted);
    expect(await idsOf(opened.now.list)).toContain(closed);
  });

  test("counts as of no time to come, of no week that is not, and of nothing that is not a figure", async () => {
    const ask = (given: Readonly<Record<string, string>>) =>
      supervisor.get(
        `/api/overview/flags?${new URLSearchParams({ region: HERE, week: weekOf(clock()), asOf: clock().toISOString(), figure: "opened", ...given })}`,
      );
    expect((await ask({})).statusCode).toBe(200);
    expect((await ask({ asOf: new Date(clock().getTime() + DAY_MS).toISOString() })).json()).toMatchObject({ status: 422, code: "as-of-outside" });
    expect((await ask({ asOf: "2020-01-01T00:00:00Z" })).json()).toMatchObject({ status: 422, code: "as-of-outside" });
    expect((await ask({ week: "2026-W54" })).json()).toMatchObject({ status: 404, code: "week-not-found" });
    const wrong: Record<string, string>[] = [
      { figure: "flagged" },
      { region: "19.71' or 1=1" },
      { week: "2026-10" },
      { asOf: "now" },
      { outcome: "guilty" },
      { more: "1" },
    ];
    for (const given of wrong) expect((await ask(given)).statusCode, JSON.stringify(given)).toBe(400);
    expect((await ask({ figure: "outcome", contest: "none", outcome: "escalated" })).json()).toMatchObject({ counted: 0, flags: [] });
  });
});

describe("the backlog against what the desk decides", () => {
  test("is not said of too little, and is said of two closed weeks with twenty decisions; how many are enough is told", async () => {
    // One was decided in the week before already.
    const decideIn = async (days: number, flags: number) => {
      for (let n = 0; n < flags; n += 1) {
        const { flagId } = await raise();
        await decide(flagId, CLOSE);
        await earlier(flagId, days);
      }
      ahead += STEP_MS;
      return overviewOf(supervisor);
    };
    await decideIn(7, 8);
    const few = await decideIn(14, 10);
    expect([few.capacity, few.enough.paceDecisions, few.enough.paceWeeks, few.enough.paceOfWeeks]).toEqual([null, 20, 2, 4]);
    const { capacity, waiting, weeks } = await decideIn(14, 3);
    expect(weeks.slice(-3, -1).map(({ decided }) => decided?.value)).toEqual([13, 9]);
    // Of the weeks before nothing is known: they are no part of the pace.
    expect(weeks.slice(0, 5).map(({ decided }) => decided)).toEqual(Array(5).fill(null));
    expect(capacity).toMatchObject({ decided: 22, weeks: 2 });
    expect(capacity?.perDay).toBeCloseTo(22 / (capacity?.workingDays ?? 1), 1);
    expect(capacity?.backlogDays).toBe(Math.ceil((waiting.now.value * (capacity?.workingDays ?? 0)) / 22));
    // Somebody sent something in the week before these, which nobody watched and in which nothing was decided: it is no slow one.
    const { flagId } = await raise();
    await earlier(flagId, 21);
    ahead += STEP_MS;
    const more = await overviewOf(supervisor);
    expect(more.weeks.slice(-4, -3).map(({ opened, decided, seen }) => [opened?.value, decided?.value, seen])).toEqual([[1, 0, "none"]]);
    expect(more.capacity).toMatchObject({ decided: 22, weeks: 2 });
    // Once it was watched, it is.
    await watch(weekBack(3), 100);
    ahead += STEP_MS;
    expect((await overviewOf(supervisor)).capacity).toMatchObject({ decided: 22, weeks: 3 });
  });
});

describe("the lists behind the figures of a week that is told long after", () => {
  test("have what stood at its closing, as many as the figures say", async () => {
    await runOnce(api.url, setBack(21 * DAY_MS));
    const week = weekOf(new Date(clock().getTime() - 21 * DAY_MS));
    const closing = new Date(weekSpan(week).to.getTime() + 6 * 3_600_000);
    const waits = async (at: Date): Promise<unknown[]> => {
      const document = await documentOf(week, at);
      return ["waiting", "late"].map((figure) => cellOf(document, "overview", [figure], "value"));
    };
    const before = await waits(closing);
    expect(before.map((value) => Number(value) > 0)).toEqual([true, true]);
    // Decided since, newly raised, and an account that is nobody's any more.
    const [open] = await runOnce(api.url, `select id from netra.flag where state = 'open' and region = '${HERE}' limit 1`);
    await decide(String(open?.id), CLOSE);
    await raise();
    await runOnce(api.url, `update netra.account set revoked_at = clock_timestamp() where region = '${HERE}'`);
    expect(await waits(new Date())).toEqual(before);
    const document = await documentOf(week, new Date());
    const query = { region: HERE, week, asOf: new Date().toISOString() };
    for (const [at, figure] of ["waiting", "late"].entries()) {
      const page = (await supervisor.get(`/api/overview/flags?${new URLSearchParams({ ...query, figure })}`)).json<CountedPage>();
      expect([page.counted, page.flags.length, page.countedAt], figure).toEqual([before[at], before[at], closing.toISOString()]);
    }
    const events = (await supervisor.get(`/api/overview/flags?${new URLSearchParams({ ...query, figure: "opened" })}`)).json<CountedPage>();
    expect([events.counted, events.countedAt]).toEqual([cellOf(document, "overview", ["opened"], "value"), query.asOf]);
    const accounts = (await supervisor.get(`/api/overview/accounts?${new URLSearchParams({ ...query, platform: "facebook" })}`)).json<CoveragePage>();
    const registered = cellOf(document, "coverage_accounts", ["facebook"], "registered");
    expect([registered, accounts.shown, accounts.accounts.length, accounts.countedAt]).toEqual([1, 1, 1, closing.toISOString()]);
  });
});
