import type { PageLanguage } from "./page.ts";

/** How figures are written wherever people read them: counts whole, hours and percent with one decimal, everything else with two, nought too, so that a column stands in line. */
export interface FigureText {
  count(value: number): string;
  hours(value: number): string;
  decimal(value: number): string;
  /** Of a share from 0 to 1. */
  percent(share: number): string;
}

function writerOf(locale: string): FigureText {
  const [whole, one, two] = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ) as [Intl.NumberFormat, Intl.NumberFormat, Intl.NumberFormat];
  return {
    count: (value) => whole.format(value),
    hours: (value) => one.format(value),
    decimal: (value) => two.format(value),
    percent: (share) => `${one.format(share * 100)}%`,
  };
}

/** Made once: to make a formatter costs far more than to write a cell with it. */
const WRITERS: Readonly<Record<PageLanguage, FigureText>> = { id: writerOf("id-ID"), en: writerOf("en-GB") };

/** How a language writes figures. Cost: none. */
export const figureText = (lang: PageLanguage): FigureText => WRITERS[lang];
