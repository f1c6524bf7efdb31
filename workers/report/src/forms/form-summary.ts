import { findTable, isHidden, type ReportCell, type ReportDocument } from "@netra/domain";
import { type ChartWords, figureText, type PageLanguage, type Pdf } from "@netra/render";
import { stoodTime, unseenSince } from "../table-text.ts";
import { WORDS } from "../words.ts";
import { FORM_WORDS } from "./form-words.ts";

/** How figures are written in a sentence or a chart. */
export function chartWords(lang: PageLanguage): ChartWords {
  const { count, percent } = figureText(lang);
  return { count, share: percent, hidden: WORDS[lang].hidden };
}

/** A figure as it is written: hidden ones as their mark, what there is not as a dash; never nought. */
export const written = (cell: ReportCell, lang: PageLanguage, as: "count" | "hours" = "count"): string =>
  isHidden(cell) ? WORDS[lang].hidden : typeof cell === "number" ? figureText(lang)[as](cell) : "–";

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
  // Nothing was watched a week ago: a nought of then would be read as one.
  const past = findTable(document, "weeks")?.rows.find(({ key }) => key[0] === document.before.week);
  const unseen = past?.cells[0] === null;
  const number = (
    label: string,
    { now, change }: Figure,
    of: "week" | "as_of",
    as: "count" | "hours" = "count",
  ): Pdf["summary"]["numbers"][number] => ({
    label,
    value: written(now, lang, as),
    detail: (document.span.week === null ? words.daysBefore : words.lastWeek)(
      unseen && of === "week"
        ? "–"
        : typeof now === "number" && typeof change === "number"
          ? written(now - change, lang, as)
          : written(change, lang, as),
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
        decided: say("decided"),
        closed: say("closed"),
        escalated: say("escalated"),
        waiting: say("waiting"),
      }),
      words.countsBy(stoodTime(document, lang)),
      ...unseenSince(document, lang),
    ].join(" "),
    numbers: [
      number(opened, overview(document, "opened"), "week"),
      number(decided, overview(document, "decided"), "week"),
      number(waiting, overview(document, "waiting"), "as_of"),
      number(hours, figureOf(document, { table: "time", key: ["to_decision", null], column: "median_hours" }), "week", "hours"),
      number(late, overview(document, "late"), "as_of"),
    ],
  };
}
