import type { ReportDocument, ReportTable } from "@netra/domain";

type Sum = Map<string, number>;
type Key = readonly (string | null)[];
const nameIn = (table: Pick<ReportTable, "id">, key: Key, column: string): string => `${table.id}|${JSON.stringify(key)}|${column}`;
const overview = (figure: string): string => `overview|["${figure}"]|value`;

/** Every count of a printed document by a name of its own. */
export const printedCounts = ({ tables }: ReportDocument): Map<string, unknown> =>
  new Map(
    tables.flatMap((table) =>
      [...table.rows, ...(table.total ? [table.total] : [])].flatMap(({ key, cells }) =>
        table.columns.flatMap(({ id, type }, at) => (type === "count" ? [[nameIn(table, key, id), cells[at]] as const] : [])),
      ),
    ),
  );

/** One figure that is as much as others together. */
interface Whole {
  readonly whole: string | null;
  readonly parts: readonly string[];
}
const sumOf = ({ whole, parts }: Whole): Sum =>
  new Map([...(whole === null ? [] : [[whole, -1] as const]), ...parts.map((part) => [part, 1] as const)]);

/** The region beneath the report's in which an agency's row says it lies. */
const under = (outer: string, region: string): string =>
  region
    .split(".")
    .slice(0, outer.split(".").length + 1)
    .join(".");

/** What splits a table's rows by a further code, for each column that both have. */
function split(document: ReportDocument, given: { whole: string; parts: string; of: (key: Key) => string | null; column?: string }): Whole[] {
  const [wholes, parts] = [given.whole, given.parts].map((id) => document.tables.find((table) => table.id === id));
  if (!wholes || !parts) return [];
  const columns = wholes.columns.filter(({ id, type }) => type === "count" && parts.columns.some((one) => one.id === id)).map(({ id }) => id);
  const groups = Map.groupBy(parts.rows, ({ key }) => given.of(key));
  const codes = new Set([...wholes.rows.map(({ key }) => key[0] ?? null), ...groups.keys()].filter((code) => code !== null));
  return columns.flatMap((column) =>
    [...codes].map((code) => ({
      whole: wholes.rows.some(({ key }) => key[0] === code) ? nameIn(wholes, [code], column) : null,
      parts: (groups.get(code) ?? []).map(({ key }) => nameIn(parts, key, column)),
    })),
  );
}

/** Every sum that a reader forms of a printed document's tables and their keys alone, whatever the house thinks that they are. */
export function printedSums(document: ReportDocument): Sum[] {
  const sums: Sum[] = [];
  const totals = new Map<string, string[]>();
  for (const table of document.tables) {
    const at = (id: string): boolean => table.columns.some((column) => column.id === id);
    for (const [place, { id, type }] of table.columns.entries()) {
      if (type !== "count" || !table.total || table.total.cells[place] === null) continue;
      sums.push(sumOf({ whole: nameIn(table, [], id), parts: table.rows.map(({ key }) => nameIn(table, key, id)) }));
      const measure = table.id === "backlog" ? `backlog ${id}` : `${table.span} ${id}`;
      totals.set(measure, [...(totals.get(measure) ?? []), nameIn(table, [], id)]);
    }
    for (const { key } of table.total ? [...table.rows, table.total] : table.rows)
      if (at("decided") && at("closed") && at("escalated"))
        sums.push(sumOf({ whole: nameIn(table, key, "decided"), parts: ["closed", "escalated"].map((id) => nameIn(table, key, id)) }));
  }
  for (const figure of ["posts", "captures", "opened", "decided", "closed", "escalated", "withdrawn"])
    totals.get(`week ${figure}`)?.push(overview(figure));
  for (const [column, figure] of [
    ["flags", "waiting"],
    ["late", "late"],
    ["lapsing", "lapsing"],
  ] as const)
    totals.get(`backlog ${column}`)?.push(overview(figure));
  for (const [column, figure] of [
    ["registered", "accounts_registered"],
    ["watched", "accounts_watched"],
  ] as const)
    totals.get(`week ${column}`)?.push(overview(figure));
  for (const [first, ...others] of totals.values()) for (const other of others) sums.push(sumOf({ whole: first as string, parts: [other] }));

  // Stages and outcomes of a contest are its row.
  for (const one of split(document, { whole: "week_by_contest", parts: "week_by_stage", of: ([contest]) => contest ?? null })) sums.push(sumOf(one));
  for (const one of split(document, { whole: "week_by_contest", parts: "outcomes_week", of: ([contest]) => contest ?? null })) sums.push(sumOf(one));
  for (const { key } of document.tables.find(({ id }) => id === "outcomes_week")?.rows ?? [])
    if (key[1] === "escalated")
      sums.push(
        sumOf({ whole: nameIn({ id: "week_by_contest" }, [key[0] ?? null], "escalated"), parts: [nameIn({ id: "outcomes_week" }, key, "decided")] }),
      );
  return sums;
}

