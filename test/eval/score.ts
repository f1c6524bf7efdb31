/**
 * Scores the classifier on a labelled corpus outside the repository and prints figures only, never a text.
 *
 * Run: `NETRA_EVAL_DIR=<folder> node test/eval/score.ts [--set dev|test] [--pack inti]`.
 * The folder holds `contests/*.json`, `dev_hand.jsonl`, `dev_neutral.jsonl` and `test_hand.jsonl`; a row is `{ text, label, target_id, contest }`.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  type Classifier,
  type Contest,
  compile,
  parseContest,
  parseRulePack,
  type RulePack,
  type Stance,
} from "../../packages/classifier/src/index.ts";

interface Row {
  readonly text: string;
  readonly label: Stance;
  readonly target_id: string | null;
  readonly contest: string;
}

interface Reading {
  readonly row: Row;
  readonly stance: Stance;
  readonly targets: readonly string[];
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readPack(id: string): { pack: RulePack; hash: string } {
  const folder = join(import.meta.dirname, "../../config/rule-packs", id);
  if (!existsSync(folder)) fail(`No pack "${id}": there is no folder ${folder}. Use --pack with the name of a folder in config/rule-packs.`);
  const files: Record<string, string> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (path.endsWith(".yaml")) files[path.replaceAll("\\", "/")] = readFileSync(join(folder, path), "utf8");
  }
  const pack = parseRulePack(files);
  return { pack, hash: createHash("sha256").update(JSON.stringify(pack)).digest("hex").slice(0, 12) };
}

function readRows(folder: string, file: string): Row[] {
  const path = join(folder, file);
  if (!existsSync(path)) fail(`${file} is not in NETRA_EVAL_DIR (${folder}). Point NETRA_EVAL_DIR at a folder that holds it.`);
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}

function stripTags(text: string): string {
  return text.replace(/#[^\s#]+/g, " ");
}

function read(classifier: Classifier, row: Row, text = row.text): Reading {
  const got = classifier.classify({ text, postedAt: null, region: null });
  return { row, stance: got.flagged ? got.stance : "neutral", targets: got.targets };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function mcc(readings: readonly Reading[]): number {
  let tp = 0;
  let tn = 0;
  let fp = 0;
  let fn = 0;
  for (const { row, stance } of readings) {
    const truth = row.label !== "neutral";
    const said = stance !== "neutral";
    if (truth && said) tp += 1;
    else if (truth) fn += 1;
    else if (said) fp += 1;
    else tn += 1;
  }
  return ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));
}

/** 95% bootstrap interval of the MCC; the generator is seeded, so that a run can be repeated. */
function interval(readings: readonly Reading[]): [number, number] {
  let seed = 20_291_127;
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const values: number[] = [];
  for (let round = 0; round < 1_000; round += 1) values.push(mcc(readings.map(() => readings[Math.floor(next() * readings.length)] as Reading)));
  values.sort((a, b) => a - b);
  return [values[25] as number, values[974] as number];
}

function show(value: number): string {
  return value.toFixed(2).replace(/^(-?)0\./, "$1.");
}

function report(name: string, readings: readonly Reading[]): void {
  const flagged = readings.filter(({ stance }) => stance !== "neutral");
  const partisan = readings.filter(({ row }) => row.label !== "neutral");
  const hits = flagged.filter(({ row }) => row.label !== "neutral");
  const perClass = (["support", "oppose", "neutral"] as const).map((label) => {
    const said = readings.filter(({ stance }) => stance === label);
    const truth = readings.filter(({ row }) => row.label === label);
    const right = said.filter(({ row }) => row.label === label).length;
    const precision = ratio(right, said.length);
    const recall = ratio(right, truth.length);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall) };
  });
  const [support, oppose] = perClass as [(typeof perClass)[number], (typeof perClass)[number]];
  const sided = readings.filter(({ row, stance }) => stance !== "neutral" && stance === row.label && row.target_id !== null);
  const onTarget = sided.filter(({ row, targets }) => targets.some((target) => (row.target_id ?? "").split("+").includes(target)));
  const [low, high] = interval(readings);
  console.log(
    `${name.padEnd(26)} n ${String(readings.length).padStart(4)}  partisan P ${show(ratio(hits.length, flagged.length))} R ${show(ratio(hits.length, partisan.length))} MCC ${show(mcc(readings))} [${show(low)}, ${show(high)}]` +
      `  macro-F1 ${show(perClass.reduce((sum, { f1 }) => sum + f1, 0) / 3)}  support P ${show(support.precision)} R ${show(support.recall)}  oppose P ${show(oppose.precision)} R ${show(oppose.recall)}  target ${onTarget.length}/${sided.length}`,
  );
}

const { values: args } = parseArgs({ options: { set: { type: "string", default: "dev" }, pack: { type: "string", default: "inti" } } });
const folder = process.env.NETRA_EVAL_DIR;
if (folder === undefined || folder === "")
  fail("NETRA_EVAL_DIR is not set. Set it to the folder of the evaluation corpus, for example: NETRA_EVAL_DIR=/path/to/eval node test/eval/score.ts");
if (args.set !== "dev" && args.set !== "test") fail(`--set must be dev or test, got ${args.set}.`);

const { pack, hash } = readPack(args.pack);
const contests = new Map<string, Contest>();
for (const file of readdirSync(join(folder, "contests"))
  .filter((name) => name.endsWith(".json"))
  .sort()) {
  const contest = parseContest(readFileSync(join(folder, "contests", file), "utf8"));
  contests.set(contest.id, contest);
}
const classifiers = new Map([...contests].map(([id, contest]) => [id, compile(pack, contest)]));
console.log(`pack ${pack.id} version ${pack.version} hash ${hash} threshold ${pack.threshold}  set ${args.set}`);

const hand = readRows(folder, `${args.set}_hand.jsonl`).filter((row) => classifiers.has(row.contest));
const full = hand.map((row) => read(classifiers.get(row.contest) as Classifier, row));
for (const id of contests.keys()) {
  const rows = full.filter(({ row }) => row.contest === id);
  if (rows.length > 0) report(id, rows);
}
report("all", full);
report(
  "all, hashtags stripped",
  hand.map((row) => read(classifiers.get(row.contest) as Classifier, row, stripTags(row.text))),
);

if (args.set === "dev") {
  const neutral = [...readRows(folder, "dev_neutral.jsonl"), ...readRows(folder, "dev_hand.jsonl").filter((row) => !classifiers.has(row.contest))];
  const groups = new Map<string, { rows: number; flagged: number }>();
  for (const row of neutral) {
    const flagged = [...classifiers.values()].some((classifier) => read(classifier, row).stance !== "neutral");
    for (const name of ["all", row.contest === "none" ? "not about a contest" : `about ${row.contest}`]) {
      const group = groups.get(name) ?? { rows: 0, flagged: 0 };
      group.rows += 1;
      if (flagged) group.flagged += 1;
      groups.set(name, group);
    }
  }
  for (const [name, { rows, flagged }] of groups)
    console.log(`false alarms, ${name}: ${flagged} of ${rows} (${(100 * ratio(flagged, rows)).toFixed(2)}%)`);
}
