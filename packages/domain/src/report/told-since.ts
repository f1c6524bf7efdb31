import { weekOf, weekSpan } from "../week.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { ReportFacts } from "./facts.ts";
import { closingOf } from "./flag-then.ts";
import type { Till } from "./other-tables.ts";
import { isSmall } from "./suppress.ts";
import { determinedFrom } from "./week-tables.ts";

/**
 * A table of figures since a day, as it may be told outside week after week: each group of rows stands as it was at the last closing at which every count of it was nought or
 * large enough, and so was what had been added since it was told before. Two editions, however far apart, then never differ by a small count. A group that could
 * never be told yet has null for its cells. The week is the last column, `told_at`.
 */
export function toldSince(facts: ReportFacts, given: { readonly make: (till: Till) => Draft; readonly groupOf: (row: DraftRow) => string }): Draft {
  const told = new Map<string, { week: string; rows: readonly DraftRow[] }>();
  let newest: Draft | undefined;
  for (const { week, till } of closings(facts)) {
    newest = given.make(till);
    for (const [group, rows] of groupsOf(newest, given.groupOf)) {
      const before = told.get(group)?.rows ?? [];
      if (mayBeTold(newest, rows, before)) told.set(group, { week, rows });
    }
  }
  const table = newest ?? given.make({ to: facts.now.to, at: facts.now.asOf });
  const columns = [...table.columns, { id: "told_at", type: "code" as const, countsBy: null }];
  const rows = table.rows.map((row): DraftRow => {
    const group = told.get(given.groupOf(row));
    const same = group?.rows.find(({ key }) => key.join("\n") === row.key.join("\n"));
    return { key: row.key, cells: same && group ? [...same.cells, group.week] : columns.map(() => null) };
  });
  // What was told of a group holds at its week: rows that came later wait for the next one.
  return { ...table, columns, rows };
}

/** Every closing since the first contest was determined, oldest first, up to this week's. */
function closings(facts: ReportFacts): { week: string; till: Till }[] {
  const first = Math.min(...determinedFrom(facts, facts.now.asOf).values());
  const found: { week: string; till: Till }[] = [];
  for (let at = first; at < facts.now.to; at += 7 * 86_400_000) {
    const week = weekOf(new Date(at));
    const to = weekSpan(week).to.getTime();
    found.push({ week, till: { to, at: closingOf(to) } });
  }
  // From a first day late in its week, steps of seven days may end before this week's day is reached.
  if (Number.isFinite(first) && found.at(-1)?.week !== facts.now.week)
    found.push({ week: weekOf(new Date(facts.now.from)), till: { to: facts.now.to, at: closingOf(facts.now.to) } });
  return found;
}

function groupsOf(table: Draft, groupOf: (row: DraftRow) => string): Map<string, DraftRow[]> {
  const groups = new Map<string, DraftRow[]>();
  for (const row of table.rows) groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row]);
  return groups;
}

function mayBeTold(table: Draft, rows: readonly DraftRow[], before: readonly DraftRow[]): boolean {
  const counts = [...table.columns.keys()].filter((at) => table.columns[at]?.type === "count");
  // A row that was told and is gone would tell by being gone.
  if (before.some((old) => !rows.some(({ key }) => key.join("\n") === old.key.join("\n")))) return false;
  return rows.every((row) => {
    const old = before.find(({ key }) => key.join("\n") === row.key.join("\n"));
    return counts.every((at) => {
      const [now, then] = [row.cells[at] as number, (old?.cells[at] as number | undefined) ?? 0];
      return !isSmall(now) && !isSmall(now - then);
    });
  });
}
