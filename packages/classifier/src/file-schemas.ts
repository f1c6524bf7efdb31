import { ContestFile } from "./contest.ts";
import { DETECTORS, Entry, Example, LexiconHead, PackHead, Rule } from "./rule-pack.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Files of a pack, and a contest, by what they hold. */
export type SchemaName = "pack" | "lexicon" | "rules" | "examples" | "contest";

/** Said beside a field by an editor; `contest.candidates.lacks` is the field `lacks` of an item of `candidates`. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "pack.threshold": "Points from which a text that takes a side is flagged. One decimal.",
  "pack.lean": "Points below which a text is neutral; between lean and threshold it takes a side and is not flagged.",
  "lexicon.category": "English snake_case; the file is called so. Stored with every signal: never rename.",
  "lexicon.side": "What the words do: support, oppose, against (weakens), or context (only helps to read others).",
  "lexicon.reviewed": "false until a native reader has read the words; they count half.",
  "lexicon.entries.term": "Words as people write them; {candidate} and {number} stand for any candidate. No patterns.",
  "lexicon.entries.weight": "Points, 0 to 10, one decimal.",
  "lexicon.entries.source": "Where the word comes from.",
  "lexicon.entries.stem": "Matches every word with the same Indonesian stem.",
  "lexicon.entries.number": "The number that a number word or a pose stands for.",
  "rules.rules.id": "Stored with every score: never rename.",
  "rules.rules.on": "A category of the pack, or a built-in reading.",
  "rules.rules.cap": "Most points the rule adds or takes in one text, per candidate.",
  "rules.rules.points": "Points per detection, for built-in readings; words bring their own.",
  "rules.rules.share": "For weaken: the part it takes of what the text, or the sentence, has gathered.",
  "rules.rules.within": "Most tokens between the words and the mention.",
  "rules.rules.absent": "Said in the reader's second column when the rule found nothing.",
  "examples.examples.text":
    "{A}, {B}, {C} stand for fictional candidates; also {A.number}, {A.word}, {A.hashtag}, {A.slogan}, {A.account}, {A.full}, {A.pair}, {A.against}.",
  "contest.region": "Kemendagri code in quotes; null for the whole country.",
  "contest.watch": "Days, Asia/Jakarta, both ends included, and the plenary decision that opened the watch.",
  "contest.candidates.number": "Ballot number; null before the draw and for the empty box.",
  "contest.candidates.aliases": "Names people use. An everyday word or another's name is { text: …, ambiguous: true }.",
  "contest.candidates.against": "Hashtags and words used against this candidate.",
  "contest.candidates.lacks": "Why this candidate has none, or far fewer, of what the others have, by the name of the list.",
};

const listOf = (name: string, item: object): object => ({
  type: "object",
  required: [name],
  properties: { [name]: { type: "array", items: item } },
  additionalProperties: false,
});

const SOURCES: Readonly<Record<SchemaName, object>> = {
  pack: PackHead,
  lexicon: { ...LexiconHead, properties: { ...LexiconHead.properties, entries: { type: "array", items: Entry } } },
  rules: listOf("rules", Rule),
  examples: listOf("examples", Example),
  contest: ContestFile,
};

/**
 * The JSON Schema (draft-07) of a file, for editors: made from the very schemas that files are checked with, so that both say the same.
 *
 * Two things are looser than the check: steps of 0.1 (editors compute them in binary) and what only the whole pack can tell, such as a rule's category.
 */
export function fileSchema(name: SchemaName): JsonObject {
  // The library's schemas are JSON already, apart from keys that do not enumerate.
  const plain = JSON.parse(JSON.stringify(SOURCES[name])) as JsonObject;
  const described = describe(plain, name) as JsonObject;
  return { $schema: "http://json-schema.org/draft-07/schema#", title: `Netra: ${name}`, ...described };
}

function describe(schema: Json, path: string): Json {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return schema;
  const { multipleOf: _, ...rest } = schema as JsonObject;
  const properties = rest.properties as JsonObject | undefined;
  return {
    ...(DESCRIPTIONS[path] === undefined ? {} : { description: DESCRIPTIONS[path] }),
    ...rest,
    ...(path === "rules.rules.on" ? { anyOf: [{ enum: [...DETECTORS] }, { pattern: rest.pattern as string }] } : {}),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, describe(value, `${path}.${key}`)])) }),
    ...(rest.items === undefined ? {} : { items: describe(rest.items, path) }),
  };
}

/** Every description belongs to a field: checked by a test, so that none outlives its field. */
export const DESCRIBED_FIELDS: readonly string[] = Object.keys(DESCRIPTIONS);
