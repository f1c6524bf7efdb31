import type { ReportDocument, ReportTable } from "@netra/domain";
import type { PageLanguage } from "@netra/render";

const SAID = {
  id: {
    week: (at: string) => `Minggu berjalan, sampai ${at}; belum selesai.`,
    span: (at: string) => `Rentang berjalan, sampai ${at}; belum selesai.`,
    weekChange: "Selisih membandingkan minggu yang belum selesai dengan seluruh minggu lalu.",
    spanChange: "Selisih membandingkan rentang yang belum selesai dengan seluruh rentang sebelumnya.",
  },
  en: {
    week: (at: string) => `A running week, up to ${at}; not over yet.`,
    span: (at: string) => `Running days, up to ${at}; not over yet.`,
    weekChange: "Changes set a week that is not over against the whole week before.",
    spanChange: "Changes set days that are not over against all of the days before.",
  },
} as const;

type Timed = Pick<ReportDocument, "span" | "asOf">;
const isRunning = ({ span, asOf }: Timed): boolean => Date.parse(asOf) < Date.parse(span.to);

/** That the week, or the days, were not over when they were counted; none of what was. */
export const runningText = (document: Timed, given: { readonly at: string; readonly lang: PageLanguage }): string[] =>
  isRunning(document) ? [SAID[given.lang][document.span.week === null ? "span" : "week"](given.at)] : [];

/** What a change then says: less than a whole week against a whole one. */
export const runningChange = (document: Timed, lang: PageLanguage): string[] =>
  isRunning(document) ? [SAID[lang][document.span.week === null ? "spanChange" : "weekChange"]] : [];

/** Whether a table has changes. */
export const hasChanges = ({ rows, total }: Pick<ReportTable, "rows" | "total">): boolean =>
  rows.some(({ change }) => change !== null) || (total?.change ?? null) !== null;
