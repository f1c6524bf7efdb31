import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Contest, RulePack } from "@netra/classifier";
import { invalid } from "@netra/domain";
import { squash, usualSpelling } from "../../../../packages/classifier/src/normalize.ts";
import { newRandom, type Random } from "../random.ts";
import { disguise } from "./disguise.ts";
import { madeWord } from "./made-words.ts";
import { mention } from "./mention.ts";

/** Share of posts into which a mention of one of the contest's candidates is spliced. */
export const MENTION_SHARE = 0.15;
const SHORTEST = 20;
const LONGEST = 280;
/** Nobody makes a term of a word that is in every other post. */
const MOST_COMMON = 1_000;
const RUNS = 40_000;

/** What is read in the bench, and where it came from. Posts hold 20 to 280 UTF-16 units; they live in memory only. */
export interface Posts {
  readonly source: string;
  readonly texts: readonly string[];
  readonly wording: Wording;
}

/** What terms are made of that could be said in these posts. Small letters a-z only. */
export interface Wording {
  /** Words of three letters and more, without the most common. */
  readonly words: readonly string[];
  /** Two or three words that stand side by side somewhere. */
  readonly runs: readonly string[];
}

/** Makes `count` posts: spliced from the development texts of a folder, or from the pack's words and made-up ones when there is none. Deterministic. */
export function makePosts({ folder, count, pack, contest }: { folder: string | null; count: number; pack: RulePack; contest: Contest }): Posts {
  const random = newRandom(20_290_601);
  const sources = folder === null ? madeTexts(pack, random) : readTexts(folder);
  const texts: string[] = [];
  while (texts.length < count) texts.push(splice(sources, contest, random));
  return { source: folder === null ? "made-up words" : "development texts, spliced", texts, wording: wordingOf(sources, random) };
}

/** The texts of a corpus folder as words. A message never holds a text. */
function readTexts(folder: string): string[][] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^dev_.*\.jsonl$/.test(name)) : [];
  if (files.length === 0) throw invalid("corpus-missing", `${folder} holds no dev_*.jsonl: point NETRA_EVAL_DIR at the corpus, or leave it unset.`);
  return files.sort().flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => wordsOf((JSON.parse(line) as { text: string }).text))
      .filter((words) => words.length > 0),
  );
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** Sentences of made-up words with some of the pack's among them: common words come often, as in any language. */
function madeTexts(pack: RulePack, random: Random): string[][] {
  const known = pack.lexicons.flatMap(({ entries }) => entries.map(({ term }) => term)).filter((term) => !term.includes("{"));
  const made = Array.from({ length: 20_000 }, () => madeWord(random));
  const common = (list: readonly string[]): string => list[Math.floor(list.length * random.next() ** 3)]!;
  return Array.from({ length: 4_000 }, () =>
    Array.from({ length: 8 + random.below(40) }, () => {
      const word = random.chance(0.06) ? random.pick(known) : common(made);
      return random.chance(0.03) ? `#${word.replaceAll(" ", "")}` : random.chance(0.1) ? `${word}${random.pick([".", ",", "!", "?"])}` : word;
    }).flatMap(wordsOf),
  );
}

function splice(sources: readonly string[][], contest: Contest, random: Random): string {
  const wanted = SHORTEST + random.below(LONGEST - SHORTEST + 1) * Math.sqrt(random.next());
  const words: string[] = [];
  for (let length = 0; length < wanted; ) {
    const from = random.pick(sources);
    for (let at = random.below(from.length); at < from.length && length < wanted; at += 1) {
      const word = from[at]!;
      words.push(word);
      length += word.length + 1;
    }
  }
  const written = disguise(words, random);
  if (random.chance(MENTION_SHARE)) written.splice(random.below(written.length + 1), 0, mention(contest, random));
  return fit(written.join(" "), random, sources);
}

/** Between the shortest and the longest post, never cutting a surrogate pair. */
function fit(text: string, random: Random, sources: readonly string[][]): string {
  let out = text;
  while (out.length < SHORTEST) out += ` ${random.pick(random.pick(sources))}`;
  out = out.slice(0, LONGEST);
  // Flat, as a text from a database is: a rope would make the first reader pay for all.
  return Buffer.from(out.toWellFormed(), "utf8").toString("utf8");
}

function wordingOf(sources: readonly string[][], random: Random): Wording {
  const counts = new Map<string, number>();
  // A chat spelling as a term would be a term for the usual word, and so for every other post.
  const isPlain = (word: string): boolean => /^[a-z]{3,}$/i.test(word) && usualSpelling(squash(word.toLowerCase())) === squash(word.toLowerCase());
  for (const word of sources.flat()) if (isPlain(word)) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  const words = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const runs = new Set<string>();
  for (let tries = 0; runs.size < RUNS && tries < RUNS * 20; tries += 1) {
    const source = random.pick(sources);
    const from = random.below(source.length);
    const run = source.slice(from, from + 2 + random.below(2));
    if (run.length > 1 && run.every(isPlain)) runs.add(run.join(" ").toLowerCase());
  }
  return { words: words.slice(MOST_COMMON), runs: [...runs] };
}
