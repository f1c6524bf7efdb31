import type { Contribution } from "./classification.ts";
import type { PackRule } from "./rule-pack.ts";

type Reason = PackRule["reason"];

const FILLED = /(\{candidate\}|\{terms\})/;
const QUOTED_MAX = 40;
const TERMS_MAX = 3;

/** A rule's reason in both languages, cut at what is filled in. */
export interface ReasonTemplate {
  readonly id: readonly string[];
  readonly en: readonly string[];
}

/** Cuts a reason at `{candidate}` and `{terms}`. */
export function reasonTemplate({ id, en }: Reason): ReasonTemplate {
  return { id: id.split(FILLED), en: en.split(FILLED) };
}

/** Fills a reason, in both languages. Quoted words are cut to keep a reason on one line. */
export function explain(
  { id, en }: ReasonTemplate,
  { candidate, terms }: { candidate: string | null; terms: readonly string[] },
): Contribution["reason"] {
  const quoted = quote(terms);
  return { id: fill(id, candidate ?? "peserta", quoted), en: fill(en, candidate ?? "a contestant", quoted) };
}

function fill(pieces: readonly string[], candidate: string, terms: string): string {
  let text = "";
  for (const piece of pieces) text += piece === "{candidate}" ? candidate : piece === "{terms}" ? terms : piece;
  return text;
}

function quote(terms: readonly string[]): string {
  const distinct: string[] = [];
  for (const term of terms) {
    if (distinct.length === TERMS_MAX) break;
    if (!distinct.includes(term)) distinct.push(term);
  }
  return distinct.map((term) => `“${term.length > QUOTED_MAX ? `${term.slice(0, QUOTED_MAX - 1)}…` : term}”`).join(", ");
}
