import type { Figures } from "./figures.ts";

/** What the classifier promises about its speed. Ratios are of one run on one core; bytes and ms are of this machine. */
export const TARGETS = { natural: 40, shelf: 2, trie: 4, growthOverTrie: 1.25, compileMs: 1_000, slope: 4, noHitBytes: 500 } as const;

/** One promise: what was measured, what was promised, and whether it held. */
export interface Line {
  readonly name: string;
  readonly figure: string;
  readonly target: string;
  readonly kept: boolean;
}

const times = (value: number): string => `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} ×`;

/** Every promise with its figure; one that is measured at several sizes is as good as its worst. Pure. */
export function contractLines(figures: Figures): Line[] {
  const { sizes, growth, scan, allocation } = figures;
  const each = (pick: (ratios: (typeof sizes)[number]["ratios"]) => number): number[] => sizes.map(({ ratios }) => pick(ratios));
  const list = (values: readonly number[]): string => values.map(times).join(", ");
  const natural = each((ratios) => ratios.natural);
  const shelf = each((ratios) => ratios.shelf);
  const trie = each((ratios) => ratios.trie);
  const most = growth.trie * TARGETS.growthOverTrie;
  const compile = Math.max(...sizes.at(-1)!.compileMs);
  const steepest = scan.reduce((a, b) => (b.growth > a.growth ? b : a));
  const wrong = unexplained(figures);
  return [
    {
      name: "faster than the obvious pipeline (natural)",
      figure: list(natural),
      target: `≥ ${TARGETS.natural} ×`,
      kept: Math.min(...natural) >= TARGETS.natural,
    },
    {
      name: "faster than the fastest ready-made matcher",
      figure: list(shelf),
      target: `≥ ${TARGETS.shelf} ×`,
      kept: Math.min(...shelf) >= TARGETS.shelf,
    },
    { name: "slower than a bare one-pass trie", figure: list(trie), target: `≤ ${TARGETS.trie} ×`, kept: Math.max(...trie) <= TARGETS.trie },
    {
      name: `growth from ${sizes[0]!.size} to ${sizes.at(-1)!.size} terms`,
      figure: `${growth.netra.toFixed(2)} ×`,
      target: `≤ ${most.toFixed(2)} × (the trie's ${growth.trie.toFixed(2)} and a quarter)`,
      kept: growth.netra <= most,
    },
    {
      name: `compiling ${sizes.at(-1)!.size} terms, slowest of three, CPU`,
      figure: `${compile.toFixed(0)} ms`,
      target: `≤ ${TARGETS.compileMs} ms`,
      kept: compile <= TARGETS.compileMs,
    },
    {
      name: `time per unit, longest by shortest text (${steepest.input})`,
      figure: times(steepest.growth),
      target: `≤ ${TARGETS.slope} ×`,
      kept: steepest.growth <= TARGETS.slope,
    },
    {
      name: "heap per post without a hit",
      figure: `${allocation.noHit.toFixed(0)} bytes`,
      target: `≤ ${TARGETS.noHitBytes} bytes`,
      kept: allocation.noHit <= TARGETS.noHitBytes,
    },
    { name: "differences between matchers of no known kind", figure: String(wrong), target: "0", kept: wrong === 0 },
  ];
}

/** Whether some matcher differs from the others in a way that has no name. */
export function hasUnexplained(figures: Figures): boolean {
  return unexplained(figures) > 0;
}

const unexplained = ({ sizes }: Figures): number => sizes.flatMap(({ agreement }) => agreement).reduce((sum, one) => sum + one.unexplained, 0);
