import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, describe as group, it, onTestFinished } from "vitest";
import { keepResults } from "./results.ts";
import type { FaultResult } from "./state.ts";
import { describe, type Figures, rowsOf } from "./table.ts";

const result = (kind: string, recoveredMs: number | null, backMs: number | null = 1_000): FaultResult => ({
  kind,
  targets: [],
  at: "2029-06-04T00:00:00.000Z",
  recoveredMs,
  backMs,
  notes: [],
});

const figures: Figures = {
  date: "2029-06-04",
  backend: "redis",
  kills: 3,
  seed: 1,
  sittings: 1,
  minutes: 2,
  verdict: "broken",
  violations: ["something was late"],
  lostOrDoubled: 0,
  checks: { seconds: 100, unbalanced: 0, databaseAway: 2 },
  flow: {
    versions: 10,
    posts: 9,
    flags: 3,
    captures: 2,
    captureRetries: 1,
    poison: 1,
    drainSeconds: 9,
    longestWaitSeconds: 20,
    secondsWithAPostOverAMinute: 0,
  },
  load: { mean: 1, max: 2 },
  rows: rowsOf([result("kill api", 4_000)]),
};

group("the table of a run", () => {
  it("shows median and worst of each kind, in the order they came", () => {
    const rows = rowsOf([result("kill api", 4_000), result("deploy", 9_040), result("kill api", 12_000), result("kill api", 6_000, 2_500)]);
    expect(rows).toEqual([
      { kind: "kill api", count: 3, medianSeconds: 6, worstSeconds: 12, worstBackSeconds: 2.5, withinContract: 3 },
      { kind: "deploy", count: 1, medianSeconds: 9, worstSeconds: 9, worstBackSeconds: 1, withinContract: 1 },
    ]);
  });

  it("takes never for worse than any time, and counts what came later than the contract allows", () => {
    expect(rowsOf([result("x", 30_000), result("x", 30_001), result("x", null, null)])).toEqual([
      { kind: "x", count: 3, medianSeconds: 30, worstSeconds: null, worstBackSeconds: null, withinContract: 1 },
    ]);
  });

  it("says in words that a run broke a promise, and which", () => {
    expect(describe(figures)).toMatch(/1 violations[\s\S]*kill api[\s\S]*- something was late/);
    expect(describe({ ...figures, verdict: "kept", violations: [] })).toMatch(/every promise kept/);
  });

  it("is kept by date and backend; a second run of a day replaces the first", () => {
    const home = mkdtempSync(join(tmpdir(), "netra-chaos-results-"));
    onTestFinished(() => rmSync(home, { recursive: true }));
    keepResults(figures, home);
    keepResults({ ...figures, date: "2029-06-05" }, home);
    keepResults({ ...figures, kills: 200 }, home);
    const page = readFileSync(join(home, "RESULTS.md"), "utf8");
    expect(page.match(/^## .*/gm)).toEqual([expect.stringContaining("2029-06-05"), expect.stringContaining("2029-06-04")]);
    expect(page).toContain("200 kills");
  });
});
