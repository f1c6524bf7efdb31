import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attack } from "../../../../test/support/attack-sums.ts";
import { agencySumsThatHold, agencySumsWithRest, lateSums, measuredSums, printedCounts, printedSums } from "../../../../test/support/printed-sums.ts";
import { CONTEST, drawer, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { isHidden, type ReportContest } from "./document.ts";
import type { FlagFact, Place, ReportFacts } from "./facts.ts";
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
  const posts = (of: ReportFacts["now"]) => {
    const each = of.posts.flatMap((one) =>
      Array.from({ length: one.posts }, () => placed({ ...one, posts: 1, versions: 1, undated: oneOf(unknown) ? 1 : 0 })),
    );
    const measured = (platform: string | null) => each.filter((one) => one.undated === 0 && (platform === null || one.platform === platform)).length;
    const toCapture = [...new Set(each.map(({ platform }) => platform)), null].map((platform) => ({ platform, n: measured(platform), median: 1 }));
    return { ...of, posts: each, toCapture, accounts: [] };
  };
  return { ...facts, contests: CONTESTS, now: posts(facts.now), before: posts(facts.before) };
}

const offices = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  flags: fc.integer({ min: 20, max: 120 }),
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

/** Of every secret that follows from these sums: none may. */
function expectKept(
  sums: readonly ReadonlyMap<string, number>[],
  of: { truth: ReadonlyMap<string, number>; unknown: ReadonlySet<string>; secret: readonly string[] },
) {
  const limits = attack(sums, of.truth, of.unknown);
  const found = of.secret.filter((name) => {
    const [low, high] = limits.get(name) ?? [0, 0];
    return high - low <= 0;
  });
  expect(found).toEqual([]);
}

