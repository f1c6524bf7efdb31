import { invalid } from "../errors.ts";
import { hasHandle } from "../handle-in-words.ts";
import type { DocumentChange } from "./compare-documents.ts";
import type { ReportDocument } from "./document.ts";

/** What stands beside a document's figures, in a file of it: how far it is, a supervisor's words, and what it corrects. */
export interface ReportPublication {
  readonly state: "draft" | "final";
  readonly version: number;
  /** Null without, and in a shareable edition: words may say what its figures hide. */
  readonly note: string | null;
  /** Who wrote the note and when; null without a note, and in a shareable edition. Missing in files of before it was told. */
  readonly noted?: ReportSignature | null;
  /** When it became final and who made it so; null for a draft. The shareable edition names nobody. Missing in files of before it was told. */
  readonly final?: { readonly at: string; readonly by: string | null } | null;
  /** Null for a first version, and in a shareable edition, which is the same in every version of a week. */
  readonly correction: ReportCorrection | null;
}

/** A person of the office who stands behind something, by name, and when (ISO 8601). */
interface ReportSignature {
  readonly at: string;
  readonly by: string;
}

export interface ReportCorrection {
  /** The final version that this one corrects. */
  readonly of: number;
  readonly why: string;
  /** Null: that version is older than documents, and nobody can compare. */
  readonly changes: readonly DocumentChange[] | null;
  readonly more: number;
}

/** A document as a file. */
export type PublishedDocument = ReportDocument & { readonly publication: ReportPublication };

/** A document with what stands beside its figures. The shareable edition takes neither words nor names nor changes along: it says its version, and when it became final. */
export function publish(document: ReportDocument, beside: ReportPublication): PublishedDocument {
  const inside = document.edition === "internal";
  const { state, version, note, noted = null, final = null, correction } = beside;
  return {
    ...document,
    publication: {
      state,
      version,
      final: final && { at: final.at, by: inside ? final.by : null },
      note: inside ? note : null,
      noted: inside ? noted : null,
      correction: inside ? correction : null,
    },
  };
}

/** The document in a published one: the same bytes as before it was. */
export function unpublish({ publication: _, ...document }: PublishedDocument): ReportDocument {
  return document;
}

export const REPORT_NOTE_MAX = 4_000;
export const CORRECTION_REASON_MAX = 1_000;

const ADDRESS = /https?:|www\./iu;
/** Figures and dates may stand in a report's words. So many digits in one piece, or with single signs between them, are a NIP, a NIK or a telephone. */
const NUMBER = /\d{9,}|\d(?:[ .-]?\d){16,}|(?:\+62[ .-]?|\b0)8\d{1,2}[ .-]?\d{3,4}[ .-]?\d{3,4}/;

/**
 * Takes a supervisor's words for a report, which go to whoever gets it: trimmed, or refused with the reason. Who is called by a plain name cannot be told from other words; the
 * console asks not to.
 *
 * @throws invalid `words-empty`, `words-long`, `words-address`, `words-handle`, `words-number`.
 */
export function checkReportWords(given: string, most: number): string {
  const words = given.replaceAll("\r\n", "\n").trim();
  if (words === "") throw invalid("words-empty", "Write a few words.");
  if (words.length > most) throw invalid("words-long", `At most ${most} characters: shorten it.`);
  if (ADDRESS.test(words)) throw invalid("words-address", "An address leads to a person: leave it out.");
  if (hasHandle(words)) throw invalid("words-handle", "A handle or mail address names a person: leave it out.");
  if (NUMBER.test(words)) throw invalid("words-number", "A long number may be a NIP or a telephone: leave it out.");
  return words;
}
