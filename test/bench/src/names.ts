/** Names of rows that promises speak of. */
export const NETRA = "Netra, full classification";
export const TRIE = "bare one-pass trie";
export const NATURAL = "natural: tokenizer, stemmer, Map";
export const NATURAL_FLOOR = "floor in natural's process";
export const FLOOR = "floor: sum of character codes";
export const NORMALISE = "string chain alone";
