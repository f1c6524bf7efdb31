import type { Netra } from "../netra.ts";
import { cpuMicros } from "./clock.ts";

/** One kind of text that costs a reader most, at growing lengths. */
export interface Slope {
  readonly input: string;
  /** ns of CPU per UTF-16 unit, by length. */
  readonly nsPerUnit: readonly { readonly length: number; readonly ns: number }[];
  /** The longest's ns per unit by the shortest's: 1 is linear, a square law would give the ratio of the lengths. */
  readonly growth: number;
}

/** What is repeated to make a text: long words, no words, marks, pictures, quotations, words spelled out. */
const PIECES: Readonly<Record<string, string>> = {
  "one letter": "a",
  spaces: " ",
  "#": "#",
  "@": "@",
  emoji: "😂",
  "zero-width": "\u200b",
  "a.": "a.",
  quotes: '"',
  "a and a space": "a ",
  "#a and a space": "#a ",
  "one long hashtag": "aB",
  digits: "1",
  "bold letters": "𝗽𝗶",
  "half pairs": "\ud83d",
  "a link of letters": "http",
};

/** Repeats `piece` to exactly `length` units. */
const repeated = (piece: string, length: number): string =>
  Buffer.from(piece.repeat(Math.ceil(length / piece.length)).slice(0, length), "utf16le").toString("utf16le");

/** How the pass over a text grows with its length, which has no limit here. */
export function measureScanSlopes(netra: Netra, lengths: readonly number[]): Slope[] {
  return Object.entries(PIECES).map(([input, piece]) =>
    slopeOf(input, lengths, (length) => ({ text: repeated(piece, length), read: (text) => netra.scan(text, text.length) })),
  );
}

/** How a full classification grows up to the 20,000 units that are read: texts full of names, praise and numbers. */
export function measureClassifySlopes(
  netra: Netra,
  { lengths, pieces }: { lengths: readonly number[]; pieces: Readonly<Record<string, string>> },
): Slope[] {
  return Object.entries(pieces).map(([input, piece]) =>
    slopeOf(input, lengths, (length) => ({ text: repeated(piece, length), read: (text) => netra.classify(text).signals.length })),
  );
}

function slopeOf(input: string, lengths: readonly number[], make: (length: number) => { text: string; read: (text: string) => number }): Slope {
  const longest = Math.max(...lengths);
  const nsPerUnit = lengths.map((length) => {
    const { text, read } = make(length);
    // As many units in each measurement, within reason, and the best of three: a slow moment is not the text's fault.
    const rounds = Math.max(1, Math.min(100, Math.round(longest / 10 / length)));
    const tries = [1, 2, 3].map(() =>
      cpuMicros(() => {
        let sum = 0;
        for (let round = 0; round < rounds; round += 1) sum = (sum + read(text)) | 0;
        return sum;
      }),
    );
    return { length, ns: (Math.min(...tries) * 1000) / rounds / length };
  });
  return { input, nsPerUnit, growth: nsPerUnit.at(-1)!.ns / nsPerUnit[0]!.ns };
}
