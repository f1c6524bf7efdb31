import type { RulePack } from "@netra/classifier";
import { normalise } from "./chain.ts";

/** The terms of a pack as any matcher can take them: normalised words with one space between, each once. The place in the list is the term's number. */
export interface Literals {
  readonly keys: readonly string[];
  /** Number of a term as written in the pack; terms with a slot or without a letter or digit (emoji) have none. */
  readonly numberOf: ReadonlyMap<string, number>;
}

/** Reads the terms of a pack. */
export function literalsOf(pack: RulePack): Literals {
  const numbers = new Map<string, number>();
  const numberOf = new Map<string, number>();
  for (const { entries } of pack.lexicons) {
    for (const { term } of entries) {
      if (term.includes("{")) continue;
      const key = normalise(term).trim();
      if (key === "") continue;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      numberOf.set(term, number);
    }
  }
  return { keys: [...numbers.keys()], numberOf };
}
