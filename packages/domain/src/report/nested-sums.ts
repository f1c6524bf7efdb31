import { covers } from "../region.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { Equation } from "./suppress.ts";
import { nameOf } from "./system.ts";
import { regionUnder } from "./week-tables.ts";

/** Sums across tables, with figures that stand in none: what is left of a whole beside its parts. Nobody is told these, and nobody is kept from them. */
export interface NestedSums {
  readonly equations: readonly Equation[];
  readonly values: ReadonlyMap<string, number>;
  readonly unpublished: ReadonlySet<string>;
}

interface Whole {
  /** Null: it stands nowhere, and is nought. */
  readonly whole: string | null;
  readonly parts: readonly string[];
  /** Stands for the rest, where it needs another name than the whole's. */
  readonly rest?: string;
}

class Sums {
  readonly equations: Equation[] = [];
  readonly values = new Map<string, number>();
  readonly unpublished = new Set<string>();
  readonly #printed: ReadonlyMap<string, number>;
  constructor(printed: ReadonlyMap<string, number>) {
    this.#printed = printed;
  }
  /** The parts are the whole: as it stands where that holds of the figures, since a reader may take it for granted; else with what is left, which nobody is told. */
  add(of: Whole): void {
    if (this.#left(of) === 0) this.#equal(of, new Map());
    else this.addRest(of);
  }
  /** The parts are at most the whole: with what is left, though it be nought. */
  addRest(of: Whole): void {
    const left = this.#left(of);
    const name = `rest|${of.rest ?? of.whole ?? of.parts.join()}`;
    const rest: Equation = new Map([[name, left < 0 ? -1 : 1]]);
    this.values.set(name, Math.abs(left));
    this.unpublished.add(name);
    this.#equal(of, rest);
  }
  #left({ whole, parts }: Whole): number {
    const value = (name: string): number => this.#printed.get(name) ?? 0;
    return (whole === null ? 0 : value(whole)) - parts.reduce((sum, part) => sum + value(part), 0);
  }
  #equal({ whole, parts }: Whole, rest: Equation): void {
    const known: [string, 1 | -1][] = whole === null ? [] : [[whole, -1]];
    this.equations.push(new Map([...known, ...parts.map((part) => [part, 1] as [string, 1]), ...rest]));
  }
}

/**
 * Every sum that figures of one weekly table form in another, of the tables of one week: agencies in their region, stages and outcomes in their contest, posts whose time to the first capture was
 * measured in those of their platform, and what is told of a part in its whole. Cost: the cells of the tables.
 */
export function nestedSums(tables: readonly Draft[], printed: ReadonlyMap<string, number>, region: string): NestedSums {
  const sums = new Sums(printed);
  const by = new Map(tables.map((table) => [table.id, table]));
  const [regions, agencies, contests, stages] = ["week_by_region", "week_by_agency", "week_by_contest", "week_by_stage"].map((id) => by.get(id));
  if (regions && agencies) agencySums(sums, { regions, agencies, region });
  if (contests && stages)
    for (const column of shared(contests, stages))
      for (const { whole, parts } of grouped({ wholes: contests, parts: stages, groupOf: ({ key }) => key[0] ?? null }))
        sums.add({ whole: whole && cell(contests, whole, column), parts: parts.map((part) => cell(stages, part, column)) });
  const outcomes = by.get("outcomes_week");
  if (contests && outcomes) outcomeSums(sums, contests, outcomes);
  for (const table of tables) if (table.id === "time" || table.id === "agreement") wholeRows(sums, table);
  const [overview, backlog, platforms, time] = ["overview", "backlog", "week_by_platform", "time"].map((id) => by.get(id));
  if (backlog)
    for (const row of [...backlog.rows, ...(backlog.total ? [backlog.total] : [])])
      sums.addRest({ whole: cell(backlog, row, "flags"), parts: [cell(backlog, row, "late"), cell(backlog, row, "lapsing")] });
  if (overview) overviewSums(sums, { overview, platforms, time });
  return sums;
}

