import { LshIndex, Minhash } from "minhash";
import { hashText } from "./hash.ts";
import { readKey } from "./read-key.ts";
import { tokenize } from "./tokenize.ts";

/** The way signatures are made. One of another version is made again; raise it with every change below, and with one of what makes a token's key. */
export const LIKENESS_VERSION = 1;

/**
 * A text with fewer different words has no signature: a greeting, or "coblos nomor dua", is said by hundreds who never read each other, and would glue
 * everything together.
 */
export const LIKENESS_MIN_WORDS = 6;
/** Only so many words of a text are looked at: who copies a letter copies its beginning. */
const MAX_WORDS = 300;
/** A longer word is cut: nobody writes it, and the library's cost grows with it. */
const MAX_WORD = 32;

// Two texts that share half of their words meet in some band 99 times of 100, at four tenths 94 times, at one tenth 4 times.
const BANDS = 42;
const BAND_SIZE = 3;
const SEED = 1;
/** Between one short template with two candidates' names (0.47) and two texts on one thing by two people (0.32): likeness.test.ts holds the figures. */
const ALIKE_FROM = 0.4;

/** What is kept of a text to find others that say the same. Both empty when it is too short. */
export interface Likeness {
  /** 32-bit; two texts are candidates when one of these is the same. */
  readonly bands: readonly number[];
  /** 32-bit names of its words and of its pairs of neighbours, ascending, each once. */
  readonly shingles: readonly number[];
}

const NONE: Likeness = { bands: [], shingles: [] };

/**
 * Signs a text by its words as they are read: disguised letters, case, emoji, @mentions, addresses and signs do not count. Any string is valid.
 * Cost: about 40 µs a word, for 300 words at most.
 */
export function signLikeness(text: string): Likeness {
  const words = wordsOf(text);
  if (new Set(words).size < LIKENESS_MIN_WORDS) return NONE;
  // Words alone do not see their order; pairs alone lose too much with one changed name.
  const shingles = new Set(words.flatMap((word, at) => (at === 0 ? [word] : [word, `${words[at - 1]} ${word}`])));
  const signature = new Minhash({ numPerm: BANDS * BAND_SIZE, seed: SEED });
  for (const shingle of shingles) signature.update(shingle);
  const bands = new LshIndex({ bandSize: BAND_SIZE }).getHashbands(signature);
  return {
    // With its place, so that the same values in another band are another name.
    bands: bands.map((band, place) => hashText(`${place}:${band}`)),
    shingles: [...new Set([...shingles].map(hashText))].sort((a, b) => a - b),
  };
}

/** Share of words and pairs of neighbours that two signed texts have in common, 0–1 (Jaccard). */
export function likenessOf(a: Pick<Likeness, "shingles">, b: Pick<Likeness, "shingles">): number {
  const [left, right] = [a.shingles, b.shingles];
  let common = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = [left[i] as number, right[j] as number];
    if (x === y) common += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  const all = left.length + right.length - common;
  return all === 0 ? 0 : common / all;
}

/** Whether two signed texts say the same in nearly the same words. What a shared band only suggests is asked here. */
export const isAlike = (a: Pick<Likeness, "shingles">, b: Pick<Likeness, "shingles">): boolean => likenessOf(a, b) >= ALIKE_FROM;

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const token of tokenize(text).tokens) {
    if (token.kind !== "word" && token.kind !== "number") continue;
    words.push(readKey(token).slice(0, MAX_WORD));
    if (words.length === MAX_WORDS) break;
  }
  return words;
}
