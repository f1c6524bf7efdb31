import { sameBytes, utf8 } from "./bytes.ts";
import type { ZipEntry } from "./canonical-zip.ts";
import { EvidenceError } from "./evidence-error.ts";
import { sha256Hex } from "./hash.ts";
import { type Finding, notMade, refused } from "./passport-words.ts";
import type { ReadManifest } from "./read-manifest.ts";
import { readTimeStamp } from "./time-stamp.ts";

/**
 * The time stamp is about this checkpoint. Never more than "not made": whose signature is in it takes the authority's certificate, which nobody has here.
 */
export async function checkStamp(entries: readonly ZipEntry[], { stamp, checkpoint }: ReadManifest): Promise<Finding> {
  if (stamp === null) return notMade("Tidak ada cap waktu dari luar kantor.", "There is no time stamp of an authority outside the office.");
  const bytesOf = (path: string): Uint8Array => entries.find((entry) => entry.path === path)?.bytes ?? new Uint8Array(0);
  try {
    const { imprint, at } = readTimeStamp(bytesOf(stamp.token));
    const note = bytesOf(stamp.note);
    if (checkpoint !== null && sameBytes(note, utf8(checkpoint)) && imprint === (await sha256Hex(note)) && at === stamp.at)
      return notMade(
        `Cap waktu ${at} memang tentang titik periksa ini. Tanda tangan pemberi cap tidak diperiksa di sini: pakai openssl ts -verify.`,
        `The time stamp of ${at} is about this checkpoint. Its authority's signature is not checked here: use openssl ts -verify.`,
      );
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
  return refused("Cap waktu bukan tentang titik periksa ini.", "The time stamp is not about this checkpoint.");
}
