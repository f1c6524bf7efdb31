import { normalise } from "./chain.ts";
import type { Hit, Matcher } from "./matcher.ts";
import { type AhoCorasick, loadPackage, type Re2Set } from "./native.ts";

/** Bytes; its default of 8 MiB refuses 50,000 terms. */
const RE2_MEMORY = 2 ** 28;

/** The matchers that can be had ready-made, each behind `normalise`. `keys`: normalised terms. Terms are looked for with the spaces around them, so nobody needs \b. */
export async function offTheShelf(keys: readonly string[]): Promise<{ re2: Matcher; alternation: Matcher; aho: Matcher }> {
  const { Set: PatternSet } = await loadPackage("re2");
  const Automaton = await loadPackage("modern-ahocorasick");
  const spaced = keys.map((key) => ` ${key} `);
  return { re2: re2Set(new PatternSet(spaced, { maxMem: RE2_MEMORY })), alternation: alternation(keys), aho: ahoCorasick(new Automaton(spaced)) };
}

/** Ordinal of the token that begins behind the space at `space`. */
function ordinal(normal: string, space: number): number {
  let count = 0;
  for (let at = 0; at < space; at += 1) if (normal[at] === " ") count += 1;
  return count;
}

function re2Set(set: Re2Set): Matcher {
  return {
    name: "string chain + RE2.Set",
    count: (text) => set.match(normalise(text)).length,
    list: (text) => set.match(normalise(text)).map((term): Hit => ({ term, first: -1 })),
  };
}

/** Longest first, because the first branch that fits is taken. A hit eats its words, so terms inside it and across its end are lost. */
function alternation(keys: readonly string[]): Matcher {
  const byLength = [...keys].sort((a, b) => b.length - a.length);
  const numbers = new Map(keys.map((key, number) => [key, number]));
  // Normalised terms hold letters, digits, # and @: nothing to escape.
  const pattern = new RegExp(` (${byLength.join("|")})(?= )`, "g");
  return {
    name: "string chain + one RegExp of all terms",
    count: (text) => {
      const normal = normalise(text);
      let count = 0;
      pattern.lastIndex = 0;
      while (pattern.test(normal)) count += 1;
      return count;
    },
    list: (text) => {
      const normal = normalise(text);
      return [...normal.matchAll(pattern)].map(({ 1: key, index }) => ({ term: numbers.get(key!)!, first: ordinal(normal, index) }));
    },
  };
}

function ahoCorasick(automaton: AhoCorasick): Matcher {
  return {
    name: "string chain + modern-ahocorasick",
    count: (text) => automaton.search(normalise(text)).length,
    list: (text) => {
      const normal = normalise(text);
      return automaton.search(normal).map(({ patternIndex, start }) => ({ term: patternIndex, first: ordinal(normal, start) }));
    },
  };
}

/** Our own hands, the usual way: split, then ask a Map for every run of words up to the longest term with that first word. */
export function ngramMap(keys: readonly string[]): Matcher {
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const longest = new Map<string, number>();
  for (const key of keys) {
    const words = key.split(" ");
    longest.set(words[0]!, Math.max(longest.get(words[0]!) ?? 0, words.length));
  }
  const find = (text: string, take: (term: number, first: number) => void): void => {
    const words = normalise(text).trim().split(" ");
    for (let first = 0; first < words.length; first += 1) {
      let run = words[first]!;
      const most = longest.get(run) ?? 0;
      for (let length = 1; length <= most; length += 1) {
        if (length > 1) {
          const next = words[first + length - 1];
          if (next === undefined) break;
          run = `${run} ${next}`;
        }
        const term = numbers.get(run);
        if (term !== undefined) take(term, first);
      }
    }
  };
  return {
    name: "string chain + split + Map",
    count: (text) => {
      let count = 0;
      find(text, () => {
        count += 1;
      });
      return count;
    },
    list: (text) => {
      const hits: Hit[] = [];
      find(text, (term, first) => hits.push({ term, first }));
      return hits;
    },
  };
}
