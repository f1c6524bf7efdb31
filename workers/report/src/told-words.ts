import type { ReportCell, ReportDocument, ReportTable } from "@netra/domain";
import type { PageLanguage } from "@netra/render";

const SAID = {
  id: {
    cell: (week: string) => `${week}; sejak itu belum dapat dikatakan: terlalu sedikit tambahan`,
    nothing: (week: string) => `belum dapat dikatakan sejak ${week}`,
    means:
      "Sampai minggu: keadaan saat minggu itu ditutup. Angka baru dikatakan lagi bila setiap tambahannya nol atau sedikitnya lima; peserta satu pemilihan sekaligus.",
    earlier: (weeks: string, week: string) =>
      `Sejak ${weeks} belum dapat dikatakan: terlalu sedikit tambahan. Tanda – di situ bukan nol; keadaan ${week} tidak dapat dibaca darinya.`,
    hours: (week: string) => `Itu dihitung sampai akhir ${week}; angka di atas berhenti pada minggu yang disebut padanya.`,
    and: "dan",
  },
  en: {
    cell: (week: string) => `${week}; not yet told since: too few were added`,
    nothing: (week: string) => `not yet told since ${week}`,
    means:
      "Up to week: as it was when that week closed. Figures are told again once everything added to them is nought or at least five; contestants of one contest together.",
    earlier: (weeks: string, week: string) =>
      `Not yet told since ${weeks}: too few were added. A dash there is no nought; how it stood in ${week} cannot be read from it.`,
    hours: (week: string) => `That is counted to the end of ${week}; the figures above stop at the week that stands with them.`,
    and: "and",
  },
} as const;

type Spanned = Pick<ReportDocument, "span">;
const toldPlace = ({ columns }: Pick<ReportTable, "columns">): number => columns.findIndex(({ id }) => id === "told_at");

/** The week up to which something was told, where that is an earlier one than the report's own; else null. */
export const earlierWeek = ({ span }: Spanned, cell: ReportCell | undefined): string | null =>
  typeof cell === "string" && cell !== span.week ? cell : null;

/** The same of a cell of `told_at`, with why nothing newer is told. */
export const toldText = (week: string, lang: PageLanguage): string => SAID[lang].cell(week);

/** In place of counts, where at that week there was nothing yet: a nought would be read as one of today. */
export const nothingTold = (week: string, lang: PageLanguage): string => SAID[lang].nothing(week);

/** A document as papers show it: rows that told nothing but noughts at an earlier closing have no figure. The document itself keeps them, with their week. */
export function shownAsTold(document: ReportDocument): ReportDocument {
  const tables = document.tables.map((table): ReportTable => {
    const told = toldPlace(table);
    if (told < 0) return table;
    const counts = new Set(table.columns.flatMap(({ type }, at) => (type === "count" ? [at] : [])));
    const rows = table.rows.map((row) => {
      const old = earlierWeek(document, row.cells[told]) !== null && [...counts].every((at) => row.cells[at] === 0);
      return old ? { ...row, cells: row.cells.map((cell, at) => (counts.has(at) ? null : cell)) } : row;
    });
    return { ...table, rows };
  });
  return { ...document, tables };
}

/** Beneath figures that are told up to some week: what that means, and since when some of them are not told. */
export function toldSentences(document: Spanned, table: Pick<ReportTable, "columns" | "rows">, lang: PageLanguage): string[] {
  const told = toldPlace(table);
  if (told < 0) return [];
  const words = SAID[lang];
  const weeks = earlierWeeks(document, table);
  return [words.means, ...(weeks.length > 0 ? [words.earlier(listed(weeks, words.and), document.span.week ?? "")] : [])];
}

/** That hours are counted longer than the figures that they stand beneath; none where no row stops earlier. */
export const hoursLonger = (document: Spanned, table: Pick<ReportTable, "columns" | "rows">, lang: PageLanguage): string[] =>
  earlierWeeks(document, table).length > 0 ? [SAID[lang].hours(document.span.week ?? "")] : [];

const earlierWeeks = (document: Spanned, table: Pick<ReportTable, "columns" | "rows">): string[] =>
  [...new Set(table.rows.flatMap(({ cells }) => earlierWeek(document, cells[toldPlace(table)]) ?? []))].toSorted();

const listed = (weeks: readonly string[], and: string): string =>
  weeks.length > 1 ? `${weeks.slice(0, -1).join(", ")} ${and} ${weeks.at(-1)}` : (weeks[0] ?? "");
