import { foldChar } from "../src/fold.ts";
import { ABBREVIATIONS, NUMBER_LEADS, squash, unleet, usualSpelling } from "../src/normalize.ts";
import type { Tag, Token, TokenizedText } from "../src/tokenize.ts";
import { cutReferenceTag, type RawChar } from "./reference-cut-tag.ts";

/**
 * The tokenizer written for reading instead of speed: one object a character, strings everywhere. `scanText` must agree with it on every text.
 *
 * `isKnown` says at which words hashtags in small letters are cut. Not for texts of more than some thousand characters.
 */
export function referenceTokenize(text: string, isKnown: (word: string) => boolean): Omit<TokenizedText, "scan"> {
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

  function push(token: Pick<Token, "kind" | "key" | "start" | "end"> & Partial<Token>): void {
    tokens.push({
      others: [],
      plain: token.key,
      colloquial: false,
      stretched: false,
      caps: false,
      initial: false,
      tag: -1,
      ...token,
      sentence,
      clause,
      quote,
    });
    if (quote > 0) quoteLengths[quote] = (quoteLengths[quote] ?? 0) + 1;
  }

  function pushPart(part: readonly RawChar[], tag: number): void {
    const first = part[0];
    const last = part.at(-1);
    if (first === undefined || last === undefined) return;
    const raw = textOf(part);
    const letters = part.filter((char) => !char.digit && char.text !== "'").length;
    const digits = part.filter((char) => char.digit).length;
    const span = { start: first.at, end: last.end, tag };
    if (letters === 0 && digits > 0) push({ kind: "number", key: raw, ...span });
    if (letters === 0) return;
    if (digits > 0) {
      const head = part.findIndex((char) => !char.digit);
      const tail = part.findLastIndex((char) => !char.digit) + 1;
      if (head === digits) {
        pushPart(part.slice(0, head), tag);
        pushPart(part.slice(head), tag);
        return;
      }
      if (part.length - tail === digits && letters > 1) {
        const stem = part.slice(0, tail);
        const isPlural = digits === 1 && part[tail]?.text === "2" && tag < 0 && !NUMBER_LEADS.has(squash(textOf(stem)));
        pushPart(stem, tag);
        if (!isPlural) pushPart(part.slice(tail), tag);
        return;
      }
    }
    const bareRaw = raw.replaceAll("'", "");
    const squashed = squash(bareRaw);
    const key = usualSpelling(squashed);
    const others: string[] = [];
    if (digits > 0) others.push(usualSpelling(squash(unleet(squashed))));
    for (const clitic of ["lah", "nya", "pun"]) {
      if (!key.endsWith(clitic) || key.length < 7) continue;
      others.push(usualSpelling(key.slice(0, key === squashed && bareRaw.endsWith("nnya") ? -2 : -3)));
    }
    const capitals = part.filter((char) => char.upper).length;
    const plain = raw.replace(/(.)\1{2,}/gu, "$1");
    push({ kind: "word", key, others, plain, ...spelling(bareRaw), caps: letters > 1 && capitals === letters, initial: first.upper, ...span });
  }

  function flush(): void {
    const chars = word;
    const mark = sigil;
    word = [];
    sigil = "";
    if (chars.length === 0) return;
    const end = (chars.at(-1) as RawChar).end;
    if (mark === "@") push({ kind: "mention", key: textOf(chars), start: sigilAt, end });
    else if (mark === "#") {
      tags.push({ key: squash(textOf(chars).replaceAll("_", "")), start: sigilAt, end, sentence });
      for (const part of cutReferenceTag(chars, isKnown)) pushPart(part, tags.length - 1);
    } else for (const part of splitOn(chars, "_")) pushPart(part, -1);
  }

  function readMark(mark: string, next: number): void {
    if (mark === "#" || mark === "@") {
      if (isWordAhead(text, next)) {
        sigil = mark;
        sigilAt = next - 1;
        while (text[sigilAt] !== undefined && foldChar(text.charCodeAt(sigilAt)).text !== mark) sigilAt -= 1;
      }
    } else if (mark === "?") {
      questions.add(sentence);
      if (text[next] !== "?" && text[next] !== "!") endSentence();
    } else if (mark === "!" || mark === "\n" || mark === "…") {
      if (mark === "!") exclaims = true;
      endSentence();
    } else if (mark === "." && !isWordAhead(text, next)) {
      const before = tokens.at(-1);
      const isAbbreviation = before !== undefined && [before.key, squash(before.plain)].some((key) => ABBREVIATIONS.includes(key));
      if (!isAbbreviation) sentence += 1;
      clause += 1;
    } else if (",;()".includes(mark)) clause += 1;
    else if (mark === '"') {
      if (quote > 0) quote = 0;
      else quote = quoteLengths.push(0) - 1;
    }
  }

  function endSentence(): void {
    sentence += 1;
    clause += 1;
  }

  let index = 0;
  while (index < text.length) {
    const code = text.codePointAt(index) as number;
    const next = index + (code > 0xffff ? 2 : 1);
    const folded = foldChar(code);
    if (word.length === 0 && /^(https?:\/\/|www\.)/i.test(text.slice(index, index + 8))) {
      links += 1;
      while (index < text.length && text.charCodeAt(index) > 0x20 && text[index] !== "\u00a0") index += 1;
      continue;
    }
    if (folded.kind === "letter" || folded.kind === "digit") {
      const digit = folded.kind === "digit";
      for (const part of folded.text) word.push({ text: part, at: index, end: next, upper: folded.capital, digit });
      const keycap = digit ? /^\ufe0f?\u20e3/.exec(text.slice(next, next + 2)) : null;
      if (keycap !== null) {
        const last = word.pop() as RawChar;
        flush();
        push({ kind: "number", key: last.text, others: ["keycap"], start: index, end: next + keycap[0].length });
        index = next + keycap[0].length;
        continue;
      }
    } else if (folded.kind === "emoji") {
      flush();
      push({ kind: "emoji", key: folded.text, start: index, end: next });
    } else if (folded.kind !== "drop") {
      const mark = folded.text;
      const isJoint = mark === "_" || (mark === "'" && sigil === "") || (mark === "." && sigil === "@");
      if (isJoint && word.length > 0 && isWordAhead(text, next)) word.push({ text: mark, at: index, end: next, upper: false, digit: false });
      else {
        flush();
        if (mark !== "") readMark(mark, next);
      }
    }
    index = next;
  }
  flush();
  if (quote > 0) quoteLengths[quote] = 0;
  return { tokens: joinSpelledOut(tokens, text), tags, questions, quoteLengths, links, exclaims };
}