/** The agencies of a region are its row, but for what has no known agency, or was posted elsewhere than its agency lies. */
function agencySums(sums: Sums, given: { readonly regions: Draft; readonly agencies: Draft; readonly region: string }): void {
  const { regions, agencies, region } = given;
  const groupOf = ({ key: [agency, of] }: DraftRow): string | null => {
    if (agency === null || !of) return null;
    return covers(region, of) ? regionUnder(region, of) : of;
  };
  for (const column of shared(regions, agencies))
    for (const { code, whole, parts } of grouped({ wholes: regions, parts: agencies, groupOf }))
      sums.add({
        whole: whole && cell(regions, whole, column),
        parts: parts.map((part) => cell(agencies, part, column)),
        rest: `${code}|${column}`,
      });
}

/** The outcomes of a contest add up to what was decided in it, and the escalated ones are those of its row. */
function outcomeSums(sums: Sums, contests: Draft, outcomes: Draft): void {
  for (const { whole, parts } of grouped({ wholes: contests, parts: outcomes, groupOf: ({ key }) => key[0] ?? null })) {
    if (!whole) continue;
    sums.add({ whole: cell(contests, whole, "decided"), parts: parts.map((part) => cell(outcomes, part, "decided")) });
    const escalated = parts.filter(({ key }) => key[1] === "escalated").map((part) => cell(outcomes, part, "decided"));
    sums.add({ whole: cell(contests, whole, "escalated"), parts: escalated });
  }
}

/** Where the last code of a key is null, the row is the sum of those that share the rest: all platforms, all contests. */
function wholeRows(sums: Sums, table: Draft): void {
  for (const row of table.rows.filter(({ key }) => key.at(-1) === null)) {
    const parts = table.rows.filter(({ key }) => key.at(-1) !== null && key[0] === row.key[0]);
    if (parts.length === 0) continue;
    for (const { id, type } of table.columns)
      if (type === "count") sums.add({ whole: cell(table, row, id), parts: parts.map((part) => cell(table, part, id)) });
  }
}

/** Posts are those whose time to the first capture was measured, and those without a time: in each platform, and of all, where the overview tells both. */
function overviewSums(
  sums: Sums,
  given: { readonly overview: Draft; readonly platforms: Draft | undefined; readonly time: Draft | undefined },
): void {
  const { overview, platforms, time } = given;
  const figure = (id: string): string => cell(overview, { key: [id], cells: [] }, "value");
  if (!platforms || !time) return;
  const [all] = time.rows.filter(({ key }) => key[0] === "to_capture" && key[1] === null);
  if (all) sums.add({ whole: figure("posts"), parts: [cell(time, all, "measured"), figure("undated")], rest: "measured" });
  const measured = { ...time, rows: time.rows.filter(({ key }) => key[0] === "to_capture" && key[1] !== null) };
  for (const { code, whole, parts } of grouped({ wholes: platforms, parts: measured, groupOf: ({ key }) => key[1] ?? null }))
    sums.add({
      whole: whole && cell(platforms, whole, "posts"),
      parts: parts.map((part) => cell(time, part, "measured")),
      rest: `${code}|measured`,
    });
}

interface Group {
  readonly code: string | null;
  readonly whole: DraftRow | null;
  readonly parts: readonly DraftRow[];
}

/** Rows of one table beside those of another that split them; a part without a group is left out. */
function grouped(given: { readonly wholes: Draft; readonly parts: Draft; readonly groupOf: (row: DraftRow) => string | null }): Group[] {
  const groups = new Map<string | null, { code: string | null; whole: DraftRow | null; parts: DraftRow[] }>();
  for (const whole of given.wholes.rows) groups.set(whole.key[0] ?? null, { code: whole.key[0] ?? null, whole, parts: [] });
  for (const part of given.parts.rows) {
    const code = given.groupOf(part);
    if (code === null) continue;
    const group = groups.get(code) ?? { code, whole: null, parts: [] };
    group.parts.push(part);
    groups.set(code, group);
  }
  return [...groups.values()];
}

/** Counts that stand in both tables. */
const shared = (a: Draft, b: Draft): string[] =>
  a.columns.filter(({ id, type }) => type === "count" && b.columns.some((column) => column.id === id)).map(({ id }) => id);

function cell(table: Draft, row: DraftRow, column: string): string {
  const name = nameOf(
    table,
    row,
    table.columns.findIndex(({ id }) => id === column),
  );
  if (name === null) throw new Error(`report: ${table.id} has no count ${column}`);
  return name;
}
