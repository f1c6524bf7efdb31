import type { RulePack } from "@netra/classifier";
import { type Agreement, AgreementCount, compareHits, type Difference, type Semantics } from "./agreement.ts";
import type { BareTrie } from "./matchers/bare-trie.ts";
import { normalise } from "./matchers/chain.ts";
import type { Literals } from "./matchers/literals.ts";
import type { Matcher } from "./matchers/matcher.ts";
import type { Netra } from "./netra.ts";
import { kindOf } from "./netra-kinds.ts";

/** Compares matchers with the bare trie over posts, and the bare trie's places with the texts they point to. */
export function checkMatchers({
  texts,
  trie,
  literals,
  others,
}: {
  texts: readonly string[];
  trie: BareTrie;
  literals: Literals;
  others: readonly { matcher: Matcher; semantics: Semantics }[];
}): Agreement[] {
  const words = literals.keys.map((key) => key.split(" ").length);
  const places = new AgreementCount("places in the text");
  const counts = others.map(({ matcher }) => new AgreementCount(matcher.name));
  for (const text of texts) {
    const yardstick = trie.list(text);
    const spans = trie.spans();
    places.add(
      spans.length,
      spans.flatMap((span) => misplaced(span, text, literals)),
    );
    for (const [i, { matcher, semantics }] of others.entries())
      counts[i]!.add(yardstick.length, compareHits({ yardstick, other: matcher.list(text), semantics, words }));
  }
  return [places, ...counts].map((count) => count.result());
}

/** A sign such as ½ stands for several words, and a term among them for no stretch of the text that is its own. */
const ONE_SIGN = "one sign stands for several words";
const SIGNS = /[\u00bc-\u00be\u2100-\u218f\u2460-\u24ff\u3200-\u33ff\uf900-\uffff]/;

function misplaced({ term, start, end }: { term: number; start: number; end: number }, text: string, { keys }: Literals): Difference[] {
  const slice = text.slice(start, end);
  const read = normalise(slice);
  if (read.trim() === keys[term]) return [];
  // "sehat½": the 1 of the sign reads as the last letter of a term, and the sign lies behind the place.
  const withNext = text.slice(start, end + 1);
  const isSign = SIGNS.test(withNext) && (read.includes(` ${keys[term]} `) || normalise(withNext).includes(` ${keys[term]} `));
  return [{ term, kind: isSign ? ONE_SIGN : null }];
}

/** Compares the terms that the classifier finds with the bare trie's, by term and place. */
export function checkNetra({
  texts,
  trie,
  literals,
  netra,
  pack,
}: {
  texts: readonly string[];
  trie: BareTrie;
  literals: Literals;
  netra: Netra;
  pack: RulePack;
}): Agreement {
  const stems = new Set<number>();
  const read = new Set<number>();
  for (const { category, entries } of pack.lexicons) {
    for (const { term, stem } of entries) {
      const number = literals.numberOf.get(term);
      // Numbers and everyday names are known to the classifier, but are no terms that it finds.
      if (number === undefined || category === "number_word" || category === "everyday_name") continue;
      read.add(number);
      if (stem) stems.add(number);
    }
  }
  const count = new AgreementCount("Netra's own terms");
  for (const text of texts) {
    const yardstick = new Map<string, { term: number; start: number; end: number }>();
    trie.count(text);
    for (const span of trie.spans()) if (read.has(span.term)) yardstick.set(`${span.term}@${span.start}`, span);
    const got = new Map<string, { term: number; start: number; end: number }>();
    for (const { term, start, end } of netra.terms(text)) {
      const number = literals.numberOf.get(term);
      if (number !== undefined) got.set(`${number}@${start}`, { term: number, start, end });
    }
    const apart = [...[...got].filter(([name]) => !yardstick.has(name)), ...[...yardstick].filter(([name]) => !got.has(name))];
    count.add(
      yardstick.size,
      apart.map(
        ([, { term, start, end }]): Difference => ({ term, kind: kindOf({ text, start, end, term: literals.keys[term]!, isStem: stems.has(term) }) }),
      ),
    );
  }
  return count.result();
}
