import { SKB_FORMS } from "../skb-forms.ts";
import { weekSpan } from "../week.ts";
import { accountsTable, coverageStatements, hoursKnownFrom, hoursTable, overviewTable, weekStatements } from "./coverage.ts";
import {
  HIDDEN,
  LEAST_SHOWN,
  REPORT_SCHEMA,
  type ReportCell,
  type ReportDocument,
  type ReportEdition,
  type ReportNames,
  type ReportRow,
  type ReportTable,
} from "./document.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { ReportFacts, WeekFacts } from "./facts.ts";
import { closingOf, stoodAtOf } from "./flag-then.ts";
import { nestedSums } from "./nested-sums.ts";
import {
  agreementTable,
  backlogTable,
  candidatesWeek,
  equalTreatment,
  formsTable,
  outcomesTable,
  rulesTable,
  timeTable,
  treatmentStatements,
} from "./other-tables.ts";
import { coverageSince, sinceStatements, timeSince } from "./since-tables.ts";
import { type Equation, hide, isSmall } from "./suppress.ts";
import { nameOf, systemOf } from "./system.ts";
import { toldSince } from "./told-since.ts";
import { SPREADS, sinceTable, weekTable } from "./week-tables.ts";
import { weeksTable, weeksTold } from "./weeks-table.ts";

/** The time as of which a shareable edition counts: its week's closing; null while that has not come. There is one shareable edition of a week, for ever. */
export const shareableAsOf = (week: { readonly to: Date }, now: Date): Date | null =>
  now.getTime() < closingOf(week.to.getTime()) ? null : new Date(closingOf(week.to.getTime()));

/**
 * Makes a document of the facts. Pure: the same facts give the same document. The internal edition is exact. The shareable one must be given facts of a week as of its closing (throws
 * RangeError else): it tells of candidates decided flags alone, hides counts from one to four, and whatever they could be worked out from.
 */
export function makeDocument(facts: ReportFacts, edition: ReportEdition): ReportDocument {
  if (edition === "shareable" && facts.now.week === null) throw new RangeError("report: a span of days has no shareable edition");
  if (edition === "shareable" && facts.now.asOf !== closingOf(facts.now.to))
    throw new RangeError("report: a shareable edition counts as of its week's closing, Monday 06:00 in Jakarta");
  const inside = edition === "internal";
  const known = hoursKnownFrom(facts.knownSince);
  const till = { to: facts.now.to, at: facts.now.asOf };
  const [now, before] = [weekDrafts(facts, facts.now, inside), weekDrafts(facts, facts.before, inside)];
  const treatment = inside
    ? equalTreatment(facts, till, "internal")
    : toldSince(facts, { make: (at) => equalTreatment(facts, at, "shareable"), groupOf: ({ key }) => key[0] ?? "" });
  const byRow = ({ key }: DraftRow): string => key.join("\n");
  const since = inside
    ? [
        ...SPREADS.map((spread) => sinceTable(facts, spread)),
        outcomesTable(facts, "since", { ...till, from: 0 }),
        treatment,
        rulesTable(facts, till),
        formsTable(facts, till),
        timeSince(facts),
      ]
    : [
        treatment,
        toldSince(facts, { make: (at) => rulesTable(facts, at), groupOf: byRow }),
        toldSince(facts, { make: (at) => formsTable(facts, at), groupOf: byRow }),
      ];
  const agreement = agreementTable(facts);
  // Each week's alone, so that the week after finds hidden what its own edition hid.
  const hidden = (of: readonly Draft[]): Set<string> => hiddenOf(of, facts.region);
  const secrets = inside ? null : { now: new Set([...hidden(now), ...hidden([agreement])]), before: hidden(before) };
  const tables = [
    ...now.map((table) =>
      finish(
        table,
        secrets,
        before.find(({ id }) => id === table.id),
      ),
    ),
    finish(agreement, secrets, undefined),
    // Of weeks before, the shareable edition tells what was told when they closed: figures of another time beside those would give small counts away.
    ...(inside && facts.now.week !== null ? [finish(weeksTable(facts), null, undefined)] : []),
    ...since.map((table) => finish(table, inside ? null : "told", undefined)),
    // Hours and weeks are no people: nothing of them is hidden.
    finish(coverageSince(facts), null, undefined),
  ];
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    schema: REPORT_SCHEMA,
    edition,
    region: facts.region,
    span: { week: facts.now.week, from: iso(facts.now.from), to: iso(facts.now.to) },
    asOf: iso(facts.now.asOf),
    stoodAt: iso(stoodAtOf(facts.now)),
    before: {
      week: facts.before.week,
      ...(facts.before.week === null ? { from: iso(facts.before.from), to: iso(facts.before.to) } : {}),
      asOf: iso(facts.before.asOf),
    },
    contests: facts.contests,
    packs: facts.packs.filter(({ from }) => from < facts.now.to).map((pack) => ({ ...pack, from: iso(pack.from) })),
    names: namesIn(facts, tables),
    tables,
    statements: [
      ...treatmentStatements(treatment),
      ...sinceStatements(facts),
      ...weekStatements(facts.now, known),
      ...coverageStatements(facts.now, known),
    ],
    knownSince: facts.knownSince.filter((one) => isLater(one, facts, inside)).map(({ what, since }) => ({ what, since: iso(since) })),
    hidden: inside ? null : { cells: tables.reduce((sum, { hiddenCells }) => sum + hiddenCells, 0), below: LEAST_SHOWN },
  };
}

