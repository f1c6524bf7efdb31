import { beforeAll, describe, expect, it } from "vitest";
import { type Alike, measureAlike } from "./alike.ts";
import { readPack } from "./corpus.ts";
import { ratio } from "./figures.ts";
import { FLOORS } from "./floors.ts";
import { measureOwn } from "./measure-own.ts";
import type { Part } from "./part.ts";

// Figures only, also when one is missed: the frozen half stays unread.
describe("the pack inti on the corpora of this repository", () => {
  let part: Part;
  let alike: Alike;
  beforeAll(() => {
    part = measureOwn(readPack("inti").pack, { frozen: true });
    alike = measureAlike(part.alike);
  }, 120_000);

  const set = (name: string) => part.sets.find((one) => one.name === name)?.figures;
  const alarms = (name: string): number => {
    const found = part.alarms.find((one) => one.name === name);
    return ratio(found?.flagged ?? 1, found?.rows ?? 1);
  };

  it("holds at least 600 labelled posts, and 100 namesake rows half of which are frozen", () => {
    expect(set("own posts")?.rows).toBeGreaterThanOrEqual(600);
    expect(set("namesakes, open half")?.rows).toBeGreaterThanOrEqual(50);
    expect(set("namesakes, frozen half")?.rows).toBeGreaterThanOrEqual(50);
  });

  it("reads posts as their labels say, down to the floors", () => {
    const figures = set("own posts");
    expect(figures?.partisan.mcc.value).toBeGreaterThanOrEqual(FLOORS.posts.mcc);
    expect(figures?.macroF1.value).toBeGreaterThanOrEqual(FLOORS.posts.macroF1);
    expect(figures?.support.precision.value).toBeGreaterThanOrEqual(FLOORS.posts.supportPrecision);
    expect(alarms("own posts")).toBeLessThanOrEqual(FLOORS.posts.alarms);
  });

  it.each(["open", "frozen"] as const)("leaves namesakes of candidates alone and still finds the candidates: %s half", (half) => {
    expect(alarms(`namesakes, ${half} half`)).toBeLessThanOrEqual(FLOORS.namesakes[half].alarms);
    expect(set(`namesakes, ${half} half`)?.partisan.recall.value).toBeGreaterThanOrEqual(FLOORS.namesakes[half].recall);
  });

  it("gives the exchanged result when candidates are exchanged in the contest file", () => {
    expect(alike.swap.tried).toBeGreaterThan(1_000);
    expect(ratio(alike.swap.equal, alike.swap.tried)).toBe(FLOORS.swapped);
  });

  it("gives the same score when every mention is replaced by a like one of another candidate", () => {
    expect(alike.replacement.tried).toBeGreaterThan(200);
    expect(ratio(alike.replacement.equal, alike.replacement.tried)).toBeGreaterThanOrEqual(FLOORS.likeMentions);
  });
});
