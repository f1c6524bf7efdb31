// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
// biome-ignore-all lint/suspicious/noMisleadingCharacterClass: single code points are meant, whatever they combine to
/** A run of text, or one character that would be invisible or would turn the direction of what follows. */
export type Visible = { readonly text: string } | { readonly code: string };

/** Zero-width, bidi controls, soft hyphen, fillers, tag characters and controls other than tab and line feed. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const EMOJI_PART = /[\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\ufe0f]/u;
const ZWJ = "\u200d";

/**
 * Makes hidden characters visible: each becomes its code, taken out of the text so that it can no longer reorder or join anything.
 * A joiner inside an emoji stays: there it is part of one picture.
 */
export function revealHidden(text: string): Visible[] {
  const parts: Visible[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match[0] === ZWJ && joinsEmoji(text, match.index)) continue;
    if (match[0] === "\r" && text[match.index + 1] === "\n") continue;
    if (at < match.index) parts.push({ text: text.slice(at, match.index) });
    parts.push({ code: `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function joinsEmoji(text: string, at: number): boolean {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
  const after = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  return EMOJI_PART.test(before) && EMOJI_PART.test(after);
}

/** The same as one line of text, for places that draw text only: `[U+202E]`. */
export const revealInline = (text: string): string =>
  revealHidden(text)
    .map((part) => ("text" in part ? part.text : `[${part.code}]`))
    .join("");
