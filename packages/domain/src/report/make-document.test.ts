import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { attack } from "../../../../test/support/attack-sums.ts";
import { printedCounts, printedSums } from "../../../../test/support/printed-sums.ts";
import { CONTEST, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { SKB_FORMS } from "../skb-forms.ts";
import { weekSpan } from "../week.ts";
import { compareDocuments } from "./compare-documents.ts";
import { flagsCounted } from "./counted.ts";
import { seenInPart } from "./coverage.ts";
import { findTable, isHidden, type ReportDocument, type ReportTable, stoodAtIn } from "./document.ts";
import type { FlagFact, ReportFacts } from "./facts.ts";
import { makeDocument, shareableAsOf } from "./make-document.ts";

const WEEKS = ["2029-W36", "2029-W37", "2029-W38", "2029-W39", "2029-W40", "2029-W41"] as const;
const WEEK = "2029-W39";
const flags = flagsOf(7, { flags: 260, from: WEEKS[0], weeks: WEEKS.length });
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("./netra-report-1.schema.json", import.meta.url), "utf8")),
);

const place = (table: ReportTable, column: string): number => table.columns.findIndex(({ id }) => id === column);
const tableIn = (document: ReportDocument, id: string): ReportTable => {
  const table = findTable(document, id);
  if (!table) throw new Error(`no table ${id}`);
  return table;
};
const cell = (document: ReportDocument, id: string, key: readonly (string | null)[], column: string) => {
  const table = tableIn(document, id);
  return table.rows.find((row) => JSON.stringify(row.key) === JSON.stringify(key))?.cells[place(table, column)];
};

