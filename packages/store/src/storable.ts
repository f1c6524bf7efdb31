import { decodeText } from "@netra/evidence";
import type { ArrivedPost } from "./posts.ts";

/** The years Postgres and the reports both can hold. */
const EARLIEST = Date.UTC(-4000, 0);

/** What a `text` column takes: the same string, but for NUL and lone surrogates. */
export const storableText = (text: string): string => decodeText(text).text;

const LONGEST_REFERENCE = 2_000;

const storableHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [storableText(name), storableText(value)]));

const storableDate = (date: Date | null): Date | null => (date !== null && date.getTime() >= EARLIEST ? date : null);

/**
 * The same post with nothing in it that the database refuses: one such field would stop its whole page for ever. The text itself is left, since
 * its change must be noted; the bytes are untouched and keep the truth.
 */
export const storablePost = (post: ArrivedPost): ArrivedPost => ({
  ...post,
  externalId: storableText(post.externalId),
  versionKey: storableText(post.versionKey),
  url: post.url === null ? null : storableText(post.url),
  contentType: storableText(post.contentType),
  createdAt: storableDate(post.createdAt),
  editedAt: storableDate(post.editedAt),
  ...(post.fetched && { fetched: { ...post.fetched, source: storableText(post.fetched.source), headers: storableHeaders(post.fetched.headers) } }),
  ...(post.media && { media: post.media.map((file) => ({ ...file, reference: storableText(file.reference).slice(0, LONGEST_REFERENCE) })) }),
});
