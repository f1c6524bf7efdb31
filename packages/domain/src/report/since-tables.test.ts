import { describe, expect, it } from "vitest";
import { CONTEST, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { weekSpan } from "../week.ts";
import { findTable, type ReportDocument } from "./document.ts";
import type { FlagFact, ReportFacts } from "./facts.ts";
import { makeDocument } from "./make-document.ts";

const HOUR_MS = 3_600_000;
const jakarta = (text: string): number => Date.parse(`${text}:00+07:00`);
/** Wednesday of week 36, and Monday of week 38. */
const FIRST = { ...CONTEST, stages: { ...CONTEST.stages, candidatesDetermined: "2029-09-05" } };
const SECOND = { ...CONTEST, id: "bupati-misal", stages: { ...CONTEST.stages, candidatesDetermined: "2029-09-17" } };

/** Hours since Wednesday 5 September: week 36 has 120 of them, then come three whole weeks. */
const bits = (of: (hour: number) => boolean): string => Array.from({ length: 120 + 3 * 168 }, (_, hour) => (of(hour) ? "1" : "0")).join("");
/** Facebook is fetched but for week 37, X is tried in week 36 and fetched in the first hour of week 39; TikTok has an account that was never tried. */
const hours = [
  { platform: "facebook", fetched: bits((hour) => hour < 120 || hour >= 288), failed: bits(() => false) },
  { platform: "x", fetched: bits((hour) => hour === 456), failed: bits((hour) => hour < 120) },
];
const base = factsOf([], "2029-W39");
const facts: ReportFacts = {
  ...base,
  contests: [FIRST, SECOND],
  now: { ...base.now, accounts: [{ region: "19.71", platform: "tiktok", standing: "not_tried", accounts: 1 }] },
  since: { from: jakarta("2029-09-05T00:00"), captures: [], accounts: [], toCapture: [], hours },
};
const asOf = (at: string, of: ReportFacts = facts): ReportFacts => ({ ...of, now: { ...of.now, asOf: jakarta(at) } });

const rows = (document: ReportDocument, id: string) => findTable(document, id)?.rows.map(({ key, cells }) => [...key, ...cells]);
const said = (document: ReportDocument) => document.statements.filter(({ id }) => id === "since_unseen").map(({ figures }) => figures);

describe("what could not be seen since the determination", () => {
  it("is told for each day of determination by platform, and of all together: weeks, hours, and those in which it was only tried", () => {
    const made = makeDocument(facts, "internal");
    expect(findTable(made, "coverage_since")).toMatchObject({ span: "since", by: ["determined", "platform"], total: null });
    expect(findTable(made, "coverage_since")?.columns.map(({ id, countsBy }) => [id, countsBy])).toEqual(
      ["weeks", "weeks_without", "hours", "hours_fetched", "hours_without", "hours_failing"].map((id) => [id, "hour"]),
    );
    expect(rows(made, "coverage_since")).toEqual([
      ["2029-09-05", "facebook", 4, 1, 624, 456, 168, 0],
      ["2029-09-05", "tiktok", 4, 4, 624, 0, 624, 0],
      ["2029-09-05", "x", 4, 3, 624, 1, 623, 120],
      ["2029-09-05", null, 4, 1, 624, 456, 168, 0],
      ["2029-09-17", "facebook", 2, 0, 336, 336, 0, 0],
      ["2029-09-17", "tiktok", 2, 2, 336, 0, 336, 0],
      ["2029-09-17", "x", 2, 1, 336, 1, 335, 0],
      ["2029-09-17", null, 2, 0, 336, 336, 0, 0],
    ]);
    // One day that two contests share is told once.
    const together = { ...facts, contests: [FIRST, { ...SECOND, stages: FIRST.stages }] };
    expect(rows(makeDocument(together, "internal"), "coverage_since")?.map(([day]) => day)).toEqual(Array(4).fill("2029-09-05"));
  });

  it("is said in a sentence: which weeks, how many hours, and the platforms that had more such weeks", () => {
    expect(said(makeDocument(facts, "internal"))).toEqual([
      {
        ...{ determined: "2029-09-05", known: "", unknown_to: "", weeks: 4, weeks_without: "2029-W37" },
        ...{ hours: 624, hours_without: 168, platforms: "tiktok=4,x=3" },
      },
      {
        ...{ determined: "2029-09-17", known: "", unknown_to: "", weeks: 2, weeks_without: "" },
        ...{ hours: 336, hours_without: 0, platforms: "tiktok=2,x=1" },
      },
    ]);
  });

  it("is said from a tenth of the hours on, and not of a fetch that was missing now and then", () => {
    const without = (missing: number) => {
      const one = [{ platform: "facebook", fetched: bits((hour) => hour % 9 !== 0 || hour / 9 >= missing), failed: bits(() => false) }];
      const since = facts.since && { ...facts.since, hours: one };
      return said(makeDocument({ ...facts, contests: [FIRST], since, now: { ...facts.now, accounts: [] } }, "internal"));
    };
    expect(without(62)).toEqual([]);
    expect(without(63)).toMatchObject([{ weeks_without: "", hours: 624, hours_without: 63, platforms: "" }]);
  });

  it("counts hours and weeks that were over, and none of a week that runs", () => {
    const running = makeDocument(asOf("2029-09-27T10:30", { ...facts, contests: [FIRST] }), "internal");
    expect(rows(running, "coverage_since")?.at(-1)).toEqual(["2029-09-05", null, 3, 1, 538, 370, 168, 0]);
    const first = makeDocument(asOf("2029-09-05T00:59", { ...facts, contests: [FIRST] }), "internal");
    expect(rows(first, "coverage_since")?.at(-1)).toEqual(["2029-09-05", null, 0, 0, 0, 0, 0, 0]);
    expect(said(first)).toEqual([]);
  });

  it("of a span of days counts its last week with the days that lie in it", () => {
    const span = { ...facts.now, week: null, from: jakarta("2029-09-06T00:00"), to: jakarta("2029-09-13T00:00"), asOf: jakarta("2029-09-14T06:00") };
    const made = makeDocument({ ...facts, contests: [FIRST], now: span }, "internal");
    // Wednesday of week 36 to Wednesday of week 37, of which nothing was fetched.
    expect(rows(made, "coverage_since")?.at(-1)).toEqual(["2029-09-05", null, 2, 1, 192, 120, 72, 0]);
  });

  it("takes hours of before they were kept for not known, and not for hours without a fetch", () => {
    const knownSince = [
      { what: "account_hours", since: jakarta("2029-09-12T10:20") },
      { what: "quarantine", since: jakarta("2029-09-12T10:20") },
    ];
    const made = makeDocument({ ...facts, knownSince, contests: [FIRST] }, "internal");
    // From Wednesday 11:00 of week 37 on: what is left of it, and two weeks.
    expect(rows(made, "coverage_since")?.at(-1)).toEqual(["2029-09-05", null, 3, 1, 445, 336, 109, 0]);
    expect(said(made)).toMatchObject([{ known: "2029-09-12", unknown_to: "2029-09-11", weeks: 3, weeks_without: "2029-W37" }]);
    // What the week and the one before tell of was known by then: of hours alone the report says from when on they are.
    expect(made.knownSince).toEqual([{ what: "account_hours", since: "2029-09-12T03:20:00.000Z" }]);
  });

  it("says which days since the determination are not known, though there was nothing else to say", () => {
    const seen = [{ platform: "facebook", fetched: bits(() => true), failed: bits(() => false) }];
    const of = (since: string) =>
      said(
        makeDocument(
          {
            ...{ ...facts, contests: [FIRST], now: { ...facts.now, accounts: [] }, since: facts.since && { ...facts.since, hours: seen } },
            knownSince: [{ what: "account_hours", since: jakarta(since) }],
          },
          "shareable",
        ),
      );
    expect(of("2029-09-05T22:10")).toEqual([]);
    expect(of("2029-09-06T00:00")).toMatchObject([{ determined: "2029-09-05", unknown_to: "2029-09-05", known: "2029-09-06", hours_without: 0 }]);
    expect(of("2029-09-12T10:20")).toMatchObject([{ unknown_to: "2029-09-11", known: "2029-09-12", hours_without: 0 }]);
    // Nothing is known of any day to the end of the week.
    expect(of("2029-10-09T10:20")).toMatchObject([{ unknown_to: "2029-09-30", weeks: 0, hours: 0 }]);
  });

  it("is told of nothing before a contest's candidates are determined, or where that lies after the week", () => {
    for (const none of [
      { ...facts, contests: [], since: null, readSince: [] },
      { ...factsOf([], "2029-W35"), readSince: [] },
    ]) {
      const made = makeDocument(none, "internal");
      expect(rows(made, "coverage_since")).toEqual([]);
      expect(said(made)).toEqual([]);
      expect(rows(made, "since_by_region")).toEqual([]);
      expect(rows(made, "time_since")).toEqual([]);
    }
  });
});

describe("captures and accounts since the determination", () => {
  const since = facts.since && {
    ...facts.since,
    captures: [
      { region: "19.71", platform: "tiktok", origin: "tip", received: 3 },
      { region: "19.71.04", platform: "x", origin: "own", received: 2 },
      { region: "19.06", platform: null, origin: "own", received: 4 },
    ],
    accounts: [
      { region: "19.71", platform: "facebook", accounts: 7 },
      { region: "19.06", platform: "facebook", accounts: 2 },
      { region: "19.06", platform: "x", accounts: 1 },
    ],
  };
  const made = makeDocument({ ...facts, since, readSince: [] }, "internal");

  it("stand by region and platform, captures by origin too, each with the date that it counts by", () => {
    const of = (id: string): unknown => {
      const table = findTable(made, id);
      const places = ["captures", "accounts_watched"].map((name) => table?.columns.findIndex((column) => column.id === name) ?? -1);
      return [...(table?.rows ?? []), ...(table?.total ? [table.total] : [])].map(({ key, cells }) => [
        ...key,
        ...places.filter((at) => at >= 0).map((at) => cells[at]),
      ]);
    };
    expect(of("since_by_region")).toEqual([
      ["19.06", 4, 3],
      ["19.71", 5, 7],
      [9, 10],
    ]);
    expect(of("since_by_platform")).toEqual([
      ["facebook", 0, 9],
      ["tiktok", 3, 0],
      ["x", 2, 1],
      [null, 4, 0],
      [9, 10],
    ]);
    expect(of("since_by_origin")).toEqual([["own", 6], ["tip", 3], [9]]);
    expect(
      findTable(made, "since_by_region")
        ?.columns.map(({ id, countsBy }) => [id, countsBy])
        .slice(0, 4),
    ).toEqual([
      ["read", "posted"],
      ["captures", "received"],
      ["accounts_watched", "fetched"],
      ["opened", "opened"],
    ]);
    expect(findTable(made, "since_by_agency")?.columns.map(({ id }) => id)).not.toContain("captures");
  });
});

describe("times since the determination", () => {
  it("are those to the capture by platform, and to the first act by contest, each since its own determination", () => {
    const flag = (contest: string, opened: string, acts: readonly { at: string; undoneAt?: string }[]): FlagFact => ({
      ...(flagsOf(1, { flags: 1, from: "2029-W36", weeks: 1 })[0] as FlagFact),
      ...{ contest, openedAt: jakarta(opened), past: [] },
      decisions: acts.map(({ at, undoneAt }) => ({
        at: jakarta(at),
        undoneAt: undoneAt === undefined ? null : jakarta(undoneAt),
        to: "closed",
        outcome: "not_partisan",
      })),
    });
    const flags = [
      flag(FIRST.id, "2029-09-06T00:00", [{ at: "2029-09-06T10:00" }, { at: "2029-09-20T10:00" }]),
      flag(FIRST.id, "2029-09-10T09:00", [{ at: "2029-09-12T09:00" }]),
      // Before the determination, after the week, taken back.
      flag(FIRST.id, "2029-09-03T09:00", [{ at: "2029-09-04T23:59" }]),
      flag(FIRST.id, "2029-09-28T09:00", [{ at: "2029-10-01T00:00" }]),
      flag(FIRST.id, "2029-09-28T09:00", [{ at: "2029-09-28T10:00", undoneAt: "2029-09-28T10:01" }]),
      // Opened before the determination, decided after it.
      flag(SECOND.id, "2029-09-16T21:00", [{ at: "2029-09-17T03:00" }]),
      flag(SECOND.id, "2029-09-13T21:00", [{ at: "2029-09-14T03:00" }]),
    ];
    const toCapture = [
      { platform: "facebook", n: 12, median: 1.5 },
      { platform: null, n: 12, median: 1.5 },
    ];
    const made = makeDocument({ ...facts, flags, since: facts.since && { ...facts.since, toCapture } }, "internal");
    expect(rows(made, "time_since")).toEqual([
      ["to_capture", "facebook", null, "posted", 12, 1.5],
      ["to_capture", null, null, "posted", 12, 1.5],
      ["to_decision", null, FIRST.id, "decided", 2, 29],
      ["to_decision", null, SECOND.id, "decided", 1, 6],
      ["to_decision", null, null, "decided", 3, 10],
    ]);
  });
});

describe("the shareable edition", () => {
  const WEEKS = ["2029-W36", "2029-W37", "2029-W38", "2029-W39"] as const;
  /** Each closed week of the contest as it was told when it closed, its hours those of the time since. */
  const editions = WEEKS.map((week): ReportFacts => {
    const made = factsOf([], week);
    const { from, to } = weekSpan(week);
    const begin = jakarta("2029-09-05T00:00");
    const [first, last] = [Math.max(0, from.getTime() - begin) / HOUR_MS, (to.getTime() - begin) / HOUR_MS];
    const own = hours.map((one) => ({ ...one, fetched: one.fetched.slice(first, last), failed: one.failed.slice(first, last) }));
    return {
      ...made,
      contests: [FIRST],
      now: { ...made.now, hours: own.map((one) => ({ ...one, fetched: one.fetched.padStart(168, "0"), failed: one.failed.padStart(168, "0") })) },
      since: facts.since && { ...facts.since, hours: hours.map((one) => ({ ...one, fetched: one.fetched.slice(0, last) })) },
    };
  });

  it("tells of hours what its weeks told already: one more week is that week's own hours", () => {
    const fetched = (document: ReportDocument, id: string, platform: string): number => {
      const table = findTable(document, id);
      const row = table?.rows.find(({ key }) => key.at(-1) === platform);
      return (row?.cells[table?.columns.findIndex((column) => column.id === "hours_fetched") ?? -1] as number | undefined) ?? 0;
    };
    const made = editions.map((one) => makeDocument(one, "shareable"));
    for (const platform of ["facebook", "x"])
      for (const [at, document] of made.entries()) {
        const before = made[at - 1];
        const more = fetched(document, "coverage_since", platform) - (before ? fetched(before, "coverage_since", platform) : 0);
        expect(more, `${platform} ${WEEKS[at]}`).toBe(fetched(document, "coverage_hours", platform));
      }
    expect(fetched(made[3] as ReportDocument, "coverage_since", "facebook")).toBe(456);
  });

  it("tells of the time since neither captures, accounts nor times: other ones change no byte of it", () => {
    const last = editions.at(-1) as ReportFacts;
    const other: ReportFacts = {
      ...last,
      since: last.since && {
        ...last.since,
        captures: [{ region: "19.71", platform: "tiktok", origin: "tip", received: 4 }],
        accounts: [{ region: "19.06", platform: "x", accounts: 2 }],
        toCapture: [{ platform: "x", n: 3, median: 9 }],
      },
    };
    expect(JSON.stringify(makeDocument(other, "shareable"))).toBe(JSON.stringify(makeDocument(last, "shareable")));
    expect(JSON.stringify(makeDocument(other, "internal"))).not.toBe(JSON.stringify(makeDocument(last, "internal")));
  });

  it("has the same hours and the same sentence as the internal one, and every figure of it is hours or weeks", () => {
    const [inside, outside] = [makeDocument(facts, "internal"), makeDocument(facts, "shareable")];
    expect(findTable(outside, "coverage_since")).toEqual(findTable(inside, "coverage_since"));
    expect(said(outside)).toEqual(said(inside));
    expect(said(outside)).toHaveLength(2);
    const table = findTable(outside, "coverage_since");
    expect(table?.columns.every(({ type, countsBy }) => type === "number" && countsBy === "hour")).toBe(true);
    const told = new Set(table?.rows.flatMap(({ cells }) => cells));
    for (const { weeks, hours: all, hours_without, platforms } of said(outside))
      for (const figure of [weeks, all, hours_without, ...(String(platforms).match(/\d+/g) ?? []).map(Number)]) expect(told).toContain(figure);
  });
});
