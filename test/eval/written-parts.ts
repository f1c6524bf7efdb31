/** A stretch of a text as its writer sees it. `word`: letters; `tag`: a hashtag; `rest`: what no disguise may touch (links, handles, digits) and what lies between. */
export interface WrittenPart {
  readonly kind: "word" | "tag" | "rest";
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
}

// Letters only: a word that holds digits is a number or already in disguise, and stays.
const PARTS =
  /(?<link>(?:https?:\/\/|www\.)\S+|[@＠][\w.]+)|(?<tag>[#＃][\p{L}\p{N}\p{M}_]+)|(?<other>[\p{L}\p{M}]*\p{N}[\p{L}\p{N}\p{M}]*)|(?<word>\p{L}[\p{L}\p{M}]*)/giu;

/** Cuts a text into words, hashtags and the rest; joined again they are the text. Independent of the classifier's tokenizer on purpose. */
export function writtenParts(text: string): WrittenPart[] {
  const parts: WrittenPart[] = [];
  let at = 0;
  const add = (kind: WrittenPart["kind"], end: number): void => {
    if (end > at) parts.push({ kind, text: text.slice(at, end), start: at });
    at = end;
  };
  for (const match of text.matchAll(PARTS)) {
    add("rest", match.index);
    const { tag, word } = match.groups ?? {};
    add(tag !== undefined ? "tag" : word !== undefined ? "word" : "rest", match.index + match[0].length);
  }
  add("rest", text.length);
  return parts;
}
