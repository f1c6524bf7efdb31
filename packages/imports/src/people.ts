import {
  checkNip,
  checkNipFor,
  EMPLOYMENT_KINDS,
  type EmploymentKind,
  findOverlap,
  type NipProblem,
  normalizeNip,
  type Period,
  type Problem,
  type Region,
} from "@netra/domain";
import { calendarDay, identifier, oneOf, region, shortText, slug } from "./cells.ts";
import type { Columns, RowProblem, ValuesOf } from "./columns.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type PlaceOf, parseTable, type TableFile } from "./table.ts";

/** One civil servant and one employment, as the registry's file states it. */
export interface PersonRow {
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
  /** Its last day; null says nothing. */
  readonly to: string | null;
  /** Unpaid leave outside the state's service, with its decision. */
  readonly leave: (Period & { readonly document: string }) | null;
  readonly spouse: (Period & { readonly contestId: string; readonly candidateId: string; readonly document: string }) | null;
}

export const PERSON_COLUMNS = {
  nip: { required: false, parse: nipCell },
  name: { required: true, aliases: ["nama"], parse: shortText },
  employment_kind: { required: true, aliases: ["jenis_pegawai"], parse: oneOf(EMPLOYMENT_KINDS) },
  agency: { required: true, aliases: ["instansi"], parse: shortText },
  agency_region: { required: true, aliases: ["wilayah_instansi"], parse: region },
  unit: { required: false, aliases: ["unit_kerja"], parse: shortText },
  position: { required: false, aliases: ["jabatan"], parse: shortText },
  role_class: { required: false, parse: shortText },
  from: { required: true, aliases: ["tmt"], parse: calendarDay },
  to: { required: false, aliases: ["sampai"], parse: calendarDay },
} as const satisfies Columns;

/** Each row is compared with the same person's others: without an end, a file of one person would hold a process for a minute. */
const MAX_TERMS = 100;

const COLUMNS = {
  ...PERSON_COLUMNS,
  leave_from: { required: false, aliases: ["cltn_dari"], parse: calendarDay },
  leave_to: { required: false, aliases: ["cltn_sampai"], parse: calendarDay },
  leave_document: { required: false, aliases: ["cltn_dokumen"], parse: shortText },
  spouse_contest: { required: false, parse: slug },
  spouse_candidate: { required: false, parse: slug },
  spouse_from: { required: false, parse: calendarDay },
  spouse_to: { required: false, parse: calendarDay },
  spouse_document: { required: false, parse: shortText },
} as const satisfies Columns;

/**
 * Reads the file of `netra registry import FILE --kind people`: who is employed where, and the days of leave and of marriage to a candidate.
 *
 * One row is one employment; several rows with one NIP are one person. Beyond each cell it checks what rows say together: a number that fits the employment, one NIP with
 * two names, employments that share days. No message quotes a NIP or a name. Throws `invalid` only for bytes that are no text.
 */
export function parsePeople(file: TableFile): {
  readonly rows: readonly { readonly line: number; readonly values: PersonRow }[];
  readonly problems: readonly Problem[];
  readonly place: PlaceOf;
} {
  const checkPerson = checkPersonAgainstEarlier();
  const terms = new Map<string, { line: number; period: Period }[]>();
  const check = (row: ValuesOf<typeof COLUMNS>, line: number): readonly RowProblem[] => {
    const person = row.nip ?? JSON.stringify([row.name, row.agency, row.agency_region]);
    const earlier = terms.get(person) ?? [];
    const term = { line, period: { from: row.from, to: row.to } };
    // an open employment before a later one ends there; the store does that
    const fixed = (period: Period): Period => ({ from: period.from, to: period.to ?? period.from });
    const other = earlier.find(({ period }) => findOverlap([fixed(period), fixed(term.period)]) !== null);
    if (earlier.length < MAX_TERMS) terms.set(person, [...earlier, term]);
    return [
      ...(earlier.length < MAX_TERMS
        ? []
        : [{ column: "from", ...refusal(`is of a person with more than ${MAX_TERMS} rows`, "one row is one employment: leave out what repeats") }]),
      ...checkPerson(row, line),
      ...checkSpan(row.leave_from, row.leave_to, { columns: ["leave_from", "leave_to", "leave_document"], document: row.leave_document }),
      ...checkSpouse(row),
      ...(other === undefined
        ? []
        : [
            {
              column: "from",
              ...refusal(
                `shares days with row ${other.line}, which is the same person's`,
                "a person has one employment at a time: correct from or to",
              ),
            },
          ]),
    ];
  };
  const { rows, problems, place } = parseTable({ file, columns: COLUMNS, check });
  return { rows: rows.map(({ line, values }) => ({ line, values: { ...personOf(values), ...moreOf(values) } })), problems, place };
}

