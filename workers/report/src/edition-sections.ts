import { type DocumentChange, findTable, type ReportCorrection } from "@netra/domain";
import type { PageLanguage, PageSection } from "@netra/render";
import { columnWord } from "./column-words.ts";
import { EDITION_WORDS } from "./edition-words.ts";
import type { ReportInput } from "./report-input.ts";
import { cellText, headingOf, jakartaTime, keyCells } from "./table-text.ts";

/** What stands before the figures: that it is a draft, what it changes against the version that it corrects, and a supervisor's note. */
export function editionSections(input: ReportInput, lang: PageLanguage): PageSection[] {
  const words = EDITION_WORDS[lang];
  const { draft, correction, document } = input;
  return [
    ...(draft ? [{ kind: "text" as const, heading: words.draftHeading, paragraphs: [words.draftText] }] : []),
    ...(correction ? correctionSections(input, correction, lang) : []),
    ...noteSections(input, lang),
    ...(document.span.week === null ? [{ kind: "text" as const, paragraphs: [words.spanNote] }] : []),
  ];
}

function noteSections({ note, noted }: ReportInput, lang: PageLanguage): PageSection[] {
  return note === null ? [] : [{ kind: "text", heading: noteHeading(noted, lang), paragraphs: [note] }];
}

/** A supervisor's note is told with who wrote it and when, where that is known. */
export const noteHeading = (noted: ReportInput["noted"], lang: PageLanguage): string =>
  noted === null ? EDITION_WORDS[lang].note : EDITION_WORDS[lang].noteBy(noted.by, jakartaTime(noted.at));

function correctionSections(input: ReportInput, correction: ReportCorrection, lang: PageLanguage): PageSection[] {
  const words = EDITION_WORDS[lang];
  const { of, why, changes, more } = correction;
  const said = changes === null ? [words.notCompared] : changes.length === 0 ? [words.same] : [];
  const reasons: PageSection = { kind: "text", heading: words.corrected(of), paragraphs: [words.why(why), ...said] };
  if (!changes?.length) return [reasons];
  const table: PageSection = {
    kind: "table",
    heading: words.changes,
    columns: [words.table, words.row, words.column, words.before, words.after],
    rows: changes.map((change) => changeCells(input, change, lang)),
    ...(more > 0 ? { note: words.more(more) } : {}),
  };
  return [reasons, table];
}

/** A change in words: table, row, column, before and now. */
export function changeCells(
  input: ReportInput,
  { table: id, key, column: columnId, from, to }: DocumentChange,
  lang: PageLanguage,
): (string | null)[] {
  const table = findTable(input.document, id);
  const column = table?.columns.find((one) => one.id === columnId);
  const row = table ? keyCells(input, table, { key, cells: [], change: null }, lang) : key.map((code) => code ?? "");
  const cell = (value: typeof from): string | null => {
    const text = column ? cellText(input, value, column, lang) : null;
    return text === null ? null : String(text);
  };
  return [headingOf(input, id, lang), row.filter((part) => part !== "").join(" · "), columnWord(id, columnId, lang), cell(from), cell(to)];
}
