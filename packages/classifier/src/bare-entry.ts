import type { Scan } from "./scan.ts";
import { findKey } from "./word-key.ts";

/** What `bareEntry` says of a word that ends in no clitic. */
export const NO_CLITIC = -1;
const CLITICS = ["lah", "nya", "pun"];
const CLITIC = 3;
const BARE_MIN = 4;

/**
 * Entry of a word without -lah, -nya or -pun; 0 when nobody asks for it, NO_CLITIC when it ends in none.
 *
 * The word is `key[0 .. length)`, or the usual spelling of `entry` when that differs. `isDoubled`: it was written with -nnya, so that one n is the word's own.
 */
export function bareEntry(scan: Scan, length: number, entry: number, isDoubled: boolean): number {
  const { words, key } = scan;
  const usual = words.usual[entry] as number;
  if (usual !== entry) {
    const text = words.texts[usual] as string;
    if (text.length < BARE_MIN + CLITIC || !CLITICS.includes(text.slice(-CLITIC))) return NO_CLITIC;
    return words.findText(text.slice(0, -CLITIC));
  }
  if (length < BARE_MIN + CLITIC || !endsInClitic(key, length)) return NO_CLITIC;
  return findKey(scan, length - CLITIC + (isDoubled ? 1 : 0));
}

/** -nya, -lah, -pun. */
function endsInClitic(key: Uint16Array, length: number): boolean {
  const last = key[length - 1];
  if (last === 0x61) return key[length - 2] === 0x79 && key[length - 3] === 0x6e;
  if (last === 0x68) return key[length - 2] === 0x61 && key[length - 3] === 0x6c;
  return last === 0x6e && key[length - 2] === 0x75 && key[length - 3] === 0x70;
}
