import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addTestRun, countTestRuns } from "./design-log.ts";
import { type Judged, measureRows } from "./figures.ts";
import { runEval } from "./run-eval.ts";

const judged = (truth: Judged["truth"], said: Judged["said"], order = 0): Judged => ({ truth, said, order });
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe("the figures", () => {
  const rows = [
    ...[...times(6, judged("support", "support", 5)), ...times(2, judged("support", "neutral", 2)), judged("support", "oppose")],
    ...[...times(3, judged("oppose", "oppose")), ...times(3, judged("oppose", "neutral"))],
    ...[...times(2, judged("neutral", "support", 4)), ...times(13, judged("neutral", "neutral"))],
  ];

  it("agree with the formulas worked out by hand", () => {
    const { partisan, support, oppose, macroF1 } = measureRows(rows);
    // tp 10 (a wrong side is partisan all the same), fn 5, fp 2, tn 13
    expect(partisan.precision.value).toBeCloseTo(10 / 12, 12);
    expect(partisan.recall.value).toBeCloseTo(10 / 15, 12);
    expect(partisan.mcc.value).toBeCloseTo((10 * 13 - 2 * 5) / Math.sqrt(12 * 15 * 15 * 18), 12);
    expect([support.precision.value, support.recall.value]).toEqual([6 / 8, 6 / 9]);
    expect(oppose.f1.value).toBeCloseTo((2 * 0.75 * 0.5) / 1.25, 12);
    const neutral = (2 * (13 / 18) * (13 / 15)) / (13 / 18 + 13 / 15);
    expect(macroF1.value).toBeCloseTo(((2 * 0.75 * (6 / 9)) / (0.75 + 6 / 9) + 0.6 + neutral) / 3, 12);
  });

  it("have an interval around the value that is the same in every run", () => {
    const { partisan } = measureRows(rows);
    expect(partisan.mcc.low).toBeLessThan(partisan.mcc.value);
    expect(partisan.mcc.high).toBeGreaterThan(partisan.mcc.value);
    expect(measureRows(rows).partisan.mcc).toEqual(partisan.mcc);
  });

  it("take the best precision of support among the cuts that keep recall .60, and never split rows with equal points", () => {
    expect(measureRows(rows).supportAtRecall).toMatchObject({ value: 1, recall: 6 / 9, cut: 5 });
    const tied = rows.map((row) => ({ ...row, order: row.order > 0 ? 1 : 0 }));
    expect(measureRows(tied).supportAtRecall).toMatchObject({ value: 8 / 10, recall: 8 / 9, cut: 1 });
    expect(measureRows(rows.filter(({ order }) => order !== 5)).supportAtRecall).toMatchObject({ value: 0.5, cut: 2 });
    expect(measureRows([judged("support", "neutral")]).supportAtRecall).toBeNull();
  });
});

describe("the log of test runs", () => {
  const log = "# Why\n\n### 2029-01-01, test set, run 1 of 5\n```\nold\n```\nA remark.\n\n### What did not help\n| a |\n";

  it("grows behind its last run and leaves the rest as it was", () => {
    const grown = addTestRun(log, "2029-02-03", ["one", "two"]);
    expect(grown).toBe(log.replace("### What", "### 2029-02-03, test set, run 2 of 5\n```\none\ntwo\n```\n\n### What"));
    expect(countTestRuns(grown)).toBe(2);
  });

  it("takes five runs and refuses the sixth", () => {
    let text = log;
    for (let run = 2; run <= 5; run += 1) text = addTestRun(text, "2029-02-03", ["x"]);
    expect(countTestRuns(text)).toBe(5);
    expect(() => addTestRun(text, "2029-02-04", ["x"])).toThrow(expect.objectContaining({ code: "test-set-spent" }));
  });

  it("is the one of the classifier's DESIGN.md", () => {
    expect(countTestRuns(readFileSync(join(PROJECT_ROOT, "packages/classifier/DESIGN.md"), "utf8"))).toBeGreaterThanOrEqual(1);
  });
});

