import { codeOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { StampTurn, Store } from "@netra/store";

/** An authority's answer about some bytes, checked. */
export interface Stamped {
  readonly token: Uint8Array;
  /** The authority's time. */
  readonly at: Date;
}

/** Asks the authority, and checks what it said before. Throws an error with a code when there is no answer, or one of no use. */
export interface Stamper {
  stamp(bytes: Uint8Array, options: { readonly signal?: AbortSignal }): Promise<Stamped>;
  check(token: Uint8Array, bytes: Uint8Array): Promise<Pick<Stamped, "at">>;
}

export interface StampDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly log: Log;
  /** Null when no authority is configured: then nothing is asked for. */
  readonly stamper: Stamper | null;
  /** What stands beside the checkpoint of a size; null when there is none. Throws the system's error when it cannot be read. */
  readonly readToken: (size: number) => Uint8Array | null;
  /** Writes it there for good. Never overwrites one. Throws as `readToken`. */
  readonly writeToken: (size: number, token: Uint8Array) => void;
}

/** Longer than an authority is waited for. */
const HOLD_SECONDS = 60;
const FIRST_SECONDS = 60;
const MOST_SECONDS = 6 * 3_600;
const FILES_LOOKED_AT = 30;
/** Without an authority. */
const PUT_OFF_SECONDS = 86_400;

/**
 * Builds what has checkpoints stamped by the configured authority. `all` works through what is due, the newest first, and stops when the authority is of no
 * use: a try costs seconds, and the next is a minute to six hours away. `one` has one checkpoint stamped now, and gives the answer, or null when there is none
 * in time. Both may run anywhere and twice: a checkpoint keeps its first answer. The answer is a row before it is a file, so that a disk that takes nothing loses none of it; a file
 * that has no row, as after a restore, is taken up. A file that says something else than the row is told as an error each time and left as it is: who may write there may have changed it.
 */
export function createStampCheckpoints({ store, actor, log, stamper, readToken, writeToken }: StampDeps) {
  const take = (size: number | null): Promise<StampTurn | undefined> => store.as(actor, (tx) => tx.stamps.take({ size, holdSeconds: HOLD_SECONDS }));

  /** The answer, or null with the next try planned. */
  async function attempt({ size, note, attempts }: StampTurn, by: Stamper, signal?: AbortSignal): Promise<Uint8Array | null> {
    const bytes = new TextEncoder().encode(note);
    try {
      const { token, at } = (await takeUp(by, { size, bytes })) ?? (await by.stamp(bytes, signal ? { signal } : {}));
      await store.as(actor, (tx) => tx.stamps.keep(size, { token, at }));
      log.info("custody.stamped", { size });
      // Another process may have been first.
      const kept = (await findKept(size)) ?? token;
      file(size, kept);
      return kept;
    } catch (error) {
      signal?.throwIfAborted();
      const code = codeOf(error);
      const againInSeconds = Math.min(FIRST_SECONDS * 2 ** (attempts - 1), MOST_SECONDS);
      await store.as(actor, (tx) => tx.stamps.postpone(size, { code, againInSeconds }));
      log.warn("custody.stamp-failed", { size, code, attempt: attempts });
      return null;
    }
  }

  /** A file whose row was lost with its process. */
  async function takeUp(by: Stamper, { size, bytes }: { readonly size: number; readonly bytes: Uint8Array }): Promise<Stamped | null> {
    const token = onDisk(size, () => readToken(size));
    if (token === null) return null;
    return by.check(token, bytes).then(
      ({ at }) => ({ token, at }),
      () => null,
    );
  }

  async function findKept(size: number): Promise<Uint8Array | null> {
    const kept = await store.as(actor, (tx) => tx.stamps.findStamped(size));
    return kept?.size === size ? kept.token : null;
  }

  /** Sees that an answer lies beside its checkpoint. */
  function file(size: number, token: Uint8Array): void {
    onDisk(size, () => {
      if (readToken(size) === null) writeToken(size, token);
      const there = readToken(size);
      if (there !== null && !Buffer.from(there).equals(token)) log.error("custody.stamp-file-differs", { size, code: "stamp-file-differs" });
      return null;
    });
  }

  /** What a disk refuses is no fault of the authority's, and costs no try. */
  function onDisk<T>(size: number, act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      log.error("custody.stamp-file-failed", { size, code: codeOf(error) });
      return null;
    }
  }

  return {
    async all(signal: AbortSignal): Promise<void> {
      // Else the scheduler would offer it every minute.
      if (stamper === null) return store.as(actor, (tx) => tx.stamps.putOff({ seconds: PUT_OFF_SECONDS }));
      await store.as(actor, (tx) => tx.stamps.planNewest());
      for (let turn = await take(null); turn && !signal.aborted; turn = await take(null)) if ((await attempt(turn, stamper, signal)) === null) break;
      // A machine that lost its files, or never had them; and files that somebody changed.
      for (const { size, token } of await store.as(actor, (tx) => tx.stamps.listStamped(FILES_LOOKED_AT))) file(size, token);
    },

    async one(size: number): Promise<Uint8Array | null> {
      if (stamper === null) return null;
      await store.as(actor, (tx) => tx.stamps.plan(size));
      const kept = await findKept(size);
      if (kept !== null) return kept;
      const turn = await take(size);
      return turn ? attempt(turn, stamper) : null;
    },
  };
}
