import type { SignalView } from "@netra/service-api/contract";

/** A piece of the post: plain, or drawn as one signal. Pieces follow each other without gaps and give the text back when joined. */
export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly signal: SignalView | null;
  /** True on the last piece of one marked span: the tag stands here. */
  readonly ends: boolean;
}

/**
 * Cuts a text at its signals. Offsets are UTF-16 indices into the text, end exclusive; what lies outside the text is cut off.
 *
 * Where spans overlap, the heavier signal is drawn (the longer one among equals); the other one stays in the list beside the text.
 */
export function splitSpans(text: string, signals: readonly SignalView[]): Piece[] {
  const spans = signals
    .flatMap((signal) => signal.spans.map((span) => ({ signal, start: Math.max(0, span.start), end: Math.min(text.length, span.end) })))
    .filter((span) => span.start < span.end)
    .sort((a, b) => weight(b.signal) - weight(a.signal) || b.end - b.start - (a.end - a.start) || a.start - b.start);

  const drawn: typeof spans = [];
  for (const span of spans) if (drawn.every((other) => span.end <= other.start || other.end <= span.start)) drawn.push(span);
  drawn.sort((a, b) => a.start - b.start);

  const pieces: Piece[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (at < end) pieces.push({ start: at, text: text.slice(at, end), signal: null, ends: false });
  };
  for (const span of drawn) {
    plain(span.start);
    pieces.push({ start: span.start, text: text.slice(span.start, span.end), signal: span.signal, ends: true });
    at = span.end;
  }
  plain(text.length);
  return pieces;
}

/** The pieces before and from an index on; one that crosses it is cut in two and keeps its signal on both sides, its tag on the last. */
export function cutPieces(pieces: readonly Piece[], at: number): { readonly before: Piece[]; readonly after: Piece[] } {
  const before: Piece[] = [];
  const after: Piece[] = [];
  for (const piece of pieces) {
    const cut = at - piece.start;
    if (cut >= piece.text.length) before.push(piece);
    else if (cut <= 0) after.push(piece);
    else {
      before.push({ ...piece, text: piece.text.slice(0, cut), ends: false });
      after.push({ ...piece, start: at, text: piece.text.slice(cut) });
    }
  }
  return { before, after };
}

const weight = (signal: SignalView): number => Math.abs(signal.tenths ?? 0);
