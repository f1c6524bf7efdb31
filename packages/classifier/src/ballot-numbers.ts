import type { ContestIndex } from "./contest-index.ts";
import { BALLOT } from "./dictionary.ts";
import type { Mention } from "./mentions.ts";
import { readKey } from "./read-key.ts";
import { HAS_LEET, type Scan } from "./scan.ts";
import type { Token, TokenizedText } from "./tokenize.ts";

const STRONG_LEADS: ReadonlySet<string> = new Set([
  "paslon",
  "pasangan",
  "urut",
  "calon",
  "kandidat",
  "capres",
  "cagub",
  "cabup",
  "cawako",
  "cawalkot",
  "caleg",
]);
/** Words that make the number behind them a mention. */
export const LEADS: ReadonlySet<string> = new Set([...STRONG_LEADS, "nomor", "angka", "si"]);
const MONTHS = new Set([
  "januari",
  "februari",
  "maret",
  "april",
  "mei",
  "juni",
  "juli",
  "agustus",
  "september",
  "oktober",
  "november",
  "desember",
  "jan",
  "feb",
  "mar",
  "apr",
  "jun",
  "jul",
  "agu",
  "ags",
  "sep",
  "okt",
  "nov",
  "des",
]);

/** The entry by which a row of a scan is a number on the ballot, "t1ga" by "tiga"; 0 when it is none. */
export function ballotEntry({ words: { marks }, entries, leets, flags }: Scan, row: number): number {
  const entry = entries[row] as number;
  if (((flags[row] as number) & HAS_LEET) !== 0) {
    const leet = leets[row] as number;
    if (((marks[leet] as number) & BALLOT) !== 0) return leet;
  }
  return ((marks[entry] as number) & BALLOT) === 0 ? 0 : entry;
}

/** Finds the numbers of a text that are on the ballot. */
export function numberMentions(index: ContestIndex, { tokens, scan }: TokenizedText): Mention[] {
  const mentions: Mention[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    if (ballotEntry(scan, i) === 0) continue;
    const token = tokens[i] as Token;
    const value = token.kind === "number" ? (token.key.length <= 2 ? Number(token.key) : undefined) : index.numbers.get(readKey(token));
    const candidateId = value === undefined ? undefined : index.byNumber.get(value);
    if (candidateId === undefined || isPartOfFigure(tokens, i, scan.text)) continue;
    let first = i;
    let marked = false;
    let pair = false;
    while (first > 0 && answersTo(tokens[first - 1], LEADS) && tokens[first - 1]?.sentence === token.sentence) {
      first -= 1;
      if (answersTo(tokens[first], STRONG_LEADS)) marked = true;
      if (readKey(tokens[first] as Token) === "pasangan") pair = true;
    }
    // Ballots print 01, 02, 03; hardly anything else does outside dates and times.
    const isCode = token.kind === "number" && token.key.length === 2 && token.key.startsWith("0");
    const isNumber = first < i || isCode;
    mentions.push({
      kind: isNumber ? "number" : "bare_number",
      candidateId,
      // "01" is also a size or a code, and couples come in ones and twos.
      ambiguous: (isCode && first === i) || (pair && token.kind === "word"),
      term: isNumber
        ? tokens
            .slice(first, i + 1)
            .map(readKey)
            .join(" ")
        : readKey(token),
      first,
      last: i,
      inTag: token.tag >= 0,
      marked: marked || isCode,
    });
  }
  return mentions;
}

function answersTo(token: Token | undefined, keys: ReadonlySet<string>): boolean {
  return token !== undefined && (keys.has(token.key) || token.others.some((other) => keys.has(other)));
}

/** "2,5", "1-2", "50%", "02/11", "01 Maret", "pukul 01.30" are figures, not ballot numbers. */
function isPartOfFigure(tokens: readonly Token[], i: number, text: string): boolean {
  const token = tokens[i] as Token;
  if (token.tag >= 0) return false;
  const after = text[token.end] ?? " ";
  const afterThat = text[token.end + 1] ?? " ";
  const before = text[token.start - 1] ?? " ";
  const beforeThat = text[token.start - 2] ?? " ";
  const isDigit = (char: string): boolean => char >= "0" && char <= "9";
  if (after === "%" || ("/.,:-–".includes(after) && isDigit(afterThat)) || ("/.,:-–".includes(before) && isDigit(beforeThat))) return true;
  if (after === " " && "/-".includes(afterThat) && isDigit(text[token.end + 3] ?? " ")) return true;
  if (beforeThat === "-" && before === " " && token.kind === "number") return true;
  if (before === "$" || (before === "+" && token.kind === "number")) return true;
  const next = tokens[i + 1];
  const previous = tokens[i - 1];
  return (
    (next?.kind === "number" && next.start - token.end <= 1) ||
    (previous?.kind === "number" && token.start - previous.end <= 1 && previous.others.length === 0) ||
    (next !== undefined && MONTHS.has(readKey(next)))
  );
}
