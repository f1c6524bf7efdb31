import { loadContestFile } from "@netra/config";
import { describe, expect, it } from "vitest";
import { demoContest } from "./contest.ts";
import { templatesOf } from "./posts/catalogue.ts";
import { VOICES } from "./register.ts";
import { type Line, scriptOf } from "./texts.ts";

const contest = demoContest(loadContestFile("belitung-timur-demo"), new Date("2026-11-22T02:42:00Z"));
const ids = contest.candidates.map(({ id }) => id);
const against = new Set(templatesOf("oppose"));

/** Posts for and against each pair, in ballot order. */
const tally = (lines: readonly Line[]) => ({
  support: ids.map((id) => lines.filter(({ about, template }) => about.id === id && !against.has(template)).length),
  oppose: ids.map((id) => lines.filter(({ about, template }) => about.id === id && against.has(template)).length),
});

describe("who says what", () => {
  const scripts = VOICES.map((_, voice) => scriptOf(voice, contest));
  const past = scripts.flatMap((script) => Array.from({ length: script.pastSides }, () => script.nextPartisan()));
  const rounds = Array.from({ length: 48 }, (_, round) =>
    scripts.filter((script) => script.takesSideIn(round)).map((script) => script.nextPartisan()),
  );

  it("has 24 posts that take a side before the first start: six for and two against each pair", () => {
    expect(tally(past)).toEqual({ support: [6, 6, 6], oppose: [2, 2, 2] });
  });

  it("treats every pair alike in every round", () => {
    for (const lines of rounds) {
      const { support, oppose } = tally(lines);
      expect(new Set(support).size).toBe(1);
      expect(new Set(oppose).size).toBe(1);
    }
    expect(tally(rounds.flat()).oppose[0]).toBeGreaterThan(0);
  });

  it("lets nobody speak for two pairs, nor against the own one", () => {
    for (const [voice, { speaksFor }] of VOICES.entries()) {
      if (speaksFor === null) continue;
      const script = scriptOf(voice, contest);
      for (const { about, template } of Array.from({ length: 40 }, () => script.nextPartisan())) {
        expect(about.number === speaksFor).toBe(!against.has(template));
      }
    }
  });

  it.each(["support", "oppose", "innocent"] as const)("comes round to a template (%s) only after it used all the others", (stance) => {
    const templates = templatesOf(stance);
    const script = scriptOf(0, contest);
    const lines = Array.from({ length: 400 }, () => (stance === "innocent" ? script.nextInnocent() : script.nextPartisan()).template);
    const own = lines.filter((template) => templates.includes(template)).slice(0, templates.length);
    expect(new Set(own).size).toBe(templates.length);
  });

  it("says something different on every account before the first start", () => {
    expect(new Set(past.map(({ template }) => template)).size).toBe(past.length);
  });
});
