import { prepare } from "../src/compile.ts";
import { foldText } from "../src/fold.ts";
import type { Contest, RulePack, Signal } from "../src/index.ts";
import { squash } from "../src/normalize.ts";
import { readKey } from "../src/read-key.ts";
import { Scan } from "../src/scan.ts";
import { scanText } from "../src/scan-text.ts";
import { MAX_MATCHED_LENGTH, readTokens, type Token, type TokenizedText, tagKey } from "../src/tokenize.ts";
import { holdsTerm, isTerm } from "./term-matcher.ts";

const SLOTS = /\{candidate\}|\{number\}/;

/** Where words and hashtags begin and end, and where pieces of hashtags begin. */
interface Places {
  readonly tokens: readonly Token[];
  readonly starts: ReadonlySet<number>;
  readonly ends: ReadonlySet<number>;
  readonly tagged: readonly number[];
}

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

  /**
   * Null when the words that the offsets cut out say what the signal says. Pieces of hashtags may also be read where they stand, for the words around
   * decide how a tag is cut: "#presidenku" is one word, in "#bpresidenku" it may be two.
   */
  function wordsProblem(signal: Signal, text: string, { tokens, tagged }: Places): string | null {
    const { category, lexicon, term, start, end } = signal;
    const cut = text.slice(start, end);
    const isTagged = tagged.some((at) => start <= at && at < end);
    if (category.endsWith("_hashtag") || (category === "against_term" && term.startsWith("#"))) {
      const key = tagKey(cut);
      const isTag = isSign(cut[0]) && (category === "longer_hashtag" ? key.includes(tagKey(term)) : key === tagKey(term));
      return isTag ? null : "the tag cut out is not the contest's";
    }
    // A piece of a hashtag is a word only behind its sign.
    const alone = scanned(part, isTagged && !isSign(cut[0]) ? `#${cut}` : cut).tokens;
    const inPlace = isTagged ? [tokens.filter((token) => token.start >= start && token.end <= end)] : [];
    const says = (test: (words: readonly Token[]) => boolean): boolean => [alone, ...inPlace].some(test) || (isTagged && spells(cut, term));
    if (lexicon !== "contest")
      return says((words) => isTerm(words, term, stems.has(`${lexicon}|${term}`))) ? null : "the words cut out are not the term's";
    if (category === "candidate_number")
      return says((words) => words.map(readKey).join(" ") === term) ? null : "the words cut out are not the number's";
    return says((words) => holdsTerm(words, term)) ? null : "the words cut out are not the name's";
  }

  function placesOf(text: string): Places {
    const { tokens, tags } = scanned(whole, text);
    const all = [...tokens, ...tags];
    return {
      tokens,
      starts: new Set(all.map(({ start }) => start)),
      ends: new Set(all.map(({ end }) => end)),
      tagged: tokens.filter(({ tag }) => tag >= 0).map(({ start }) => start),
    };
  }

  return (signals, text) => {
    if (signals.length === 0) return null;
    const places = placesOf(text);
    for (const signal of signals) {
      if (!places.starts.has(signal.start) || !places.ends.has(signal.end)) return `a signal begins or ends inside a word (${signal.category})`;
      const wrong = wordsProblem(signal, text, places);
      if (wrong !== null) return `${wrong} (${signal.category})`;
    }
    return null;
  };
}

const isSign = (character: string | undefined): boolean => character?.normalize("NFKD") === "#";

/** Whether the letters cut out hold the term's, in their order: a tag may be cut inside "ﬁ" or "Ⅵ", all of which is then taken. */
function spells(cut: string, term: string): boolean {
  const letters = (text: string): string => squash(foldText(text).replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, ""));
  const read = letters(cut);
  return term.split(SLOTS).every((piece) => read.includes(letters(piece)));
}
