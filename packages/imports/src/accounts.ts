import {
  checkNip,
  EMPLOYMENT_KINDS,
  type EmploymentKind,
  LINK_CONFIDENCES,
  type LinkConfidence,
  type NipProblem,
  normalizeHandle,
  normalizeNip,
  PLATFORMS,
  type Platform,
  type Problem,
  type Region,
} from "@netra/domain";
import { calendarDay, identifier, oneOf, region, shortText } from "./cells.ts";
import type { Columns, RowProblem, ValuesOf } from "./columns.ts";
import { parseCsv } from "./csv.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** One account of one civil servant, as the registry's file states it. A person with three accounts has three rows. */
export interface AccountRow {
  /** 18 digits; null for a non-ASN. */
  readonly nip: string | null;
  readonly name: string;
  readonly employmentKind: EmploymentKind;
  readonly agency: string;
  readonly agencyRegion: Region;
  readonly unit: string | null;
  readonly position: string | null;
  readonly roleClass: string | null;
  /** First day of this employment, `2026-11-21`. */
  readonly from: string;
  readonly platform: Platform;
  readonly handle: string;
  readonly link: LinkConfidence;
  /** What the link rests on: the declaration, the letter, the observation. */
  readonly linkSource: string;
}

const COLUMNS = {
  nip: { required: false, parse: nipCell },
  name: { required: true, aliases: ["nama"], parse: shortText },
  employment_kind: { required: true, aliases: ["jenis_pegawai"], parse: oneOf(EMPLOYMENT_KINDS) },
  agency: { required: true, aliases: ["instansi"], parse: shortText },
  agency_region: { required: true, aliases: ["wilayah_instansi"], parse: region },
  unit: { required: false, aliases: ["unit_kerja"], parse: shortText },
  position: { required: false, aliases: ["jabatan"], parse: shortText },
  role_class: { required: false, parse: shortText },
  from: { required: true, aliases: ["tmt"], parse: calendarDay },
  platform: { required: true, parse: oneOf(PLATFORMS) },
  handle: { required: true, aliases: ["akun"], parse: handleCell },
  link: { required: true, parse: oneOf(LINK_CONFIDENCES) },
  link_source: { required: true, parse: shortText },
} as const satisfies Columns;

/**
 * Reads the file of `netra accounts import FILE.csv`: who holds which account, and how we know.
 *
 * Beyond each cell it checks what rows say together: a NIP that fits the employment, the same account twice, one NIP with two names.
 * No message quotes a NIP, a name or a handle. Throws `invalid` only for bytes that are no text.
 */
export function parseAccounts(bytes: Uint8Array): {
  readonly rows: readonly { readonly line: number; readonly values: AccountRow }[];
  readonly problems: readonly Problem[];
} {
  const { rows, problems } = parseCsv({ bytes, columns: COLUMNS, check: checkAgainstEarlier() });
  return { rows: rows.map(({ line, values }) => ({ line, values: accountOf(values) })), problems };
}

const accountOf = (cells: ValuesOf<typeof COLUMNS>): AccountRow => ({
  nip: cells.nip,
  name: cells.name,
  employmentKind: cells.employment_kind,
  agency: cells.agency,
  agencyRegion: cells.agency_region,
  unit: cells.unit,
  position: cells.position,
  roleClass: cells.role_class,
  from: cells.from,
  platform: cells.platform,
  handle: cells.handle,
  link: cells.link,
  linkSource: cells.link_source,
});

/** Spreadsheets mark a number kept as text with a leading apostrophe; some exports write it out. What no kind of number can be is told at once. */
function nipCell(cell: string): string | Refusal {
  const text = identifier(cell);
  if (typeof text !== "string") return text;
  const nip = normalizeNip(text.replace(/^'/, ""));
  const problem = checkNip(nip, "pppk");
  return problem === null ? nip : notANip(problem);
}

function handleCell(cell: string): string | Refusal {
  const text = identifier(cell);
  if (typeof text !== "string") return text;
  return text.includes("://") || normalizeHandle(text) === ""
    ? refusal("is not a handle", "write the account's name alone, without an address")
    : text;
}

/** Remembers each row it sees; call once per file. */
function checkAgainstEarlier(): (row: ValuesOf<typeof COLUMNS>, line: number) => readonly RowProblem[] {
  const accounts = new Map<string, number>();
  const names = new Map<string, { name: string; line: number }>();
  return (row, line) => {
    const problems: RowProblem[] = [];
    const complain = (column: string, problem: string, remedy: string) => problems.push({ column, problem, remedy });

    const nip = nipRefusal(row);
    if (nip !== null) complain("nip", nip.problem, nip.remedy);

    const account = JSON.stringify([row.platform, normalizeHandle(row.handle)]);
    const sameAccount = accounts.get(account);
    if (sameAccount !== undefined) complain("handle", `is the account of row ${sameAccount} again`, "keep the row that is right");
    else accounts.set(account, line);

    const name = row.name.toLowerCase().replace(/\s+/g, " ");
    const sameNip = row.nip === null ? undefined : names.get(row.nip);
    if (sameNip !== undefined && sameNip.name !== name)
      complain("name", `differs from row ${sameNip.line}, which has the same NIP`, "correct the name or the NIP");
    else if (row.nip !== null && sameNip === undefined) names.set(row.nip, { name, line });
    return problems;
  };
}

function nipRefusal({ nip, employment_kind: kind }: ValuesOf<typeof COLUMNS>): Refusal | null {
  if (nip === null) return kind === "non_asn" ? null : refusal("is empty", "fill it in; only a non_asn has none");
  const problem = checkNip(nip, kind === "pns" ? "pns" : "pppk");
  return problem === null ? null : notANip(problem);
}

const notANip = (problem: NipProblem): Refusal => refusal(`is not a NIP: ${NIP_PROBLEMS[problem]}`, "copy it from the appointment letter");

/**
 * True for a number that was never issued: sequences start at 001. It belongs to a made-up person, or a spreadsheet kept 15 digits of a real one
 * and wrote zeros for the rest; only a person can tell, so it is taken and pointed out.
 */
export const isUnissuedNip = (nip: string): boolean => nip.endsWith("000");

const NIP_PROBLEMS: Readonly<Record<NipProblem, string>> = {
  "not-18-digits": "it has not 18 digits",
  "birth-date": "its first 8 digits are no date of birth",
  appointment: "digits 9 to 14 are no appointment of this kind of employment",
  "under-18": "the appointment would be before the age of 18",
  sex: "digit 15 is neither 1 nor 2",
};
