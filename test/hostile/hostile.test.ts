import type { Classification } from "@netra/classifier";
import { describe, expect, it } from "vitest";
import { makeChecker } from "./check-reading.ts";
import { inputAt, opponentOf, opponents, sizeClasses } from "./hostile-plan.ts";
import { type HostileReport, printReport, renderResults } from "./hostile-report.ts";
import { escapeUnits, shrinkText } from "./shrink-text.ts";
import { mergeTallies, type Tally } from "./tally.ts";

const all = opponents();
const [inti] = all;
const [short, long] = sizeClasses(false);
if (inti === undefined || short === undefined || long === undefined) throw new Error("the plan has no opponent or no sizes");

describe("hostile texts", () => {
  it("are the same for the same seed, others for another, and as long as their size says", () => {
    for (const size of [short, long])
      for (let index = 0; index < 40; index += 1) {
        const { text } = inputAt(inti, { seed: 1, size, index });
        expect(inputAt(inti, { seed: 1, size, index }).text).toBe(text);
        expect(text.length).toBeGreaterThanOrEqual(size.least);
        expect(text.length).toBeLessThanOrEqual(size.most);
      }
    expect(inputAt(inti, { seed: 2, size: long, index: 0 }).text).not.toBe(inputAt(inti, { seed: 1, size: long, index: 0 }).text);
  });

  it("break no promise, and a third of them has signals", () => {
    const checkers = all.map(({ pack, contest }) => makeChecker(pack, contest));
    let withSignals = 0;
    for (let index = 0; index < 1_200; index += 1) {
      const which = opponentOf(index);
      const { text } = inputAt(all[which] as (typeof all)[number], { seed: 1, size: short, index });
      const got = checkers[which]?.check(text);
      expect(got?.problem, `input ${index}: ${escapeUnits(text)}`).toBeNull();
      if ((got?.signals ?? 0) > 0) withSignals += 1;
    }
    expect(withSignals).toBeGreaterThan(400);
  });
});

describe("words cut out", () => {
  it.each([
    ["begin inside one hashtag and end in the next", "#sampaihariini#dak"],
    ["are cut inside one letter that folds to two", "#\u0132agoan"],
    ["are cut from their hashtag as the words before them decide", "#BBpresiddddenkkkkku no1"],
  ])("are held to the term where they %s", (_, text) => {
    const got = makeChecker(inti.pack, inti.contest).check(text);
    expect(got).toMatchObject({ problem: null });
    expect(got.cut).toBeGreaterThan(0);
  });
});

describe("a fault in a reading", () => {
  const text = "Ayo coblos Pak Bahar 👍 nomor 2, #BaharRatih";
  const move = (got: Classification, by: { start?: number; end?: number }): Classification => ({
    ...got,
    signals: got.signals.map((signal, i) =>
      i === 0 ? { ...signal, start: signal.start + (by.start ?? 0), end: signal.end + (by.end ?? 0) } : signal,
    ),
  });
  const faults: readonly (readonly [name: string, spoil: (got: Classification) => Classification, problem: RegExp])[] = [
    ["an exception", () => void JSON.parse("{") as never, /^throws SyntaxError$/],
    ["a place outside the text", (got) => move(got, { end: 500 }), /outside the text/],
    ["an empty place", (got) => move(got, { end: -500 }), /outside the text/],
    ["a place inside a surrogate pair", (got) => move(got, { end: text.indexOf("👍") + 1 - (got.signals[0]?.end ?? 0) }), /surrogate pair/],
    ["a sum that is not the score", (got) => ({ ...got, scoreTenths: got.scoreTenths + 1 }), /sum to the score/],
    [
      "a contribution without a signal",
      (got) => ({ ...got, contributions: got.contributions.map((one) => ({ ...one, signals: [] })) }),
      /has no signal/,
    ],
    [
      "a contribution that points nowhere",
      (got) => ({ ...got, contributions: got.contributions.map((one) => ({ ...one, signals: [99] })) }),
      /points at no signal/,
    ],
    ["a flag without points", (got) => ({ ...got, flagged: !got.flagged }), /disagrees/],
    ["a target from elsewhere", (got) => ({ ...got, targets: ["nobody"] }), /target/],
    ["a second reading that differs", (got) => ({ ...got, notFound: [] }), /reads differently/],
  ];

  let spoil = (got: Classification): Classification => got;
  const checker = makeChecker(inti.pack, inti.contest, (got) => spoil(got));

  it.each(faults)("is seen: %s", (_, fault, problem) => {
    spoil = (got) => got;
    expect(checker.check(text).problem).toBeNull();
    spoil = fault;
    expect(checker.check(text).problem).toMatch(problem);
  });

  it("is shown in the shortest text that has it, with nothing that could move a terminal", () => {
    const shrunk = shrinkText(`abc\u202e${"x".repeat(50)}\ud800yz`, (shorter) => shorter.includes("\ud800"));
    expect(shrunk).toBe("\ud800");
    expect(escapeUnits('a"\\\ud800\u202e\n~')).toBe('"a\\u0022\\u005c\\ud800\\u202e\\u000a~"');
  });
});

describe("the report", () => {
  const tally: Tally = { opponent: "inti", size: "up to 500", inputs: 10, withSignals: 4, flagged: 2, cut: 30, failures: 1 };
  const failure = { opponent: "inti", size: "up to 500", kind: "words", index: 7, problem: "throws RangeError", text: '"\\ud800"' };
  const report: HostileReport = {
    day: "2029-01-02",
    seed: 5,
    node: "v24",
    seconds: 61,
    tallies: mergeTallies([tally, tally]),
    failures: [failure],
    flips: [
      { rows: "own corpora", group: "case", tried: 200, flips: 1 },
      { rows: "own corpora", group: "letters", tried: 200, flips: 100 },
    ],
  };

  it("adds up what the workers did and shows each failure", () => {
    expect(printReport(report).join("\n")).toMatch(
      /20 inputs in 61 s, seed 5[\s\S]*signals in 40.00 %[\s\S]*failures 2[\s\S]*FAILED inti, up to 500, words, input 7: throws RangeError\n {2}"\\ud800"/,
    );
  });

  it("keeps one line a day", () => {
    expect(renderResults([report])).toContain("| 2029-01-02 | 20 | 40.00 % | 60 | 2 | own corpora 0.50 % | 1 min, v24, seed 5 |");
  });
});
