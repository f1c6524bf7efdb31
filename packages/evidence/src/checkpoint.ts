import { decodeBase64, encodeBase64 } from "./base64.ts";
import { EvidenceError } from "./evidence-error.ts";

/** What an installation says of its ledger at a moment. `root` is 32 bytes; `at` is to the second. */
export interface Checkpoint {
  /** `netra.<installation>`, the name of the key too: a-z, 0-9, dot, hyphen. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly at: Date;
}

const FORM = /^([a-z0-9][a-z0-9.-]*)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\nat ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})Z\n$/;

/** The four lines of a checkpoint (C2SP tlog-checkpoint), ready for `signNote`. Throws `checkpoint-malformed`. */
export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  const text = `${origin}\n${size}\n${encodeBase64(root)}\nat ${at.toISOString().slice(0, 19)}Z\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads them. Throws `checkpoint-malformed` on anything else, further lines included. */
export function parseCheckpoint(text: string): Checkpoint {
  const refuse = (what: string): never => {
    throw new EvidenceError("checkpoint-malformed", `the checkpoint ${what}`);
  };
  const [, origin, size, root, at] = FORM.exec(text) ?? [];
  if (origin === undefined || root === undefined) return refuse("does not have its four lines");
  const bytes = decodeBase64(root, "the checkpoint's root");
  if (bytes.length !== 32) return refuse("has a root that is no SHA-256");
  const moment = new Date(`${at}Z`);
  // A 31st of February would be moved to March in silence.
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 19) !== at) return refuse("has a time that is none");
  if (!Number.isSafeInteger(Number(size))) return refuse("has a size beyond counting");
  return { origin, size: Number(size), root: bytes, at: moment };
}
