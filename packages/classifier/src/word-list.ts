import { ABBREVIATION, Dictionary } from "./dictionary.ts";
import { ABBREVIATIONS, colloquialSpellings } from "./normalize.ts";

/** A dictionary that knows the language and nothing else yet: colloquial spellings and abbreviations. Packs and contests add their words. */
export function newDictionary(): Dictionary {
  const words = new Dictionary();
  for (const [colloquial, usual] of colloquialSpellings()) words.addColloquial(colloquial, usual);
  for (const word of ABBREVIATIONS) words.mark(word, ABBREVIATION);
  return words;
}
