import { cpuMicros, median } from "./clock.ts";

/** Something that is timed over posts, block by block. */
export interface Runner {
  readonly name: string;
  /** Terms of the pack; 0 when it knows none. */
  readonly size: number;
  /** Reads one of `blocks` parts of the posts. */
  block(block: number, blocks: number): Promise<Spent> | Spent;
}

/** What a block cost: µs of CPU for so many UTF-16 units. */
export interface Spent {
  readonly us: number;
  readonly units: number;
}

/** What was measured of a runner: µs of CPU per UTF-16 unit in each pass. */
export interface Timing {
  readonly name: string;
  readonly size: number;
  readonly perUnit: readonly number[];
}

/** The part of a list that is block `block` of `blocks`. */
export function blockOf<T>(list: readonly T[], block: number, blocks: number): readonly T[] {
  return list.slice(Math.floor((list.length * block) / blocks), Math.floor((list.length * (block + 1)) / blocks));
}

/** A runner in this process. `rounds`: how often a block is read at a time, more for short loops. */
export function loop({
  name,
  size,
  texts,
  rounds,
  run,
}: {
  name: string;
  size: number;
  texts: readonly string[];
  rounds: number;
  run: (text: string) => number;
}): Runner {
  return {
    name,
    size,
    block: (block, blocks) => {
      const part = blockOf(texts, block, blocks);
      let units = 0;
      for (const text of part) units += text.length;
      const us = cpuMicros(() => {
        let sum = 0;
        for (let round = 0; round < rounds; round += 1) for (let at = 0; at < part.length; at += 1) sum = (sum + run(part[at]!)) | 0;
        return sum;
      });
      return { us, units: units * rounds };
    },
  };
}

/**
 * Runs all runners in turn on each block of the posts, in an order that moves on, so that a slow moment of the machine meets all alike. The first pass warms
 * up and is thrown away. A pass is summed over its blocks, so that what the collector of garbage costs is in it.
 */
export async function interleave(
  runners: readonly Runner[],
  { passes, blocks, say }: { passes: number; blocks: number; say: (line: string) => void },
): Promise<Timing[]> {
  const timings = runners.map(({ name, size }) => ({ name, size, perUnit: [] as number[] }));
  for (let pass = 0; pass <= passes; pass += 1) {
    say(pass === 0 ? "warming up" : `pass ${pass} of ${passes}`);
    const sums = runners.map(() => ({ us: 0, units: 0 }));
    for (let block = 0; block < blocks; block += 1) {
      for (let i = 0; i < runners.length; i += 1) {
        const at = (i + block + pass) % runners.length;
        const { us, units } = await runners[at]!.block(block, blocks);
        sums[at]!.us += us;
        sums[at]!.units += units;
      }
    }
    if (pass > 0) for (const [at, { us, units }] of sums.entries()) timings[at]!.perUnit.push(us / units);
  }
  return timings;
}

/** How many times `a` costs what `b` costs: the median over passes of the ratio within a pass. */
export function ratio(a: Timing, b: Timing): number {
  return median(a.perUnit.map((us, pass) => us / b.perUnit[pass]!));
}