describe("a document", () => {
  it.each(["internal", "shareable"] as const)("of the %s edition is what its published schema says, and the same for the same facts", (edition) => {
    const made = makeDocument(factsOf(flags, WEEK), edition);
    expect(validate(made), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.stringify(makeDocument(structuredClone(factsOf(flags, WEEK)), edition))).toBe(JSON.stringify(made));
    expect(validate({ ...made, edition: "secret" })).toBe(false);
  });

  it("tells everything by every dimension, and each table adds up to the same", () => {
    const made = makeDocument(factsOf(flags, WEEK), "internal");
    const totals = (column: string) =>
      made.tables
        .filter(({ id, columns }) => id.startsWith("week_by_") && columns.some((one) => one.id === column))
        .map((table) => table.total?.cells[place(table, column)]);
    for (const column of ["opened", "decided", "escalated", "withdrawn", "waiting", "late"])
      expect(new Set(totals(column).filter((total) => total !== undefined)).size, column).toBe(1);
    for (const id of ["region", "contest", "stage", "agency", "employment", "platform", "origin", "candidate"])
      expect(findTable(made, `week_by_${id}`)).toBeDefined();
    expect(tableIn(made, "week_by_agency").rows.map(({ key }) => key[0])).toEqual(["Badan Misal", "Dinas Contoh", "Dinas Umpama", null]);
    expect(tableIn(made, "week_by_candidate").rows.map(({ key }) => key[1])).toEqual(["rima-joko", "bahar-ratih"]);
  });

  it("tells eight weeks as of its own time: what was taken back since counts in none, and what was not seen is no nought", () => {
    const made = makeDocument(factsOf(flags, WEEK), "internal");
    const weeks = tableIn(made, "weeks").rows;
    expect(weeks.map(({ key }) => key[0])).toEqual(["2029-W32", "2029-W33", "2029-W34", "2029-W35", "2029-W36", "2029-W37", "2029-W38", WEEK]);
    expect(weeks.slice(0, 4).map(({ cells }) => cells)).toEqual(Array(4).fill([null, null, 168, 168]));
    // The last one is the report's own.
    expect(weeks.at(-1)?.cells).toEqual([...["opened", "decided"].map((figure) => cell(made, "overview", [figure], "value")), 168, 0]);
    const told = (of: typeof flags, asOf?: number) => {
      const facts = factsOf(of, WEEK);
      const rows = tableIn(makeDocument(asOf === undefined ? facts : { ...facts, now: { ...facts.now, asOf } }, "internal"), "weeks").rows;
      return rows.find(({ key }) => key[0] === "2029-W37")?.cells;
    };
    const [opened, decided, ...hours] = told(flags) as [number, number];
    const inWeek = (at: number): boolean => at >= weekSpan("2029-W37").from.getTime() && at < weekSpan("2029-W37").to.getTime();
    const one = flags.find((flag) => flag.decisions[0] && inWeek(flag.decisions[0].at) && flag.decisions[0].undoneAt === null);
    const undoneAt = weekSpan("2029-W38").from.getTime() + 3_600_000;
    const undone = flags.map((flag) => (flag === one ? { ...flag, decisions: flag.decisions.map((act) => ({ ...act, undoneAt })) } : flag));
    expect(told(undone)).toEqual([opened, decided - 1, ...hours]);
    // A week that was watched and in which nothing happened is nought.
    const watched = makeDocument({ ...factsOf(flags, WEEK), watchedWeeks: [{ week: "2029-W34", hours: 150 }] }, "internal");
    expect(tableIn(watched, "weeks").rows.map(({ cells }) => cells[0])).toEqual([
      null,
      null,
      0,
      null,
      ...weeks.slice(4).map(({ cells }) => cells[0]),
    ]);
    expect(findTable(makeDocument(factsOf(flags, WEEK), "shareable"), "weeks")).toBeUndefined();
  });

  it("tells of each of the eight weeks the hours without a fetch, of those that are over", () => {
    const facts = factsOf(flags, WEEK);
    const asOf = weekSpan(WEEK).from.getTime() + 30.5 * 3_600_000;
    const at = {
      ...facts,
      now: { ...facts.now, asOf },
      watchedWeeks: [
        { week: "2029-W38", hours: 167 },
        { week: WEEK, hours: 21 },
      ],
    };
    const hours = tableIn(makeDocument(at, "internal"), "weeks").rows.map(({ cells }) => cells.slice(2));
    expect(hours.slice(-3)).toEqual([
      [168, 168],
      [168, 1],
      [30, 9],
    ]);
    expect(
      [
        { over: 168, without: 23 },
        { over: 168, without: 24 },
        { over: 30, without: 9 },
        { over: 0, without: 0 },
      ].map(seenInPart),
    ).toEqual([false, true, true, false]);
  });

  it("tells hours of before they were kept nowhere as hours without a fetch: they are not known", () => {
    const facts = factsOf(flags, WEEK);
    // Wednesday of week 38, at twenty past ten.
    const since = weekSpan("2029-W38").from.getTime() + (2 * 24 + 10) * 3_600_000 + 20 * 60_000;
    const known = { ...facts, knownSince: [{ what: "account_hours", since }], watchedWeeks: [{ week: "2029-W38", hours: 100 }] };
    const made = makeDocument(known, "internal");
    expect(
      tableIn(made, "weeks")
        .rows.map(({ cells }) => cells.slice(2))
        .slice(4),
    ).toEqual([
      [null, null],
      [null, null],
      // From eleven on.
      [109, 9],
      [168, 168],
    ]);
    expect(made.knownSince.map(({ what }) => what)).toEqual(["account_hours"]);
    // The first of the eight weeks lies before it, whatever was determined when.
    const later = { ...known, since: null, knownSince: [{ what: "account_hours", since: weekSpan("2029-W33").from.getTime() }] };
    expect(makeDocument(later, "internal").knownSince.map(({ what }) => what)).toEqual(["account_hours"]);
    expect(makeDocument(later, "shareable").knownSince).toEqual([]);
    const own = { ...facts, knownSince: [{ what: "account_hours", since: facts.now.from + 100.5 * 3_600_000 }] };
    const hours = (of: typeof facts) => tableIn(makeDocument(of, "shareable"), "coverage_hours").rows.map(({ key, cells }) => [...key, ...cells]);
    expect(hours(own)).toEqual([
      ["facebook", 67, 59, 8, 3],
      [null, 67, 59, 8, 3],
    ]);
    const never = { ...facts, knownSince: [{ what: "account_hours", since: facts.now.to }] };
    expect(hours(never)).toEqual([
      ["facebook", null, null, null, null],
      [null, null, null, null, null],
    ]);
    expect(makeDocument(never, "shareable").statements.find(({ id }) => id === "hours_counted_when_over")?.figures).toEqual({ hours: 0 });
  });

  it("says of the week itself that a seventh of its hours or more went without any fetch, in both editions", () => {
    const facts = factsOf(flags, WEEK);
    const said = (fetched: number, edition: "internal" | "shareable" = "internal", of = facts) => {
      const hours = [
        { platform: "facebook", fetched: "1".repeat(fetched).padEnd(168, "0"), failed: "0".repeat(168) },
        { platform: "x", fetched: "0".repeat(167).concat("1"), failed: "1".repeat(168) },
      ];
      return makeDocument({ ...of, now: { ...of.now, hours } }, edition).statements.filter(({ id }) => id === "week_unseen");
    };
    expect(said(144)).toEqual([]);
    for (const edition of ["internal", "shareable"] as const)
      expect(said(143, edition)).toEqual([{ id: "week_unseen", contest: null, figures: { hours: 168, hours_without: 24 } }]);
    expect(said(143, "internal", { ...facts, now: { ...facts.now, week: null } })).toMatchObject([{ id: "week_unseen" }]);
    // Of hours that are not known it says nothing.
    expect(said(0, "internal", { ...facts, knownSince: [{ what: "account_hours", since: facts.now.to }] })).toEqual([]);
    expect(
      tableIn(makeDocument({ ...facts, now: { ...facts.now, hours: [] } }, "internal"), "coverage_hours").rows.map(({ cells }) => cells),
    ).toEqual([[168, 0, 168, 0]]);
  });

  it("lists packs that were in force in its days, and none that came after", () => {
    const facts = factsOf(flags, WEEK);
    const pack = facts.packs[0] as (typeof facts.packs)[number];
    const made = makeDocument({ ...facts, packs: [pack, { ...pack, version: 4, from: facts.now.to }] }, "internal");
    expect(made.packs.map(({ version }) => version)).toEqual([3]);
  });

  it("says what the contests, rules and forms are called that stand in it, and no others", () => {
    const facts = factsOf(flags, WEEK);
    const names = { ...facts.names, rule: { ...facts.names.rule, mockery: { id: "Ejekan", en: "Mockery" } } };
    for (const edition of ["internal", "shareable"] as const) {
      const made = makeDocument({ ...facts, names }, edition);
      expect(Object.keys(made.names?.contest ?? {})).toEqual([CONTEST.id]);
      expect(Object.keys(made.names?.rule ?? {})).toEqual(["named_support", "vote_call"]);
      expect(made.names?.form).toEqual({ "PD-2": SKB_FORMS["PD-2"] });
      const bare = makeDocument({ ...facts, names: { contest: {}, rule: {} } }, edition);
      expect(bare.names).toEqual({ contest: {}, rule: {}, form: { "PD-2": SKB_FORMS["PD-2"] } });
      expect(bare.tables).toEqual(made.tables);
    }
  });

  it("compares with the week before as that one was told at its closing", () => {
    const [before, now] = [makeDocument(factsOf(flags, "2029-W38"), "internal"), makeDocument(factsOf(flags, WEEK), "internal")];
    for (const column of ["opened", "decided", "waiting"]) {
      const [then, today] = [tableIn(before, "week_by_region"), tableIn(now, "week_by_region")];
      const [old, total] = [then.total?.cells[place(then, column)], today.total?.cells[place(today, column)]];
      expect(today.total?.change?.[place(today, column)], column).toBe(Number(total) - Number(old));
    }
    expect(now.before).toEqual({ week: "2029-W38", asOf: "2029-09-23T23:00:00.000Z" });
  });

  it("does not know today what was taken back tomorrow", () => {
    const [one] = flags.filter(({ decisions }) => decisions.length > 0);
    if (!one) throw new Error("no decided flag");
    const { now } = factsOf([], WEEK);
    const decided = { at: now.from + 1, undoneAt: null, to: "closed", outcome: "not_partisan" };
    const count = (undoneAt: number | null) =>
      cell(
        makeDocument(factsOf([{ ...one, openedAt: now.from, decisions: [{ ...decided, undoneAt }] }], WEEK), "internal"),
        "overview",
        ["closed"],
        "value",
      );
    expect([count(null), count(now.asOf + 1), count(now.asOf)]).toEqual([1, 1, 0]);
  });

  it("says whether intervals of candidates overlap, and when there are too few to say", () => {
    const said = (document: ReportDocument) => document.statements.filter(({ contest }) => contest === CONTEST.id).map(({ id }) => id);
    const many = (targets: readonly string[], to: string) => {
      const { now } = factsOf([], WEEK);
      const [one] = flags;
      return Array.from({ length: 30 }, () => ({
        ...(one as (typeof flags)[0]),
        openedAt: now.from,
        past: [],
        now: { withdrawn: false, targets, rules: [], forms: [] },
        decisions: [{ at: now.from + 1, undoneAt: null, to, outcome: "not_partisan" }],
      }));
    };
    expect(said(makeDocument(factsOf(flags.slice(0, 20), WEEK), "internal"))).toEqual(["flag_rates_overlap", "confirm_rates_too_few"]);
    const apart = [...many(["rima-joko"], "closed"), ...many(["bahar-ratih"], "escalated")];
    expect(said(makeDocument(factsOf(apart, WEEK), "internal"))).toEqual(["flag_rates_overlap", "confirm_rates_differ"]);
    const alike = [...many(["rima-joko"], "closed"), ...many(["bahar-ratih"], "closed")];
    expect(said(makeDocument(factsOf(alike, WEEK), "internal"))).toEqual(["flag_rates_overlap", "confirm_rates_overlap"]);
  });

  it("sets beside what was escalated of a candidate, a rule or a form only what was closed for its content", () => {
    const [one] = flags.filter(({ now }) => now.targets.includes("rima-joko"));
    if (!one) throw new Error("no flag about the first candidate");
    const at = weekSpan(WEEK).from.getTime();
    const ends = ["escalated", "not_partisan", "not_partisan", "duplicate", "not_this_person", "third_party_act", "out_of_scope"];
    const ended = ends.map((outcome, n) => {
      const decision = {
        at: at + 2,
        undoneAt: null,
        to: outcome === "escalated" ? "escalated" : "closed",
        outcome: outcome === "escalated" ? null : outcome,
      };
      return { ...one, id: `ended-${n}`, openedAt: at + 1, past: [], now: { ...one.now, withdrawn: false }, decisions: [decision] };
    });
    const made = makeDocument(factsOf(ended, WEEK), "internal");
    const rows = [
      ["equal_treatment", [CONTEST.id, "rima-joko"]],
      ["precision_by_rule", ["vote_call"]],
      ["decided_by_form", ["PD-2"]],
    ] as const;
    for (const [table, key] of rows)
      expect(
        ["decided", "closed", "escalated", "confirm_share"].map((column) => cell(made, table, key, column)),
        table,
      ).toEqual([3, 2, 1, 0.3333]);
    expect(cell(made, "overview", ["decided"], "value"), "all of them are decided").toBe(7);
  });

  it("counts hours without a fetch only when they are over", () => {
    const facts = factsOf(flags, WEEK);
    const row = (asOf: number) => tableIn(makeDocument({ ...facts, now: { ...facts.now, asOf } }, "internal"), "coverage_hours").rows[0]?.cells;
    expect(row(facts.now.asOf)).toEqual([168, 160, 8, 3]);
    expect(row(facts.now.from + 90 * 60_000)).toEqual([1, 1, 0, 0]);
  });
});

