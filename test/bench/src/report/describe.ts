import { contractLines } from "./contract.ts";
import type { Figures, SizeFigures } from "./figures.ts";
import { tableOf } from "./table.ts";

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const thousands = (value: number): string => Math.round(value).toLocaleString("en");

/** A run as text for a terminal and for RESULTS.md: the promises first, then what they rest on. */
export function describe(figures: Figures): string {
  const { posts, machine, passes, floorUs, naturalFloorUs, normaliseUs, pack } = figures;
  return [
    `${thousands(posts.count)} posts (${posts.source}), ${posts.meanUnits.toFixed(0)} units each, ${percent(posts.nonAscii)} not ASCII, a mention spliced into ${percent(posts.mentionShare)}; contest ${posts.contest}, pack ${pack.id} ${pack.version}.`,
    `µs are CPU time of one process, medians of ${passes} passes; ratios are taken within a pass. Node ${machine.node}, ${machine.cores} × ${machine.cpu}, load ${machine.loadBefore} to ${machine.loadAfter}.`,
    `Floor (sum of character codes) ${short(floorUs)} µs a post, in natural's process ${short(naturalFloorUs)}; normalising by string functions alone ${short(normaliseUs)}.`,
    ...(figures.isQuick ? ["A quick run: few posts and passes, figures are rough and not kept."] : []),
    "",
    ...tableOf(
      ["promise", "measured", "target", "kept"],
      contractLines(figures).map(({ name, figure, target, kept }) => [name, figure, target, kept ? "yes" : "NO"]),
    ),
    "",
    `Where three figures stand, they are for ${figures.sizes.map(({ size }) => thousands(size)).join(", ")} terms. Ready-made means, with the string normaliser: ${[...new Set(figures.sizes.map(({ ratios }) => ratios.shelfName))].join("; ")}.`,
    ...figures.sizes.flatMap(describeSize),
    "",
    "Long texts, ns a unit:",
    "",
    ...slopes("the pass over a text of", figures.scan),
    "",
    ...slopes("full classification of", figures.classify),
    "",
    `Classification reads 20,000 units and no more: the worst of these texts takes ${short(longestMs(figures))} ms.`,
    "",
    `Heap: ${figures.allocation.noHit.toFixed(0)} bytes for a post without a hit (${thousands(figures.allocation.noHitPosts)} posts), ${figures.allocation.any.toFixed(0)} for any post on average.`,
    "",
  ].join("\n");
}

function describeSize(one: SizeFigures): string[] {
  return [
    "",
    `${thousands(one.size)} terms (${thousands(one.real)} of the pack, ${thousands(one.literals)} different literals): ${one.hitsPerPost.toFixed(2)} hits a post, ${percent(one.postsHit)} of posts hit; ${percent(one.longWay)} read the long way, ${percent(one.flagged)} flagged; compiled in ${one.compileMs.map((ms) => ms.toFixed(0)).join(", ")} ms.`,
    "",
    ...tableOf(
      ["matcher", "µs/post", "posts/s", "× floor", "× natural"],
      one.rows.map(({ name, us, postsPerSecond, xFloor, xNatural }) => [
        name,
        short(us),
        thousands(postsPerSecond),
        short(xFloor),
        xNatural === null ? "" : short(xNatural),
      ]),
    ),
    "",
    ...tableOf(
      ["agreement with the bare trie", "posts", "hits", "posts that differ", "unexplained"],
      one.agreement.map(({ matcher, posts, hits, same, unexplained }) => [
        matcher,
        thousands(posts),
        thousands(hits),
        thousands(posts - same),
        String(unexplained),
      ]),
    ),
    "",
    ...one.agreement
      .filter(({ kinds }) => Object.keys(kinds).length > 0)
      .map(
        ({ matcher, kinds }) =>
          `${matcher} differs, hits by kind: ${Object.entries(kinds)
            .map(([kind, count]) => `${kind} ${thousands(count)}`)
            .join("; ")}.`,
      ),
    `natural hits ${percent(one.naturalPostsHit)} of posts: stems and a-z only are another reading, so its hits are not compared.`,
  ];
}

function slopes(title: string, all: Figures["scan"]): string[] {
  const lengths = all[0]?.nsPerUnit.map(({ length }) => thousands(length)) ?? [];
  return tableOf(
    [title, ...lengths, "longest/shortest"],
    all.map(({ input, nsPerUnit, growth }) => [input, ...nsPerUnit.map(({ ns }) => short(ns)), `${growth.toFixed(2)} ×`]),
  );
}

function longestMs({ classify }: Figures): number {
  return Math.max(...classify.map(({ nsPerUnit }) => (nsPerUnit.at(-1)!.ns * nsPerUnit.at(-1)!.length) / 1e6));
}
