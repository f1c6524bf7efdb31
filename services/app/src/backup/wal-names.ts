/**
 * Names and positions of Postgres' log ("WAL"): pieces of a fixed size, numbered; a restore begins a new timeline whose pieces bear its number first.
 * Forms are those of the manual, "Continuous Archiving and Point-in-Time Recovery" and "WAL Internals".
 */

/** One piece of the log. */
export interface Segment {
  readonly timeline: number;
  /** Number of the piece since the cluster was made. */
  readonly number: number;
}

/** A part of a timeline's past: what was written on `timeline`, up to where the next one begins; null for the last. */
export interface Stretch {
  readonly timeline: number;
  readonly until: bigint | null;
}

const FOUR_GIB = 2 ** 32;
const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, "0");

/** A position in the log (`16/B374D848`) as a number of bytes. */
export function parseLsn(text: string): bigint {
  const [, high, low] = /^([0-9A-Fa-f]+)\/([0-9A-Fa-f]+)$/.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new Error(`not a position in the log: ${JSON.stringify(text)}`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The piece that holds the byte at a position. For the last piece that something which ends at `lsn` needs, ask for the byte before. */
export const segmentAt = (lsn: bigint, segmentBytes: number): number => Number(lsn / BigInt(segmentBytes));

/** `000000010000000000000003`. */
export function walName({ timeline, number }: Segment, segmentBytes: number): string {
  const perFile = FOUR_GIB / segmentBytes;
  return hex(timeline) + hex(Math.floor(number / perFile)) + hex(number % perFile);
}

/** The piece that a name means; null for a name of another kind. */
export function parseWalName(name: string, segmentBytes: number): Segment | null {
  const [, timeline, high, low] = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name) ?? [];
  if (!timeline || !high || !low) return null;
  return { timeline: Number.parseInt(timeline, 16), number: Number.parseInt(high, 16) * (FOUR_GIB / segmentBytes) + Number.parseInt(low, 16) };
}

/** `00000002.history`: where a timeline came from. */
export const historyName = (timeline: number): string => `${hex(timeline)}.history`;

/** The timeline that a history file is of; null for another file. */
export function parseHistoryName(name: string): number | null {
  const [, timeline] = /^([0-9A-F]{8})\.history$/.exec(name) ?? [];
  return timeline ? Number.parseInt(timeline, 16) : null;
}

/** The past of a timeline, oldest first, the timeline itself last. `history` is the text of its history file; the first timeline has none. */
export function parseHistory(timeline: number, history: string | null): readonly Stretch[] {
  const ancestors = (history ?? "").split("\n").flatMap((line): Stretch[] => {
    const [, ancestor, until] = /^(\d+)\s+([0-9A-Fa-f]+\/[0-9A-Fa-f]+)/.exec(line.trim()) ?? [];
    return ancestor && until ? [{ timeline: Number(ancestor), until: parseLsn(until) }] : [];
  });
  return [...ancestors, { timeline, until: null }];
}

/** Whether a position of a timeline lies in the past that `past` tells. */
export const isOnPath = (past: readonly Stretch[], timeline: number, lsn: bigint): boolean =>
  past.some((stretch) => stretch.timeline === timeline && (stretch.until === null || lsn <= stretch.until));
