import { stoodAtIn } from "@netra/domain";
import { jakartaText, type PageLanguage, type WorkbookFact } from "@netra/render";
import { noteHeading } from "../edition-sections.ts";
import { EDITION_WORDS } from "../edition-words.ts";
import type { ReportInput } from "../report-input.ts";
import { contestsWithin, limitsOf, nameIn, standingOf } from "../table-text.ts";
import { WORDS } from "../words.ts";
import { FORM_WORDS } from "./form-words.ts";

/** What a report is, line by line: its region, week, time, edition and version. */
export function formFacts(input: ReportInput, lang: PageLanguage): WorkbookFact[] {
  const { document, regionName, version } = input;
  const words = FORM_WORDS[lang];
  const { week, from, to } = document.span;
  const text = (label: string, value: string): WorkbookFact => ({ label, value, kind: "text" });
  return [
    text(words.facts.region, `${regionName} (${document.region})`),
    ...(week === null ? [] : [text(words.facts.week, week)]),
    { label: words.facts.from, value: new Date(from), kind: "day" },
    { label: words.facts.to, value: new Date(Date.parse(to) - 1), kind: "day" },
    { label: words.facts.asOf, value: new Date(document.asOf), kind: "moment" },
    { label: words.facts.stoodAt, value: new Date(stoodAtIn(document)), kind: "moment" },
    text(words.facts.edition, words.edition[document.edition]),
    ...(version === null ? [] : [{ label: words.facts.version, value: version, kind: "count" as const }]),
    ...(document.before.week === null ? [] : [text(words.facts.before, document.before.week)]),
  ];
}

/** The same as text, and the contests: for a cover. */
export function coverFacts(input: ReportInput, lang: PageLanguage): { label: string; value: string }[] {
  const { document } = input;
  const words = FORM_WORDS[lang].facts;
  return [
    ...formFacts(input, lang).map(({ label, value, kind }) => ({
      label,
      value: value instanceof Date ? jakartaText(value, kind === "day" ? "day" : "moment") : String(value),
    })),
    ...contestsWithin(document).map(({ id }) => ({ label: words.contests, value: nameIn(document, "contest", id, lang) })),
  ];
}

/** What only a checker asks for: schema, contests and packs with their versions and fingerprints, and how to check the file. */
export function imprint({ document }: ReportInput, lang: PageLanguage): string[] {
  const words = FORM_WORDS[lang];
  const line = (label: string, { id, version, hash }: { readonly id: string; readonly version: number; readonly hash: string }): string =>
    `${label}: ${id}, ${version}, ${hash}.`;
  return [
    words.schema(document.schema),
    ...document.contests.map((contest) => line(words.facts.contests, contest)),
    ...document.packs.map((pack) => line(words.facts.packs, pack)),
    words.check,
  ];
}

/** What is to be known before a figure is read: how it stands and what people wrote on this report first, then what no figure can tell. */
export function formNotes(input: ReportInput, lang: PageLanguage): string[] {
  const { document } = input;
  const words = FORM_WORDS[lang];
  const hidden = document.hidden ? [WORDS[lang].hiddenNote(document.hidden.cells)] : [];
  const span = document.span.week === null ? [EDITION_WORDS[lang].spanNote] : [];
  return [
    ...[...standingOf(input, lang), ...publicationNotes(input, lang), words.decided, words.empty, ...hidden, ...span],
    ...[...limitsOf(document, lang), words.schema(document.schema), words.check],
  ];
}

/** That it is a draft, a supervisor's words, and that it corrects an earlier version and why; which figures those are stands on the page and in the document. */
export function publicationNotes({ draft, note, noted, correction }: ReportInput, lang: PageLanguage): string[] {
  const words = EDITION_WORDS[lang];
  const changed = correction?.changes ? correction.changes.length + correction.more : null;
  return [
    ...(draft ? [`${words.draftHeading}. ${words.draftText}`] : []),
    ...(note === null ? [] : [`${noteHeading(noted, lang)}: ${note}`]),
    ...(correction === null
      ? []
      : [
          `${words.corrected(correction.of)}. ${words.why(correction.why)} ${changed === null ? words.notCompared : FORM_WORDS[lang].changed(changed)}`,
        ]),
  ];
}
