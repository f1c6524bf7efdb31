import { Readable } from "node:stream";
import type { Blobs } from "@netra/blobs";
import type { ExportPart, ExportRow } from "@netra/store";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { requireOwn, requireReady } from "./exports.ts";
import { type ByteRange, readRange } from "./read-range.ts";

/** An export's file, or the part of it that was asked for. */
export interface ExportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly etag: string;
  readonly bytes: number;
  /** Null for the whole file. */
  readonly range: ByteRange | null | "unsatisfiable";
  /** Opens the bytes; nothing is read before. */
  readonly open: () => Promise<Readable>;
}

const MEDIA_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
} as const satisfies Record<ExportRow["format"], string>;

/** The file of one's own export, from its parts as they lie. Every request for bytes leaves a trace, one for the rest of a broken download too. */
export function readExportFile(
  { store, blobs }: ApiDeps,
  on: {
    readonly person: SignedIn;
    readonly id: string;
    readonly headers: { readonly range?: string | undefined; readonly ifRange?: string | undefined };
  },
): Promise<ExportFile> {
  return store.as(actorOf(on.person), async (tx) => {
    const row = requireOwn(await tx.exports.get(on.id), on.person);
    const { sha256, bytes, asOf } = await requireReady(tx, row);
    const parts = await tx.exports.listParts(row.id);
    const etag = `"${sha256}"`;
    const range = readRange(on.headers, { bytes, etag });
    const from = range === null || range === "unsatisfiable" ? 0 : range.first;
    if (range !== "unsatisfiable")
      await tx.audit.append({ act: "export.downloaded", objectType: "export", objectId: row.id, region: row.region, detail: { sha256, from } });
    return {
      name: `netra-${row.kind}-${row.region}-${asOf.toISOString().slice(0, 10)}.${row.format}`,
      mediaType: MEDIA_TYPES[row.format],
      etag,
      bytes,
      range,
      open: () => openParts(blobs, parts, range === null || range === "unsatisfiable" ? { first: 0, last: bytes - 1 } : range),
    };
  });
}

/** The parts one after the other. The first is opened at once, so that one that is not there or was changed is a problem and not a broken answer. */
async function openParts(blobs: Pick<Blobs, "open">, parts: readonly ExportPart[], { first, last }: ByteRange): Promise<Readable> {
  const pieces: { key: string; skip: number; take: number }[] = [];
  let at = 0;
  for (const { blobKey, bytes } of parts) {
    const [skip, end] = [Math.max(0, first - at), Math.min(bytes, last + 1 - at)];
    if (skip < end) pieces.push({ key: blobKey, skip, take: end - skip });
    at += bytes;
  }
  const opened = pieces[0] && (await blobs.open(pieces[0].key));
  async function* bytes() {
    for (const [index, piece] of pieces.entries()) yield* cut(index === 0 && opened ? opened : await blobs.open(piece.key), piece);
  }
  const answer = Readable.from(bytes(), { objectMode: false });
  answer.once("close", () => opened?.destroy());
  return answer;
}

async function* cut(source: Readable, { skip, take }: { readonly skip: number; readonly take: number }): AsyncGenerator<Uint8Array> {
  let left = take;
  let over = skip;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    const from = Math.min(over, chunk.byteLength);
    over -= from;
    const piece = chunk.subarray(from, from + left);
    left -= piece.byteLength;
    if (piece.byteLength > 0) yield piece;
    if (left === 0) return;
  }
}
