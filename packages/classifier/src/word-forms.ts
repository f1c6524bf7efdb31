import { stemWord } from "./stem.ts";

const VOWELS = "aeiou";
const SUFFIXES = ["", "kan", "i", "an", "ku", "mu", "anku", "anmu"];
// Besides me- and pe-, whose end follows the word.
const PREFIXES = ["", "di", "ke", "se", "ber", "be", "bel", "ter", "te", "per", "pe", "pel", "memper", "mempel", "diper", "keber", "keter"];

const known = new Map<string, readonly string[]>();

/**
 * The affixed forms of an Indonesian stem that are found in texts: "bohong" → "membohongi", "pembohong", "kebohongan", … and the stem itself.
 *
 * Prefixes change sound with the first letter (men-, meng-, meny-; t, p, k and s may fall away). A form is kept only when `stemWord` leads it back to the stem, so
 * this never finds more than stemming each word of a text would. -lah, -nya and -pun are left to the scanner. About 5 ms a stem, once in a process.
 */
export function formsOf(stem: string): readonly string[] {
  let forms = known.get(stem);
  if (forms === undefined) {
    forms = [stem, ...candidates(stem).filter((form) => form !== stem && stemWord(form) === stem)];
    known.set(stem, forms);
  }
  return forms;
}

function candidates(stem: string): string[] {
  const heads = PREFIXES.map((prefix) => prefix + stem);
  for (const nasal of nasals(stem)) heads.push(`me${nasal}`, `pe${nasal}`, `kepe${nasal}`, `sepe${nasal}`);
  return [...new Set(heads.flatMap((head) => SUFFIXES.map((suffix) => head + suffix)))];
}

/** The stem behind me- and pe-: with m, n, ng or ny before it, in place of its first letter or beside it. */
function nasals(stem: string): string[] {
  const first = stem[0] ?? "";
  const rest = stem.slice(1);
  switch (first) {
    case "p":
      return [`m${rest}`, `m${stem}`];
    case "t":
      return [`n${rest}`, `n${stem}`];
    case "k":
      return [`ng${rest}`, `ng${stem}`, `nge${stem}`];
    case "s":
      return [`ny${rest}`, `n${stem}`];
    case "b":
    case "f":
    case "v":
      return [`m${stem}`, `nge${stem}`];
    case "c":
    case "d":
    case "j":
    case "z":
      return [`n${stem}`, `nge${stem}`];
    case "g":
    case "h":
      return [`ng${stem}`, `nge${stem}`];
    default:
      return VOWELS.includes(first) && first !== "" ? [`ng${stem}`] : [stem, `nge${stem}`];
  }
}
