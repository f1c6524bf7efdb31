import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Figures, keepRow } from "./keep-row.ts";

const FIGURES: Figures = { title: "Things", about: "What they are.", columns: ["date", "n", "verdict"] };
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "netra-rows-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

it("writes the head whatever stood there, and keeps the rows", () => {
  const file = join(dir, "RESULTS.md");
  keepRow(file, { ...FIGURES, about: "Something older." }, ["2029-01-01", 1, "kept"]);
  keepRow(file, FIGURES, ["2029-01-02", 2, "kept"]);
  expect(readFileSync(file, "utf8")).toBe(
    "# Things\n\nWhat they are.\n\n| date | n | verdict |\n|---|---|---|\n| 2029-01-01 | 1 | kept |\n| 2029-01-02 | 2 | kept |\n",
  );
});

it("leaves what people wrote beneath the table where it is", () => {
  const file = join(dir, "RESULTS.md");
  keepRow(file, FIGURES, ["2029-01-01", 1, "kept"]);
  writeFileSync(file, `${readFileSync(file, "utf8")}\nThe first row: on another machine.\n\n| part | s |\n|---|---|\n| a | 1 |\n`);
  keepRow(file, FIGURES, ["2029-01-02", 2, "kept"]);
  keepRow(file, FIGURES, ["2029-01-03", 3, "kept"]);
  expect(readFileSync(file, "utf8")).toMatch(
    /\n\| 2029-01-01 \| 1 \| kept \|\n.*\n\| 2029-01-03 \| 3 \| kept \|\n\nThe first row: on another machine\.\n\n\| part \| s \|\n\|---\|---\|\n\| a \| 1 \|\n$/,
  );
});

it("refuses to stand under columns that are not its rows' own, and changes nothing", () => {
  const file = join(dir, "RESULTS.md");
  writeFileSync(file, "| 2029-01-01 | 1 |\n");
  expect(() => keepRow(file, FIGURES, ["2029-01-02", 2, "kept"])).toThrow(/has not 3 columns: \| 2029-01-01 \| 1 \|/);
  expect(readFileSync(file, "utf8")).toBe("| 2029-01-01 | 1 |\n");
});
