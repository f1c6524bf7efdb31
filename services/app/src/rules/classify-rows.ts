import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Classification, Classifier } from "@netra/classifier";
import { type BatchRow, parseRow } from "./parse-row.ts";
import { readLines } from "./read-lines.ts";
import { stripHashtags } from "./strip-hashtags.ts";

/** What the batch door reads from, writes to and reads with. */
export interface ClassifyRows {
  readonly input: Readable;
  readonly output: Writable;
  readonly classifier: Classifier;
  /** Hashtags are left unread. Offsets stay those of the row's text. */
  readonly withoutHashtags: boolean;
  /** Told of each broken row: line number and remedy, never the row. */
  readonly warn: (line: string) => void;
}

/** How many rows were written, and how many could not be read. */
export interface RowCounts {
  readonly written: number;
  readonly broken: number;
  /** The reader of the output went away, as `head` does. */
  readonly cut: boolean;
}

const CHUNK_LENGTH = 64 * 1024;

/**
 * Reads rows `{id, text, posted_at?, region?}`, one JSON object a line, and writes one classification a line, in order.
 *
 * A broken row is warned of and left out. The same input gives the same bytes. Memory: one line and one chunk, whatever the length of the input; a slow
 * reader of the output slows the reading.
 */
export async function classifyRows({ input, output, classifier, withoutHashtags, warn }: ClassifyRows): Promise<RowCounts> {
  let written = 0;
  let broken = 0;
  async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    let chunk = "";
    for await (const line of readLines(source)) {
      const row = "problem" in line ? { problems: [line.problem] } : parseRow(line.text);
      if ("problems" in row) {
        broken += 1;
        for (const problem of row.problems) warn(`line ${line.number}: ${problem}`);
        continue;
      }
      const text = withoutHashtags ? stripHashtags(row.text) : row.text;
      chunk += `${renderRow(row.id, classifier.classify({ text, postedAt: row.postedAt, region: row.region }))}\n`;
      written += 1;
      if (chunk.length >= CHUNK_LENGTH) {
        yield chunk;
        chunk = "";
      }
    }
    if (chunk !== "") yield chunk;
  }
  try {
    await pipeline(input, read, output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return { written, broken, cut: true };
    throw error;
  }
  return { written, broken, cut: false };
}

/**
 * A classification as a row: `stance` and `target` are what would be flagged, `neutral` and null else; `lean` and `lean_target` are the side of the text
 * whether or not it reaches the threshold. Points are numbers with one decimal; offsets are UTF-16, end exclusive.
 */
function renderRow(id: BatchRow["id"], got: Classification): string {
  const target = got.targets.length > 0 ? got.targets.join("+") : null;
  return JSON.stringify({
    id,
    stance: got.flagged ? got.stance : "neutral",
    target: got.flagged ? target : null,
    score: got.scoreTenths / 10,
    flagged: got.flagged,
    lean: got.stance,
    lean_target: target,
    signals: got.signals.map(({ side, category, start, end, term, lexicon, candidateId }) => ({
      side,
      category,
      start,
      end,
      term,
      lexicon,
      candidate: candidateId,
    })),
  });
}