const moreOf = (cells: ValuesOf<typeof COLUMNS>): Pick<PersonRow, "leave" | "spouse"> => ({
  leave: cells.leave_from === null ? null : { from: cells.leave_from, to: cells.leave_to, document: cells.leave_document ?? "" },
  spouse:
    cells.spouse_from === null
      ? null
      : {
          from: cells.spouse_from,
          to: cells.spouse_to,
          document: cells.spouse_document ?? "",
          contestId: cells.spouse_contest ?? "",
          candidateId: cells.spouse_candidate ?? "",
        },
});

/** The part of a row that is about the person. */
export const personOf = (cells: ValuesOf<typeof PERSON_COLUMNS>): PersonRow => ({
  nip: cells.nip,
  name: cells.name,
  employmentKind: cells.employment_kind,
  agency: cells.agency,
  agencyRegion: cells.agency_region,
  unit: cells.unit,
  position: cells.position,
  roleClass: cells.role_class,
  from: cells.from,
  to: cells.to,
  leave: null,
  spouse: null,
});

/** Spreadsheets mark a number kept as text with a leading apostrophe; some exports write it out. What no kind of number can be is told at once. */
function nipCell(cell: string): string | Refusal {
  const text = identifier(cell);
  if (typeof text !== "string") return text;
  const nip = normalizeNip(text.replace(/^'/, ""));
  const problem = checkNip(nip, "pppk");
  return problem === null ? nip : notANip(problem);
}

/** Remembers each row it sees; call once per file. */
export function checkPersonAgainstEarlier(): (row: ValuesOf<typeof PERSON_COLUMNS>, line: number) => readonly RowProblem[] {
  const names = new Map<string, { name: string; line: number }>();
  return (row, line) => {
    const problems: RowProblem[] = [];
    const nip = nipRefusal(row);
    if (nip !== null) problems.push({ column: "nip", ...nip });
    if (row.to !== null && row.to < row.from) problems.push({ column: "to", ...refusal("is before the first day", "correct one of the two days") });
    const name = row.name.toLowerCase().replace(/\s+/g, " ");
    const sameNip = row.nip === null ? undefined : names.get(row.nip);
    if (sameNip !== undefined && sameNip.name !== name)
      problems.push({ column: "name", ...refusal(`differs from row ${sameNip.line}, which has the same NIP`, "correct the name or the NIP") });
    else if (row.nip !== null && sameNip === undefined) names.set(row.nip, { name, line });
    return problems;
  };
}

/** A span is told whole or not at all: its first day and its document, the last day if it is known. */
function checkSpan(
  from: string | null,
  to: string | null,
  about: { columns: readonly [string, string, string]; document: string | null },
): RowProblem[] {
  const [fromColumn, toColumn, documentColumn] = about.columns;
  if (from === null)
    return to === null && about.document === null
      ? []
      : [{ column: fromColumn, ...refusal("is empty, though its other cells are filled", "fill it in") }];
  const problems: RowProblem[] = [];
  if (to !== null && to < from) problems.push({ column: toColumn, ...refusal("is before the first day", "correct one of the two days") });
  if (about.document === null) problems.push({ column: documentColumn, ...refusal("is empty", "write the number and date of the document") });
  return problems;
}

function checkSpouse(row: ValuesOf<typeof COLUMNS>): RowProblem[] {
  const filled = row.spouse_contest !== null || row.spouse_candidate !== null;
  if (row.spouse_from === null && filled) return [{ column: "spouse_from", ...refusal("is empty, though its other cells are filled", "fill it in") }];
  const problems = checkSpan(row.spouse_from, row.spouse_to, {
    columns: ["spouse_from", "spouse_to", "spouse_document"],
    document: row.spouse_document,
  });
  for (const column of ["spouse_contest", "spouse_candidate"] as const)
    if (row.spouse_from !== null && row[column] === null)
      problems.push({ column, ...refusal("is empty", "write the id as the contest file has it") });
  return problems;
}

function nipRefusal({ nip, employment_kind: kind }: ValuesOf<typeof PERSON_COLUMNS>): Refusal | null {
  const problem = checkNipFor(kind, nip);
  if (problem === null) return null;
  if (problem === "missing") return refusal("is empty", "fill it in; only a non_asn has none");
  if (problem === "not-issued") return refusal("is filled, but a non_asn has none", "leave it empty, or correct employment_kind");
  return notANip(problem);
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
