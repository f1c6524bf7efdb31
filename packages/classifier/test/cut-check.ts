import { prepare } from "../src/compile.ts";
import { foldText } from "../src/fold.ts";
import type { Contest, RulePack, Signal } from "../src/index.ts";
import { squash } from "../src/normalize.ts";
import { readKey } from "../src/read-key.ts";
import { Scan } from "../src/scan.ts";
import { scanText } from "../src/scan-text.ts";
import { MAX_MATCHED_LENGTH, readTokens, type TokenizedText, tagKey } from "../src/tokenize.ts";
import { holdsTerm, isTerm } from "./term-matcher.ts";

const SLOTS = /\{candidate\}|\{number\}/;

/**
 * Makes a check that the offsets of signals cut the words they speak of out of the text: what is cut out is read again, alone, by the tokenizer.
 *
 * The check gives null when all signals hold, else what is wrong, without words of the text. Cost: one more scan of each text, and of each signal's words.
 */
export function makeCutCheck(pack: RulePack, contest: Contest): (signals: readonly Signal[], text: string) => string | null {
  // Hashtags are cut at the words of the pack and the contest, so the words cut out are read with the same dictionary.
  const words = prepare(pack, contest).scan.words;
  const whole = new Scan(words);
  const part = new Scan(words);
  const stems = new Set(pack.lexicons.flatMap(({ path, entries }) => entries.flatMap(({ term, stem }) => (stem ? [`${path}|${term}`] : []))));

  function scanned(scan: Scan, text: string): TokenizedText {
    scanText(scan, text, MAX_MATCHED_LENGTH);
    return readTokens(scan);
  }

  /** Null when the words that the offsets cut out say what the signal says. */
  function wordsProblem(signal: Signal, text: string, isTagged: boolean): string | null {
    const { category, lexicon, term, start, end } = signal;
    const cut = text.slice(start, end);
    // A piece of a hashtag is a word only behind its sign.
    const { tokens } = scanned(part, isTagged && !cut.includes("#") ? `#${cut}` : cut);
    if (lexicon !== "contest")
      return isTerm(tokens, term, stems.has(`${lexicon}|${term}`)) || (isTagged && spells(cut, term)) ? null : "the words cut out are not the term's";
    if (category === "candidate_number")
      return tokens.map(readKey).join(" ") === term || (isTagged && spells(cut, term)) ? null : "the words cut out are not the number's";
    if (category.endsWith("_hashtag") || (category === "against_term" && term.startsWith("#"))) {
      const key = tagKey(cut);
      const isTag = cut[0]?.normalize("NFKD") === "#" && (category === "longer_hashtag" ? key.includes(tagKey(term)) : key === tagKey(term));
      return isTag ? null : "the tag cut out is not the contest's";
    }
    return holdsTerm(tokens, term) || (isTagged && spells(cut, term)) ? null : "the words cut out are not the name's";
  }

  /** Where words and hashtags begin and end, and where pieces of hashtags begin. */
  function placesOf(text: string): { starts: ReadonlySet<number>; ends: ReadonlySet<number>; tagged: readonly number[] } {
    const { tokens, tags } = scanned(whole, text);
    const all = [...tokens, ...tags];
    return {
      starts: new Set(all.map(({ start }) => start)),
      ends: new Set(all.map(({ end }) => end)),
      tagged: tokens.filter(({ tag }) => tag >= 0).map(({ start }) => start),
    };
  }

  return (signals, text) => {
    if (signals.length === 0) return null;
    const { starts, ends, tagged } = placesOf(text);
    for (const signal of signals) {
      if (!starts.has(signal.start) || !ends.has(signal.end)) return `a signal begins or ends inside a word (${signal.category})`;
      const isTagged = tagged.some((start) => signal.start <= start && start < signal.end);
      const wrong = wordsProblem(signal, text, isTagged);
      if (wrong !== null) return `${wrong} (${signal.category})`;
    }
    return null;
  };
}

/**
 * Whether the letters cut out hold the term's, in their order. For pieces of hashtags, where the words around decide how it is cut: "#sisi" is one word, in
 * "#janjisisi" it may be two; and "#aﬁb" may be cut inside the ligature, all of which is then taken.
 */
function spells(cut: string, term: string): boolean {
  const letters = (text: string): string => squash(foldText(text).replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, ""));
  const read = letters(cut);
  return term.split(SLOTS).every((piece) => read.includes(letters(piece)));
}