function textOf(chars: readonly RawChar[]): string {
  return chars.map((char) => char.text).join("");
}

function isWordAhead(text: string, index: number): boolean {
  for (let at = index; at < text.length && at <= index + 8; ) {
    const code = text.codePointAt(at) as number;
    const { kind } = foldChar(code);
    if (kind !== "drop") return kind === "letter" || kind === "digit";
    at += code > 0xffff ? 2 : 1;
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

function joinSpelledOut(tokens: readonly Token[], text: string): Token[] {
  const isSingle = (token: Token | undefined): boolean =>
    token !== undefined && token.plain.length === 1 && (token.kind === "word" || token.kind === "number") && token.tag < 0;
  const gap = (i: number): string => text.slice(tokens[i]?.end, tokens[i + 1]?.start);
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const first = tokens[i] as Token;
    let last = i;
    if (isSingle(first)) while (isSingle(tokens[last + 1]) && gap(last).length === 1 && gap(last) !== "," && gap(last) === gap(i)) last += 1;
    const run = tokens.slice(i, last + 1);
    if (run.length < 4 || run.filter(({ kind }) => kind === "word").length < 3) {
      out.push(first);
      i += 1;
      continue;
    }
    const plain = unleet(run.map((token) => token.plain).join(""));
    const caps = run.every(({ initial }) => initial);
    out.push({
      ...first,
      kind: "word",
      key: usualSpelling(squash(plain)),
      others: [],
      plain,
      ...spelling(plain),
      end: (run.at(-1) as Token).end,
      caps,
    });
    i = last + 1;
  }
  return out;
}

/** How a folded word is spelled. */
function spelling(raw: string): Pick<Token, "colloquial" | "stretched"> {
  const squashed = squash(raw);
  return { colloquial: usualSpelling(squashed) !== squashed, stretched: squashed !== raw };
}
