import { foldChar, squash, unleet, usualSpelling } from "./normalize.ts";
import { type RawChar, splitTag } from "./split-tag.ts";

/** Only this many UTF-16 units of a text are read; the rest cannot match. */
export const MAX_MATCHED_LENGTH = 20_000;

/** One word, number, emoji or @mention of a text. */
export interface Token {
  readonly kind: "word" | "number" | "emoji" | "mention";
  /** Matching key: folded, squashed, usual spelling. Numbers keep leading zeros; emoji are one code point. */
  readonly key: string;
  /** Further keys the same token answers to (digits read as letters, without -lah/-nya/-pun). */
  readonly others: readonly string[];
  /** Folded but not squashed, for the stemmer. */
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

/** What the matcher reads: tokens in order, hashtags, and which sentences ask. */
export interface TokenizedText {
  readonly tokens: readonly Token[];
  readonly tags: readonly Tag[];
  readonly questions: ReadonlySet<number>;
  /** Lengths in tokens of quotations by number. */
  readonly quoteLengths: readonly number[];
  readonly links: number;
  readonly exclaims: boolean;
}

// "orang2" is a plural, "no2" is a number: after these words the 2 stays.
const NUMBER_LEADS = new Set(
  [
    "nomor",
    "no",
    "nmr",
    "nomer",
    "coblos",
    "pilih",
    "paslon",
    "tusuk",
    "salam",
    "urut",
    "capres",
    "cagub",
    "cabup",
    "dukung",
    "contreng",
    "jari",
    "gubernur",
    "bupati",
    "kami",
    "gue",
    "tetap",
    "beda",
  ].map(squash),
);

/**
 * Splits a text into tokens with offsets into the original. Any string is valid; text beyond MAX_MATCHED_LENGTH is not read.
 *
 * `isKnown` lets lower-case hashtags be cut into words the pack and the contest know. Cost: one pass.
 */
export function tokenize(text: string, isKnown: (word: string) => boolean = () => false): TokenizedText {
  const tokens: Token[] = [];
  const tags: Tag[] = [];
  const questions = new Set<number>();
  const quoteLengths: number[] = [0];
  let sentence = 0;
  let clause = 0;
  let quote = 0;
  let links = 0;
  let exclaims = false;
  let word: RawChar[] = [];
  let sigil = "";
  let sigilAt = 0;
  let limit = Math.min(text.length, MAX_MATCHED_LENGTH);
  const edge = text.charCodeAt(limit - 1);
  if (limit < text.length && edge >= 0xd800 && edge <= 0xdbff) limit -= 1;

  function push(token: Omit<Token, "sentence" | "clause" | "quote">): void {
    tokens.push({ ...token, sentence, clause, quote });
    if (quote > 0) quoteLengths[quote] = (quoteLengths[quote] ?? 0) + 1;
  }

  function pushPart(part: readonly RawChar[], tag: number): void {
    const first = part[0];
    const last = part.at(-1);
    if (first === undefined || last === undefined) return;
    let raw = "";
    let letters = 0;
    let uppers = 0;
    let digits = 0;
    for (const char of part) {
      raw += char.text;
      if (char.digit) digits += 1;
      else if (char.text !== "'") letters += 1;
      if (char.upper) uppers += 1;
    }
    const span = { start: first.at, end: last.end, tag };
    if (letters === 0 && digits > 0) {
      push({ kind: "number", key: raw, others: [], plain: raw, caps: false, initial: false, ...span });
      return;
    }
    if (letters === 0) return;
    if (digits > 0) {
      // Digits at one edge are a number beside a word; digits inside are letters in disguise.
      let head = 0;
      while (part[head]?.digit) head += 1;
      let tail = part.length;
      while (part[tail - 1]?.digit) tail -= 1;
      if (head > 0 && tail === part.length && head === digits) {
        pushPart(part.slice(0, head), tag);
        pushPart(part.slice(head), tag);
        return;
      }
      if (head === 0 && part.length - tail === digits && letters > 1) {
        const stemPart = part.slice(0, tail);
        const lead = squash(stemPart.map((char) => char.text).join(""));
        if (part.length - tail === 1 && part[tail]?.text === "2" && !NUMBER_LEADS.has(lead) && tag < 0) pushPart(stemPart, tag);
        else {
          pushPart(stemPart, tag);
          pushPart(part.slice(tail), tag);
        }
        return;
      }
    }
    const squashed = squash(raw.replaceAll("'", ""));
    const key = usualSpelling(squashed);
    const others: string[] = [];
    if (digits > 0) others.push(usualSpelling(squash(unleet(squashed))));
    for (const clitic of ["lah", "nya", "pun"]) {
      if (key.endsWith(clitic) && key.length - clitic.length >= 4) others.push(usualSpelling(key.slice(0, -clitic.length)));
    }
    const plain = raw.replace(/(.)\1{2,}/gu, "$1");
    push({ kind: "word", key, others, plain, caps: letters > 1 && uppers === letters, initial: first.upper, ...span });
  }

  function flush(): void {
    if (word.length === 0) {
      sigil = "";
      return;
    }
    const chars = word;
    const mark = sigil;
    word = [];
    sigil = "";
    if (mark === "@") {
      const key = chars
        .map((char) => char.text)
        .join("")
        .toLowerCase();
      push({
        kind: "mention",
        key,
        others: [],
        plain: key,
        start: sigilAt,
        end: chars.at(-1)?.end ?? sigilAt + 1,
        caps: false,
        initial: false,
        tag: -1,
      });
      return;
    }
    if (mark === "#") {
      const key = tagKey(chars.map((char) => char.text).join(""));
      tags.push({ key, start: sigilAt, end: chars.at(-1)?.end ?? sigilAt + 1, sentence });
      for (const part of splitTag(chars, isKnown)) pushPart(part, tags.length - 1);
      return;
    }
    for (const part of splitOn(chars, "_")) pushPart(part, -1);
  }

  let index = 0;
  while (index < limit) {
    const codePoint = text.codePointAt(index) as number;
    const width = codePoint > 0xffff ? 2 : 1;
    const next = index + width;
    const folded = foldChar(codePoint);
    if ((folded.text === "h" || folded.text === "w") && word.length === 0 && startsLink(text, index)) {
      let stop = index;
      while (stop < limit && text.charCodeAt(stop) > 0x20 && text.charCodeAt(stop) !== 0xa0) stop += 1;
      links += 1;
      index = stop;
      continue;
    }
    if (folded.kind === "letter" || folded.kind === "digit") {
      const upper = folded.kind === "letter" && isUpper(codePoint);
      for (const part of folded.text) word.push({ text: part, at: index, end: next, upper, digit: folded.kind === "digit" });
      // A keycap is a number of its own: 2 + U+FE0F? + U+20E3.
      if (folded.kind === "digit") {
        const skip = text.charCodeAt(next) === 0xfe0f ? 1 : 0;
        if (text.charCodeAt(next + skip) === 0x20e3 && next + skip < limit) {
          const digit = word.pop() as RawChar;
          flush();
          push({
            kind: "number",
            key: digit.text,
            others: ["keycap"],
            plain: digit.text,
            start: index,
            end: next + skip + 1,
            caps: false,
            initial: false,
            tag: -1,
          });
          index = next + skip + 1;
          continue;
        }
      }
    } else if (folded.kind === "emoji") {
      flush();
      push({ kind: "emoji", key: folded.text, others: [], plain: folded.text, start: index, end: next, caps: false, initial: false, tag: -1 });
    } else if (folded.kind !== "drop") {
      const mark = folded.text;
      const insideWord = word.length > 0;
      if ((mark === "_" || (mark === "'" && sigil === "")) && insideWord && isWordChar(text, next, limit)) {
        word.push({ text: mark, at: index, end: next, upper: false, digit: false });
      } else if (mark === "." && insideWord && sigil === "@" && isWordChar(text, next, limit)) {
        word.push({ text: mark, at: index, end: next, upper: false, digit: false });
      } else {
        flush();
        if (mark === "#" || mark === "@") {
          if (isWordChar(text, next, limit)) {
            sigil = mark;
            sigilAt = index;
          }
        } else if (mark === "?") {
          questions.add(sentence);
          if (!"?!".includes(text[next] ?? " ")) {
            sentence += 1;
            clause += 1;
          }
        } else if (mark === "!" || mark === "\n" || mark === "…") {
          if (mark === "!") exclaims = true;
          sentence += 1;
          clause += 1;
        } else if (mark === "." && !isWordChar(text, next, limit)) {
          // "No. 2" and "Pak. Udin" go on.
          const before = tokens.at(-1);
          if (before === undefined || !["nomor", "pak", "bu", "dr", "drs", "h", "hj", "ir", "prof", "kh", "st", "kab", "jl"].includes(before.key))
            sentence += 1;
          clause += 1;
        } else if (mark === "," || mark === ";" || mark === "(" || mark === ")") {
          clause += 1;
        } else if (mark === '"') {
          if (quote > 0) quote = 0;
          else {
            quote = quoteLengths.length;
            quoteLengths.push(0);
          }
        }
      }
    }
    index = next;
  }
  flush();
  // A quotation that never closes is a stray mark, not a quotation.
  if (quote > 0) quoteLengths[quote] = 0;
  return { tokens: joinSpelledOut(tokens, text), tags, questions, quoteLengths, links, exclaims };
}

/** The key of a hashtag or handle as a whole: folded, squashed, without # and underscores, so that #OkeLah and #oke_lah agree. */
export function tagKey(text: string): string {
  let folded = "";
  for (const char of text) folded += foldChar(char.codePointAt(0) as number).text;
  return squash(folded.replace(/[#@_]/g, ""));
}

function startsLink(text: string, index: number): boolean {
  const head = text.slice(index, index + 8).toLowerCase();
  return head.startsWith("http://") || head.startsWith("https://") || head.startsWith("www.");
}

function isUpper(codePoint: number): boolean {
  if (codePoint < 128) return codePoint >= 65 && codePoint <= 90;
  // Styled capitals keep their case through NFKD.
  const plain = String.fromCodePoint(codePoint).normalize("NFKD");
  return plain !== plain.toLowerCase();
}

function isWordChar(text: string, index: number, limit: number): boolean {
  let at = index;
  while (at < limit) {
    const codePoint = text.codePointAt(at) as number;
    const kind = foldChar(codePoint).kind;
    if (kind !== "drop") return kind === "letter" || kind === "digit";
    at += codePoint > 0xffff ? 2 : 1;
    if (at > index + 8) return false;
  }
  return false;
}

function splitOn(chars: readonly RawChar[], separator: string): RawChar[][] {
  const parts: RawChar[][] = [[]];
  for (const char of chars) {
    if (char.text === separator) parts.push([]);
    else parts.at(-1)?.push(char);
  }
  return parts;
}

/** "p.i.l.i.h" and "p i l i h": four or more single characters, evenly spaced, at least three of them letters, read as one word. */
function joinSpelledOut(tokens: Token[], text: string): Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const first = tokens[i] as Token;
    let last = i;
    while (isSingle(first) && last + 1 < tokens.length) {
      const here = tokens[last] as Token;
      const next = tokens[last + 1] as Token;
      const apart = text.slice(here.end, next.start);
      if (!isSingle(next) || apart.length !== 1 || apart === "," || apart !== text.slice(first.end, (tokens[i + 1] as Token).start)) break;
      last += 1;
    }
    const run = tokens.slice(i, last + 1);
    if (run.length >= 4 && run.filter((token) => token.kind === "word").length >= 3) {
      const raw = unleet(run.map((token) => token.plain).join(""));
      const end = (run.at(-1) as Token).end;
      out.push({ ...first, kind: "word", key: usualSpelling(squash(raw)), others: [], plain: raw, end, caps: run.every((token) => token.initial) });
      i = last + 1;
    } else {
      out.push(first);
      i += 1;
    }
  }
  return out;
}

function isSingle(token: Token): boolean {
  return token.plain.length === 1 && (token.kind === "word" || token.kind === "number") && token.tag < 0;
}
