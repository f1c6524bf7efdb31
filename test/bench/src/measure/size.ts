import { type Contest, compile, type RulePack } from "@netra/classifier";
import type { Agreement } from "../agreement.ts";
import { checkMatchers, checkNetra } from "../check.ts";
import { oddTexts } from "../corpus/odd-texts.ts";
import { BareTrie } from "../matchers/bare-trie.ts";
import { literalsOf } from "../matchers/literals.ts";
import { ngramMap, offTheShelf } from "../matchers/off-the-shelf.ts";
import { NETRA, TRIE } from "../names.ts";
import { openNetra } from "../netra.ts";
import { newRandom } from "../random.ts";
import { cpuMicros } from "./clock.ts";
import { loop, type Runner } from "./runners.ts";

/** What is known of a pack before anything is timed, and what is to be timed. */
export interface SizeSetup {
  readonly size: number;
  readonly runners: readonly Runner[];
  /** Names of the rows that are ready-made matchers. */
  readonly shelf: readonly string[];
  readonly terms: readonly string[];
  readonly facts: SizeFacts;
}

/** Facts about a pack over the posts. Shares of one; times in ms of CPU. */
export interface SizeFacts {
  readonly size: number;
  readonly literals: number;
  readonly hitsPerPost: number;
  readonly postsHit: number;
  readonly longWay: number;
  readonly flagged: number;
  /** Three times the same, in a process that has compiled packs before. */
  readonly compileMs: readonly number[];
  readonly agreement: readonly Agreement[];
}

const CHECKED = 5_000;
/** A RegExp of many terms takes so long that it reads every tenth post. */
const EVERY = 10;

/** Compiles one pack in every way and checks that all ways agree. */
export async function setUpSize({
  pack,
  size,
  contest,
  texts,
}: {
  pack: RulePack;
  size: number;
  contest: Contest;
  texts: readonly string[];
}): Promise<SizeSetup> {
  const compileMs = [1, 2, 3].map(() => {
    const us = cpuMicros(() => (compile(pack, contest) === null ? 0 : 1));
    return us / 1000;
  });
  const literals = literalsOf(pack);
  const trie = new BareTrie(literals.keys);
  const netra = openNetra(pack, contest);
  const { re2, alternation, aho } = await offTheShelf(literals.keys);
  const map = ngramMap(literals.keys);
  const others = [
    { matcher: map, semantics: "places" as const },
    { matcher: aho, semantics: "places" as const },
    { matcher: re2, semantics: "terms" as const },
    { matcher: alternation, semantics: "apart" as const },
  ];
  const checked = texts.slice(0, CHECKED);
  const odd = oddTexts({ count: CHECKED, terms: literals.keys, random: newRandom(size) });
  const agreement = [
    ...checkMatchers({ texts: [...checked, ...odd], trie, literals, others }),
    checkNetra({ texts: checked, trie, literals, netra, pack }),
  ];
  const counts = texts.map((text) => trie.count(text));
  const quiet = texts.filter((text) => netra.isQuiet(text));
  const long = texts.filter((text) => !netra.isQuiet(text));
  const some = texts.filter((_, i) => i % EVERY === 0);
  const shelf = [re2, alternation, aho];
  // What is found is used, so that nothing is left out.
  const classify = (text: string): number => netra.classify(text).signals.length;
  return {
    size,
    shelf: shelf.map(({ name }) => name),
    terms: [...literals.numberOf.keys()],
    runners: [
      loop({ name: TRIE, size, texts, rounds: 2, run: (text) => trie.count(text) }),
      loop({ name: NETRA, size, texts, rounds: 1, run: classify }),
      loop({ name: "  its pass over the text alone", size, texts, rounds: 1, run: (text) => netra.scan(text) }),
      loop({ name: "  posts without a candidate", size, texts: quiet, rounds: 1, run: classify }),
      loop({ name: "  posts read the long way", size, texts: long, rounds: 1, run: classify }),
      ...[...shelf, map].map((matcher) =>
        loop({
          name: matcher.name,
          size,
          texts: matcher === alternation && size > 1_000 ? some : texts,
          rounds: 1,
          run: (text) => matcher.count(text),
        }),
      ),
    ],
    facts: {
      size,
      literals: literals.keys.length,
      hitsPerPost: counts.reduce((sum, count) => sum + count, 0) / texts.length,
      postsHit: counts.filter((count) => count > 0).length / texts.length,
      longWay: long.length / texts.length,
      flagged: texts.filter((text) => netra.classify(text).flagged).length / texts.length,
      compileMs,
      agreement,
    },
  };
}