/** What the agencies of each region come to, beside its row: a reader may take them for the whole of it. */
export const agenciesOf = (document: ReportDocument): Whole[] =>
  split(document, {
    whole: "week_by_region",
    parts: "week_by_agency",
    of: ([agency, region]) => (agency && region ? under(document.region, region) : null),
  });

/** The sums of agencies that hold of the counts as they are: what a reader may take for granted, and is right. */
export const agencySumsThatHold = (document: ReportDocument, truth: ReadonlyMap<string, number>): Sum[] =>
  agenciesOf(document)
    .filter(({ whole, parts }) => (whole === null ? 0 : truth.get(whole)) === parts.reduce((sum, part) => sum + (truth.get(part) ?? 0), 0))
    .map(sumOf);

/** Sums with what is left of a whole, and the names of what is left, which stand nowhere. */
interface WithRests {
  readonly sums: Sum[];
  readonly rests: string[];
}

/** What is left of each whole; of those of one column together it is a figure that is told, where there is one. */
function withRests(all: readonly Whole[], together: (column: string) => string | null): WithRests {
  const columnOf = ({ whole, parts }: Whole): string => ((whole ?? parts[0]) as string).split("|").at(-1) as string;
  const restOf = (one: Whole): string => `rest of ${one.whole ?? one.parts.join()}`;
  const sums = all.map((one): Sum => new Map([...sumOf(one), [restOf(one), 1]]));
  for (const [column, own] of Map.groupBy(all, columnOf)) sums.push(sumOf({ whole: together(column), parts: own.map(restOf) }));
  return { sums, rests: all.map(restOf) };
}

/** Agencies for who knows better: what is left of each region is of no known agency, and the row of those is their sum. */
export function agencySumsWithRest(document: ReportDocument): WithRests {
  const unknown = document.tables.find(({ id }) => id === "week_by_agency")?.rows.find(({ key }) => key[0] === null);
  return withRests(agenciesOf(document), (column) => (unknown ? nameIn({ id: "week_by_agency" }, unknown.key, column) : null));
}

/** Posts of a platform whose time to the first capture was measured, and the others, which are those without a time. */
export function measuredSums(document: ReportDocument): WithRests {
  const tables = document.tables.filter(({ id }) => id === "week_by_platform" || id === "time");
  const [platforms, time] = ["week_by_platform", "time"].map((id) => tables.find((table) => table.id === id));
  const all = (platforms?.rows ?? []).map(
    ({ key }): Whole => ({
      whole: nameIn({ id: "week_by_platform" }, key, "posts"),
      parts: (time?.rows ?? []).flatMap((row) =>
        row.key[0] === "to_capture" && row.key[1] === key[0] ? [nameIn({ id: "time" }, row.key, "measured")] : [],
      ),
    }),
  );
  return withRests(all, () => overview("undated"));
}

/** Late and soon late are at most all that wait, in each row. */
export function lateSums(document: ReportDocument): WithRests {
  const backlog = document.tables.find(({ id }) => id === "backlog");
  const all = (backlog?.rows ?? []).map(
    ({ key }) => ["flags", "late", "lapsing"].map((id) => nameIn({ id: "backlog" }, key, id)) as [string, string, string],
  );
  return {
    sums: all.map(([whole, ...parts]): Sum => new Map([...sumOf({ whole, parts }), [`rest of ${whole}`, 1]])),
    rests: all.map(([whole]) => `rest of ${whole}`),
  };
}
