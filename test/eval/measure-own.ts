import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RulePack } from "@netra/classifier";
import { OWN_CORPUS, type Row, readContests, readRows } from "./corpus.ts";
import { addAlarms, addGaps, addMisses, addSet, newPart, type Part } from "./part.ts";
import { makeReader, type Reader, readUnderOwn } from "./read-rows.ts";
import { BOUNDS, target } from "./targets.ts";

/** Measures the corpora of this repository: posts about made-up contests, and namesakes of their candidates. The frozen half only on request: it is not for tuning. */
export function measureOwn(pack: RulePack, { frozen, home = OWN_CORPUS }: { frozen: boolean; home?: string }): Part {
  const part = newPart();
  addPosts(part, pack, join(home, "posts"));
  for (const half of frozen ? (["open", "frozen"] as const) : (["open"] as const))
    addNamesakes(part, pack, { folder: join(home, "namesakes"), half });
  return part;
}

function addPosts(part: Part, pack: RulePack, folder: string): void {
  if (!existsSync(join(folder, "posts.jsonl"))) return;
  const reader = makeReader(pack, readContests(folder));
  const rows = readRows(join(folder, "posts.jsonl"));
  addSet(part, { name: "own posts", reader, rows });
  addQuiet(part, { name: "own posts", reader, rows });
  addMisses(part, { name: "own posts", reader, rows });
  addGaps(part, { name: "own posts", reader, rows });
  part.alike.push({ reader, rows });
}

function addNamesakes(part: Part, pack: RulePack, { folder, half }: { folder: string; half: "open" | "frozen" }): void {
  const file = join(folder, `${half}.jsonl`);
  if (!existsSync(file)) return;
  const name = `namesakes, ${half} half`;
  const reader = makeReader(pack, readContests(folder));
  const rows = readRows(file);
  addSet(part, { name, reader, rows });
  const share = addQuiet(part, { name, reader, rows });
  part.targets.push(target(`false alarms, ${name}`, share, "at most", BOUNDS.namesakeAlarms, "percent"));
  if (half === "frozen") return;
  addMisses(part, { name, reader, rows });
  part.alike.push({ reader, rows });
}

/** Neutral rows under their own contest. */
function addQuiet(part: Part, { name, reader, rows }: { name: string; reader: Reader; rows: readonly Row[] }): number {
  const quiet = rows.filter((row) => row.label === "neutral");
  const flagged = readUnderOwn(reader, quiet).filter(({ got }) => got.flagged);
  return addAlarms(part, name, { rows: quiet.length, flagged: flagged.length });
}
