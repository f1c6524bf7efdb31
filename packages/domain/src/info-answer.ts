import { invalid } from "./errors.ts";
import { isCalendarDay } from "./week.ts";

/** Who gave the answer to a request for information, by role and never by name. Stored: never rename. */
export const ANSWER_FROM = ["agency", "superior", "employee", "office", "other"] as const;
export type AnswerFrom = (typeof ANSWER_FROM)[number];

/** The longest answer, or reply of the person of a case, in characters; what is longer is a paper, and is named. */
export const ANSWER_MAX = 4000;

/** Checks what somebody said before it is kept, word for word as it was given. Throws invalid `words-missing`, or `given-day` for a day that is none or has not come. */
export function checkReply(reply: { readonly words: string; readonly givenOn: string }, today: string): void {
  if (reply.words.trim() === "") throw invalid("words-missing", "Write down what was said, word for word.");
  if (!isCalendarDay(reply.givenOn) || reply.givenOn > today)
    throw invalid("given-day", "Give the day on which it was said as YYYY-MM-DD, today at the latest.");
}