describe("sums of one table in another", () => {
  it("give away no small count: neither agencies of a region, nor stages or outcomes of a contest", () => {
    let seen = 0;
    fc.assert(
      fc.property(offices, (office) => {
        const { shared, truth, hidden, secret } = attacked(factsIn(office));
        seen += secret.length;
        expectKept([...printedSums(shared), ...agencySumsThatHold(shared, truth)], { truth, unknown: hidden, secret });
      }),
      { numRuns: 16, seed: 20290901 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it("give nothing away either to who counts with posts of no known agency in each region, posts without a time, and flags that are not late", () => {
    fc.assert(
      fc.property(offices, (office) => {
        const { shared, truth, hidden, secret } = attacked(factsIn({ ...office, elsewhere: 0 }));
        const further = [agencySumsWithRest(shared), measuredSums(shared), lateSums(shared)];
        const unknown = new Set([...hidden, ...further.flatMap(({ rests }) => rests)]);
        expectKept([...printedSums(shared), ...further.flatMap(({ sums }) => sums)], { truth, unknown, secret });
      }),
      { numRuns: 16, seed: 20290902 },
    );
  });

  it("keep the case of two agencies: one shown beside its region's row would tell the other", () => {
    const facts = factsIn({ seed: 1, flags: 1, regions: 1, agencies: 1, unknown: 0, elsewhere: 0 });
    const [one] = facts.now.posts;
    if (!one) throw new Error("no post");
    const counted = (agency: string, region: string, posts: number) => ({ ...one, agency, agencyRegion: region, region, posts, versions: posts });
    const now = {
      ...facts.now,
      captures: [],
      posts: [counted("Dinas A", "19.01", 6), counted("Dinas B", "19.01", 1), counted("Dinas C", "19.02", 5), counted("Dinas D", "19.02", 30)],
    };
    const made = makeDocument({ ...facts, flags: [], now }, "shareable");
    const posts = (id: string) =>
      made.tables.find((table) => table.id === id)?.rows.map(({ key, cells }) => [key[0], isHidden(cells[0] ?? null) ? "hidden" : cells[0]]);
    expect(posts("week_by_agency")).toEqual([
      ["Dinas A", "hidden"],
      ["Dinas B", "hidden"],
      ["Dinas C", 5],
      ["Dinas D", 30],
    ]);
    expect(posts("week_by_region")).toEqual([
      ["19.01", 7],
      ["19.02", 35],
    ]);
  });

  /** So many flags that opened at a time before the week's end, of one place, each as given. */
  const alike = (n: number, given: Partial<FlagFact>): FlagFact[] => {
    const [one] = flagsOf(1, { flags: 1, from: WEEK, weeks: 1 });
    if (!one) throw new Error("no flag");
    const place = { region: "19.71", agency: "Dinas A", agencyRegion: "19.71", employment: "pns", platform: "x", origin: "own" };
    return Array.from({ length: n }, (_, at) => ({
      ...{ ...one, ...place, id: `${JSON.stringify(given)}${at}`, past: [], now: { ...one.now, withdrawn: false }, decisions: [] },
      ...given,
    }));
  };
  const figureIn = (flags: readonly FlagFact[]) => {
    const made = makeDocument(factsOf(flags, WEEK), "shareable");
    return (table: string, key: string, column: string) => {
      const { columns = [], rows = [] } = made.tables.find(({ id }) => id === table) ?? {};
      const cell = rows.find((row) => row.key[0] === key)?.cells[columns.findIndex(({ id }) => id === column)] ?? null;
      return isHidden(cell) ? "hidden" : cell;
    };
  };
  const { from, to } = factsOf([], WEEK).now;
  const act = (end: string) => ({ decisions: [{ at: to - 1_000, undoneAt: null, to: end, outcome: "not_partisan" }] });
  const deadlineAt = to + 30 * 86_400_000;

  it("tell no small backlog of the week before, which its own edition hid", () => {
    const within = { openedAt: from + 1, deadlineAt };
    const told = (early: number) => {
      const figure = figureIn([
        ...alike(early, { openedAt: from - 86_400_000, deadlineAt }),
        ...[...alike(20, within), ...alike(6, { ...within, ...act("closed") }), ...alike(6, { ...within, ...act("escalated") })],
      ]);
      return ["waiting", "opened", "decided", "withdrawn"].map((one) => figure("overview", one, "value"));
    };
    expect(told(7)).toEqual([27, 32, 12, 0]);
    expect(told(3).filter((one) => one === "hidden")).toHaveLength(2);
  });

  it("tell no small count that is late by how many wait and are not", () => {
    const [late, soon] = [
      { openedAt: from + 1, deadlineAt: to - 3_600_000 },
      { openedAt: from + 1, deadlineAt: to + 86_400_000 },
    ];
    // Of nine that are open all but five are late, and all of five that wait for an answer: nine together.
    const flags = [...alike(4, late), ...alike(5, soon), ...alike(5, { ...late, ...act("needs_info") })];
    const { shared, truth, hidden, secret } = attacked(factsOf(flags, WEEK));
    const { sums, rests } = lateSums(shared);
    expect(secret).toContain('backlog|["open"]|late');
    expectKept([...printedSums(shared), ...sums], { truth, unknown: new Set([...hidden, ...rests]), secret });
  });

  it("tell no platform's posts by those whose time was measured", () => {
    const facts = factsOf([], WEEK);
    const [one] = facts.now.posts;
    if (!one) throw new Error("no post");
    const counts = { facebook: [10, 8], tiktok: [9, 9], x: [3, 3] } as const;
    const posts = Object.entries(counts).map(([platform, [n, measured]]) => ({ ...one, platform, posts: n, versions: n, undated: n - measured }));
    const toCapture = [...Object.entries(counts).map(([platform, [, n]]) => ({ platform, n, median: 1 })), { platform: null, n: 20, median: 1 }];
    const { tables } = makeDocument({ ...facts, now: { ...facts.now, posts, toCapture } }, "shareable");
    const hidden = (table: string, at: number) =>
      tables.find(({ id }) => id === table)?.rows.flatMap(({ key, cells }) => (isHidden(cells[at] ?? null) ? [key.at(-1)] : []));
    // Of TikTok both are the same, so that one beside the other's total would tell the rest.
    expect(hidden("week_by_platform", 0)?.includes("tiktok")).toBe(hidden("time", 1)?.includes("tiktok"));
    expect(hidden("time", 1)).toContain("x");
  });
});