/** Whether something is known only from a time on that lies within what is told of it: the week and the one before, and of hours of fetching the time since the determination and the weeks told. */
function isLater({ what, since }: ReportFacts["knownSince"][number], { now, before, since: told }: ReportFacts, inside: boolean): boolean {
  if (since > before.from) return true;
  const first = inside && now.week !== null ? weekSpan(weeksTold(now.week)[0] as string).from.getTime() : before.from;
  return what === "account_hours" && since > Math.min(first, told?.from ?? first);
}

/** Names of what the tables and the list of contests hold, in the order of their codes. */
function namesIn(facts: ReportFacts, tables: readonly ReportTable[]): ReportNames {
  const codes = (dimension: keyof ReportNames): string[] => {
    const keys = tables.flatMap(({ by, rows }) => rows.flatMap(({ key }) => by.flatMap((one, at) => (one === dimension ? [key[at] ?? ""] : []))));
    return [...new Set(dimension === "contest" ? [...keys, ...facts.contests.map(({ id }) => id)] : keys)].toSorted();
  };
  const known = { ...facts.names, form: SKB_FORMS };
  const named = (dimension: keyof ReportNames) =>
    Object.fromEntries(
      codes(dimension).flatMap((code) => {
        const name = Object.hasOwn(known[dimension], code) ? known[dimension][code] : undefined;
        return name ? [[code, { id: name.id, en: name.en }]] : [];
      }),
    );
  return { contest: named("contest"), rule: named("rule"), form: named("form") };
}

/** The tables of one week. */
function weekDrafts(facts: ReportFacts, week: WeekFacts, inside: boolean): Draft[] {
  const spreads = SPREADS.map((spread) => weekTable(facts, week, { spread, standing: inside }));
  const byRegion = spreads[0] as Draft;
  const backlog = backlogTable(facts, week);
  const accounts = accountsTable(week);
  const time = timeTable(facts, week);
  const outcomes = outcomesTable(facts, "week", { from: week.from, to: week.to, at: week.asOf });
  const overview = overviewTable(facts, week, { byRegion, backlog, accounts });
  return [
    overview,
    ...spreads,
    outcomes,
    ...(inside ? [candidatesWeek(facts, week)] : []),
    backlog,
    time,
    accounts,
    hoursTable(week, hoursKnownFrom(facts.knownSince)),
  ];
}

/**
 * What a reader knows beside the tables: from week to week, what waits changes by what was opened, decided and withdrawn. What waited before is what these figures make it, and taken as known; where
 * that is a small count, the edition of the week before hid it, and one of these is kept secret so that they do not tell it.
 */
