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
  /** What stands beside the checkpoint of a size; null when there is none. */
  readonly readToken: (size: number) => Uint8Array | null;
  /** Writes it there for good. Never overwrites one. */
  readonly writeToken: (size: number, token: Uint8Array) => void;
}

/** Longer than an authority is waited for. */
const HOLD_SECONDS = 60;
const FIRST_SECONDS = 60;
const MOST_SECONDS = 6 * 3_600;
const FILES_LOOKED_AT = 30;

/**
 * Builds what has checkpoints stamped by the configured authority. `all` works through what is due, the newest first, and stops when the authority is of no
 * use: a try costs seconds, and the next is a minute to six hours away. `one` has one checkpoint stamped now, and gives the answer, or null when there is none
 * in time. Both may run anywhere and twice: a checkpoint keeps its first answer. The answer is a file before it is a row, and is taken up again after a kill.
 */
export function createStampCheckpoints({ store, actor, log, stamper, readToken, writeToken }: StampDeps) {
  const take = (size: number | null): Promise<StampTurn | undefined> => store.as(actor, (tx) => tx.stamps.take({ size, holdSeconds: HOLD_SECONDS }));

  /** The answer, or null with the next try planned. */
  async function attempt({ size, note, attempts }: StampTurn, by: Stamper, signal?: AbortSignal): Promise<Uint8Array | null> {
    const bytes = new TextEncoder().encode(note);
    try {
      const { token, at } = (await takeUp(by, { size, bytes })) ?? (await by.stamp(bytes, signal ? { signal } : {}));
      writeToken(size, token);
      await store.as(actor, (tx) => tx.stamps.keep(size, { token, at }));
      log.info("custody.stamped", { size });
      return token;
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
    const token = readToken(size);
    if (token === null) return null;
    return by.check(token, bytes).then(
      ({ at }) => ({ token, at }),
      () => null,
    );
  }

  return {
    async all(signal: AbortSignal): Promise<void> {
      if (stamper === null) return;
      await store.as(actor, (tx) => tx.stamps.planNewest());
      for (let turn = await take(null); turn && !signal.aborted; turn = await take(null)) if ((await attempt(turn, stamper, signal)) === null) break;
      // A machine that lost its files, or never had them.
      for (const size of await store.as(actor, (tx) => tx.stamps.listStamped(FILES_LOOKED_AT))) {
        if (readToken(size) !== null) continue;
        const kept = await store.as(actor, (tx) => tx.stamps.findStamped(size));
        if (kept?.size === size) writeToken(size, kept.token);
      }
    },

    async one(size: number): Promise<Uint8Array | null> {
      if (stamper === null) return null;
      await store.as(actor, (tx) => tx.stamps.plan(size));
      const kept = await store.as(actor, (tx) => tx.stamps.findStamped(size));
      if (kept?.size === size) return kept.token;
      const turn = await take(size);
      return turn ? attempt(turn, stamper) : null;
    },
  };
}
