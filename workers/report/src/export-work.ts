import type { Hash } from "node:crypto";
import type { Blobs } from "@netra/blobs";
import { codeOf, type PassportReason } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { ExportPart, ExportTurn, Store } from "@netra/store";

type Actor = Parameters<Store["as"]>[0];

/** Makes the passport of a flag or a case as somebody; refuses what they may not see, as everywhere. Names nobody, and leaves guarded originals out. */
export interface SetPassports {
  make(
    actor: Actor,
    ask: { readonly kind: "flag" | "case"; readonly which: { readonly id: string }; readonly withPeople: false; readonly reason: PassportReason },
  ): Promise<{ readonly bytes: Uint8Array; readonly number: string }>;
}

export interface ExportDeps {
  readonly store: Store;
  /** The system in the report process: it finds exports; their rows are then read as whoever asked, within the region that was asked for. */
  readonly actor: Actor;
  readonly blobs: Pick<Blobs, "put" | "open">;
  /** Makes passports, one after the other. */
  readonly passports: SetPassports;
  readonly log: Log;
  /** So long a file is kept. */
  readonly keptDays: number;
  /** Numbers of one question to the database, and rows of one part of a CSV file: what a killed worker repeats at most is a part. */
  readonly pageRows?: number;
  readonly partRows?: number;
}

/** What one turn works with. */
export interface ExportWork {
  readonly deps: ExportDeps;
  readonly turn: ExportTurn;
  /** Whoever asked, in this process and in the region asked for. */
  readonly reader: Actor;
  readonly signal: AbortSignal;
  /** Finished parts, in order. */
  readonly parts: ExportPart[];
  /** Of the whole file, as far as it is made. */
  readonly hash: Hash;
  /** Rows made so far, for the next pulse to tell. */
  done: number;
  /** When that was told last, by `performance.now()`. */
  toldAt: number;
  /** Whether a pulse was told that the turn is over. */
  over?: boolean;
}

/** The turn is over before its work: cancelled, taken over, or the process stops. No error of anybody's. */
export class TurnOverError extends Error {
  override readonly name = "TurnOverError";
}

/** Rows in finished parts. */
export const rowsOf = (parts: readonly ExportPart[]): number => parts.reduce((sum, { rowCount }) => sum + rowCount, 0);

/** Says how far the turn came, and keeps it; throws TurnOverError when it is over. */
export async function tellProgress(work: ExportWork, told: { readonly done: number; readonly total?: number }): Promise<void> {
  work.done = told.done;
  work.toldAt = performance.now();
  const { deps, turn, signal } = work;
  if (signal.aborted || work.over || !(await deps.store.as(deps.actor, (tx) => tx.exports.beat(turn, told)))) throw new TurnOverError();
}

const TELL_MS = 500;

/** The same where it was not told just now; a stop of the process is heeded at once. */
export async function tellNowAndThen(work: ExportWork, done: number): Promise<void> {
  work.done = done;
  if (work.signal.aborted || work.over) throw new TurnOverError();
  if (performance.now() - work.toldAt >= TELL_MS) await tellProgress(work, { done });
}

/** Keeps the next part: bytes first, then the row that names them. Throws TurnOverError when the turn is over. */
export async function keepPart(
  work: ExportWork,
  made: { readonly bytes: AsyncIterable<Uint8Array>; readonly told: () => Pick<ExportPart, "rowCount" | "position" | "entry"> },
): Promise<void> {
  const { deps, turn, parts, hash } = work;
  async function* hashed() {
    for await (const chunk of made.bytes) {
      if (work.over) throw new TurnOverError();
      hash.update(chunk);
      yield chunk;
    }
  }
  const { key, size } = await deps.blobs.put(hashed());
  const part = { no: parts.length, blobKey: key, bytes: size, ...made.told() };
  if (!(await deps.store.as(deps.actor, (tx) => tx.exports.addPart(turn, part)))) throw new TurnOverError();
  parts.push(part);
  work.done = rowsOf(parts);
}

const PULSE_MS = 10_000;

/** Keeps the turn while something takes long: a workbook's end, a passport that waits for its stamp. When it is over, so is the work; a pulse that fails is told of, and the next one tries again. */
export function startPulse(work: ExportWork): { stop(): void } {
  const { deps, turn } = work;
  const beat = async (): Promise<void> => {
    try {
      if (!(await deps.store.as(deps.actor, (tx) => tx.exports.beat(turn, { done: work.done })))) work.over = true;
    } catch (error) {
      deps.log.warn("export.pulse-failed", { exportId: turn.id, code: codeOf(error) });
    }
  };
  const timer = setInterval(() => void beat(), PULSE_MS);
  return { stop: () => clearInterval(timer) };
}
