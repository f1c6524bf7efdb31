import { findTable, isHidden, type ReportCell, type ReportDocument } from "@netra/domain";
import { type ChartWords, figureText, type PageLanguage, type Pdf } from "@netra/render";
import { fewBriefly, fewFlags, isFew } from "../few-words.ts";
import { runningChange } from "../running-words.ts";
import { stoodTime, unseenSince, unseenWithin } from "../table-text.ts";
import { wasUnseen } from "../unseen.ts";
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
/** The figure of before, by its change; what is hidden or not known stays so. */
const beforeOf = ({ now, change }: Figure): ReportCell => (typeof now === "number" && typeof change === "number" ? now - change : change);

const overview = (document: ReportDocument, figure: string): Figure => figureOf(document, { table: "overview", key: [figure], column: "value" });

/** A minute's summary: one sentence, five numbers with those of the week before. */
export function formSummary(document: ReportDocument, lang: PageLanguage): Omit<Pdf["summary"], "charts" | "note"> {
  const words = FORM_WORDS[lang];
  const say = (id: string): string => written(overview(document, id).now, lang);
  // Where nothing was watched, now or a week ago, a nought would be read as one.
  const watched = overview(document, "accounts_watched");
  const past = findTable(document, "weeks")?.rows.find(({ key }) => key[0] === document.before.week);
  const number = (label: string, figure: Figure, measured?: Figure): Pdf["summary"]["numbers"][number] => {
    const as = measured ? "hours" : "count";
    const before = beforeOf(figure);
    const few = measured && beforeOf(measured);
    const then = wasUnseen(before, past?.cells[0] === null ? 0 : beforeOf(watched)) ? "–" : written(before, lang, as);
    return {
      label,
      value: wasUnseen(figure.now, watched.now) ? "–" : written(figure.now, lang, as),
      detail: [
        ...(isFew(measured?.now) ? [fewFlags(measured.now, lang)] : []),
        (document.span.week === null ? words.daysBefore : words.lastWeek)(
          typeof before === "number" && isFew(few) && then !== "–" ? `${then} ${fewBriefly(few, lang)}` : then,
        ),
      ].join("; "),
    };
  };
  const { opened, decided, waiting, hours, late } = words.numbers;
  const firstAct = (column: string): Figure => figureOf(document, { table: "time", key: ["to_decision", null], column });
  return {
    heading: WORDS[lang].summary,
    text: [
      ...(watched.now === 0 ? [words.unwatched] : unseenWithin(document, lang)),
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
      ...runningChange(document, lang),
      ...unseenSince(document, lang),
    ].join(" "),
    numbers: [
      number(opened, overview(document, "opened")),
      number(decided, overview(document, "decided")),
      number(waiting, overview(document, "waiting")),
      number(hours, firstAct("median_hours"), firstAct("measured")),
      number(late, overview(document, "late")),
    ],
  };
}
