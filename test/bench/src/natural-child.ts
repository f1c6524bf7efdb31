import stemmers from "natural/lib/natural/stemmers/index.js";
import tokenizers from "natural/lib/natural/tokenizers/index.js";
import { loop, type Runner, type Spent } from "./measure/runners.ts";

/**
 * The obvious pipeline in a process of its own, with its own floor: natural's Indonesian tokenizer, its stemmer on every token, a Set asked for every run of
 * stems. The whole of natural extends String, which makes loops over character codes in the same process several times slower; these sub-paths do not, and
 * are kinder to it.
 */
export type ToNatural =
  | { readonly posts: readonly string[] }
  | { readonly terms: readonly string[]; readonly size: number }
  | { readonly size: number; readonly block: number; readonly blocks: number }
  | { readonly size: number; readonly share: true };
/** What a block cost, or the share of posts with a hit. */
export type FromNatural = Spent | { readonly hit: number };

interface StemmedTerms {
  readonly runs: ReadonlySet<string>;
  /** By first stem: the longest term that begins with it, in stems. */
  readonly longest: ReadonlyMap<string, number>;
}

const tokenizer = new tokenizers.AggressiveTokenizerId();
// It drops capitals, so they are lowered first.
const stem = (text: string): string[] => tokenizer.tokenize(text.toLowerCase()).map((token) => stemmers.StemmerId.stem(token));

function learn(terms: readonly string[]): StemmedTerms {
  const runs = new Set<string>();
  const longest = new Map<string, number>();
  for (const stems of terms.map(stem)) {
    if (stems.length === 0) continue;
    runs.add(stems.join(" "));
    longest.set(stems[0]!, Math.max(longest.get(stems[0]!) ?? 0, stems.length));
  }
  return { runs, longest };
}

function count(text: string, { runs, longest }: StemmedTerms): number {
  const stems = stem(text);
  let hits = 0;
  for (let first = 0; first < stems.length; first += 1) {
    let run = stems[first]!;
    const most = Math.min(longest.get(run) ?? 0, stems.length - first);
    for (let length = 1; length <= most; length += 1) {
      if (length > 1) run = `${run} ${stems[first + length - 1]!}`;
      if (runs.has(run)) hits += 1;
    }
  }
  return hits;
}

function floor(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (sum + text.charCodeAt(at)) | 0;
  return sum;
}

let posts: readonly string[] = [];
const packs = new Map<number, StemmedTerms>();
const runners = new Map<number, Runner>();

function answer(message: ToNatural): FromNatural {
  if ("posts" in message) {
    posts = message.posts;
    runners.set(0, loop({ name: "floor", size: 0, texts: posts, rounds: 100, run: floor }));
    return { hit: 0 };
  }
  if ("terms" in message) {
    const terms = learn(message.terms);
    packs.set(message.size, terms);
    runners.set(message.size, loop({ name: "natural", size: message.size, texts: posts, rounds: 1, run: (text) => count(text, terms) }));
    return { hit: 0 };
  }
  if ("share" in message) return { hit: posts.filter((text) => count(text, packs.get(message.size)!) > 0).length / posts.length };
  return runners.get(message.size)!.block(message.block, message.blocks) as Spent;
}

process.on("message", (message: ToNatural) => void process.send?.(answer(message)));
