import type { BothNames } from "./skb-forms.ts";

const ANYBODY = { id: "peserta", en: "a contestant" } as const;

/**
 * What a rule is called in a table: the sentence that it says of a text, without the words that it found and with any contestant for the one that it found them of. `Ajakan memilih {terms}
 * di dekat {candidate}.` is `Ajakan memilih di dekat peserta`.
 */
export function ruleName(reason: BothNames): BothNames {
  const closed = (lang: "id" | "en"): string =>
    reason[lang]
      .replaceAll("{candidate}", ANYBODY[lang])
      .replace(/:?\s*\{terms\}/g, "")
      .replace(/\s+/g, " ")
      .trim()
      .replace(/\.$/, "");
  return { id: closed("id"), en: closed("en") };
}
