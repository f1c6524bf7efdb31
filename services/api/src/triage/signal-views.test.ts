import type { Classification } from "@netra/classifier";
import { expect, test } from "vitest";
import { viewMachine } from "./signal-views.ts";

const TEXT = "Menang! Pilih 2, menang";
const signal = (start: number, end: number, term: string) => ({
  side: "for" as const,
  category: "c",
  start,
  end,
  term,
  lexicon: `lexicons/${term}.yaml`,
  source: term === "menang" ? "SKB" : "",
  candidateId: null,
});
const part = (ruleId: string, tenths: number, signals: number[]) => ({
  ruleId,
  tenths,
  signals,
  reason: { id: `alasan ${ruleId}`, en: `why ${ruleId}` },
});
const detail: Classification = {
  stance: "support",
  targets: ["b"],
  scoreTenths: 20,
  thresholdTenths: 20,
  flagged: true,
  signals: [signal(0, 6, "menang"), signal(8, 15, "pilih"), signal(17, 23, "menang")],
  contributions: [part("late", 10, [1]), part("early", 20, [2, 0]), part("quote", -10, [2]), part("nowhere", -1, [])],
  possibleForms: ["PD-2"],
  notFound: [{ id: "Ironi", en: "Irony" }],
};
const read = {
  classificationId: "c1",
  stance: "support",
  targets: ["b"],
  scoreTenths: 20,
  thresholdTenths: 20,
  possibleForms: ["PD-2"],
  detail,
  packId: "inti",
  packVersion: 3,
  packHash: "sha256:a",
  contestVersion: 2,
  contestHash: "sha256:b",
} as const;

test("contributions are numbered by side in order of the text; what has no place comes last", () => {
  const { signals, possibleForms } = viewMachine(read, TEXT, { weights: true });
  expect(possibleForms).toEqual([{ code: "PD-2", name: { id: expect.stringContaining("daring"), en: expect.stringContaining("online") } }]);
  expect(signals.map(({ n, ruleId, tenths }) => ({ n, ruleId, tenths }))).toEqual([
    { n: 1, ruleId: "early", tenths: 20 },
    { n: 2, ruleId: "late", tenths: 10 },
    { n: -1, ruleId: "quote", tenths: -10 },
    { n: -2, ruleId: "nowhere", tenths: -1 },
  ]);
});

test("a contribution keeps all its places, and shows the words as they stand in the text", () => {
  const [early] = viewMachine(read, TEXT, { weights: true }).signals;
  expect(early).toMatchObject({
    spans: [
      { start: 0, end: 6 },
      { start: 17, end: 23 },
    ],
    words: "Menang … menang",
    lexicons: ["lexicons/menang.yaml"],
    sources: ["SKB"],
  });
});

test("without weights neither points nor the machine's reading are there", () => {
  const view = viewMachine(read, TEXT, { weights: false });
  expect(view.reading).toBeNull();
  expect(new Set(view.signals.map((one) => one.tenths))).toEqual(new Set([null]));
  expect(view.signals.map((one) => one.ruleId)).toEqual(["early", "late", "quote", "nowhere"]);
});

test("after text or detail were dropped the terms still stand for the words, or nothing does", () => {
  expect(viewMachine(read, null, { weights: true }).signals[0]?.words).toBe("menang");
  expect(viewMachine({ ...read, detail: null }, TEXT, { weights: true })).toMatchObject({
    signals: [],
    notFound: [],
    pack: { id: "inti", version: 3 },
  });
});

test("each span stands by itself with the asker's own word, and how many say what only for those who may count", () => {
  const spans = [{ ruleId: "early", start: 0, end: 6, own: "fits" as const, fits: 2, unfit: 1 }];
  const of = (counts: boolean) =>
    viewMachine(read, TEXT, { weights: true, said: { spans, counts } }).signals.find((one) => one.ruleId === "early")?.judged;
  expect(of(false)).toEqual([
    { start: 0, end: 6, words: "Menang", own: "fits", counts: null },
    { start: 17, end: 23, words: "menang", own: null, counts: null },
  ]);
  expect(of(true)?.map(({ counts }) => counts)).toEqual([
    { fits: 2, unfit: 1 },
    { fits: 0, unfit: 0 },
  ]);
});