describe("how things stood", () => {
  const DAY_MS = 86_400_000;
  const closing = factsOf(flags, WEEK).now.asOf;
  /** What a database tells of a week so many days after its closing. */
  const factsAt = (of: readonly FlagFact[], asOf: number): ReportFacts => ({
    ...factsOf([], WEEK),
    now: { ...factsOf([], WEEK).now, asOf },
    flags: of.filter(({ openedAt }) => openedAt <= asOf).map((flag) => ({ ...flag, decisions: flag.decisions.filter(({ at }) => at <= asOf) })),
  });
  const made = (of: readonly FlagFact[], asOf: number) => makeDocument(factsAt(of, asOf), "internal");
  /** Every figure that counts by it. */
  const standing = (document: ReportDocument) =>
    document.tables.flatMap(({ id, columns, rows, total }) =>
      [...rows, ...(total ? [total] : [])].flatMap(({ key, cells, change }) =>
        columns.flatMap((column, at) => (column.countsBy === "as_of" || cells[0] === "as_of" ? [[id, key, column.id, cells[at], change?.[at]]] : [])),
      ),
    );

  it("is told as of the week's closing, whenever it is made after that: nothing that only time moved is a correction", () => {
    const onMonday = made(flags, closing);
    expect(onMonday.stoodAt).toBe(onMonday.asOf);
    const late = made(flags, closing + 21 * DAY_MS);
    expect([late.asOf, late.stoodAt]).toEqual([new Date(closing + 21 * DAY_MS).toISOString(), onMonday.asOf]);
    const waiting = (at: number, to = weekSpan(WEEK).to.getTime()) => {
      const facts = factsAt(flags, at);
      return flagsCounted({ ...facts, now: { ...facts.now, to } }, { figure: "waiting" });
    };
    // Since then flags were opened, decided, withdrawn and became late.
    expect(waiting(closing + 21 * DAY_MS, closing + 20 * DAY_MS)).not.toEqual(waiting(closing));
    expect(standing(onMonday).length).toBeGreaterThan(60);
    expect(standing(late)).toEqual(standing(onMonday));
    expect(compareDocuments(onMonday, late)).toEqual({ changes: [], more: 0 });
    expect(waiting(closing + 21 * DAY_MS)).toEqual(waiting(closing));
    expect(waiting(closing)).toHaveLength(Number(cell(onMonday, "overview", ["waiting"], "value")));
    // The draft of a minute past six tells the backlog of six o'clock, as the edition to be shared does.
    expect(standing(made(flags, closing + 60_000))).toEqual(standing(onMonday));
    expect(makeDocument(factsOf(flags, WEEK), "shareable").stoodAt).toBe(onMonday.stoodAt);
  });

  it("stays so where a decision of the week was taken back since, which its events tell", () => {
    const { from, to } = weekSpan(WEEK);
    const one = flags.find(
      ({ decisions: [act] }) => act && act.to === "closed" && act.undoneAt === null && act.at >= from.getTime() && act.at < to.getTime(),
    );
    const undoneAt = closing + 5 * DAY_MS;
    const undone = flags.map((flag) => (flag === one ? { ...flag, decisions: flag.decisions.map((act) => ({ ...act, undoneAt })) } : flag));
    const [before, after] = [made(flags, closing), made(undone, closing + 21 * DAY_MS)];
    expect(standing(after)).toEqual(standing(before));
    const { changes } = compareDocuments(before, after);
    const less = changes.filter(({ table }) => table === "overview");
    expect(less.map(({ key, from: was, to: is }) => [key[0], Number(is) - Number(was)])).toEqual([
      ["decided", -1],
      ["closed", -1],
    ]);
    expect(changes.filter(({ column }) => ["waiting", "late", "lapsing", "flags"].includes(column))).toEqual([]);
  });

  it("is told of a running week, and of one that is not closed yet, as of its own time", () => {
    const { to } = weekSpan(WEEK);
    for (const asOf of [to.getTime() - 3 * DAY_MS, closing - 1]) {
      const document = made(flags, asOf);
      expect(document.stoodAt).toBe(document.asOf);
      const waits = flags.filter(
        ({ openedAt, now, past, decisions: [act] }) =>
          openedAt <= asOf &&
          !(act && act.at <= asOf && (act.undoneAt === null || act.undoneAt > asOf)) &&
          !(now.withdrawn && (past[0]?.until ?? 0) <= asOf),
      );
      expect(cell(document, "overview", ["waiting"], "value")).toBe(waits.length);
    }
  });

  it("is told as of `asOf` by a document of before these were two times, which its schema still takes", () => {
    const { stoodAt: _, ...older } = made(flags, closing + DAY_MS);
    expect(validate(older), JSON.stringify(validate.errors)).toBe(true);
    expect(stoodAtIn(older)).toBe(older.asOf);
  });
});

