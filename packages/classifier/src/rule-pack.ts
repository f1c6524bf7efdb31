import Type, { type Static } from "typebox";
import { readLexiconYaml } from "./read-lexicon.ts";
import { describeProblem, locate, type Problem, readYaml, schemaProblems, type YamlFile } from "./read-yaml.ts";
import { refusePattern } from "./refuse-pattern.ts";

const Points = Type.Number({ minimum: 0, maximum: 10, multipleOf: 0.1 });
const Snake = Type.String({ pattern: "^[a-z][a-z0-9_]{1,47}$" });
const Both = Type.Object({ id: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, { additionalProperties: false });

/** `pack.yaml`: the schema that files are checked with. */
export const PackHead = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,79}$" }),
    version: Type.Integer({ minimum: 1 }),
    title: Both,
    note: Type.Optional(Type.String()),
    threshold: Points,
    /** Below this a text is called neutral; between it and the threshold it takes a side but is not flagged. */
    lean: Points,
  },
  { additionalProperties: false },
);

/** One entry of a lexicon: the schema that files are checked with. */
/**
 * Whether an everyday name beside the word may be the candidate's. `true`: the word is hardly used outside elections. `half`: it is also used elsewhere, and two different
 * ones are needed.
 */
const Vouches = Type.Union([Type.Boolean(), Type.Literal("half")]);

/** One term of a lexicon, as a file holds it. */
export const Entry = Type.Object(
  {
    term: Type.String({ minLength: 1, maxLength: 120 }),
    weight: Points,
    note: Type.String({ minLength: 1 }),
    source: Type.String({ minLength: 1 }),
    stem: Type.Optional(Type.Boolean()),
    number: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
    /** Overrides what the lexicon says about all its words. */
    vouches: Type.Optional(Vouches),
  },
  { additionalProperties: false },
);

/** What a lexicon's words do. `mention`, `negation`, `number` and so on feed the reading; they carry no points. */
const Side = Type.Enum(["support", "oppose", "against", "context"]);

/** A lexicon file; its entries are checked one by one, so that a problem names its entry: the schema that files are checked with. */
export const LexiconHead = Type.Object(
  {
    category: Snake,
    side: Side,
    title: Both,
    reviewed: Type.Optional(Type.Boolean()),
    /** What its words say about an everyday name beside them. */
    vouches: Type.Optional(Vouches),
    note: Type.Optional(Type.String()),
    entries: Type.Array(Type.Unknown()),
  },
  { additionalProperties: false },
);

/** The readings that code, not a lexicon, finds. A rule may be `on` one of these or on a category. */
export const DETECTORS = [
  "campaign_hashtag",
  "name_hashtag",
  "longer_hashtag",
  "campaign_slogan",
  "against_term",
  "number_pose",
  "named_support",
  "named_opposition",
  "negated_support",
  "negated_opposition",
  "attack_on_foe",
  "ironic_praise",
  "question",
  "quotation",
  "headline",
  "no_voice",
  "reported_call",
  "even_handed",
  "number_only",
  "outside_window",
  "far_from_name",
  "only_link",
] as const;

/** One rule of `rules.yaml`: the schema that files are checked with. */
export const Rule = Type.Object(
  {
    id: Snake,
    effect: Type.Enum(["support", "oppose", "weaken"]),
    on: Snake,
    /** Most points one rule may add or take in one text (per candidate). */
    cap: Points,
    /** Points per detection, for detectors; terms bring their own. */
    points: Type.Optional(Points),
    /** For `weaken`: takes this part of what the text, or the sentence, has gathered. */
    share: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    scope: Type.Optional(Type.Enum(["text", "sentence"])),
    /** For `weaken`: takes only from what speaks for, or only from what speaks against a candidate. */
    only: Type.Optional(Type.Enum(["support", "oppose"])),
    /** Mentions that may carry the words. `ballot_number`: "paslon 2", "02"; `number`: also "nomor 2"; `none`: counts without a candidate. */
    binds: Type.Optional(Type.Array(Type.Enum(["name", "ballot_number", "number", "bare_number", "slogan", "none"]), { minItems: 1 })),
    /** Most tokens between the words and the mention. */
    within: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    reason: Both,
    /** Said in the reader's second column when a weakening rule found nothing. */
    absent: Type.Optional(Both),
  },
  { additionalProperties: false },
);

