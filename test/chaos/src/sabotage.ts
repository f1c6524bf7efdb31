import type { Store } from "@netra/store";
import { withTx } from "./poison.ts";

/** Ways to break the product on purpose, each against another promise: a run that cannot fail proves nothing. */
export const SABOTAGES = {
  "no-sweep": "nothing is offered again: what a killed worker held is never read",
  "lossy-ingest": "one post in forty is dropped although its cursor is saved",
  "blind-flags": "the classifier does not see the flags a post has: an edit opens a second one",
} as const;
export type Sabotage = keyof typeof SABOTAGES;

export const isSabotage = (name: string): name is Sabotage => Object.hasOwn(SABOTAGES, name);

/** The store of a product that is broken in one way. */
export function sabotage(store: Store, how: Sabotage): Store {
  let saved = 0;
  switch (how) {
    case "no-sweep":
      return withTx(store, (tx) => ({ ...tx, posts: { ...tx.posts, sweep: async () => [] } }));
    case "lossy-ingest":
      return withTx(store, (tx) => ({
        ...tx,
        posts: {
          ...tx.posts,
          save: async (...args) => {
            saved += 1;
            return saved % 40 === 0 && !args[1].byHand ? null : tx.posts.save(...args);
          },
        },
      }));
    case "blind-flags":
      return withTx(store, (tx) => ({ ...tx, flags: { ...tx.flags, listForPost: async () => [] } }));
  }
}