function stockOf(values: ReadonlyMap<string, number>): { readonly equation: Equation; readonly before: [string, number]; readonly secret: string[] } {
  const value = (name: string): number => values.get(name) ?? 0;
  const signs = [
    ["as_of|flags|", -1],
    ["week|opened|", 1],
    ["week|decided|", -1],
    ["week|withdrawn|", -1],
  ] as const;
  const before = -signs.reduce((sum, [name, sign]) => sum + sign * value(name), 0);
  const told = signs.map(([name]) => name).filter((name) => value(name) > 0);
  const smallest = told.toSorted((a, b) => value(a) - value(b)).slice(0, 1);
  return {
    equation: new Map([...signs, ["as_of|flags|before", 1]]),
    before: ["as_of|flags|before", before],
    secret: isSmall(before) ? smallest : [],
  };
}

/** What is hidden of the tables of one week, whichever edition tells it: its own, or that of the week after beside its changes. */
function hiddenOf(tables: readonly Draft[], region: string): Set<string> {
  const { values: printed, equations } = systemOf(tables);
  const nested = nestedSums(tables, printed, region);
  const stock = stockOf(printed);
  const secret = new Set([...[...printed].filter(([, value]) => isSmall(value)).map(([name]) => name), ...stock.secret]);
  // Totals are what people read first; what waits stands in two places only.
  const dear = new Map<string, number>(
    tables.flatMap((table) =>
      table.total ? table.columns.map((_, at) => [nameOf(table, table.total as DraftRow, at) ?? "", 2] as [string, number]) : [],
    ),
  );
  dear.set("as_of|flags|", 1);
  return hide({
    values: new Map([...printed, ...nested.values, stock.before]),
    equations: [...equations, ...nested.equations, stock.equation],
    secret,
    unpublished: nested.unpublished,
    known: new Set([stock.before[0]]),
    dear,
  });
}

type Secrets = { readonly now: ReadonlySet<string>; readonly before: ReadonlySet<string> } | "told" | null;

function finish(table: Draft, secrets: Secrets, before: Draft | undefined): ReportTable {
  const finished = (row: DraftRow): ReportRow => ({
    key: row.key,
    cells: cellsOf(table, row, secrets === null || secrets === "told" ? null : secrets.now, secrets === "told"),
    change: table.compared ? changeOf(table, row, { before, secrets: secrets === "told" ? null : secrets }) : null,
  });
  const rows = table.rows.map(finished);
  const total = table.total && finished(table.total);
  const cells = [...rows, ...(total ? [total] : [])].flatMap((row) => row.cells);
  return {
    id: table.id,
    span: table.span,
    by: table.by,
    columns: table.columns.map(({ id, type, countsBy }) => ({ id, type, countsBy })),
    rows,
    total,
    hiddenCells: cells.filter((cell) => cell === HIDDEN).length,
  };
}

/** What was never told yet is hidden, all of its row. */
function cellsOf(table: Draft, row: DraftRow, hidden: ReadonlySet<string> | null, told: boolean): ReportCell[] {
  if (told && row.cells.every((cell) => cell === null)) return row.cells.map(() => HIDDEN);
  if (hidden === null) return [...row.cells];
  const gone = table.columns.map((_, at) => hidden.has(nameOf(table, row, at) ?? ""));
  return row.cells.map((cell, at) => {
    const from = table.columns[at]?.from?.some((id) => gone[table.columns.findIndex((column) => column.id === id)]);
    return gone[at] || from ? HIDDEN : cell;
  });
}

function changeOf(
  table: Draft,
  row: DraftRow,
  { before, secrets }: { readonly before: Draft | undefined; readonly secrets: { now: ReadonlySet<string>; before: ReadonlySet<string> } | null },
): ReportCell[] {
  const same = row.key.length === 0 ? before?.total : before?.rows.find(({ key }) => JSON.stringify(key) === JSON.stringify(row.key));
  const old: DraftRow = same ?? { key: row.key, cells: table.columns.map(({ type }) => (type === "count" ? 0 : null)) };
  const shown = cellsOf(table, row, secrets?.now ?? null, false);
  const shownBefore = before ? cellsOf(before, old, secrets?.before ?? null, false) : [];
  return shown.map((cell, at) => {
    const then = shownBefore[at] ?? null;
    if (cell === HIDDEN || then === HIDDEN) return HIDDEN;
    if (typeof cell !== "number" || typeof then !== "number") return null;
    return Math.round((cell - then) * 10_000) / 10_000;
  });
}
