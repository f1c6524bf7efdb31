import { type LinkConfidence, normalizeHandle, PLATFORMS, type Platform, type Problem } from "@netra/domain";
import { identifier, oneOf, shortText } from "./cells.ts";
import type { Columns, RowProblem, ValuesOf } from "./columns.ts";
import { checkPersonAgainstEarlier, PERSON_COLUMNS, type PersonRow, personOf } from "./people.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type PlaceOf, parseTable, type TableFile } from "./table.ts";

/** One account of one civil servant, as the registry's file states it. A person with three accounts has three rows. */
export interface AccountRow extends PersonRow {
  readonly platform: Platform;
  readonly handle: string;
  readonly link: LinkConfidence;
  /** What the link rests on: the declaration, the letter. */
  readonly linkSource: string;
}

const COLUMNS = {
  ...PERSON_COLUMNS,
  platform: { required: true, parse: oneOf(PLATFORMS) },
  handle: { required: true, aliases: ["akun"], parse: handleCell },
  link: { required: true, parse: linkCell },
  link_source: { required: true, parse: shortText },
} as const satisfies Columns;

/**
 * Reads the file of `netra accounts import FILE`: who holds which account, and how we know.
 *
 * Beyond each cell it checks what rows say together: a NIP that fits the employment, the same account twice, one NIP with two names.
 * No message quotes a NIP, a name or a handle. Throws `invalid` only for bytes that are no text.
 */
export function parseAccounts(file: TableFile): {
  readonly rows: readonly { readonly line: number; readonly values: AccountRow }[];
  readonly problems: readonly Problem[];
  readonly place: PlaceOf;
} {
  const { rows, problems, place } = parseTable({ file, columns: COLUMNS, check: checkAgainstEarlier() });
  return { rows: rows.map(({ line, values }) => ({ line, values: accountOf(values) })), problems, place };
}

const accountOf = (cells: ValuesOf<typeof COLUMNS>): AccountRow => ({
  ...personOf(cells),
  platform: cells.platform,
  handle: cells.handle,
  link: cells.link,
  linkSource: cells.link_source,
});

export function handleCell(cell: string): string | Refusal {
  const text = identifier(cell);
  if (typeof text !== "string") return text;
  return text.includes("://") || normalizeHandle(text) === ""
    ? refusal("is not a handle", "write the account's name alone, without an address")
    : text;
}

/** A register declares or verifies. What is only inferred exists for one received tip, and comes from there. */
function linkCell(cell: string): "declared" | "agency_verified" | Refusal {
  return cell.trim().toLowerCase() === "inferred"
    ? refusal("is only inferred", "leave the row out; an inferred link is made for a received tip with `netra accounts infer`")
    : oneOf(["declared", "agency_verified"])(cell);
}

/** Remembers each row it sees; call once per file. */
function checkAgainstEarlier(): (row: ValuesOf<typeof COLUMNS>, line: number) => readonly RowProblem[] {
  const checkPerson = checkPersonAgainstEarlier();
  const accounts = new Map<string, number>();
  return (row, line) => {
    const account = JSON.stringify([row.platform, normalizeHandle(row.handle)]);
    const same = accounts.get(account);
    if (same === undefined) accounts.set(account, line);
    const twice = same === undefined ? [] : [{ column: "handle", ...refusal(`is the account of row ${same} again`, "keep the row that is right") }];
    return [...twice, ...checkPerson(row, line)];
  };
}
