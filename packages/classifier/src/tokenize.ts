import type { Dictionary } from "./dictionary.ts";
import { foldText } from "./fold.ts";
import { squash, unleet, usualSpelling } from "./normalize.ts";
import { ASCII, CAPS, HAS_OTHERS, HAS_RAW, HAS_TAG, INITIAL, JOINED, KEYCAP, KIND, Scan, STRETCHED, WORD } from "./scan.ts";
import { scanText } from "./scan-text.ts";
import { textAt } from "./text-pool.ts";
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
  /** Written otherwise than usual ("gak", "yg"). */
  readonly colloquial: boolean;
  /** Some letter stands twice or more in a row. */
  readonly stretched: boolean;
  /** Two or more letters, all of them capitals. */
  readonly caps: boolean;
  /** Begins with a capital. */
  readonly initial: boolean;
  /** Index into `tags`, or -1. */
  readonly tag: number;
}

/** A #hashtag as a whole; its words are also tokens. */
export interface Tag {
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
const KEYCAP_OTHERS: readonly string[] = Object.freeze(["keycap"]);
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
  const kept = scan.pool.units.slice(0, scan.pool.length);
  for (let row = 0; row < scan.count; row += 1) tokens.push(new ScannedToken(scan, row, kept));
  const tags: Tag[] = [];
  for (let row = 0; row < scan.tagCount; row += 1)
    tags.push({
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

/** A row of a scan that outlives it. What only few tokens are asked for is made when asked. */
class ScannedToken implements Token {
  readonly kind: Token["kind"];
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  readonly clause: number;
  readonly quote: number;
  readonly tag: number;
  readonly #flags: number;
  /** The usual spelling when the dictionary knows the word. */
  readonly #known: string | undefined;
  readonly colloquial: boolean;
  /** Where the letters that cannot be read from the text begin in `#pool`, or -1. */
  readonly #kept: number;
  readonly #pool: Uint16Array;
  readonly #text: string;

  constructor(scan: Scan, row: number, pool: Uint16Array) {
    const flags = scan.flags[row] as number;
    const entry = scan.entries[row] as number;
    const usual = scan.words.usual[entry] as number;
    const isWord = (flags & KIND) === WORD;
    this.kind = KINDS[flags & KIND] as Token["kind"];
    this.start = scan.starts[row] as number;
    this.end = scan.ends[row] as number;
    this.sentence = scan.sentences[row] as number;
    this.clause = scan.clauses[row] as number;
    this.quote = scan.quotes[row] as number;
    this.tag = (flags & HAS_TAG) === 0 ? -1 : (scan.tags[row] as number);
    this.#flags = flags;
    this.#known = isWord && usual !== 0 ? scan.words.texts[usual] : undefined;
    this.colloquial = isWord && usual !== entry;
    this.#kept = (flags & HAS_RAW) === 0 ? -1 : (scan.raws[row] as number);
    this.#pool = pool;
    this.#text = scan.text;
  }

  get caps(): boolean {
    return (this.#flags & CAPS) !== 0;
  }

  get initial(): boolean {
    return (this.#flags & INITIAL) !== 0;
  }

  get stretched(): boolean {
    return !this.#isPlain && this.#squashed !== this.#raw.replaceAll("'", "");
  }

  get key(): string {
    return this.#known ?? (this.kind === "word" ? this.#squashed : this.#raw);
  }

  get plain(): string {
    return this.#isPlain || (this.#flags & JOINED) !== 0 ? this.#raw : this.#raw.replace(/(.)\1{2,}/gu, "$1");
  }

  get others(): readonly string[] {
    if ((this.#flags & KEYCAP) !== 0) return KEYCAP_OTHERS;
    return this.kind === "word" && (this.#flags & HAS_OTHERS) !== 0 ? othersOf(this.key, this.#squashed, this.#raw) : NONE;
  }

  get #squashed(): string {
    return this.#isPlain ? this.#raw : squash(this.#raw.replaceAll("'", ""));
  }

  /** No word, or one whose letters are its key. */
  get #isPlain(): boolean {
    return this.kind !== "word" || (this.#flags & (ASCII | STRETCHED)) === ASCII;
  }

  /** The letters of the token, folded, as they were written. */
  get #raw(): string {
    if (this.#kept >= 0) return textAt(this.#pool, this.#kept);
    const written = this.#text.slice(this.start, this.end);
    if ((this.#flags & ASCII) !== 0) return written.toLowerCase();
    return this.kind === "word" ? foldText(written) : written;
  }
}

function othersOf(key: string, squashed: string, raw: string): string[] {
  const read = squash(unleet(squashed));
  // "dukungannya": one n of it is the word's own.
  const isDoubled = /n'*n'*y'*[a4]'*$/.test(raw);
  const others = bareOf(key, isDoubled && key === squashed);
  if (read === squashed) return others;
  const usual = usualSpelling(read);
  return [usual, ...others, ...bareOf(usual, isDoubled && usual === read)];
}

/** A word in its usual spelling without -lah, -nya or -pun, if it ends in one; `isDoubled`: in -nnya. */
function bareOf(key: string, isDoubled: boolean): string[] {
  return key.length >= 7 && /(lah|nya|pun)$/.test(key) ? [usualSpelling(key.slice(0, isDoubled ? -2 : -3))] : [];
}

/** The key of a hashtag or handle as a whole: folded, squashed, without # and underscores, so that #OkeLah and #oke_lah agree. */
export function tagKey(text: string): string {
  return squash(foldText(text).replace(/[#@_]/g, ""));
}
