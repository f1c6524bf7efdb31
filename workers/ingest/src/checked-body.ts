import { createHash } from "node:crypto";
import { invalid, type MediaKind } from "@netra/domain";

/** Tells what a file is by its own bytes, or a code for why it is not taken: `judgeFetched` of `@netra/media`. */
export type Judge = (kind: MediaKind, bytes: Uint8Array) => Promise<{ readonly mediaType: string } | { readonly refused: string }>;

/** The longest picture or proof; either is held whole for a moment. */
const LONGEST_PICTURE = 20 * 1024 * 1024;
/** What a judge needs of a beginning. */
const BEGINNING = 4_100;

const refused = (code: string): Error => invalid(code, "The file was not kept: its bytes are not what its place in the post says.");

/**
 * Judges a file while it comes, and hands its bytes on. Nothing comes out before the type is known; a picture or a proof is held whole until then, of a video only the beginning. Bytes that
 * are not those of `expectedSha256` end in an error at their end, so that whoever stores them keeps nothing. Throws invalid with the reason's code.
 */
export async function checkedBody(
  body: AsyncIterable<Uint8Array>,
  { judge, kind, expectedSha256 }: { readonly judge: Judge; readonly kind: MediaKind; readonly expectedSha256: string | null },
): Promise<{ readonly mediaType: string; readonly bytes: AsyncIterable<Uint8Array> }> {
  const rest = body[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  const enough = kind === "video" ? BEGINNING : Number.POSITIVE_INFINITY;
  let held = 0;
  let ended = false;
  while (held < enough) {
    const next = await rest.next();
    if (next.done) {
      ended = true;
      break;
    }
    head.push(next.value);
    held += next.value.byteLength;
    if (kind !== "video" && held > LONGEST_PICTURE) throw refused("too-large");
    // Whatever calls itself a picture must begin like one: a page without end is not read to its cap.
    if (kind === "image" && held >= BEGINNING && held - next.value.byteLength < BEGINNING) await mustBegin(judge, Buffer.concat(head));
  }
  if (held === 0) throw refused("empty");
  const judged = await judge(kind, Buffer.concat(head));
  if ("refused" in judged) throw refused(judged.refused);
  return { mediaType: judged.mediaType, bytes: hashed() };

  async function* hashed(): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    for (const chunk of head) {
      hash.update(chunk);
      yield chunk;
    }
    for (let next = ended ? null : await rest.next(); next !== null && !next.done; next = await rest.next()) {
      hash.update(next.value);
      yield next.value;
    }
    if (expectedSha256 !== null && hash.digest("hex") !== expectedSha256) throw refused("hash-mismatch");
  }
}

async function mustBegin(judge: Judge, head: Uint8Array): Promise<void> {
  const judged = await judge("image", head);
  // The size of a JPEG may stand further on.
  if ("refused" in judged && judged.refused !== "image-unreadable") throw refused(judged.refused);
}
