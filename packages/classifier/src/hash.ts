/** Seed and multiplier of the rolling hash (FNV-1a); the scanner rolls it unit by unit while it writes a key. */
export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** The rolling hash of a whole text. */
export function hashText(text: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_PRIME);
  return hash;
}
