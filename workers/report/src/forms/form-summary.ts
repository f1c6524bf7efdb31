import { findTable, isHidden, type ReportCell, type ReportDocument } from "@netra/domain";
import type { ChartWords, PageLanguage, Pdf } from "@netra/render";
import { WORDS } from "../words.ts";
import { FORM_WORDS } from "./form-words.ts";

/** How figures are written in a sentence or a chart. */
export function chartWords(lang: PageLanguage): ChartWords {
  const locale = lang === "id" ? "id-ID" : "en-GB";
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return { count: (value) => count.format(value), share: (value) => `${share.format(value * 100)}%`, hidden: WORDS[lang].hidden };
}

/** A figure as it is written: hidden ones as their mark, what there is not as a dash; never nought. */
export const written = (cell: ReportCell, lang: PageLanguage): string =>
  isHidden(cell) ? WORDS[lang].hidden : typeof cell === "number" ? chartWords(lang).count(cell) : "–";

interface Figure {
  readonly now: ReportCell;
  readonly change: ReportCell;
}

function figureOf(
  document: ReportDocument,
  given: { readonly table: string; readonly key: readonly (string | null)[]; readonly column: string },
): Figure {
  const table = findTable(document, given.table);
  const at = table?.columns.findIndex(({ id }) => id === given.column) ?? -1;
  const row = table?.rows.find(({ key }) => JSON.stringify(key) === JSON.stringify(given.key));
  return { now: row?.cells[at] ?? null, change: row?.change?.[at] ?? null };
}
const overview = (document: ReportDocument, figure: string): Figure => figureOf(document, { table: "overview", key: [figure], column: "value" });

/** A minute's summary: one sentence, five numbers with those of the week before. */
export function formSummary(document: ReportDocument, lang: PageLanguage): Omit<Pdf["summary"], "charts" | "note"> {
  const words = FORM_WORDS[lang];
  const say = (id: string): string => written(overview(document, id).now, lang);
  const number = (label: string, { now, change }: Figure): Pdf["summary"]["numbers"][number] => ({
    label,
    value: written(now, lang),
    detail: (document.span.week === null ? words.daysBefore : words.lastWeek)(
      typeof now === "number" && typeof change === "number" ? written(round(now - change), lang) : written(change, lang),
    ),
  });
  const { opened, decided, waiting, hours, late } = words.numbers;
  return {
    heading: WORDS[lang].summary,
    text: [
      ...(overview(document, "accounts_watched").now === 0 ? [words.unwatched] : []),
      words.summary({
        posts: say("posts"),
        accounts: say("accounts_watched"),
        opened: say("opened"),
        closed: say("closed"),
        escalated: say("escalated"),
        waiting: say("waiting"),
      }),
      words.countsBy,
    ].join(" "),
    numbers: [
      number(opened, overview(document, "opened")),
      number(decided, overview(document, "decided")),
      number(waiting, overview(document, "waiting")),
      number(hours, figureOf(document, { table: "time", key: ["to_decision", null], column: "median_hours" })),
      number(late, overview(document, "late")),
    ],
  };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
