import type { Dictionary } from "./dictionary.ts";
import { foldText } from "./fold.ts";
import { squash, unleet, usualSpelling } from "./normalize.ts";
import { ASCII, CAPS, HAS_OTHERS, HAS_RAW, HAS_TAG, INITIAL, JOINED, KEYCAP, KIND, Scan, STRETCHED, WORD } from "./scan.ts";
import { scanText } from "./scan-text.ts";
import { newDictionary } from "./word-list.ts";

/** Only this many UTF-16 units of a text are read; the rest cannot match. */
export const MAX_MATCHED_LENGTH = 20_000;

/** One word, number, emoji or @mention of a text. */
export interface Token {
  readonly kind: "word" | "number" | "emoji" | "mention";
  /** Matching key: folded, squashed, usual spelling. Numbers keep leading zeros; emoji are one code point. */
  readonly key: string;
  /** Further keys the same token answers to (digits read as letters, without -lah/-nya/-pun). */
  readonly others: readonly string[];
  /** Folded but not squashed; a letter three times and more is written once. */
  readonly plain: string;
  /** Offsets in the original text, UTF-16, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  readonly clause: number;
  /** 0 outside quotation marks, else the number of the quotation. */
  readonly quote: number;
  /** Two or more letters, all of them capitals. */
  readonly caps: boolean;
  /** Begins with a capital. */
  readonly initial: boolean;
  /** Index into `tags`, or -1. */
  readonly tag: number;
}

/** A #hashtag as a whole; its words are also tokens. */
export interface Tag {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
}

/** A text in words: tokens in order, hashtags, and which sentences ask. */
export interface TokenizedText {
  readonly tokens: readonly Token[];
  readonly tags: readonly Tag[];
  readonly questions: ReadonlySet<number>;
  /** Lengths in tokens of quotations by number. */
  readonly quoteLengths: readonly number[];
  readonly links: number;
  readonly exclaims: boolean;
  /** What this was read from, for the matcher; it holds another text as soon as one is scanned. */
  readonly scan: Scan;
}

const NONE: readonly string[] = Object.freeze([]);
const languageScan = new Scan(newDictionary());
const KINDS: readonly Token["kind"][] = ["word", "number", "emoji", "mention"];

/**
 * Splits a text into tokens with offsets into the original. Any string is valid; text beyond MAX_MATCHED_LENGTH is not read.
 *
 * `words` lets hashtags in small letters be cut at the words it marks. For terms; a classifier has a scan of its own for texts.
 */
export function tokenize(text: string, words?: Dictionary): TokenizedText {
  const scan = words === undefined ? languageScan : new Scan(words);
  scanText(scan, text, MAX_MATCHED_LENGTH);
  return readTokens(scan);
}

/** What a scan holds, as objects that outlive it. Cost: about 50 ns a token; only texts that speak of the contest need it. */
export function readTokens(scan: Scan): TokenizedText {
  const tokens: Token[] = [];
  for (let row = 0; row < scan.count; row += 1) tokens.push(readToken(scan, row));
  const tags: Tag[] = [];
  for (let row = 0; row < scan.tagCount; row += 1)
    tags.push({
      key: scan.pool.text(scan.tagRaws[row] as number),
      start: scan.tagStarts[row] as number,
      end: scan.tagEnds[row] as number,
      sentence: scan.tagSentences[row] as number,
    });
  return {
    tokens,
    tags,
    questions: new Set(scan.questions.subarray(0, scan.questionCount)),
    quoteLengths: [...scan.quoteLengths.subarray(0, scan.quoteCount)],
    links: scan.links,
    exclaims: scan.exclaims,
    scan,
  };
}

function readToken(scan: Scan, row: number): Token {
  const flags = scan.flags[row] as number;
  const raw = rawOf(scan, row, flags);
  let key = raw;
  let plain = raw;
  let others = NONE;
  if ((flags & KIND) === WORD) {
    const isPlain = (flags & (ASCII | STRETCHED)) === ASCII;
    const entry = scan.words.usual[scan.entries[row] as number] as number;
    const squashed = isPlain ? raw : squash(raw.replaceAll("'", ""));
    key = entry === 0 ? usualSpelling(squashed) : (scan.words.texts[entry] as string);
    if (!isPlain && (flags & JOINED) === 0) plain = raw.replace(/(.)\1{2,}/gu, "$1");
    if ((flags & HAS_OTHERS) !== 0) others = othersOf(key, squashed, raw);
  } else if ((flags & KEYCAP) !== 0) others = ["keycap"];
  return {
    kind: KINDS[flags & KIND] as Token["kind"],
    key,
    others,
    plain,
    start: scan.starts[row] as number,
    end: scan.ends[row] as number,
    sentence: scan.sentences[row] as number,
    clause: scan.clauses[row] as number,
    quote: scan.quotes[row] as number,
    caps: (flags & CAPS) !== 0,
    initial: (flags & INITIAL) !== 0,
    tag: (flags & HAS_TAG) === 0 ? -1 : (scan.tags[row] as number),
  };
}

/** The letters of a token, folded, as they were written. */
function rawOf(scan: Scan, row: number, flags: number): string {
  if ((flags & HAS_RAW) !== 0) return scan.pool.text(scan.raws[row] as number);
  const written = scan.text.slice(scan.starts[row], scan.ends[row]);
  if ((flags & ASCII) !== 0) return written.toLowerCase();
  return (flags & KIND) === WORD ? foldText(written) : written;
}

function othersOf(key: string, squashed: string, raw: string): string[] {
  const others: string[] = [];
  if (/[0-9]/.test(squashed)) others.push(usualSpelling(squash(unleet(squashed))));
  const clitic = /(lah|nya|pun)$/.exec(key)?.[0];
  if (clitic !== undefined && key.length - clitic.length >= 4) {
    // "dukungannya": one n of it is the word's own.
    const isDoubled = key === squashed && raw.endsWith("nnya");
    others.push(usualSpelling(key.slice(0, isDoubled ? -2 : -3)));
  }
  return others;
}

/** The key of a hashtag or handle as a whole: folded, squashed, without # and underscores, so that #OkeLah and #oke_lah agree. */
export function tagKey(text: string): string {
  return squash(foldText(text).replace(/[#@_]/g, ""));
}