/** One example of `examples.yaml`: the schema that files are checked with. */
export const Example = Type.Object(
  {
    text: Type.String({ minLength: 1 }),
    stance: Type.Enum(["support", "oppose", "neutral"]),
    flagged: Type.Boolean(),
    target: Type.Optional(Type.Enum(["A", "B", "C", "box"])),
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** A word or phrase with its weight in points, a note and a source. `{candidate}` and `{number}` stand for any candidate. */
export type Term = Static<typeof Entry>;
/** A rule of a pack. Ids are stored with every score: never rename. */
export type PackRule = Static<typeof Rule>;
/** A text and what the pack must say about it. `{A}`, `{A.number}`, `{A.hashtag}`, `{A.slogan}` stand for a fictional candidate. */
export type PackExample = Static<typeof Example>;

/** Words of one category from one file. `reviewed: false`: not yet read by a native analyst, so its words count half. */
export interface Lexicon {
  readonly path: string;
  readonly category: string;
  readonly side: Static<typeof Side>;
  readonly title: { readonly id: string; readonly en: string };
  readonly reviewed: boolean;
  readonly vouches: boolean | "half";
  readonly entries: Term[];
}

/** Language: lexicons, rules, threshold, examples. Names no candidate. Plain JSON: survives jsonb and canonical hashing. */
export interface RulePack extends Static<typeof PackHead> {
  readonly lexicons: Lexicon[];
  readonly rules: PackRule[];
  readonly examples: PackExample[];
}

/** A pack that cannot be used. `problems` holds all of them, not the first. */
export class RulePackError extends Error {
  override readonly name = "RulePackError";
  readonly code = "rule-pack-invalid";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads a pack from its files: `pack.yaml`, `rules.yaml`, `examples.yaml`, `lexicons/<category>[.<variety>].yaml`.
 *
 * @throws RulePackError with every problem of every file: path, entry, line, and what to do.
 */
export function parseRulePack(files: Record<string, string>): RulePack {
  const problems: Problem[] = [];
  const error = (path: string, message: string): void => {
    problems.push({ severity: "error", path, message });
  };
  for (const path of Object.keys(files)) {
    if (!["pack.yaml", "rules.yaml", "examples.yaml"].includes(path) && !/^lexicons\/[a-z0-9_.]+\.yaml$/.test(path))
      error(path, "is not a file of a pack; remove it, or move it to lexicons/<category>.yaml");
  }
  const head = readOne(files, "pack.yaml", problems);
  if (head) problems.push(...schemaProblems({ file: head, path: "pack.yaml", schema: PackHead, value: head.value }));
  const rules = readList<PackRule>({ files, path: "rules.yaml", key: "rules", schema: Rule, problems });
  const examples = readList<PackExample>({ files, path: "examples.yaml", key: "examples", schema: Example, problems });
  const lexicons: Lexicon[] = [];
  for (const path of Object.keys(files)
    .filter((name) => name.startsWith("lexicons/"))
    .sort()) {
    const lexicon = readLexicon(files, path, problems);
    if (lexicon) lexicons.push(lexicon);
  }
  if (lexicons.length === 0) error("lexicons", "the pack has no lexicons; add lexicons/<category>.yaml");
  if (problems.length === 0) problems.push(...ruleProblems(rules, lexicons));
  if (problems.length > 0 || head === undefined) throw new RulePackError(problems);
  return { ...(head.value as Static<typeof PackHead>), lexicons, rules, examples };
}

function readOne(files: Record<string, string>, path: string, problems: Problem[]): YamlFile | undefined {
  const text = files[path];
  if (text === undefined) {
    problems.push({ severity: "error", path, message: "the file is missing; add it" });
    return undefined;
  }
  const file = path.startsWith("lexicons/") ? readLexiconYaml(path, text) : readYaml(path, text);
  problems.push(...file.problems);
  return file.problems.length > 0 ? undefined : file;
}

function readList<T>({
  files,
  path,
  key,
  schema,
  problems,
}: {
  files: Record<string, string>;
  path: string;
  key: string;
  schema: typeof Rule | typeof Example;
  problems: Problem[];
}): T[] {
  const file = readOne(files, path, problems);
  if (file === undefined) return [];
  const list = (file.value as Record<string, unknown> | null)?.[key];
  const extra = Object.keys((file.value as object | null) ?? {}).filter((name) => name !== key);
  if (!Array.isArray(list) || extra.length > 0) {
    problems.push({
      severity: "error",
      path,
      message: `must hold one list called "${key}"; ${extra.length > 0 ? `remove ${extra.join(", ")}` : "add it"}`,
    });
    return [];
  }
  for (const [index, value] of list.entries()) problems.push(...schemaProblems({ file, path, schema, value, base: [key, index], entry: index + 1 }));
  return list as T[];
}

function readLexicon(files: Record<string, string>, path: string, problems: Problem[]): Lexicon | undefined {
  const file = readOne(files, path, problems);
  if (file === undefined) return undefined;
  const before = problems.length;
  problems.push(...schemaProblems({ file, path, schema: LexiconHead, value: file.value }));
  if (problems.length > before) return undefined;
  const value = file.value as Static<typeof LexiconHead>;
  const named = path.slice("lexicons/".length).split(".")[0];
  if (named !== value.category)
    problems.push({ severity: "error", path, message: `"category" is ${value.category} but the file is called ${named}; make them agree` });
  const seen = new Map<string, number>();
  for (const [index, entry] of value.entries.entries()) {
    const found = schemaProblems({ file, path, schema: Entry, value: entry, base: ["entries", index], entry: index + 1 });
    problems.push(
      ...found.map((problem) => ({
        ...problem,
        message: problem.message.replace(/"weight" must be (0 or more|10 or less)/, '"weight" must be 0–10'),
      })),
    );
    const term = (entry as { term?: unknown } | null)?.term;
    if (typeof term !== "string") continue;
    const refused = refusePattern(term);
    if (refused !== null) problems.push(locate(file, { severity: "error", path, entry: index + 1, message: refused }));
    const first = seen.get(term.toLowerCase());
    const line = file.lineOf(["entries", index]);
    if (first !== undefined)
      problems.push({
        severity: "error",
        path,
        entry: index + 1,
        message: `"${term}" is already entry ${first}; remove one`,
        ...(line === undefined ? {} : { line }),
      });
    seen.set(term.toLowerCase(), index + 1);
  }
  return {
    path,
    category: value.category,
    side: value.side,
    title: value.title,
    reviewed: value.reviewed ?? true,
    vouches: value.vouches ?? false,
    entries: value.entries as Term[],
  };
}

function ruleProblems(rules: readonly PackRule[], lexicons: readonly Lexicon[]): Problem[] {
  const problems: Problem[] = [];
  const categories = new Map(lexicons.map((lexicon) => [lexicon.category, lexicon]));
  const ids = new Set<string>();
  const add = (entry: number, message: string): void => {
    problems.push({ severity: "error", path: "rules.yaml", entry, message });
  };
  for (const [index, rule] of rules.entries()) {
    const entry = index + 1;
    if (ids.has(rule.id)) add(entry, `the id ${rule.id} is used twice; ids are forever, choose another`);
    ids.add(rule.id);
    const isDetector = (DETECTORS as readonly string[]).includes(rule.on);
    if (!isDetector && !categories.has(rule.on))
      add(
        entry,
        `"on" names ${rule.on}, which is neither a category of this pack nor a built-in reading; add lexicons/${rule.on}.yaml or use one of ${DETECTORS.join(", ")}`,
      );
    const side = categories.get(rule.on)?.side;
    if (side !== undefined && rule.effect !== "weaken" && side !== rule.effect)
      add(entry, `"effect" is ${rule.effect} but the words of ${rule.on} are ${side}; make them agree`);
    if (side !== undefined && rule.effect === "weaken" && side !== "against")
      add(entry, `a weakening rule needs words of side against, but ${rule.on} is ${side}; make them agree`);
    if (rule.effect === "weaken" && isDetector && rule.points === undefined && rule.share === undefined)
      add(entry, `"points" or "share" is missing; say how much the rule takes`);
    if (rule.effect !== "weaken" && isDetector && rule.points === undefined) add(entry, `"points" is missing; say how much the rule adds`);
  }
  for (const lexicon of lexicons) {
    if (lexicon.side !== "context" && !rules.some((rule) => rule.on === lexicon.category))
      problems.push({
        severity: "error",
        path: lexicon.path,
        message: `no rule is "on" ${lexicon.category}, so its words would do nothing; add one to rules.yaml`,
      });
    if (categories.get(lexicon.category)?.side !== lexicon.side)
      problems.push({ severity: "error", path: lexicon.path, message: `another file gives ${lexicon.category} a different side; make them agree` });
  }
  return problems;
}
