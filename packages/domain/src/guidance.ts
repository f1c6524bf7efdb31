import type { ChecklistAnswer, ChecklistQuestion } from "./flag.ts";

/** What an answer does: information is asked for first, it is shown as weakening, or nothing. */
export const ANSWER_EFFECTS = ["blocks", "weakens", "nothing"] as const;
export type AnswerEffect = (typeof ANSWER_EFFECTS)[number];
/** Written guidance, or how one case ended. */
export const GUIDANCE_KINDS = ["guidance", "case"] as const;
export type GuidanceKind = (typeof GUIDANCE_KINDS)[number];

/** The same words in both languages. */
export interface BothLanguages {
  readonly id: string;
  readonly en: string;
}

/** Something written about a question, as it stood over a span of time. Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as exact as their source. */
export interface GuidanceNote {
  readonly id: string;
  readonly kind: GuidanceKind;
  readonly text: BothLanguages;
  /** The first day it may be relied on; a year or month counts from its first day. Absent where nobody knows: it then belongs to every day. */
  readonly from?: string;
  /** The last day; a year or month counts to its last day. Absent while nobody ended it. */
  readonly to?: string;
  /** Absent only where nobody has looked at one. */
  readonly source?: { readonly paper: string; readonly number?: string; readonly date?: string };
  /** From memory: shown as such, never as a fact. */
  readonly unverified?: boolean;
  /** Everyday signs that mean something only in one contest. */
  readonly weak?: boolean;
}

/** What an answer to a question does. */
export interface ChecklistRule {
  readonly id: ChecklistQuestion;
  readonly answers: Readonly<Record<ChecklistAnswer, AnswerEffect>>;
}

export interface GuidanceQuestion extends ChecklistRule {
  readonly ask: BothLanguages;
  /** Two or three words, for naming it in a sentence. */
  readonly short: BothLanguages;
  readonly notes: readonly GuidanceNote[];
}

/** The questions of an escalation, in the order they are asked. `hash` names exactly these words: `sha256:` and hex, of the canonical JSON of `{"questions": …}`. */
export interface Guidance {
  readonly hash: string;
  readonly questions: readonly GuidanceQuestion[];
}

/** Whether a note stood on a day, `YYYY-MM-DD`. */
export function holdsOn(note: Pick<GuidanceNote, "from" | "to">, day: string): boolean {
  // A prefix of a day sorts before every day in it; `~` sorts after every digit and hyphen.
  return (note.from === undefined || note.from <= day) && (note.to === undefined || day <= `${note.to}~`);
}

/** The questions that an answer given here sends back: information is asked for first. In the order they are asked. */
export function blockedQuestions(
  rules: readonly ChecklistRule[],
  checklist: Readonly<Partial<Record<ChecklistQuestion, ChecklistAnswer>>>,
): ChecklistQuestion[] {
  return rules.flatMap(({ id, answers }) => {
    const answer = checklist[id];
    return answer !== undefined && answers[answer] === "blocks" ? [id] : [];
  });
}
