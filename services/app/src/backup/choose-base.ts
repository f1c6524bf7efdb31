import { conflict, type DomainError } from "@netra/domain";
import type { Manifest } from "./manifest.ts";
import type { ArchivedFile } from "./wal-archive.ts";
import { isOnPath, parseLsn, type Segment, type Stretch, segmentAt, walName } from "./wal-names.ts";

/** What a restore can choose from. */
export interface Holdings {
  readonly dir: string;
  /** Oldest first. */
  readonly bases: readonly Manifest[];
  readonly archive: readonly ArchivedFile[];
  /** The past of a timeline, from its history file. */
  readonly pastOf: (timeline: number) => readonly Stretch[];
}

/** What is asked of a restore; null for the newest state, and for the base that fits best. */
export interface RestoreWish {
  readonly to: Date | null;
  readonly from: string | null;
}

/** From where a restore begins, and which way it follows. */
export interface Route {
  readonly base: Manifest;
  readonly timeline: number;
}

/**
 * Chooses the newest base before the wished time that lies in the past of the state at that time, and whose log is whole up to there.
 *
 * "The state at a time" is what the office saw then: after an earlier restore, times before it mean what was before. Throws conflict `backup-none`,
 * `restore-too-early`, `restore-base-unfit` or `backup-log-gap`, saying what can be reached instead.
 */
export function chooseRoute(holdings: Holdings, { to, from }: RestoreWish): Route {
  const { dir, bases } = holdings;
  const named = from === null ? bases : bases.filter(({ name }) => name === from);
  if (bases.length === 0)
    throw conflict("backup-none", `${dir} holds no backup that is whole: check NETRA_BACKUP_DIR, and whether its disk is mounted.`);
  if (named.length === 0)
    throw conflict(
      "backup-none",
      `${dir} holds no whole backup called ${JSON.stringify(from)}. It holds: ${bases.map(({ name }) => name).join(", ")}.`,
    );
  const early = to === null ? named : named.filter(({ stoppedAt }) => new Date(stoppedAt) < to);
  if (early.length === 0)
    throw conflict(
      "restore-too-early",
      `No backup reaches back to ${to?.toISOString()}: ${from ?? "the oldest"} ends at ${named[0]?.stoppedAt}, and only later times can be restored from it.`,
    );
  const timeline = timelineAt(holdings, to);
  const past = holdings.pastOf(timeline);
  const fitting = early.filter((base) => isOnPath(past, base.timeline, parseLsn(base.stopLsn)));
  if (fitting.length === 0)
    throw conflict(
      "restore-base-unfit",
      `${from ?? "No backup"} is not from the past of what the database was at ${to?.toISOString() ?? "the end"}: an earlier restore went back to before it. Leave --from out, or name another time.`,
    );
  const whole = fitting.findLast((base) => !gapOf(holdings, { base, past, to }));
  if (whole) return { base: whole, timeline };
  throw gapError(holdings, { base: fitting[fitting.length - 1] as Manifest, past, to });
}

/** The timeline that was written at a time: that of what was archived next. Of two archived at once, the older went before. */
export function timelineAt({ archive, bases }: Pick<Holdings, "archive" | "bases">, to: Date | null): number {
  const inOrder = archive.toSorted((one, other) => one.at.getTime() - other.at.getTime() || one.timeline - other.timeline);
  const next = to === null ? undefined : inOrder.find(({ at }) => at >= to);
  return (next ?? inOrder.at(-1))?.timeline ?? bases.at(-1)?.timeline ?? 1;
}

interface Way {
  readonly base: Manifest;
  readonly past: readonly Stretch[];
  readonly to: Date | null;
}

interface Gap {
  readonly missing: string;
  /** When the last piece before it was archived; null when the base itself cannot be opened. */
  readonly reachable: Date | null;
}

/** The first piece of the log that is missing before the wished time; null when none is. */
function gapOf({ archive }: Holdings, { base, past, to }: Way): Gap | null {
  const { segmentBytes } = base;
  const pieces = new Map<number, ArchivedFile>();
  for (const file of archive) if (file.segment && isPiece(file) && liesOn(past, file.segment, segmentBytes)) pieces.set(file.segment.number, file);
  const needed = segmentAt(parseLsn(base.stopLsn) - 1n, segmentBytes);
  const end = Math.max(needed, ...pieces.keys());
  let before: ArchivedFile | undefined;
  for (let number = segmentAt(parseLsn(base.startLsn), segmentBytes); number <= end; number += 1) {
    const piece = pieces.get(number);
    if (!piece)
      return { missing: walName({ timeline: base.timeline, number }, segmentBytes), reachable: number <= needed ? null : (before?.at ?? null) };
    // What was archived after the wished time is more than enough.
    if (to !== null && number >= needed && piece.at > to) return null;
    before = piece;
  }
  return null;
}

const isPiece = ({ kind }: ArchivedFile): boolean => kind === "segment" || kind === "tail";

/** Whether a piece of the log is of the past: of a timeline of it, and not after that ended. */
const liesOn = (past: readonly Stretch[], { timeline, number }: Segment, segmentBytes: number): boolean =>
  past.some((stretch) => stretch.timeline === timeline && (stretch.until === null || number <= segmentAt(stretch.until, segmentBytes)));

function gapError(holdings: Holdings, way: Way): DomainError {
  const gap = gapOf(holdings, way);
  const missing = `${gap?.missing}.gz is missing in ${holdings.dir}/wal, so ${way.base.name}`;
  return conflict(
    "backup-log-gap",
    gap?.reachable
      ? `${missing} leads only to about ${gap.reachable.toISOString()}: put that file back, or restore with --to that time.`
      : `${missing} cannot be opened: put that file back.`,
  );
}
