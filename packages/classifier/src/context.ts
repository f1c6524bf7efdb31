import type { Slot } from "./match.ts";
import type { Token, TokenizedText } from "./tokenize.ts";

const NEGATION_REACH = 3;
const QUOTATION_MIN_TOKENS = 4;
const HEADLINE_MIN_WORDS = 5;
const HEADLINE_MIN_LETTERS = 4;
const MOST = 0.75;
const SHOUTED_MOST = 0.4;
/** A capital behind a small letter; one such word may be a product's name. */
const STREWN = /\p{Ll}\p{Lu}/u;
const STREWN_MIN = 2;
// `plain` keeps at most two of a stretched letter; doubled vowels at the end are no Indonesian spelling.
const STRETCHED = /(aa|ee|ii|oo|uu|yy|kk|nn|hh)$/;

/** True when a negating word stands up to three tokens before, in the same clause; two of them cancel out. */
export function isNegated(term: Slot, negations: readonly Slot[], tokens: readonly Token[]): boolean {
  const clause = tokens[term.first]?.clause;
  let before = 0;
  for (const { first, last } of negations)
    if (last < term.first && term.first - last <= NEGATION_REACH && tokens[first]?.clause === clause) before += 1;
  return before % 2 === 1;
}

/** True when the sentence ends in a question mark or opens with a question word. */
export function isQuestion(sentence: number, read: TokenizedText, questionWords: readonly Slot[]): boolean {
  if (read.questions.has(sentence)) return true;
  return questionWords.some(
    ({ first }) => read.tokens[first]?.sentence === sentence && (first === 0 || read.tokens[first - 1]?.sentence !== sentence),
  );
}

/** True when the term lies in a closed quotation long enough to be somebody's words. */
export function isQuoted(term: Slot, read: TokenizedText): boolean {
  const quote = read.tokens[term.first]?.quote ?? 0;
  return quote > 0 && (read.quoteLengths[quote] ?? 0) >= QUOTATION_MIN_TOKENS;
}

/**
 * True when the text is written like a headline: nearly every longer word besides the names begins with a capital, but it is not shouted, capitals are not strewn
 * about, and nobody is addressed with a hashtag.
 */
export function isHeadline(read: TokenizedText, names: readonly Slot[]): boolean {
  let words = 0;
  let capital = 0;
  let shouted = 0;
  let strewn = 0;
  const isName = new Uint8Array(read.tokens.length);
  for (const { first, last } of names) isName.fill(1, first, last + 1);
  for (const [i, token] of read.tokens.entries()) {
    if (token.kind !== "word" || token.tag >= 0 || isName[i] === 1 || token.plain.length < HEADLINE_MIN_LETTERS) continue;
    const written = read.scan.text.slice(token.start, token.end);
    // A digit for a first letter has no case.
    if (/^[0-9]/.test(written)) continue;
    words += 1;
    if (token.initial) capital += 1;
    if (token.caps) shouted += 1;
    else if (STREWN.test(written)) strewn += 1;
  }
  return words >= HEADLINE_MIN_WORDS && strewn < STREWN_MIN && capital >= words * MOST && shouted <= words * SHOUTED_MOST;
}

const VOICELESS_MIN_TOKENS = 6;
// Spellings that headlines use too.
const HEADLINE_SPELLINGS = new Set(["tak", "no", "gub", "dr", "tuk", "the", "number", "milih", "coblosan"]);

/**
 * True when somebody speaks for himself: I, we, you, an exclamation mark, an emoji, a hashtag, chat spelling ("gak", "yg", "mantaaap"); or when the text is too
 * short to tell. News has none of these.
 */
export function hasVoice(read: TokenizedText, personWords: readonly Slot[]): boolean {
  return (
    personWords.length > 0 ||
    read.tags.length > 0 ||
    read.exclaims ||
    read.tokens.length < VOICELESS_MIN_TOKENS ||
    read.tokens.some((token) => token.kind === "emoji" || isChatSpelling(token))
  );
}

function isChatSpelling(token: Token): boolean {
  if (token.kind !== "word" || !(token.colloquial || token.stretched)) return false;
  return !HEADLINE_SPELLINGS.has(token.plain) && (token.colloquial || STRETCHED.test(token.plain));
}
