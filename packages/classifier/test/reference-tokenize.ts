import { foldChar } from "../src/fold.ts";
import { ABBREVIATIONS, ADDRESS_ENDINGS, NUMBER_LEADS, squash, unleet, usualSpelling } from "../src/normalize.ts";
import type { Tag, Token, TokenizedText } from "../src/tokenize.ts";
import { cutReferenceTag, type RawChar } from "./reference-cut-tag.ts";

/** What a dictionary says of a squashed word. */
export interface KnownWords {
  /** It is in the dictionary, in whatever spelling. */
  isEntry(word: string): boolean;
  /** Hashtags in small letters are cut at it; usual spelling. */
  isTagWord(word: string): boolean;
}

/** A text in words, and the keys of its hashtags. */
export interface ReferenceText extends Omit<TokenizedText, "scan" | "tags"> {
  readonly tags: readonly (Tag & { readonly key: string })[];
}

/**
 * The tokenizer written for reading instead of speed: one object a character, strings everywhere. `scanText` must agree with it on every text.
 *
 * Not for texts of more than some thousand characters.
 */
export function referenceTokenize(text: string, words: KnownWords): ReferenceText {
  const tokens: Token[] = [];
  const tags: ReferenceText["tags"][number][] = [];
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
      if (head === digits && !isDisguised(part, part.slice(head))) {
        pushPart(part.slice(0, head), tag);
        pushPart(part.slice(head), tag);
        return;
      }
      const stem = part.slice(0, tail);
      if (part.length - tail === digits && letters > 1 && !isDisguised(part, stem)) {
        const isPlural = digits === 1 && part[tail]?.text === "2" && tag < 0 && !NUMBER_LEADS.has(squash(textOf(stem)));
        pushPart(stem, tag);
        if (!isPlural) pushPart(part.slice(tail), tag);
        return;
      }
    }
    const bareRaw = raw.replaceAll("'", "");
    const squashed = squash(bareRaw);
    const isCrumb = tag >= 0 && squashed.length === 1;
    const key = isCrumb ? squashed : usualSpelling(squashed);
    const others: string[] = [];
    const read = squash(unleet(squashed));
    if (read !== squashed) others.push(usualSpelling(read));
    others.push(...bareOf(bareRaw));
    if (read !== squashed) others.push(...bareOf(unleet(bareRaw)));
    const capitals = part.filter((char) => char.upper).length;
    const plain = raw.replace(/(.)\1{2,}/gu, "$1");
    push({
      kind: "word",
      key,
      others,
      plain,
      ...spelling(bareRaw),
      ...(isCrumb ? { colloquial: false } : {}),
      caps: letters > 1 && capitals === letters,
      initial: first.upper,
      ...span,
    });
  }

  /** "4yo" is a word: only with its digit does anybody know it. */
  function isDisguised(part: readonly RawChar[], letters: readonly RawChar[]): boolean {
    if (letters.length < 2 || part.length - letters.length > 2 || NUMBER_LEADS.has(squash(textOf(letters)))) return false;
    const raw = textOf(letters);
    const isUsual = raw.length >= 3 && usualSpelling(squash(raw.replaceAll("'", ""))) === squash(raw.replaceAll("'", "")) && isKnown(raw, words);
    return isKnown(textOf(part), words) && !isUsual;
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
      for (const part of cutReferenceTag(chars, words)) pushPart(part, tags.length - 1);
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
      if (!isAbbreviation(tokens.at(-1))) sentence += 1;
      clause += 1;
    } else if (mark === "." && isSentenceBehind(next - 1) && isSentenceAhead(text, next)) endSentence();
    else if (",;()".includes(mark)) clause += 1;
    else if (mark === '"') {
      if (quote > 0) quote = 0;
      else quote = quoteLengths.push(0) - 1;
    }
  }

  function isSentenceBehind(at: number): boolean {
    const before = tokens.at(-1);
    if (before === undefined || before.kind !== "word" || before.end !== at || at - before.start < 3 || text[before.start - 1] === ".") return false;
    return (before.tag >= 0 || before.plain.length > 1) && !isAbbreviation(before);
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
  return { tokens: joinSpelledOut(tokens, text, words), tags, questions, quoteLengths, links, exclaims };
}

