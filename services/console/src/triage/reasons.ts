import type { WordKey } from "../words/id.ts";
import type { Outcome } from "./decision-form.ts";

type ReasonKey = Extract<WordKey, `reason.${string}`>;

/** Sentences to start from, by outcome; every one may be edited, and free text is always possible. */
export const REASONS: Readonly<Record<Outcome, readonly ReasonKey[]>> = {
  not_partisan: ["reason.pledge", "reason.civic", "reason.courtesy", "reason.duty", "reason.ordinary", "reason.critique", "reason.sarcasm"],
  duplicate: ["reason.duplicate_same"],
  not_this_person: ["reason.namesake"],
  third_party_act: ["reason.third_tag", "reason.third_upload"],
  out_of_scope: ["reason.scope"],
};
