import { jakartaText, type PageLanguage, type WorkbookFact } from "@netra/render";
import { EDITION_WORDS } from "../edition-words.ts";
import type { ReportInput } from "../report-input.ts";
import { CODES, STATEMENTS, WORDS } from "../words.ts";
import { FORM_WORDS } from "./form-words.ts";

/** What a report is, line by line: its region, week, time and edition. */
export function formFacts({ document, regionName }: ReportInput, lang: PageLanguage): WorkbookFact[] {
  const words = FORM_WORDS[lang];
  const { week, from, to } = document.span;
  const text = (label: string, value: string): WorkbookFact => ({ label, value, kind: "text" });
  return [
    text(words.facts.region, `${regionName} (${document.region})`),
    ...(week === null ? [] : [text(words.facts.week, week)]),
    { label: words.facts.from, value: new Date(from), kind: "day" },
    { label: words.facts.to, value: new Date(Date.parse(to) - 1), kind: "day" },
    { label: words.facts.asOf, value: new Date(document.asOf), kind: "moment" },
    text(words.facts.edition, words.edition[document.edition]),
    ...(document.before.week === null ? [] : [text(words.facts.before, document.before.week)]),
    text(words.facts.schema, document.schema),
  ];
}

/** The same as text, and what was in force: for a cover. */
export function coverFacts(input: ReportInput, lang: PageLanguage): { label: string; value: string }[] {
  const { packs, contests } = input.document;
  const words = FORM_WORDS[lang].facts;
  return [
    ...formFacts(input, lang).map(({ label, value, kind }) => ({
      label,
      value: value instanceof Date ? jakartaText(value, kind === "day" ? "day" : "moment") : String(value),
    })),
    ...contests.map(({ id, version }) => ({ label: words.contests, value: `${id}, ${version}` })),
    ...packs.map(({ id, version, hash }) => ({ label: words.packs, value: `${id}, ${version}, ${hash.slice(0, 19)}…` })),
  ];
}

/** What is to be known before a figure is read: what people wrote on this report first, then what no figure can tell. */
export function formNotes(input: ReportInput, lang: PageLanguage): string[] {
  const { document } = input;
  const words = FORM_WORDS[lang];
  const hidden = document.hidden ? [WORDS[lang].hiddenNote(document.hidden.cells)] : [];
  const span = document.span.week === null ? [EDITION_WORDS[lang].spanNote] : [];
  return [...publicationNotes(input, lang), words.decided, words.empty, ...hidden, ...span, ...limitsOf(document, lang)];
}

/** That it is a draft, a supervisor's words, and that it corrects an earlier version and why; which figures those are stands on the page and in the document. */
export function publicationNotes({ draft, note, correction }: ReportInput, lang: PageLanguage): string[] {
  const words = EDITION_WORDS[lang];
  const changed = correction?.changes ? correction.changes.length + correction.more : null;
  return [
    ...(draft ? [`${words.draftHeading}. ${words.draftText}`] : []),
    ...(note === null ? [] : [`${words.note}: ${note}`]),
    ...(correction === null
      ? []
      : [
          `${words.corrected(correction.of)}. ${words.why(correction.why)} ${changed === null ? words.notCompared : FORM_WORDS[lang].changed(changed)}`,
        ]),
  ];
}

/** The limits of a report, a sentence each. */
export const limitsOf = (document: ReportInput["document"], lang: PageLanguage): string[] => [
  ...document.statements.filter(({ contest }) => contest === null).map(({ id, figures }) => STATEMENTS[lang][id]?.(figures) ?? id),
  ...document.knownSince.map(
    ({ what, since }) => `${CODES[lang][what] ?? what}: ${WORDS[lang].knownSince(`${jakartaText(new Date(since), "moment")} WIB`)}`,
  ),
];
