import type { Problem, Region } from "@netra/domain";
import { region, shortText } from "./cells.ts";
import type { Columns } from "./columns.ts";
import { refusal } from "./refusal.ts";
import { type PlaceOf, parseTable, type TableFile } from "./table.ts";

/** An office that employs people, and where it lies. */
export interface AgencyRow {
  readonly name: string;
  readonly region: Region;
}

const COLUMNS = {
  agency: { required: true, aliases: ["instansi", "name", "nama"], parse: shortText },
  agency_region: { required: true, aliases: ["wilayah_instansi", "region", "wilayah"], parse: region },
} as const satisfies Columns;

/** Reads the file of `netra registry import FILE --kind agencies`. An agency that stands twice is a problem: it may be a spelling of another. */
export function parseAgencies(file: TableFile): {
  readonly rows: readonly { readonly line: number; readonly values: AgencyRow }[];
  readonly problems: readonly Problem[];
  readonly place: PlaceOf;
} {
  const seen = new Map<string, number>();
  const { rows, problems, place } = parseTable({
    file,
    columns: COLUMNS,
    check(row, line) {
      const key = JSON.stringify([row.agency.toLowerCase().replace(/\s+/g, " "), row.agency_region]);
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, line);
      return earlier === undefined ? [] : [{ column: "agency", ...refusal(`is the agency of row ${earlier} again`, "keep the row that is right") }];
    },
  });
  return { rows: rows.map(({ line, values }) => ({ line, values: { name: values.agency, region: values.agency_region } })), problems, place };
}