describe("the shareable edition", () => {
  it("exists once its week is closed, on Monday at six", () => {
    const { now } = factsOf(flags, WEEK);
    expect(shareableAsOf({ to: new Date(now.to) }, new Date(now.asOf - 1))).toBeNull();
    expect(shareableAsOf({ to: new Date(now.to) }, new Date(now.asOf + 86_400_000))?.getTime()).toBe(now.asOf);
    const facts = factsOf(flags, WEEK);
    expect(() => makeDocument({ ...facts, now: { ...facts.now, asOf: facts.now.asOf + 1 } }, "shareable")).toThrow(RangeError);
  });

  it("tells of candidates what was decided and nothing else", () => {
    const made = makeDocument(factsOf(flags, "2029-W41"), "shareable");
    expect(made.tables.filter(({ by }) => by.includes("candidate")).map(({ id }) => id)).toEqual(["equal_treatment"]);
    expect(tableIn(made, "equal_treatment").columns.map(({ id }) => id)).toEqual([
      ...["decided", "closed", "escalated", "confirm_share", "confirm_interval", "enough", "told_at"],
    ]);
  });

  it("shows no count from one to four, in cells, changes, shares or overview", () => {
    for (const week of WEEKS) {
      const made = makeDocument(factsOf(flags, week), "shareable");
      for (const table of made.tables)
        for (const row of [...table.rows, ...(table.total ? [table.total] : [])])
          for (const [at, { type }] of table.columns.entries()) {
            const value = row.cells[at];
            if (type === "count" && typeof value === "number") expect([0, 5], `${table.id} ${row.key} ${value}`).toContain(Math.min(value, 5));
            if (isHidden(value ?? null) && row.change) expect(isHidden(row.change[at] ?? null), `${table.id} ${row.key}`).toBe(true);
          }
    }
  });

  it("lets nobody work out what it hides, from its own sums or with what waited the week before", () => {
    for (const seed of [1, 3, 5]) {
      const some = flagsOf(seed, { flags: 60 + seed * 40, from: WEEKS[0], weeks: 6 });
      const facts = factsOf(some, WEEK);
      const [open, shared] = [makeDocument(facts, "internal"), makeDocument(facts, "shareable")];
      const truth = new Map([...printedCounts(open)].map(([name, value]) => [name, Number(value)]));
      const hidden = new Set([...printedCounts(shared)].flatMap(([name, value]) => (isHidden(value as never) && truth.has(name) ? [name] : [])));
      const since = new Set([...hidden].filter((name) => /^(equal_treatment|precision|decided_by)/.test(name)));
      const limits = attack(printedSums(shared), truth, hidden);
      for (const name of hidden) {
        const value = truth.get(name) ?? 0;
        if (since.has(name) || value === 0 || value >= 5) continue;
        const [low, high] = limits.get(name) ?? [0, 0];
        expect(high - low, `${seed} ${name}`).toBeGreaterThan(0);
      }
      expect(hidden.size).toBeGreaterThan(20);
      // What waits now, less what waited before, is what was opened less what was decided and withdrawn.
      const stock = ["waiting", "opened", "decided", "withdrawn"].filter((figure) => hidden.has(`overview|["${figure}"]|value`));
      expect(stock.length, `${seed} ${stock}`).not.toBe(1);
    }
  });

  it("never lets two weeks differ by one to four, in what it tells since the determination", () => {
    const told = new Map<string, number[]>();
    for (const week of WEEKS) {
      const made = makeDocument(factsOf(flags, week), "shareable");
      for (const id of ["equal_treatment", "precision_by_rule", "decided_by_form"]) {
        const table = tableIn(made, id);
        for (const row of table.rows)
          for (const column of ["decided", "closed", "escalated"]) {
            const value = row.cells[place(table, column)];
            if (typeof value === "number") told.set(`${id} ${row.key} ${column}`, [...(told.get(`${id} ${row.key} ${column}`) ?? []), value]);
          }
      }
    }
    for (const [name, values] of told)
      for (const later of values)
        for (const earlier of [0, ...values]) expect([0, 5], `${name} ${earlier} ${later}`).toContain(Math.min(Math.abs(later - earlier), 5));
    expect(told.get("equal_treatment wali-misal,rima-joko decided")?.at(-1)).toBeGreaterThan(20);
  });
});
