import { showControls } from "./visible-text.ts";

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

/** Text for element content and for attributes in quotes. */
const escapeHtml = (text: string): string => showControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
