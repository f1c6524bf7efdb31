import { createHash } from "node:crypto";
import { normalizeHandle, type PostKind } from "@netra/domain";
import { type CaptureRow, canonicalUrl, guessFromUrl } from "@netra/imports";
import type { FetchedPost } from "./connector.ts";

/**
 * Turns what a person captured by hand into the shape a platform's posts have.
 *
 * The same row twice is the same version; the same post captured twice in different bytes is one post with two versions. The identity is, in this
 * order: the id the row gives; the id in its address, or the address; a hash of who, where and what. Pure.
 */
export function postFromCapture(row: CaptureRow): FetchedPost {
  return {
    externalId: externalIdOf(row),
    versionKey: sha256Hex(row.raw),
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

/** Acts whose address is somebody else's post: many people's likes share one address, so it cannot name any of them. */
const ACTS_ON_ANOTHER: readonly PostKind[] = ["comment", "share", "like", "follow"];

function externalIdOf(row: CaptureRow): string {
  if (row.externalId !== null) return row.externalId;
  const guess = row.url === null ? null : guessFromUrl(row.url);
  const address = row.url === null ? null : canonicalUrl(row.url);
  const own = !ACTS_ON_ANOTHER.includes(row.kind) || (row.kind === "comment" && guess?.kind === "comment");
  if (own && address !== null) return guess?.externalId ?? address;
  // A JSON array, so that no part can run into the next.
  return `sha256:${sha256Hex(JSON.stringify([row.platform, row.kind, normalizeHandle(row.handle), address, row.text]))}`;
}

const sha256Hex = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");
