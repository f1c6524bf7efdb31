import { describe, expect, it } from "vitest";
import { blockedQuestions, type ChecklistRule, holdsOn } from "./guidance.ts";

describe("a note", () => {
  it.each([
    ["a day, from that day on", { from: "2024-10-30" }, { "2024-10-29": false, "2024-10-30": true, "2029-10-21": true }],
    ["a month, from its first day on", { from: "2023-11" }, { "2023-10-31": false, "2023-11-01": true }],
    ["a year, from its first day on", { from: "2018" }, { "2017-12-31": false, "2018-01-01": true }],
    ["an end on a day, that day included", { from: "2018", to: "2024-10-29" }, { "2024-10-29": true, "2024-10-30": false }],
    ["an end in a month or year, its last day included", { to: "2024" }, { "2024-12-31": true, "2025-01-01": false }],
    ["no date at all, on every day", {}, { "1999-01-01": true, "2031-01-01": true }],
  ])("with %s", (_, note, days) => {
    expect(Object.fromEntries(Object.keys(days).map((day) => [day, holdsOn(note, day)]))).toEqual(days);
  });
});

describe("an answer", () => {
  const rules: readonly ChecklistRule[] = [
    { id: "own_act", answers: { yes: "nothing", no: "weakens", unknown: "blocks" } },
    { id: "quote", answers: { yes: "blocks", no: "nothing", unknown: "nothing" } },
  ];
  it("sends back what the table says, whatever the answer is called; what is not answered sends nothing back", () => {
    expect(blockedQuestions(rules, { own_act: "unknown", quote: "yes" })).toEqual(["own_act", "quote"]);
    expect(blockedQuestions(rules, { own_act: "no", quote: "unknown", link: "unknown" })).toEqual([]);
    expect(blockedQuestions(rules, {})).toEqual([]);
  });
});
