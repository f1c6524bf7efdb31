import { ENOUGH_MEASURED, type ReportTable } from "@netra/domain";
import { figureText, type PageLanguage } from "@netra/render";

const SAID = {
  id: {
    few: (n: string, _many: boolean, least: number) => `dari ${n} bendera, belum cukup (di bawah ${least})`,
    briefly: (n: string) => `(dari ${n}, belum cukup)`,
    rows: (rows: string, least: number) => `Median dari kurang dari ${least} belum cukup untuk disimpulkan: ${rows}.`,
    before: (n: string) => `sebelumnya ${n}`,
  },
  en: {
    few: (n: string, many: boolean, least: number) => `of ${n} ${many ? "flags" : "flag"}, not enough yet (under ${least})`,
    briefly: (n: string) => `(of ${n}, not enough yet)`,
    rows: (rows: string, least: number) => `A median of fewer than ${least} is not enough to conclude from: ${rows}.`,
    before: (n: string) => `before ${n}`,
  },
} as const;

/** Whether a median rests on so few that its interval may lie outside what was measured; never of a number that is hidden or not known. */
export const isFew = (measured: unknown): measured is number => typeof measured === "number" && measured > 0 && measured < ENOUGH_MEASURED;

/** "dari 4 bendera, belum cukup (di bawah 6)". */
export const fewFlags = (measured: number, lang: PageLanguage): string =>
  SAID[lang].few(figureText(lang).count(measured), measured !== 1, ENOUGH_MEASURED);

/** The same beside another figure. */
export const fewBriefly = (measured: number, lang: PageLanguage): string => SAID[lang].briefly(figureText(lang).count(measured));

/** Beneath a table of medians: which of them rest on too few, now or in what they are compared with. */
export function fewSentences(
  table: ReportTable,
  given: { readonly lang: PageLanguage; readonly nameOf: (row: ReportTable["rows"][number]) => string },
): string[] {
  const at = table.columns.findIndex(({ id }) => id === "measured");
  if (at < 0 || !table.columns.some(({ id }) => id === "median_hours")) return [];
  const words = SAID[given.lang];
  const { count } = figureText(given.lang);
  const rows = table.rows.flatMap((row): string[] => {
    const [now, change] = [row.cells[at], row.change?.[at]];
    const before = typeof now === "number" && typeof change === "number" ? now - change : null;
    const few = [...(isFew(now) ? [count(now)] : []), ...(isFew(before) ? [words.before(count(before))] : [])];
    return few.length > 0 ? [`${given.nameOf(row)} (${few.join("; ")})`] : [];
  });
  return rows.length > 0 ? [words.rows(rows.join(", "), ENOUGH_MEASURED)] : [];
}
