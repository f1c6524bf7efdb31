const NUL = /\0/g;
const NUL_PICTURE = "\u2400";

/**
 * Turns any string into what a Postgres `text` column gives back unchanged: NUL becomes U+2400, a lone surrogate U+FFFD.
 *
 * Postgres refuses NUL, and stores a lone surrogate as U+FFFD without a word, so that what was hashed is not what is kept; hence the change is made
 * here and `altered` tells of it. Every change is one UTF-16 unit for one: offsets into the original text hold. The raw bytes are kept elsewhere.
 */
export function decodeText(text: string): { readonly text: string; readonly altered: boolean } {
  const storable = text.toWellFormed().replace(NUL, NUL_PICTURE);
  return { text: storable, altered: storable !== text };
}
