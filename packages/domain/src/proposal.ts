import { invalid } from "./errors.ts";
import { hasHandle } from "./handle-in-words.ts";

/** A term is a few words, not a sentence of somebody's. */
export const PROPOSAL_WORDS = 6;

/** What a reader proposes: words with what they do, when, and why. */
export interface Proposal {
  readonly term: string;
  readonly category: string;
  readonly condition: string;
  readonly note: string;
}

const ADDRESS = /https?:|www\.|\b[\p{L}\p{N}-]+\.(?:com|id|net|org|co|me|ly|info|gov|go)\b/iu;
/** A NIP has 18 digits, a telephone from 9 on; written with dots or spaces they are the same. */
const NUMBER = /\d(?:[ .-]?\d){5,}/;

/**
 * Takes what goes to the engineer of rules, who sees no name and no handle: trimmed, or refused with the reason. Whether it names anybody who is registered is asked of the register.
 *
 * @throws invalid `proposal-empty`, `proposal-long`, `proposal-address`, `proposal-handle`, `proposal-number`.
 */
export function checkProposal(given: Proposal): Proposal {
  const term = given.term.replace(/\s+/g, " ").trim();
  const proposal = { ...given, term, condition: given.condition.trim(), note: given.note.trim() };
  if (!/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(term)) throw invalid("proposal-empty", "Choose the words to propose.");
  if (term.split(" ").length > PROPOSAL_WORDS || term.length > 80)
    throw invalid("proposal-long", `A term has at most ${PROPOSAL_WORDS} words: choose the part that matters.`);
  for (const text of [term, proposal.condition, proposal.note]) {
    if (ADDRESS.test(text)) throw invalid("proposal-address", "An address leads to a person: leave it out.");
    if (hasHandle(text)) throw invalid("proposal-handle", "A handle or mail address names a person: leave it out.");
    if (NUMBER.test(text)) throw invalid("proposal-number", "A long number may be a NIP or a telephone: leave it out.");
  }
  return proposal;
}

/** What stands in a sample in the place of what was taken out, character by character, so that places in the text stay true. */
const cover = (found: string): string => "▒".repeat(found.length);

/**
 * A text as somebody may see it who sees no name, handle or NIP: addresses, handles, long numbers and the parts of the author's own name and handles are covered.
 *
 * `names`: of the author, as registered; `handles`: with or without "@". What a text calls others by a plain name stays, since nobody can tell it from a word.
 */
export function coverPeople(text: string, { names, handles }: { readonly names: readonly string[]; readonly handles: readonly string[] }): string {
  const parts = names.flatMap((name) => name.split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length >= 3);
  const own = [...handles.map((handle) => handle.replace(/^@/, "")), ...parts].filter((word) => word !== "").sort((a, b) => b.length - a.length);
  const plain = text
    .replace(/\b(?:https?:\/\/|www\.)\S+/giu, cover)
    .replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu, cover)
    .replace(/@[\p{L}\p{N}._]+/gu, cover)
    .replace(/\d(?:[ .-]?\d){5,}/g, cover);
  if (own.length === 0) return plain;
  const words = own.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return plain.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, "giu"), cover);
}
