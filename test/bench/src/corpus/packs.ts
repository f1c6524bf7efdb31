import type { Contest, RulePack, Term } from "@netra/classifier";
import { BareTrie } from "../matchers/bare-trie.ts";
import { literalsOf } from "../matchers/literals.ts";
import { openNetra } from "../netra.ts";
import { newRandom, type Random } from "../random.ts";
import { madeWord } from "./made-words.ts";
import type { Posts, Wording } from "./posts.ts";

/** Sizes of packs in terms, and how many hits a post should have on average: real packs grow by ever rarer terms. */
export const SIZES: readonly { readonly size: number; readonly hits: number }[] = [
  { size: 500, hits: 0.7 },
  { size: 5_000, hits: 1.2 },
  { size: 50_000, hits: 2.46 },
];

/** A term with the place of its lexicon, and its hits per post. */
interface Candidate {
  readonly term: Term;
  readonly home: number;
  readonly hits: number;
  readonly isMade: boolean;
}

/** A pack for the bench and how many of its terms are the real pack's. */
export interface MadePack {
  readonly pack: RulePack;
  readonly real: number;
}

/**
 * A pack of `size` terms whose hits per post come near `hits`: terms that occur are drawn, common ones rather, until there are enough hits; the rest do not
 * occur. Real terms first, made ones when there are too few. Lexicons and rules stay as they are.
 */
export function makePack({
  pack,
  size,
  hits,
  posts,
  contest,
}: {
  pack: RulePack;
  size: number;
  hits: number;
  posts: Posts;
  contest: Contest;
}): MadePack {
  const random = newRandom(size);
  const all = candidates({ wide: withMade({ pack, count: size, wording: posts.wording, random }), pack, contest, texts: posts.texts });
  const occurring = all.filter((one) => one.hits > 0).map((one) => ({ ...one, draw: random.next() ** (1 / Math.sqrt(one.hits)) }));
  const chosen: Candidate[] = [];
  let total = 0;
  for (const one of occurring.sort((a, b) => b.draw - a.draw)) {
    if (chosen.length === size || total + one.hits > hits) continue;
    total += one.hits;
    chosen.push(one);
  }
  const silent = all.filter((one) => one.hits === 0).map((one) => ({ ...one, draw: random.next() + (one.isMade ? 1 : 0) }));
  chosen.push(...silent.sort((a, b) => a.draw - b.draw).slice(0, size - chosen.length));
  const homes = pack.lexicons.map((lexicon) => ({ ...lexicon, entries: [] as Term[] }));
  for (const { term, home } of chosen) homes[home]!.entries.push(term);
  return { pack: { ...pack, lexicons: homes }, real: chosen.filter(({ isMade }) => !isMade).length };
}

/** The pack with `count` made terms more, in the lexicons that carry points, as many in each as its share of real ones. */
function withMade({ pack, count, wording, random }: { pack: RulePack; count: number; wording: Wording; random: Random }): RulePack {
  const lexicons = pack.lexicons.map((lexicon) => ({ ...lexicon, entries: [...lexicon.entries] }));
  const pointed = lexicons.filter(({ side, entries }) => (side === "support" || side === "oppose") && entries.length > 50);
  const slots = pointed.flatMap((lexicon) => lexicon.entries.map(() => lexicon));
  const known = new Set(lexicons.flatMap(({ entries }) => entries.map(({ term }) => term)));
  for (let left = count; left > 0; ) {
    const term = madeTerm(wording, random);
    if (known.has(term)) continue;
    known.add(term);
    random.pick(slots).entries.push({ term, weight: 1, note: "made", source: "bench" });
    left -= 1;
  }
  return { ...pack, lexicons };
}

function candidates({ wide, pack, contest, texts }: { wide: RulePack; pack: RulePack; contest: Contest; texts: readonly string[] }): Candidate[] {
  const { keys, numberOf } = literalsOf(wide);
  const trie = new BareTrie(keys);
  const netra = openNetra(wide, contest);
  const counts = new Float64Array(keys.length);
  const read = new Map<string, number>();
  for (const text of texts) {
    for (const { term } of trie.list(text)) counts[term]! += 1 / texts.length;
    for (const { term } of netra.terms(text)) read.set(term, (read.get(term) ?? 0) + 1 / texts.length);
  }
  return wide.lexicons.flatMap(({ entries }, home) =>
    entries.map((term, i) => {
      const number = numberOf.get(term.term);
      // The classifier also finds other spellings: a term that only it finds is no silent one.
      const hits = Math.max(number === undefined ? 0 : counts[number]!, read.get(term.term) ?? 0);
      return { term, home, hits, isMade: i >= pack.lexicons[home]!.entries.length };
    }),
  );
}

/** Half of the made terms could be said in the posts: words, hashtags and mostly runs of two and three words. The others are made of words nobody uses. */
function madeTerm({ words, runs }: Wording, random: Random): string {
  const isSaid = random.chance(0.5);
  const word = (): string => (isSaid ? random.pick(words) : madeWord(random));
  const way = random.next();
  if (way < 0.15) return word();
  if (way < 0.3) return `#${word()}${word()}`;
  if (isSaid && way < 0.75) return random.pick(runs);
  return way < 0.6 ? `${word()} ${word()}` : `${word()} ${word()} ${word()}`;
}
