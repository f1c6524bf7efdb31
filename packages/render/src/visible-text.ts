/** Text in which nothing is hidden that a file could not hold: control characters, which XML and HTML forbid, show as their pictures (U+2400 and on), half characters as U+FFFD. Tabs and line breaks stay. */
export const showControls = (text: string): string =>
  text
    .toWellFormed()
    .replace(NO_CHARACTER, "\ufffd")
    .replace(CONTROL, (character) => (character === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0))));

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
const NO_CHARACTER = /[\ufffe\uffff]/g;
