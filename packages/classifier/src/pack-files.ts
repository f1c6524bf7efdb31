import { stringify } from "yaml";
import type { Lexicon, RulePack, Term } from "./rule-pack.ts";

/** One entry a line, as people write it and as `readLexiconYaml` reads it fastest. */
function entryLine({ term, weight, note, source, stem, number, vouches }: Term): string {
  const fields = [`term: ${JSON.stringify(term)}`, `weight: ${weight}`, `note: ${JSON.stringify(note)}`, `source: ${JSON.stringify(source)}`];
  if (stem !== undefined) fields.push(`stem: ${stem}`);
  if (number !== undefined) fields.push(`number: ${number}`);
  if (vouches !== undefined) fields.push(`vouches: ${vouches}`);
  return `  - { ${fields.join(", ")} }\n`;
}

/** Fields at their default are left out, as in files that people write. */
function lexiconFile({ category, side, title, reviewed, vouches, entries }: Lexicon): string {
  const head = { category, side, title, ...(reviewed ? {} : { reviewed }), ...(vouches === false ? {} : { vouches }) };
  return `${stringify(head, { lineWidth: 0 })}${entries.length === 0 ? "entries: []\n" : `entries:\n${entries.map(entryLine).join("")}`}`;
}

/**
 * A pack as its files: what `parseRulePack` reads back to the same pack, so that the console and a folder in git are two doors to one format. Comments of files that people wrote are
 * no part of a pack and are not there.
 */
export function packFiles({ lexicons, rules, examples, ...head }: RulePack): Record<string, string> {
  return {
    "pack.yaml": stringify(head, { lineWidth: 0 }),
    "rules.yaml": stringify({ rules }, { lineWidth: 0 }),
    "examples.yaml": stringify({ examples }, { lineWidth: 0 }),
    ...Object.fromEntries(lexicons.map((lexicon) => [lexicon.path, lexiconFile(lexicon)])),
  };
}
