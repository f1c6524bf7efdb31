import type { Blobs } from "@netra/blobs";
import { codeOf, DomainError } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { FixityKind, FixityLook, Store } from "@netra/store";

export interface FixityDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly blobs: Pick<Blobs, "verify">;
  readonly log: Log;
  /** How long a round over everything may take. */
  readonly roundSeconds: number;
}

const KINDS: readonly FixityKind[] = ["evidence", "capture", "upload", "mask", "media", "thumbnail", "export", "version"];
/** Objects in one statement or one transaction: a picture is read from the disk meanwhile, or some megabytes hashed. */
const PART = 50;
/** The most of a kind in one run, which begins every minute and must let the sealer have its turn. */
const MOST = 2_000;
const RUN_MS = 20_000;

/**
 * Builds the walk that compares everything kept with its hash, a little every minute, so that a round is done in its time. A fault is written down and told once for as long as it
 * lasts; nothing is mended or removed here. Goes on where the last run ended; may run twice at once.
 */
export function createCheckFixity(deps: FixityDeps) {
  return async function checkFixity({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const until = performance.now() + RUN_MS;
    const mayGoOn = (): boolean => !signal.aborted && performance.now() < until;
    for (const kind of KINDS) {
      const run = await walk(deps, kind, mayGoOn);
      if (run.looked > 0) deps.log.info("custody.fixity", { kind, ...run });
      if (run.faults > 0) deps.log.error("custody.fixity-fault", { kind, faults: run.faults });
    }
  };
}

async function walk(deps: FixityDeps, kind: FixityKind, mayGoOn: () => boolean): Promise<{ looked: number; faults: number; mended: number }> {
  const { store, actor, roundSeconds } = deps;
  const sum = { looked: 0, faults: 0, mended: 0 };
  for (let left = MOST; left > 0 && mayGoOn(); ) {
    const pace = await store.as(actor, (tx) => tx.fixity.pace(kind, { roundSeconds, most: left }));
    if (pace.due === 0) return sum;
    const limit = Math.min(PART, pace.due);
    const found = await store.as(actor, (tx) => tx.fixity.look(kind, { cursor: pace.cursor, limit }));
    const looks: FixityLook[] = [];
    for (const look of found) looks.push(await withFile(deps, look));
    const noted = await store.as(actor, (tx) => tx.fixity.note(kind, { from: pace, looks, last: found.length < limit }));
    sum.looked += looks.length;
    sum.faults += noted.faults;
    sum.mended += noted.mended;
    left -= limit;
    if (found.length < limit) return sum;
  }
  return sum;
}

/** Reads the file of an object that has one. Never inside a transaction: a video takes seconds. A disk that gives only this file's bytes no longer must not hold up the rest. */
async function withFile({ blobs }: Pick<FixityDeps, "blobs">, look: FixityLook): Promise<FixityLook> {
  if (look.blobKey === null || look.fault !== null) return look;
  try {
    const condition = await blobs.verify(look.blobKey);
    return condition === "intact" ? look : { ...look, fault: condition };
  } catch (error) {
    if (error instanceof DomainError && codeOf(error.cause) === "EIO") return { ...look, fault: "unreadable" };
    throw error;
  }
}