/** A handle is a name, never another word's chat spelling. */
function isAbbreviation(token: Token | undefined): boolean {
  if (token === undefined || (token.kind === "mention" && usualSpelling(token.key) !== token.key)) return false;
  return [token.key, squash(token.plain.replaceAll("'", ""))].some((key) => ABBREVIATIONS.includes(key));
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

function joinSpelledOut(tokens: readonly Token[], text: string, words: KnownWords): Token[] {
  const isSingle = (token: Token | undefined): boolean =>
    token !== undefined && token.plain.length === 1 && (token.kind === "word" || token.kind === "number") && token.tag < 0;
  const gap = (i: number): string => text.slice(tokens[i]?.end, tokens[i + 1]?.start);
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    let last = i;
    if (isSingle(tokens[i]) && isEvenGap(gap(i))) while (isSingle(tokens[last + 1]) && gap(last) === gap(i)) last += 1;
    const run = tokens.slice(i, last + 1);
    const word = wordIn(run, words);
    if (word === undefined) {
      // Its last token may begin another run.
      const left = Math.max(run.length - 1, 1);
      out.push(...run.slice(0, left));
      i += left;
      continue;
    }
    const at = run.indexOf(word[0] as Token);
    out.push(...run.slice(0, at), joined(word));
    i += at + word.length;
  }
  return out;
}

function isEvenGap(between: string): boolean {
  return between.length >= 1 && between.length <= 3 && between[0] !== "," && between === (between[0] as string).repeat(between.length);
}

function wordIn(run: readonly Token[], words: KnownWords): readonly Token[] | undefined {
  const lettersOf = (tokens: readonly Token[]): number => tokens.filter(({ kind }) => kind === "word").length;
  const isWord = (tokens: readonly Token[]): boolean => squash(spelledBy(tokens)).length >= 3 && isKnown(spelledBy(tokens), words);
  if (run.length < 3) return undefined;
  const inner = run.slice(
    run.findIndex(({ kind }) => kind === "word"),
    run.findLastIndex(({ kind }) => kind === "word") + 1,
  );
  if (lettersOf(inner) < 2) return undefined;
  if (inner.length >= 3 && isWord(inner)) return inner;
  if (inner.length < run.length && isWord(run)) return run;
  if (inner.length < 4 || lettersOf(inner) < 3) return undefined;
  return [inner.slice(1), inner.slice(0, -1)].find(isWord) ?? inner;
}

function spelledBy(run: readonly Token[]): string {
  return unleet(run.map(({ plain }) => plain).join(""));
}

function joined(run: readonly Token[]): Token {
  const plain = spelledBy(run);
  const caps = run.every(({ initial }) => initial);
  return {
    ...(run[0] as Token),
    kind: "word",
    key: usualSpelling(squash(plain)),
    others: bareOf(plain),
    plain,
    ...spelling(plain),
    end: (run.at(-1) as Token).end,
    caps,
  };
}

/** The usual spelling of a folded word without -lah, -nya or -pun, if it ends in one. */
function bareOf(raw: string): string[] {
  const squashed = squash(raw);
  const key = usualSpelling(squashed);
  if (key.length < 7 || !/(lah|nya|pun)$/.test(key)) return [];
  return [usualSpelling(key.slice(0, key === squashed && raw.endsWith("nnya") ? -2 : -3))];
}

/** True when the dictionary knows a folded word with its digits read as letters, as it is or without a clitic. */
function isKnown(raw: string, words: KnownWords): boolean {
  const read = unleet(raw.replaceAll("'", ""));
  const squashed = squash(read);
  if (words.isEntry(squashed)) return true;
  return /(lah|nya|pun)$/.test(squashed) && squashed.length >= 7 && words.isEntry(squashed.slice(0, read.endsWith("nnya") ? -2 : -3));
}

function isSentenceAhead(text: string, index: number): boolean {
  let word = "";
  let letters = 0;
  for (let at = index; at < text.length && at < index + 24; ) {
    const code = text.codePointAt(at) as number;
    const { kind, text: folded } = foldChar(code);
    at += code > 0xffff ? 2 : 1;
    if (kind === "drop") continue;
    if (kind === "digit" && letters === 0) return false;
    if (kind === "letter") letters += 1;
    else if (kind !== "digit") {
      if (kind === "mark" && ("@/_".includes(folded) || (folded === "." && isWordAhead(text, at)))) return false;
      break;
    }
    word += folded;
  }
  return letters > 1 && !ADDRESS_ENDINGS.has(word);
}

/** How a folded word is spelled. */
function spelling(raw: string): Pick<Token, "colloquial" | "stretched"> {
  const squashed = squash(raw);
  return { colloquial: usualSpelling(squashed) !== squashed, stretched: squashed !== raw };
}
