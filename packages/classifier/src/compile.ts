import type { Classification, ClassifierInput } from "./classification.ts";
import type { Contest } from "./contest.ts";
import { addPattern, newTrie, type Trie } from "./match.ts";
import { type ContestIndex, indexContest, nameKey } from "./mentions.ts";
import { squash, usualSpelling } from "./normalize.ts";
import type { Lexicon, PackRule, RulePack, Term } from "./rule-pack.ts";
import { scoreText } from "./score.ts";

/** A term of the pack with where it lives and its weight in tenths. */
export interface PackTerm {
  readonly entry: Term;
  readonly lexicon: Lexicon;
  readonly tenths: number;
}

/** A pack and a contest ready to read texts. */
export interface Compiled {
  readonly pack: RulePack;
  readonly contest: Contest;
  readonly terms: Trie<PackTerm>;
  readonly index: ContestIndex;
  readonly rulesOn: ReadonlyMap<string, readonly PackRule[]>;
  readonly isKnown: (word: string) => boolean;
}

/** Reads texts under one pack and one contest. */
export interface Classifier {
  /** Pure and deterministic. Any string is valid; only the first 20,000 UTF-16 units are read. */
  classify(input: ClassifierInput): Classification;
}

/**
 * Prepares a pack and a contest; do it once, classify many. Accepts both back from JSON.
 *
 * Cost: one pass over the terms (a few ms for thousands); classify costs one pass over the text whatever their number.
 */
export function compile(pack: RulePack, contest: Contest): Classifier {
  const terms = newTrie<PackTerm>();
  const numberWords = new Map<string, number>();
  const boxTerms: string[] = [];
  const everyday = new Set<string>();
  for (const lexicon of pack.lexicons) {
    for (const entry of lexicon.entries) {
      if (lexicon.category === "number_word") {
        if (entry.number !== undefined) numberWords.set(usualSpelling(squash(entry.term)), entry.number);
        continue;
      }
      if (lexicon.category === "empty_box") boxTerms.push(entry.term);
      if (lexicon.category === "everyday_name") {
        everyday.add(nameKey(entry.term));
        continue;
      }
      const full = Math.round(entry.weight * 10);
      addPattern(terms, entry.term, { entry, lexicon, tenths: lexicon.reviewed ? full : Math.floor(full / 2) }, entry.stem);
    }
  }
  const index = indexContest(contest, { numberWords, boxTerms, everyday });
  const rulesOn = new Map<string, PackRule[]>();
  for (const rule of pack.rules) rulesOn.set(rule.on, [...(rulesOn.get(rule.on) ?? []), rule]);
  const isKnown = (word: string): boolean => terms.vocabulary.has(word) || index.trie.vocabulary.has(word);
  const compiled: Compiled = { pack, contest, terms, index, rulesOn, isKnown };
  return { classify: (input) => scoreText(compiled, input) };
}
