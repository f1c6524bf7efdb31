import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCutCheck } from "../test/cut-check.ts";
import { readContestFile, readPack } from "../test/read-pack.ts";
import type { Classification } from "./classification.ts";
import { compile } from "./compile.ts";
import type { RulePack } from "./rule-pack.ts";

const inti = readPack("inti");
const contest = readContestFile("belitung-timur-demo");
const inCampaign = { postedAt: new Date("2029-10-22T13:10:00Z"), region: "19.06" };
const terms = inti.lexicons.flatMap(({ entries }) =>
  entries.map(({ term }) => term.replace("{candidate}", "Pak Bahar").replace("{number}", "nomor 2")),
);
const names = contest.candidates.flatMap(({ people, aliases, hashtags, slogans, accounts, parties }) => [
  ...people,
  ...aliases.map(({ text }) => text),
  ...hashtags,
  ...slogans,
  ...accounts,
  ...parties,
]);

const hidden = fc.constantFrom("\u200b", "\u0301", "\u202e", "\u{1f3fd}", "\ud83d", "\ufe0f");
const disguised = fc
  .tuple(fc.constantFrom(...terms, ...names), fc.nat(20), hidden)
  .map(([word, at, sign]) => word.slice(0, at) + sign + word.slice(at));
const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...terms) },
  { weight: 4, arbitrary: fc.constantFrom(...names, "nomor 2", "02", "nomor tiga", "paslon 1") },
  { weight: 2, arbitrary: disguised },
  { weight: 1, arbitrary: fc.constantFrom(...terms).map((term) => term.toUpperCase()) },
  { weight: 1, arbitrary: fc.constantFrom(...terms, ...names).map((word) => [...word].join(" ")) },
  { weight: 1, arbitrary: fc.constantFrom(...terms).map((term) => `#${term.replaceAll(" ", "")}`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", " ", ", ", ". ", "\n", "", "_", '"', "👨‍👩‍👧")), { maxLength: 9 })
  .map((parts) => parts.flat().join(""));

function sums({ contributions, scoreTenths, signals }: Classification): void {
  expect(contributions.reduce((sum, { tenths }) => sum + tenths, 0)).toBe(scoreTenths);
  for (const { signals: behind } of contributions) {
    expect(behind.length).toBeGreaterThan(0);
    for (const index of behind) expect(signals[index]).toBeDefined();
  }
}

describe("a text of real terms and names, whole, disguised and broken", () => {
  const classifier = compile(inti, contest);
  const cutProblem = makeCutCheck(inti, contest);

  it("has signals whose offsets cut out the words they speak of, and contributions that sum to the score", () => {
    let signals = 0;
    fc.assert(
      fc.property(text, (written) => {
        const got = classifier.classify({ text: written, ...inCampaign });
        sums(got);
        expect(cutProblem(got.signals, written)).toBeNull();
        signals += got.signals.length;
      }),
      { numRuns: 500 },
    );
    expect(signals).toBeGreaterThan(500);
  });

  it("would be caught with offsets that are one unit off, or with another term", () => {
    const written = "Ayo coblos Pak Bahar #BaharRatih, kerjanya nyata";
    const { signals } = classifier.classify({ text: written, ...inCampaign });
    expect(cutProblem(signals, written)).toBeNull();
    for (const signal of signals) {
      expect(cutProblem([{ ...signal, start: signal.start + 1 }], written), `start of ${signal.term}`).not.toBeNull();
      expect(cutProblem([{ ...signal, end: signal.end - 1 }], written), `end of ${signal.term}`).not.toBeNull();
      expect(cutProblem([{ ...signal, term: "kunci" }], written), `term ${signal.term}`).not.toBeNull();
    }
  });
});

describe("a pack of any terms at all", () => {
  const anyTerm = fc.oneof(
    fc.constantFrom(...terms),
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
    fc.constantFrom("a", "1", "👍", "выбор", "{candidate}", "{number} {number}", "x {candidate}", "ß", "p i l i h", "#maju", "@a"),
  );
  const anyPack = fc.uniqueArray(anyTerm, { minLength: 1, maxLength: 8 }).map((written): RulePack => {
    const entries = written.map((term) => ({ term, weight: 3, note: "any", source: "any" }));
    return {
      ...inti,
      lexicons: inti.lexicons
        .filter(({ category }) => ["vote_call", "attack", "news"].includes(category))
        .map((lexicon) => ({ ...lexicon, entries })),
    };
  });

  it("survives JSON, reads the same before and after, and keeps the same promises", () => {
    fc.assert(
      fc.property(anyPack, text, (pack, written) => {
        const copy = JSON.parse(JSON.stringify(pack)) as RulePack;
        expect(copy).toEqual(pack);
        const input = { text: `${written} ${pack.lexicons[0]?.entries.map(({ term }) => term).join(" Pak Bahar ")}`, ...inCampaign };
        const got = compile(pack, contest).classify(input);
        expect(compile(copy, contest).classify(input)).toEqual(got);
        sums(got);
        expect(makeCutCheck(pack, contest)(got.signals, input.text)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
