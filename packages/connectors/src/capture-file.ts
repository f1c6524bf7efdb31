import { createHash } from "node:crypto";
import { type CaptureRow, canonicalUrl, captureIdentity, guessFromUrl } from "@netra/imports";
import type { FetchedPost } from "./connector.ts";

/**
 * Turns what a person captured by hand into the shape a platform's posts have.
 *
 * The same row twice is the same version; the same post captured twice in different bytes is one post with two versions, and the
 * same post sent by the form is that post too (`captureIdentity`). Pure.
 */
export function postFromCapture(row: CaptureRow): FetchedPost {
  return {
    externalId: captureIdentity(row),
    versionKey: createHash("sha256").update(row.raw).digest("hex"),
    kind: row.kind,
    url: row.url === null || guessFromUrl(row.url) === null ? row.url : canonicalUrl(row.url),
    text: row.text,
    createdAt: row.createdAt,
    createdTrust: row.createdAt === null ? "unknown" : "analyst",
    editedAt: null,
    visibility: row.visibility,
    raw: row.raw,
    contentType: row.contentType,
  };
}
