import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadDeadlines } from "./procedures.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-procedures-"));
  mkdirSync(join(home, "procedures"));
});
afterEach(() => rmSync(home, { recursive: true }));

const LIMIT = { id: "finding", regimes: "[pilkada]", starts: "known", days: "7", kind: "calendar", from: '"2015-02-02"', source: "UU 1/2015 Ps 134" };
const write = (changes: Partial<typeof LIMIT>) =>
  writeFileSync(
    join(home, "procedures", "deadlines.yaml"),
    `- ${Object.entries({ ...LIMIT, ...changes })
      .map(([key, value]) => `${key}: ${value}`)
      .join("\n  ")}\n`,
  );

test("the limits in force are read, each with days, start and source", () => {
  const limits = loadDeadlines();
  expect(limits.filter(({ id }) => id === "finding").map(({ regimes, days, kind, starts }) => [...regimes, days, kind, starts])).toEqual([
    ["pemilu", 7, "calendar", "known"],
    ["pilkada", 7, "calendar", "known"],
  ]);
  expect(limits.every(({ source, from }) => source !== "" && from <= "2026-01-01")).toBe(true);
  write({});
  expect(loadDeadlines(home)).toHaveLength(1);
});

test.each([{ days: "0" }, { kind: "moon" }, { from: "2015" }, { starts: "someday" }, { source: "x" }])(
  "a limit that cannot hold is refused with its place: %o",
  (changes) => {
    write(changes);
    expect(() => loadDeadlines(home)).toThrow(/procedures\/deadlines\.yaml: entry \/0/);
  },
);
