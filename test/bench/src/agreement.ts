import type { Hit } from "./matchers/matcher.ts";

/** A disagreement in one post: the term, and which kind of known difference it is; null when it is none. */
export interface Difference {
  readonly term: number;
  readonly kind: string | null;
}

/** What a matcher may do differently from the yardstick: `places` all the same; `terms` the same terms, places unknown; `apart` hits that overlap are lost. */
export type Semantics = "places" | "terms" | "apart";

/** Known kinds of difference of ready-made matchers. */
export const LOST_OVERLAP = "a hit inside or across another is lost";

/** How matchers agreed over many posts. */
export interface Agreement {
  readonly matcher: string;
  readonly posts: number;
  /** Hits of the yardstick. */
  readonly hits: number;
  /** Posts with the same hits. */
  readonly same: number;
  /** Known kinds and how many hits are of that kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Differences that no kind explains; any makes the run fail. */
  readonly unexplained: number;
}

/** Compares a matcher's hits in one post with the yardstick's. `words`: by term, how many words it has. Pure. */
export function compareHits({
  yardstick,
  other,
  semantics,
  words,
}: {
  yardstick: readonly Hit[];
  other: readonly Hit[];
  semantics: Semantics;
  words: readonly number[];
}): Difference[] {
  const key = semantics === "terms" ? ({ term }: Hit) => `${term}` : ({ term, first }: Hit) => `${term}@${first}`;
  const wanted = new Map(yardstick.map((hit) => [key(hit), hit]));
  const got = new Map(other.map((hit) => [key(hit), hit]));
  const extra = [...got].filter(([name]) => !wanted.has(name)).map(([, { term }]): Difference => ({ term, kind: null }));
  const lost = [...wanted]
    .filter(([name]) => !got.has(name))
    .map(
      ([, hit]): Difference => ({
        term: hit.term,
        kind: semantics === "apart" && other.some((kept) => overlap(kept, hit, words)) ? LOST_OVERLAP : null,
      }),
    );
  return [...extra, ...lost];
}

function overlap(a: Hit, b: Hit, words: readonly number[]): boolean {
  return a.first < b.first + words[b.term]! && b.first < a.first + words[a.term]!;
}

/** Adds up comparisons of posts into an agreement. */
export class AgreementCount {
  readonly #matcher: string;
  #posts = 0;
  #hits = 0;
  #same = 0;
  #unexplained = 0;
  readonly #kinds = new Map<string, number>();

  constructor(matcher: string) {
    this.#matcher = matcher;
  }

  /** Takes one post: how many hits the yardstick has, and what differs. */
  add(hits: number, differences: readonly Difference[]): void {
    this.#posts += 1;
    this.#hits += hits;
    if (differences.length === 0) this.#same += 1;
    for (const { kind } of differences) {
      if (kind === null) this.#unexplained += 1;
      else this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    }
  }

  /** What came of it, commonest kind first. */
  result(): Agreement {
    const kinds = Object.fromEntries([...this.#kinds].sort(([, a], [, b]) => b - a));
    return { matcher: this.#matcher, posts: this.#posts, hits: this.#hits, same: this.#same, kinds, unexplained: this.#unexplained };
  }
}
