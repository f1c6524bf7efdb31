import { join } from "node:path";
import type { RulePack } from "@netra/classifier";
import { type Row, readContests, readRows } from "./corpus.ts";
import type { Miss } from "./misses.ts";
import { addAlarms, addGaps, addMisses, addSet, newPart, type Part } from "./part.ts";
import { makeReader, type Reader, readUnderAny } from "./read-rows.ts";
import type { SetReport } from "./report.ts";
import { BOUNDS, target } from "./targets.ts";

/** A bare headline about a pair, by where the corpus has it from. */
const isHeadline = (row: Row): boolean => row.contest !== "none" && /webscrape/.test(row.source);

/** How much of the MCC goes with the hashtags. */
export const lossOf = ({ figures, stripped }: SetReport): number => figures.partisan.mcc.value - stripped.partisan.mcc.value;

/** Measures the corpus outside the repository: hand-read rows of each contest, rows that should stay quiet, and with `test` the test set, figures only. */
export function measureOutside(pack: RulePack, folder: string, { test }: { test: boolean }): Part {
  const part = newPart();
  const reader = makeReader(pack, readContests(folder));
  const hand = readRows(join(folder, "dev_hand.jsonl"));
  const neutral = readRows(join(folder, "dev_neutral.jsonl"));
  const ofContests = hand.filter((row) => reader.contests.has(row.contest));
  for (const id of reader.contests.keys()) {
    const rows = ofContests.filter((row) => row.contest === id);
    if (rows.length === 0) continue;
    const { figures } = addSet(part, { name: id, reader, rows });
    part.targets.push(target(`dev MCC, ${id}`, figures.partisan.mcc.value, "at least", BOUNDS.devMcc));
  }
  const all = addSet(part, { name: "all dev", reader, rows: ofContests });
  part.targets.push(target("hashtags stripped, loss of MCC, all dev", lossOf(all), "at most", BOUNDS.strippedLoss));
  addMisses(part, { name: "dev", reader, rows: ofContests });
  addGaps(part, { name: "dev", reader, rows: ofContests });

  const everyday = addQuiet(
    part,
    "everyday rows, any contest",
    reader,
    neutral.filter((row) => row.contest === "none"),
  );
  const headlines = addQuiet(part, "bare headlines about a pair", reader, neutral.filter(isHeadline));
  addQuiet(
    part,
    "other neutral rows about a contest",
    reader,
    neutral.filter((row) => row.contest !== "none" && !isHeadline(row)),
  );
  addQuiet(
    part,
    "hand-read rows without a contest",
    reader,
    hand.filter((row) => !reader.contests.has(row.contest)),
  );
  part.targets.push(
    target("false alarms, everyday rows", everyday, "at most", BOUNDS.everydayAlarms, "percent"),
    target("false alarms, bare headlines", headlines, "at most", BOUNDS.headlineAlarms, "percent"),
  );
  addGaps(part, { name: "neutral rows", reader, rows: neutral });
  part.alike.push({ reader, rows: [...ofContests, ...neutral] });
  if (test) addTest(part, reader, folder);
  return part;
}

/** Rows of nobody's side: any contest's flag is a false alarm. */
function addQuiet(part: Part, name: string, reader: Reader, rows: readonly Row[]): number {
  const flagged = readUnderAny(reader, rows).filter(({ flaggedBy }) => flaggedBy !== null);
  part.misses.push(
    ...flagged.map(
      ({ row, flaggedBy, got }): Miss => ({
        set: name,
        id: row.id,
        contest: flaggedBy ?? "none",
        label: row.label,
        said: got?.stance ?? "neutral",
        points: (got?.scoreTenths ?? 0) / 10,
        why: (got?.contributions ?? []).map(({ ruleId, tenths }) => `${ruleId} ${tenths / 10}`).join(", "),
        text: row.text,
      }),
    ),
  );
  return addAlarms(part, name, { rows: rows.length, flagged: flagged.length });
}

function addTest(part: Part, reader: Reader, folder: string): void {
  const rows = readRows(join(folder, "test_hand.jsonl")).filter((row) => reader.contests.has(row.contest));
  const { figures } = addSet(part, { name: "test", reader, rows });
  part.targets.push(
    target("test MCC", figures.partisan.mcc.value, "at least", BOUNDS.testMcc),
    target("test macro-F1", figures.macroF1.value, "at least", BOUNDS.testMacroF1),
    target("test opposition F1", figures.oppose.f1.value, "at least", BOUNDS.testOpposeF1),
    target("test support precision at recall .60", figures.supportAtRecall?.value ?? 0, "at least", BOUNDS.testSupportPrecision),
  );
}
