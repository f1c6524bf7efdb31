import { stemWord } from "./stem.ts";
import { tokenize } from "./tokenize.ts";

/** What one place of a term asks of a text: a slot, or a word by its key, by a further key it also answers to, or by its stem. */
export interface TermPiece {
  readonly slot: "candidate" | "number" | null;
  /** Matching key; empty for slots. */
  readonly key: string;
  readonly others: readonly string[];
  /** The Indonesian stem, for terms that match by stem; null for others, numbers and emoji. */
  readonly stem: string | null;
  /** The word as written, small and without stretched letters: differs from the key when the slang table spells it otherwise. */
  readonly written: string;
  /** Counts up where the term holds the end of a sentence. */
  readonly sentence: number;
}

const SLOTS = /(\{candidate\}|\{number\})/;

/** Cuts a term into places as the matcher does, with the tokenizer that reads texts. Empty when nothing of it can be matched. */
export function readTerm(term: string, byStem = false): TermPiece[] {
  const pieces: TermPiece[] = [];
  let sentence = 0;
  for (const part of term.split(SLOTS)) {
    if (part === "{candidate}" || part === "{number}") {
      pieces.push({ slot: part === "{candidate}" ? "candidate" : "number", key: "", others: [], stem: null, written: "", sentence });
      continue;
    }
    const base = sentence;
    for (const token of tokenize(part).tokens) {
      sentence = base + token.sentence;
      const isWord = token.kind === "word";
      pieces.push({
        slot: null,
        key: token.key,
        others: token.others,
        stem: byStem && isWord ? stemWord(token.plain) : null,
        written: isWord ? squashed(token.plain) : token.key,
        sentence,
      });
    }
  }
  return pieces;
}

const squashed = (word: string): string => word.replaceAll("'", "").replace(/(\p{L})\1+/gu, "$1");

/** One string for a term as read: equal for terms that match the same. */
export function termKey(pieces: readonly TermPiece[]): string {
  return pieces.map(({ slot, key, stem }) => (slot === null ? (stem === null ? key : `~${stem}`) : `{${slot}}`)).join(" ");
}
