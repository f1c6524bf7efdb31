import Type, { type Static } from "typebox";
import type { Problem } from "./read-yaml.ts";
import { Entry, type RulePack, type Term } from "./rule-pack.ts";

const Path = Type.String({ pattern: "^lexicons/[a-z0-9_.]{1,60}\\.yaml$" });
const { term, weight, note, source, stem, vouches } = Entry.properties;
/** What may be said of a term besides its words. */
const Fields = { weight, note, source, stem, vouches };

/** One change of a draft to the words of a pack. `lexicon` is the file it stands in. `proposalId`: whose proposal it takes up, for its standing alone. */
export const TermChange = Type.Union([
  Type.Object(
    { op: Type.Literal("add"), lexicon: Path, term, ...Fields, proposalId: Type.Optional(Type.String({ format: "uuid" })) },
    { additionalProperties: false },
  ),
  Type.Object({ op: Type.Literal("change"), lexicon: Path, term, ...Fields }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal("remove"), lexicon: Path, term }, { additionalProperties: false }),
]);
export type TermChange = Static<typeof TermChange>;

/** A pack with the changes laid over it, in order, and what of them could not be done: a term that is not there, or is there already. */
export function changePack(base: RulePack, changes: readonly TermChange[]): { readonly pack: RulePack; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const lexicons = base.lexicons.map((lexicon) => ({ ...lexicon, entries: [...lexicon.entries] }));
  for (const change of changes) {
    const wrong = (message: string): void => void problems.push({ severity: "error", path: change.lexicon, message });
    const lexicon = lexicons.find(({ path }) => path === change.lexicon);
    if (lexicon === undefined) {
      wrong("the pack has no such file; choose one of its lexicons");
      continue;
    }
    const at = lexicon.entries.findIndex((entry) => entry.term.toLowerCase() === change.term.toLowerCase());
    if (change.op === "add" && at >= 0) wrong(`“${change.term}” is there already; change it, or take this addition out of the draft`);
    else if (change.op !== "add" && at < 0) wrong(`“${change.term}” is not there; take this change out of the draft`);
    else if (change.op === "add") lexicon.entries.push(entryOf(change));
    else if (change.op === "change") lexicon.entries[at] = { ...lexicon.entries[at], ...entryOf(change) };
    else lexicon.entries.splice(at, 1);
  }
  return { pack: { ...base, lexicons }, problems };
}

const entryOf = ({ term, weight, note, source, stem, vouches }: Exclude<TermChange, { op: "remove" }>): Term => ({
  ...{ term, weight, note, source },
  ...(stem === undefined ? {} : { stem }),
  ...(vouches === undefined ? {} : { vouches }),
});
