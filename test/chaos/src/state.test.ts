import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openState, type RunState } from "./state.ts";

const begin: Pick<RunState, "backend" | "plan" | "play"> = {
  backend: "postgres",
  plan: { kills: 20, quick: true, sabotage: null, most: 6 },
  play: { seed: 1, accounts: 60, gapMs: 5_000, startMs: 1_000 },
};
let dir: string;

beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "netra-chaos-state-"));
  dir = join(made, "run");
  onTestFinished(() => rmSync(made, { recursive: true }));
});

describe("the state of a run", () => {
  it("begins with nothing done", () => {
    expect(openState(dir, begin).current).toMatchObject({ roundsDone: 0, results: [], violations: [], sittings: 1, elapsedMs: 0 });
  });

  it("goes on where it was, with the world it began with", () => {
    const first = openState(dir, begin);
    first.change({ roundsDone: 3, elapsedMs: 42_000, violations: ["one post is gone"] });
    const again = openState(dir, { ...begin, play: { ...begin.play, startMs: 99_000 } });
    expect(again.current).toMatchObject({ roundsDone: 3, elapsedMs: 42_000, violations: ["one post is gone"], sittings: 2 });
    expect(again.current.play.startMs).toBe(1_000);
  });

  it("refuses to mix two plans", () => {
    openState(dir, begin);
    expect(() => openState(dir, { ...begin, plan: { ...begin.plan, kills: 200 } })).toThrow(/20 kills, seed 1, quick.*--reset/);
    expect(() => openState(dir, { ...begin, play: { ...begin.play, seed: 2 } })).toThrow(/seed 1/);
  });
});
