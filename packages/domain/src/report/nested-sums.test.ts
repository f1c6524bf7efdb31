import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attack } from "../../../../test/support/attack-sums.ts";
import { agencySumsThatHold, agencySumsWithRest, printedCounts, printedSums } from "../../../../test/support/printed-sums.ts";
import { CONTEST, drawer, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { isHidden, type ReportContest } from "./document.ts";
import type { Place, ReportFacts } from "./facts.ts";
import { makeDocument } from "./make-document.ts";
import { isSmall } from "./suppress.ts";

const WEEK = "2029-W39";
/** Two contests that pass from one stage to the next within the week. */
const CONTESTS: readonly ReportContest[] = [
  { ...CONTEST, stages: { ...CONTEST.stages, campaignFrom: "2029-09-27" } },
  { ...CONTEST, id: "bupati-misal", stages: { ...CONTEST.stages, campaignFrom: "2029-09-26" } },
];

interface Office {
  readonly seed: number;
  readonly flags: number;
  readonly regions: number;
  readonly agencies: number;
  /** One of so many has no known agency; none with 0. */
  readonly unknown: number;
  /** One of so many was posted in another region than its agency's; none with 0. */
  readonly elsewhere: number;
}

/** Facts of an office of several regions, each with agencies of its own. */
function factsIn({ seed, flags, regions, agencies, unknown, elsewhere }: Office): ReportFacts {
  const draw = drawer(seed);
  const oneOf = (many: number): boolean => many > 0 && draw(many) === 0;
  const regionAt = (at: number): string => `19.${String(at + 1).padStart(2, "0")}`;
  const placed = <T extends Place>(one: T): T => {
    const home = Math.min(draw(regions), draw(regions));
    const place = oneOf(unknown)
      ? { agency: null, agencyRegion: null }
      : { agency: `Dinas Misal ${Math.min(draw(agencies), draw(agencies))}`, agencyRegion: regionAt(home) };
    return { ...one, ...place, region: regionAt(oneOf(elsewhere) ? draw(regions) : home) };
  };
  const made = flagsOf(seed, { flags, from: "2029-W38", weeks: 2 }).map((flag) => ({
    ...placed(flag),
    contest: (CONTESTS[draw(3) === 0 ? 1 : 0] as ReportContest).id,
  }));
  const facts = factsOf(made, WEEK);
  const posts = (of: ReportFacts["now"]) => ({
    ...of,
    posts: of.posts.flatMap((one) => Array.from({ length: one.posts }, () => placed({ ...one, posts: 1, versions: 1 }))),
    accounts: [],
  });
  return { ...facts, contests: CONTESTS, now: posts(facts.now), before: posts(facts.before) };
}

const offices = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  flags: fc.integer({ min: 20, max: 160 }),
  regions: fc.integer({ min: 1, max: 4 }),
  agencies: fc.integer({ min: 1, max: 4 }),
  unknown: fc.constantFrom(0, 0, 3, 12),
  elsewhere: fc.constantFrom(0, 0, 0, 20),
});

function attacked(facts: ReportFacts) {
  const [open, shared] = [makeDocument(facts, "internal"), makeDocument(facts, "shareable")];
  const truth = new Map([...printedCounts(open)].map(([name, cell]) => [name, Number(cell)]));
  const hidden = new Set([...printedCounts(shared)].flatMap(([name, cell]) => (isHidden(cell as never) && truth.has(name) ? [name] : [])));
  const secret = [...hidden].filter((name) => !/^(equal_treatment|precision|decided_by)/.test(name) && isSmall(truth.get(name) ?? 0));
  return { shared, truth, hidden, secret };
}

describe("sums of one table in another", () => {
  it("give away no small count: neither agencies of a region, nor stages or outcomes of a contest", () => {
    let seen = 0;
    fc.assert(
      fc.property(offices, (office) => {
        const { shared, truth, hidden, secret } = attacked(factsIn(office));
        seen += secret.length;
        const limits = attack([...printedSums(shared), ...agencySumsThatHold(shared, truth)], truth, hidden);
        for (const name of secret) {
          const [low, high] = limits.get(name) ?? [0, 0];
          expect(high - low, name).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60, seed: 20290901 },
    );
    expect(seen).toBeGreaterThan(1_000);
  });

  it("give nothing away either to who counts with posts of no known agency in each region", () => {
    fc.assert(
      fc.property(offices, (office) => {
        const { shared, truth, hidden, secret } = attacked(factsIn({ ...office, elsewhere: 0 }));
        const { sums, rests } = agencySumsWithRest(shared);
        const limits = attack([...printedSums(shared), ...sums], truth, new Set([...hidden, ...rests]));
        for (const name of secret) {
          const [low, high] = limits.get(name) ?? [0, 0];
          expect(high - low, name).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40, seed: 20290902 },
    );
  });
});