describe("npm run eval", () => {
  const SECRET = "Ayo coblos nomor 1, Arman Samudra hebat #ArmanLestari rahasia";
  let place: string;
  let said: string[];
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), "netra-eval-"));
    mkdirSync(join(place, "eval/contests"), { recursive: true });
    mkdirSync(join(place, "own"));
    cpSync(join(PROJECT_ROOT, "config/contests/belitung-timur-demo.yaml"), join(place, "eval/contests/belitung-timur-demo.yaml"));
    const contest = "belitung-timur-demo";
    const rows = [
      { id: "r1", text: SECRET, label: "support", target_id: "arman-lestari", contest },
      { id: "r2", text: "Bahar Tanjung pembohong, jangan pilih Bahar Tanjung", label: "oppose", target_id: "bahar-ratih", contest },
      { id: "r3", text: "KPU menetapkan Bahar Tanjung", label: "neutral", target_id: null, contest },
      { id: "r4", text: SECRET, label: "neutral", target_id: null, contest },
    ];
    const write = (name: string, list: object[]): void =>
      writeFileSync(join(place, "eval", name), list.map((row) => `${JSON.stringify(row)}\n`).join(""));
    for (const name of ["dev_hand.jsonl", "test_hand.jsonl"]) write(name, rows);
    write("dev_neutral.jsonl", [{ id: "n1", text: "Barang bagus, pengiriman cepat", label: "neutral", target_id: null, contest: "none" }]);
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  beforeEach(() => {
    said = [];
    writeFileSync(join(place, "DESIGN.md"), "### 2029-01-01, test set, run 1 of 5\n```\nold\n```\n");
  });

  const run = (argv: string[], env: Record<string, string> = { NETRA_EVAL_DIR: join(place, "eval") }): number =>
    runEval(argv, {
      env,
      say: (line) => said.push(line),
      warn: (line) => said.push(line),
      now: new Date(2029, 9, 23, 12),
      design: join(place, "DESIGN.md"),
      own: join(place, "own"),
      results: place,
    });

  it("prints figures with a yes or no for each target, keeps them by date where that is asked for, and prints no text", () => {
    expect(run([])).toBe(0);
    expect(existsSync(join(place, "results"))).toBe(false);
    said = [];
    expect(run(["--keep"])).toBe(0);
    const out = said.join("\n");
    expect(out).toMatch(/^pack inti version \d+ hash [0-9a-f]{12} threshold [\d.]+ {2}set dev\n/);
    expect(out).toMatch(/NO +dev MCC, belitung-timur-demo/);
    expect(out).toMatch(/everyday rows, any contest +0 of 1 \(0\.00 %\)/);
    expect(out).not.toContain("test MCC");
    expect(readdirSync(join(place, "results"))).toEqual(["2029-10-23.json"]);
    const kept = readFileSync(join(place, "results/2029-10-23.json"), "utf8") + readFileSync(join(place, "RESULTS.md"), "utf8");
    expect(kept).toContain("dev MCC, belitung-timur-demo");
    expect(out + kept).not.toMatch(/rahasia|Samudra/);
  });

  it("logs a run on the test set with date, pack hash and figures, and refuses the sixth", () => {
    expect(run(["--test"])).toBe(0);
    const log = readFileSync(join(place, "DESIGN.md"), "utf8");
    expect(log).toMatch(
      /### 2029-10-23, test set, run 2 of 5\n```\npack inti version \d+ hash [0-9a-f]{12} .*set test\ntest +n +4 +partisan P .*MCC/,
    );
    expect(said.join("\n")).toMatch(/test opposition F1/);
    writeFileSync(join(place, "DESIGN.md"), addTestRun(addTestRun(addTestRun(log, "2029-10-23", ["x"]), "2029-10-23", ["x"]), "2029-10-23", ["x"]));
    said = [];
    expect(() => run(["--set", "test"])).toThrow(expect.objectContaining({ code: "test-set-spent" }));
    expect(said).toEqual([]);
  });

  it("writes what was read wrongly to a file outside the repository only, and never of the test set", () => {
    expect(() => run(["--misses", join(PROJECT_ROOT, "misses.jsonl")])).toThrow(expect.objectContaining({ code: "misses-inside" }));
    expect(() => run(["--misses", join(PROJECT_ROOT, "test/../misses.jsonl")])).toThrow(expect.objectContaining({ code: "misses-inside" }));
    const file = join(place, "misses.jsonl");
    run(["--test", "--misses", file]);
    const misses = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; set: string; said: string });
    expect(misses.filter(({ id }) => id === "r4")).toEqual([expect.objectContaining({ set: "dev", said: "support" })]);
  });

  it("scores the own corpora alone, says so and exits with 1 when the outside corpus is not at hand", () => {
    expect(run([], {})).toBe(1);
    expect(said.at(-1)).toMatch(/NETRA_EVAL_DIR is not set/);
    expect(() => run(["--test"], {})).toThrow(expect.objectContaining({ code: "corpus-missing" }));
  });

  it("names file and line of a broken row and shows nothing of it", () => {
    const folder = join(place, "broken");
    cpSync(join(place, "eval"), folder, { recursive: true });
    writeFileSync(join(folder, "dev_hand.jsonl"), `\n{"id": "x", "text": "rahasia`);
    let message = "";
    try {
      run([], { NETRA_EVAL_DIR: folder });
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/dev_hand\.jsonl: line 2: not JSON/);
    expect(message).not.toContain("rahasia");
  });
});
