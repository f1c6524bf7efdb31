import type { DecisionForm } from "./decision-form.ts";
import type { Work } from "./work.ts";

/** Whether others may follow this decision: one that closes, and says nothing of who a person is. The server holds it too. */
const isFollowed = (form: Pick<DecisionForm, "route" | "outcome">): boolean =>
  form.route === "close" && form.outcome !== null && form.outcome !== "not_this_person";

/** Ticked flags that are closed with this decision; the original of a duplicate is not. */
export const followers = (form: DecisionForm, work: Pick<Work, "together">): string[] =>
  isFollowed(form) ? work.together.filter((id) => id !== form.duplicateOf) : [];

/** How many of these nobody looked at to the end. */
export const countUnseen = (ids: readonly string[], work: Pick<Work, "seenAlike">): number => ids.filter((id) => !work.seenAlike.includes(id)).length;
