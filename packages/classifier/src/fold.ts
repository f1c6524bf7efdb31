/** What a code point is to the reader. In a packed fold (see `foldOf`) these are bits 24–27; 0 there means "not yet looked up". */
export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 3;
export const BREAK = 4;
export const DROP = 5;
export const EMOJI = 6;
/** Folds to several letters ("ﬁ" → "fi"), or to one that needs a surrogate pair; `several` has the text. */
export const LETTERS = 7;
/** Folds to several digits ("⑩" → "10"); `several` has the text. */
export const DIGITS = 8;
/** A high surrogate: what it is, the next unit tells. Alone it separates words. */
export const PAIR = 9;

/** Bit of a packed fold: the letter was written as a capital. */
export const CAPITAL = 1 << 28;
/** Bit of a packed fold: the letter was written in ASCII. */
export const ASCII_LETTER = 1 << 29;
// The sign says LETTER a second time, so that the reader's innermost loop needs one comparison.
const SIGN = 1 << 31;

const KNOWN_PLANES = 0x20000;
const FAR_MAX = 20_000;

/** Folds of the first two planes by code point, filled as they are met; read it as `FOLDS[code] || foldOf(code)`. */
export const FOLDS = new Int32Array(KNOWN_PLANES);
const far = new Map<number, number>();
const severals: string[] = [];
const rows = new Map<string, number>();

// Cyrillic and Greek letters that are drawn like Latin ones, and small capitals: the usual ways round a word filter.
const DRAWN_ALIKE = "аaеeоoрpсcуyхxіiјjѕsкkмmтtнnвbαaεeιiκkοoρpτtυuνvıiłløo";
const SMALL_CAPITALS = "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";
const LOOK_ALIKES = new Map(Object.entries(lookAlikes(DRAWN_ALIKE + SMALL_CAPITALS)));
const MARKS = "#@?!.,;:\"'_-&/()…\n*";
const APOSTROPHES = "‘’ʼ`´";
const QUOTES = "“”„«»";
const LINE_ENDS = "\r\u0085\u2028\u2029";

function lookAlikes(pairs: string): Record<string, string> {
  return Object.fromEntries([...pairs.matchAll(/(.)(.)/gu)].map(([, drawn, plain]) => [drawn, plain]));
}

/** One code point, folded. `text` is lower-case, without marks; empty for a break and for what vanishes. */
export interface FoldedChar {
  readonly kind: "letter" | "digit" | "emoji" | "mark" | "break" | "drop";
  readonly text: string;
  readonly capital: boolean;
}

/**
 * Folds one code point the plain way: case, NFKC width and styled letters, accents, look-alike letters, small capitals. The table is made from this and must agree with it.
 *
 * Zero-width and bidirectional controls are `drop` (they vanish inside a word), lone surrogates are `break`. Total over 0..0x10FFFF; about 1 µs.
 */
export function foldChar(code: number): FoldedChar {
  const plain = (kind: FoldedChar["kind"], text = ""): FoldedChar => ({ kind, text, capital: false });
  if (code >= 0xd800 && code <= 0xdfff) return plain("break");
  // Skin tones decorate an emoji; they never change it.
  if (code >= 0x1f3fb && code <= 0x1f3ff) return plain("drop");
  const char = String.fromCodePoint(code);
  if (char === "…") return plain("mark", char);
  if (APOSTROPHES.includes(char)) return plain("mark", "'");
  if (QUOTES.includes(char)) return plain("mark", '"');
  if (code >= 0x2010 && code <= 0x2015) return plain("mark", "-");
  if (/^[\p{M}\p{Cf}]$/u.test(char) || code === 0x115f || code === 0x3164) return plain("drop");
  if (code > 0xff && /^\p{Extended_Pictographic}$/u.test(char)) return plain("emoji", char);
  if (LINE_ENDS.includes(char)) return plain("mark", "\n");
  const wide = char.normalize("NFKD");
  const lower = wide.toLowerCase();
  const folded = lower.replace(/[\p{M}\p{Cf}]/gu, "");
  if (folded.length === 1 && MARKS.includes(folded)) return plain("mark", folded);
  if (/^[0-9]+$/.test(folded)) return plain("digit", folded);
  if (!/^\p{L}+$/u.test(folded)) return plain("break");
  // Styled capitals keep their case through NFKD.
  return { kind: "letter", text: [...folded].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join(""), capital: wide !== lower };
}

/**
 * The packed fold of a code point: bits 0–20 the folded code point (or the row in `several`), 24–27 the class, 28 whether it was a capital, 29 whether an
 * ASCII letter. Negative for a letter, never 0.
 *
 * Cost: one array read after the first time; the planes above the second are kept in a bounded map.
 */
export function foldOf(code: number): number {
  if (code >= KNOWN_PLANES) {
    let known = far.get(code);
    if (known === undefined) {
      known = pack(code);
      if (far.size >= FAR_MAX) far.clear();
      far.set(code, known);
    }
    return known;
  }
  const known = FOLDS[code] as number;
  return known !== 0 ? known : remember(code);
}

function remember(code: number): number {
  const packed = code >= 0xd800 && code <= 0xdbff ? PAIR << 24 : pack(code);
  FOLDS[code] = packed;
  return packed;
}

function pack(code: number): number {
  const { kind, text, capital } = foldChar(code);
  if (kind === "break") return BREAK << 24;
  if (kind === "drop") return DROP << 24;
  const first = text.codePointAt(0) as number;
  if (kind === "mark") return (MARK << 24) | first;
  if (kind === "emoji") return (EMOJI << 24) | first;
  const head = capital ? CAPITAL : 0;
  // The reader's quick lane writes the fold of one unit into one unit.
  const isOne = text.length === 1 || (code > 0xffff && text.length === 2 && first > 0xffff);
  if (isOne && kind === "letter") return SIGN | head | (code < 128 ? ASCII_LETTER : 0) | (LETTER << 24) | first;
  if (isOne) return head | (DIGIT << 24) | first;
  let row = rows.get(text);
  if (row === undefined) {
    row = severals.push(text) - 1;
    rows.set(text, row);
  }
  return head | ((kind === "letter" ? LETTERS : DIGITS) << 24) | row;
}

/** The text behind a fold of class LETTERS or DIGITS. */
export function several(fold: number): string {
  return severals[fold & 0x1fffff] as string;
}

/** The class of a packed fold. */
export function classOf(fold: number): number {
  return (fold >>> 24) & 15;
}

/** Folds a text: letters, digits, emoji and marks as the reader sees them, without what separates or vanishes. */
export function foldText(text: string): string {
  let out = "";
  for (const char of text) {
    const fold = foldOf(char.codePointAt(0) as number);
    const kind = classOf(fold);
    if (kind === LETTERS || kind === DIGITS) out += several(fold);
    else if (kind !== BREAK && kind !== DROP && kind !== PAIR) out += String.fromCodePoint(fold & 0x1fffff);
  }
  return out;
}
