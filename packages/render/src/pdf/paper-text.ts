/** What the fonts of `pdf-fonts.ts` have letters for: Latin, Greek and Cyrillic, and the signs of a text in them. Nothing that turns the direction of writing. */
const PRINTABLE =
  "\\n\\x20-\\x7e\\xa0-\\xac\\xae-\\u017f\\u0384-\\u038a\\u038c\\u038e-\\u03a1\\u03a3-\\u03ce\\u0400-\\u0482\\u048a-\\u0513\\u1ea0-\\u1ef9\\u2010\\u2011\\u2013-\\u2015\\u2018-\\u201e\\u2020-\\u2022\\u2026\\u2030\\u2032\\u2033\\u2039\\u203a\\u20ac\\u2122\\u2212\\u2264\\u2265\\ufffd";
const UNPRINTABLE = new RegExp(`[^${PRINTABLE}]+`, "gu");
/** Of a run of letters that the font lacks, so many are named. */
const NAMED = 8;

/**
 * Text as it can stand on paper: letters that the font lacks, and characters that nobody can see or that turn the direction of text around them, as their numbers: `‹U+202E›`.
 * A missing letter would else be an empty box, or nothing.
 */
export const paperText = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", " ")
    .replace(UNPRINTABLE, (run) => {
      const characters = Array.from(run);
      const named = characters.slice(0, NAMED).map((one) => `U+${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`);
      return `‹${named.join(" ")}${characters.length > NAMED ? ` … ${characters.length}` : ""}›`;
    });
