import { invalid } from "@netra/domain";

export type FileEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * Reads the bytes of a text file as text: UTF-8, UTF-16 when a byte order mark says so, and windows-1252 (what Excel on Windows writes as "CSV")
 * when the bytes are not UTF-8. The mark is dropped, everything else is kept, NUL too.
 *
 * Reversible: `encodeAs(encoding, text)` gives the bytes back, so that any slice of the text can be kept as it stood in the file.
 * Throws `invalid` on broken UTF-16, the one case in which that would not hold.
 */
export function decodeFile(bytes: Uint8Array): { readonly text: string; readonly encoding: FileEncoding } {
  const marked = markedEncoding(bytes);
  if (marked !== null) {
    const text = decodeStrictly(marked, bytes);
    if (text === null) throw invalid("file-encoding", "The file is marked as UTF-16 but is not: save it again as UTF-8.");
    return { text, encoding: marked };
  }
  const text = decodeStrictly("utf-8", bytes);
  return text === null ? { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" } : { text, encoding: "utf-8" };
}

/** The UTF-16 that a byte order mark announces, or null. */
export function markedEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

/** Decodes, or returns null where a byte does not fit: nothing is ever replaced in silence. Drops a byte order mark. */
export function decodeStrictly(encoding: "utf-8" | "utf-16le" | "utf-16be", bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Turns text that `decodeFile` read back into the bytes it was read from (without the byte order mark). */
export function encodeAs(encoding: FileEncoding, text: string): Uint8Array {
  switch (encoding) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "utf-16le":
      return Uint8Array.from(Buffer.from(text, "utf16le"));
    case "utf-16be":
      return Uint8Array.from(Buffer.from(text, "utf16le").swap16());
    case "windows-1252":
      return Uint8Array.from(text, (character) => WINDOWS_1252.get(character) ?? character.charCodeAt(0));
  }
}

/** Every byte has exactly one character in windows-1252 as the WHATWG defines it, so the way back is a lookup. */
const WINDOWS_1252 = new Map(
  Array.from(new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)), (character, byte) => [character, byte]),
);
