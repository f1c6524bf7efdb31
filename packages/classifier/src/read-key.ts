import type { Token } from "./tokenize.ts";

const HAS_DIGIT = /[0-9]/;

/** The key of a token; of a word with digits in it ("t1ga", "P4k"), the key with the digits read as letters. */
export function readKey(token: Token): string {
  return token.kind === "word" && HAS_DIGIT.test(token.key) ? (token.others[0] ?? token.key) : token.key;
}
