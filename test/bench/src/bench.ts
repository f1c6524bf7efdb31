import { cpus, loadavg } from "node:os";
import { readContestFile, readPack } from "../../../packages/classifier/test/read-pack.ts";
import { makePack, SIZES } from "./corpus/packs.ts";
import { MENTION_SHARE, makePosts } from "./corpus/posts.ts";
import { normalise } from "./matchers/chain.ts";
import { measureAllocation } from "./measure/allocation.ts";
import { median } from "./measure/clock.ts";
import { interleave, loop, type Runner, ratio, type Timing } from "./measure/runners.ts";
import { type SizeSetup, setUpSize } from "./measure/size.ts";
import { measureClassifySlopes, measureScanSlopes } from "./measure/slope.ts";
import { FLOOR, NATURAL, NATURAL_FLOOR, NETRA, NORMALISE, TRIE } from "./names.ts";
import { type Natural, startNatural } from "./natural.ts";
import { openNetra } from "./netra.ts";
import type { Figures, Row, SizeFigures } from "./report/figures.ts";

const FULL = { posts: 30_000, passes: 7, blocks: 15, scan: [1e4, 1e5, 1e6, 1e7] };
const QUICK = { posts: 6_000, passes: 3, blocks: 6, scan: [1e4, 1e5, 1e6] };
const CLASSIFY_LENGTHS = [1_000, 4_000, 20_000];
/** natural is so slow that it reads every thirtieth post. */
const NATURAL_EVERY = 30;
/** A contest of three made-up pairs. */
const CONTEST = "belitung-timur-demo";

/** Measures everything. `folder`: the corpus of development texts, or null. `say`: progress. Nothing is written. */
export async function runBench({
  folder,
  isQuick,
  now,
  say,
}: {
  folder: string | null;
  isQuick: boolean;
  now: Date;
  say: (line: string) => void;
}): Promise<Figures> {
  const loadBefore = load();
  const scale = isQuick ? QUICK : FULL;
  const pack = readPack("inti");
  const contest = readContestFile(CONTEST);
  say("making posts");
  const posts = makePosts({ folder, count: scale.posts, pack, contest });
  const { texts } = posts;
  const meanUnits = texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
  const natural = await startNatural(texts.filter((_, i) => i % NATURAL_EVERY === 0));
  try {
    const runners: Runner[] = [
      loop({ name: FLOOR, size: 0, texts, rounds: 5, run: sumOfCodes }),
      loop({ name: NORMALISE, size: 0, texts, rounds: 1, run: (text) => normalise(text).length }),
      natural.floor,
    ];
    const setups: (SizeSetup & { readonly real: number })[] = [];
    for (const { size, hits } of SIZES) {
      say(`${size} terms: compiling, and checking that all agree`);
      const { pack: sized, real } = makePack({ pack, size, hits, posts, contest });
      const setup = { ...(await setUpSize({ pack: sized, size, contest, texts })), real };
      setups.push(setup);
      runners.push(...setup.runners, await natural.learn(size, setup.terms));
    }
    const timings = await interleave(runners, { passes: scale.passes, blocks: scale.blocks, say });
    say("long texts");
    const netra = openNetra(pack, contest);
    const [first] = contest.candidates;
    const name = first!.aliases[0]!.text;
    const pieces = {
      "a name": `${name} `,
      "a name and a call": `pilih ${name} `,
      "praise without a name": "hebat mantap ",
      "praise, one a sentence": `${name} hebat. `,
      "numbers on the ballot": "nomor 2 ",
      "campaign hashtags": `${first!.hashtags[0]!} `,
      "quoted names": `"${name}" `,
    };
    const scan = measureScanSlopes(netra, scale.scan);
    const classify = measureClassifySlopes(netra, { lengths: CLASSIFY_LENGTHS, pieces });
    say("memory");
    const allocation = measureAllocation(netra, texts);
    const sizes: SizeFigures[] = [];
    for (const setup of setups) sizes.push(await sizeFigures({ setup, timings, meanUnits, natural }));
    const growth = (row: string): number => ratio(find(timings, row, SIZES.at(-1)!.size), find(timings, row, SIZES[0]!.size));
    const us = (row: string): number => median(find(timings, row, 0).perUnit) * meanUnits;
    return {
      date: now.toISOString().slice(0, 10),
      isQuick,
      machine: { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, loadBefore, loadAfter: load() },
      posts: { source: posts.source, count: texts.length, meanUnits, nonAscii: shareNonAscii(texts), mentionShare: MENTION_SHARE, contest: CONTEST },
      pack: { id: pack.id, version: pack.version },
      passes: scale.passes,
      floorUs: us(FLOOR),
      naturalFloorUs: us(NATURAL_FLOOR),
      normaliseUs: us(NORMALISE),
      sizes,
      growth: { netra: growth(NETRA), trie: growth(TRIE) },
      scan,
      classify,
      allocation,
    };
  } finally {
    natural.stop();
  }
}

function sumOfCodes(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (sum + text.charCodeAt(at)) | 0;
  return sum;
}

const load = (): number => Math.round(loadavg()[0]! * 10) / 10;

const shareNonAscii = (texts: readonly string[]): number => texts.filter((text) => Buffer.byteLength(text) > text.length).length / texts.length;

function find(timings: readonly Timing[], name: string, size: number): Timing {
  return timings.find((timing) => timing.name === name && timing.size === size)!;
}

async function sizeFigures({
  setup,
  timings,
  meanUnits,
  natural,
}: {
  setup: SizeSetup & { readonly real: number };
  timings: readonly Timing[];
  meanUnits: number;
  natural: Natural;
}): Promise<SizeFigures> {
  const { size, facts, real } = setup;
  const floor = find(timings, FLOOR, 0);
  const naturals = find(timings, NATURAL, size);
  const netra = find(timings, NETRA, size);
  const row = (timing: Timing): Row => {
    const us = median(timing.perUnit) * meanUnits;
    return {
      name: timing.name,
      us,
      postsPerSecond: 1e6 / us,
      xFloor: ratio(timing, floor),
      xNatural: timing === floor ? null : ratio(naturals, timing),
    };
  };
  const shelf = setup.shelf.map((name) => ({ name, ratio: ratio(find(timings, name, size), netra) })).reduce((a, b) => (b.ratio < a.ratio ? b : a));
  return {
    ...facts,
    real,
    naturalPostsHit: await natural.postsHit(size),
    rows: [floor, ...timings.filter((timing) => timing.size === size)].map(row),
    ratios: { natural: ratio(naturals, netra), shelf: shelf.ratio, shelfName: shelf.name, trie: ratio(netra, find(timings, TRIE, size)) },
  };
}
