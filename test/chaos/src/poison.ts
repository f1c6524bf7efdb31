import type { Store, Tx } from "@netra/store";
import { POISON } from "./timeline.ts";

/**
 * A store whose reader dies of a poisonous text, as a bug in a native library would end it: in the middle of its batch, after the claim was committed,
 * with no word to anybody. Only who looks at the text dies; it may be claimed, counted and set aside.
 */
export const dieOfPoison = (store: Store): Store =>
  withTx(store, (tx) => ({ ...tx, posts: { ...tx.posts, claimVersions: deadly(tx.posts.claimVersions) } }));

const deadly =
  (claim: Tx["posts"]["claimVersions"]): Tx["posts"]["claimVersions"] =>
  async (ids, leaseSeconds) => {
    const turns = await claim(ids, leaseSeconds);
    for (const turn of turns) if (turn.text.includes(POISON)) Object.defineProperty(turn, "text", { get: () => process.abort() });
    return turns;
  };

/** A store whose transactions are altered before they are used. */
export const withTx = (store: Store, alter: (tx: Tx) => Tx): Store => ({ ...store, as: (actor, act) => store.as(actor, (tx) => act(alter(tx))) });
