/**
 * Something given to this package is not what it must be. `code` is kebab-case and stable; the message names the place and never quotes what was kept.
 * A plain error, since this package imports nothing of ours; callers turn it into theirs.
 */
export class EvidenceError extends Error {
  readonly code: string;
  /** Where a file first differs from what it must be, counted from 0; only of archives. */
  readonly offset: number | null;

  constructor(code: string, message: string, offset: number | null = null) {
    super(message);
    this.name = "EvidenceError";
    this.code = code;
    this.offset = offset;
  }
}
