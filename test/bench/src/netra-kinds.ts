import { squash, usualSpelling } from "../../../packages/classifier/src/normalize.ts";
import { normalise } from "./matchers/chain.ts";

/** A hit that only one of classifier and yardstick has: what stands in the text, and the term. */
export interface OneSided {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly term: string;
  readonly isStem: boolean;
}

const LINK = /(?:https?:|www\.)\S*/gi;
const APOSTROPHE = /['’‘ʼ`´]/u;
const LATIN_OR_STYLED = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

/**
 * Why classifier and yardstick may differ about a hit: the classifier reads more than words between separators. The first kind that fits the words in
 * question; null when none does, which is a fault of one of the two. Pure.
 */
export function kindOf({ text, start, end, term, isStem }: OneSided): string | null {
  const [from, to] = wholeTokens(text, start, end);
  const around = text.slice(from, to);
  const slice = text.slice(start, end);
  if (isStem) return "the term stands for all forms of its stem";
  if (/[#@_]/.test(around) || /[#@_]/.test(term)) return "hashtags and accounts are cut into words, or read as a whole";
  if ([...text.matchAll(LINK)].some(({ index, 0: link }) => index < end && start < index + link.length)) return "links are not read";
  if (/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u20e3/u.test(term + slice)) return "emoji are tokens";
  if (/\p{Nd}|\p{No}/u.test(around.normalize("NFKD"))) return "digits in and beside words";
  if (APOSTROPHE.test(around) || APOSTROPHE.test(term)) return "an apostrophe joins a word";
  if (/[.!?…\n\r\u0085\u2028\u2029]/.test(slice)) return "a term does not run across the end of a sentence";
  if (wordsOf(slice).some(isColloquial) || wordsOf(term).some(isColloquial)) return "colloquial spellings";
  if (wordsOf(slice).some((word) => /(?:lah|nya|pun)$/.test(word))) return "-lah, -nya, -pun";
  if (/(?:^|[^\p{L}])\p{L}[^\p{L}]+\p{L}(?![\p{L}])/u.test(around)) return "letters spelled out one by one";
  if (!LATIN_OR_STYLED.test(around) || /[ıłø]/i.test(around)) return "letters that look like Latin ones";
  return null;
}

/** The stretch that ends at white space on both sides: what stands right beside the words decides how they are read. */
function wholeTokens(text: string, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  while (from > 0 && !/\s/.test(text[from - 1]!)) from -= 1;
  while (to < text.length && !/\s/.test(text[to]!)) to += 1;
  return [from, to];
}

const wordsOf = (text: string): string[] => normalise(text).trim().split(" ");

function isColloquial(word: string): boolean {
  const squashed = squash(word);
  return usualSpelling(squashed) !== squashed;
}
