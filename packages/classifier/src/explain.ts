import type { PackRule } from "./rule-pack.ts";

type Reason = PackRule["reason"];

/** Fills `{candidate}` and `{terms}` in a rule's reason, in both languages. Quoted words are cut to keep a reason on one line. */
export function explain(reason: Reason, { candidate, terms }: { candidate: string | null; terms: readonly string[] }): Reason {
  const distinct = [...new Set(terms)].slice(0, 3);
  const fill = (text: string, none: string): string =>
    text
      .replaceAll("{candidate}", () => candidate ?? none)
      .replaceAll("{terms}", () => distinct.map((term) => `“${term.length > 40 ? `${term.slice(0, 39)}…` : term}”`).join(", "));
  return { id: fill(reason.id, "peserta"), en: fill(reason.en, "a contestant") };
}
