import { ABBREVIATION } from "./dictionary.ts";
import { isSentenceAhead, isWordAhead } from "./look-ahead.ts";
import { KIND, type Scan, SINGLE, WORD } from "./scan.ts";
import { readWord } from "./scan-word.ts";

const NEW_LINE = 0x0a;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const STOP = 0x2e;
const SEMICOLON = 0x3b;
const QUESTION = 0x3f;
const AT = 0x40;
const UNDERSCORE = 0x5f;
const ELLIPSIS = 0x2026;
/** Shorter words before a full stop are abbreviations as often as not. */
const SENTENCE_WORD_MIN = 3;

/** Reads a folded punctuation mark at `at`: it joins a word, or ends it and perhaps a clause, a sentence or a quotation. */
export function readMark(scan: Scan, mark: number, at: number): void {
  const { word } = scan;
  const next = at + 1;
  const isJoint = mark === UNDERSCORE || (mark === APOSTROPHE && word.sigil === 0) || (mark === STOP && word.sigil === AT);
  if (isJoint && word.length > 0 && isWordAhead(scan, next)) {
    word.append(mark, at, next, 0);
    return;
  }
  readWord(scan);
  switch (mark) {
    case HASH:
    case AT:
      if (isWordAhead(scan, next)) {
        word.sigil = mark;
        word.sigilAt = at;
      }
      break;
    case QUESTION: {
      scan.ask();
      const after = scan.units[next] as number;
      if (after !== QUESTION && after !== EXCLAMATION) endSentence(scan);
      break;
    }
    case EXCLAMATION:
      scan.exclaims = true;
      endSentence(scan);
      break;
    case NEW_LINE:
    case ELLIPSIS:
      endSentence(scan);
      break;
    case STOP:
      if (isWordAhead(scan, next)) {
        if (isSentenceBehind(scan, at) && isSentenceAhead(scan, next)) endSentence(scan);
        break;
      }
      // "No. 2" and "Pak. Udin" go on.
      if (!endsInAbbreviation(scan)) scan.sentence += 1;
      scan.clause += 1;
      break;
    case COMMA:
    case SEMICOLON:
    case OPEN:
    case CLOSE:
      scan.clause += 1;
      break;
    case QUOTE:
      scan.toggleQuote();
      break;
    default:
  }
}

function endSentence(scan: Scan): void {
  scan.sentence += 1;
  scan.clause += 1;
}

/** True when a word stands right before a full stop that may end a sentence though no space follows: not "H.", "S.Pd.", "Rp.", "Prof.". */
function isSentenceBehind(scan: Scan, at: number): boolean {
  const row = scan.count - 1;
  if (row < 0 || scan.ends[row] !== at || ((scan.flags[row] as number) & (KIND | SINGLE)) !== WORD || endsInAbbreviation(scan)) return false;
  const start = scan.starts[row] as number;
  return at - start >= SENTENCE_WORD_MIN && (start === 0 || scan.units[start - 1] !== STOP);
}

function endsInAbbreviation({ count, entries, words }: Scan): boolean {
  return count > 0 && ((words.marks[entries[count - 1] as number] as number) & ABBREVIATION) !== 0;
}
