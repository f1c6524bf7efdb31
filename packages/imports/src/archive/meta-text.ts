import { decodeStrictly } from "../decode-file.ts";

/**
 * Undoes what Meta's exports do to text: each byte of its UTF-8 is written as one character (`\u00c3\u00a9` for é). Text in which a character is no byte, or
 * whose bytes are no UTF-8, is left as it is: it was written rightly.
 */
export function repairMetaText(text: string): string {
  let wrong = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0xff) return text;
    if (code > 0x7f) wrong = true;
  }
  return wrong ? (decodeStrictly("utf-8", Buffer.from(text, "latin1")) ?? text) : text;
}

/** `repairMetaText` for every text in a value, names of fields too: they come in the owner's language. */
export function repairMeta(value: unknown): unknown {
  if (typeof value === "string") return repairMetaText(value);
  if (Array.isArray(value)) return value.map(repairMeta);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [repairMetaText(key), repairMeta(inner)]));
}
