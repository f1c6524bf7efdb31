/** Markup that `html` made, as opposed to text. */
export interface Html {
  readonly markup: string;
}

/**
 * Builds markup from a template. Every string and number put into it is text and is escaped; only `Html` goes in as it is, a list of it joined.
 * The only way to make `Html`, so that no text can become markup.
 */
export function html(template: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[])[]): Html {
  return { markup: template.map((part, index) => (index === 0 ? part : write(values[index - 1] ?? "") + part)).join("") };
}

function write(value: string | number | Html | readonly Html[]): string {
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

/** Text for element content and for attributes in quotes. Control characters, which HTML forbids, show as their pictures (U+2400 and on). */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(CONTROL, (character) => (character === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0))));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
