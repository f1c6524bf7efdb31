import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Contest, parseContest, type RulePack, type Stance } from "@netra/classifier";
import { PROJECT_ROOT } from "@netra/config";
import { invalid } from "@netra/domain";
import { openPack } from "../../services/app/src/rules/open-pack.ts";

/** One labelled text. `contest` is an id of the folder's `contests/`, or `none`. */
export interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: Stance;
  /** Candidate ids joined by "+", a party's name, "unnamed", or null. */
  readonly targetId: string | null;
  readonly contest: string;
  readonly source: string;
  readonly postedAt: Date | null;
  readonly region: string | null;
}

/** The corpora that this project wrote: everybody in them is made up. */
export const OWN_CORPUS = join(PROJECT_ROOT, "test/corpus");

const LABELS: readonly string[] = ["support", "oppose", "neutral"];

/** Reads labelled rows. Throws with file, line and remedy; a message never holds a text. */
export function readRows(path: string): Row[] {
  if (!existsSync(path)) throw invalid("corpus-missing", `${path} is not there: point NETRA_EVAL_DIR at a folder that holds it.`);
  return readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [parseRow(line, `${path}: line ${i + 1}`)]));
}

function parseRow(line: string, place: string): Row {
  let raw: Record<string, unknown>;
  try {
    raw = JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw invalid("corpus-row", `${place}: not JSON; write one object a line.`);
  }
  const { id, text, label, target_id, contest, source, posted_at, region } = raw;
  if (typeof id !== "string" || typeof text !== "string" || typeof contest !== "string" || !LABELS.includes(label as string))
    throw invalid("corpus-row", `${place}: needs id, text, contest and a label (${LABELS.join(", ")}).`);
  const postedAt = typeof posted_at === "string" ? new Date(posted_at) : null;
  if (postedAt !== null && Number.isNaN(postedAt.getTime())) throw invalid("corpus-row", `${place}: "posted_at" is not a time; write ISO 8601.`);
  return {
    id,
    text,
    label: label as Stance,
    targetId: typeof target_id === "string" ? target_id : null,
    contest,
    source: typeof source === "string" ? source : "",
    postedAt,
    region: typeof region === "string" ? region : null,
  };
}

/** The contests of a corpus by id, in file order; an empty map when the folder has none. */
export function readContests(folder: string): ReadonlyMap<string, Contest> {
  const home = join(folder, "contests");
  if (!existsSync(home)) return new Map();
  const files = readdirSync(home).filter((name) => /\.(json|ya?ml)$/.test(name));
  return new Map(
    files
      .sort()
      .map((file) => parseContest(readFileSync(join(home, file), "utf8")))
      .map((contest) => [contest.id, contest]),
  );
}

/** A pack by its id in config/rule-packs or by folder, with the first 12 digits of the SHA-256 of its parsed form. */
export function readPack(idOrFolder: string): { pack: RulePack; hash: string } {
  const pack = openPack(idOrFolder);
  return { pack, hash: createHash("sha256").update(JSON.stringify(pack)).digest("hex").slice(0, 12) };
}
