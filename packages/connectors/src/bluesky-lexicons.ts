type Api = typeof import("@atproto/api");

/** The record types that are read. Likes and follows are public on this platform too, and are not among them. */
export const COLLECTIONS = ["app.bsky.feed.post", "app.bsky.feed.repost"] as const;
export type Collection = (typeof COLLECTIONS)[number];

/** The platform's own schemas, from its client library. */
export interface Lexicons {
  /** Throws when the record does not fit its collection's lexicon, or says that it is of another. */
  checkRecord(collection: Collection, value: unknown): void;
  /** Throws when an answer does not fit the method's lexicon. */
  checkAnswer(method: string, json: unknown): void;
}

let loaded: Promise<Lexicons> | undefined;

/** Loads the library at the first call, which takes about 0.7 s: a process that never asks Bluesky does not pay for it. */
export const loadLexicons = (): Promise<Lexicons> => {
  loaded ??= import("@atproto/api").then(lexiconsOf);
  return loaded;
};

const lexiconsOf = ({ lexicons, jsonToLex }: Api): Lexicons => ({
  checkRecord: (collection, value) => void lexicons.assertValidRecord(collection, jsonToLex(value)),
  checkAnswer: (method, json) => void lexicons.assertValidXrpcOutput(method, json),
});
