import type { Allocation } from "../measure/allocation.ts";
import type { SizeFacts } from "../measure/size.ts";
import type { Slope } from "../measure/slope.ts";

/** One matcher over one pack. `xFloor`, `xNatural`: medians of ratios within a pass; null where they say nothing. */
export interface Row {
  readonly name: string;
  readonly us: number;
  readonly postsPerSecond: number;
  readonly xFloor: number;
  readonly xNatural: number | null;
}

/** A pack's facts, rows, and the ratios that the contract speaks of. */
export interface SizeFigures extends SizeFacts {
  /** Terms that are the real pack's own. */
  readonly real: number;
  /** Share of posts in which natural finds something: it reads otherwise. */
  readonly naturalPostsHit: number;
  readonly rows: readonly Row[];
  /** How many times faster than natural; than the fastest ready-made matcher, and which; how many times slower than the bare trie. */
  readonly ratios: { readonly natural: number; readonly shelf: number; readonly shelfName: string; readonly trie: number };
}

/** Everything that a run measured; what is kept by date. */
export interface Figures {
  readonly date: string;
  readonly isQuick: boolean;
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number; readonly loadBefore: number; readonly loadAfter: number };
  readonly posts: {
    readonly source: string;
    readonly count: number;
    readonly meanUnits: number;
    readonly nonAscii: number;
    readonly mentionShare: number;
    readonly contest: string;
  };
  readonly pack: { readonly id: string; readonly version: number };
  readonly passes: number;
  readonly floorUs: number;
  readonly naturalFloorUs: number;
  readonly normaliseUs: number;
  readonly sizes: readonly SizeFigures[];
  /** 50,000 terms by 500 terms. */
  readonly growth: { readonly netra: number; readonly trie: number };
  readonly scan: readonly Slope[];
  readonly classify: readonly Slope[];
  readonly allocation: Allocation;
}
