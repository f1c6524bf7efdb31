import { createHash } from "node:crypto";
import { DomainError } from "@netra/domain";

/**
 * `handlerTimeout` of a route that sends or takes bytes as a stream: the limit of all others ends what still moves too, and a line of an island takes minutes for a file. One that stands still
 * is cut by the connection's own limit.
 */
export const SLOW_LINE_MS = 3_600_000;

/** For bytes that came from outside: shown, they can load nothing, run nothing and reach nothing. */
export const SANDBOXED = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** A `Content-Disposition` whose name survives any letters. Source: RFC 6266, with RFC 8187 for what is not ASCII. */
export function contentDisposition(type: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\w.-]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return plain === name ? `${type}; filename="${plain}"` : `${type}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Throws `bytes-damaged` when bytes are no longer those that were stored: what was changed past Netra is not shown under its old hash. */
export function requireIntact(bytes: Uint8Array, sha256Hex: string): void {
  if (createHash("sha256").update(bytes).digest("hex") === sha256Hex) return;
  throw new DomainError(
    "gone",
    "bytes-damaged",
    "The stored bytes no longer match their hash: something changed them past Netra. Tell your administrator; a backup holds them.",
  );
}
