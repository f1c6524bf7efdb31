import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { LineCounter, parseDocument } from "yaml";
import { PROJECT_ROOT } from "./config.ts";
import { ConfigError } from "./env.ts";

/** Ids of the questions; they are stored with decisions. The domain has the same list, and a test holds the two together. */
export const GUIDANCE_QUESTIONS = ["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"] as const;

const Effect = Type.Enum(["blocks", "weakens", "nothing"]);
const Both = Type.Object({ id: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, { additionalProperties: false });
const When = Type.String({ pattern: "^\\d{4}(-\\d{2}(-\\d{2})?)?$" });
const Note = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" }),
    kind: Type.Enum(["guidance", "case"]),
    text: Both,
    from: Type.Optional(When),
    to: Type.Optional(When),
    source: Type.Optional(
      Type.Object(
        { paper: Type.String({ minLength: 1 }), number: Type.Optional(Type.String({ minLength: 1 })), date: Type.Optional(When) },
        { additionalProperties: false },
      ),
    ),
    unverified: Type.Optional(Type.Boolean()),
    weak: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const GuidanceFile = Type.Object(
  {
    questions: Type.Array(
      Type.Object(
        {
          id: Type.Enum([...GUIDANCE_QUESTIONS]),
          ask: Both,
          short: Both,
          answers: Type.Object({ yes: Effect, no: Effect, unknown: Effect }, { additionalProperties: false }),
          notes: Type.Array(Note),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
/** The questions of an escalation with what was written about them, as the file has them. */
export type GuidanceFile = Static<typeof GuidanceFile>;

const PATH = "guidance/escalation.yaml";
type Keys = readonly (string | number)[];
interface Problem {
  readonly keys: Keys;
  readonly what: string;
}

/** What `guidance/escalation.yaml` says. Throws ConfigError that names every problem with its line and a remedy. */
export const loadGuidance = (home = join(PROJECT_ROOT, "config")): GuidanceFile => parseGuidance(readFileSync(join(home, PATH), "utf8"));

/** The same from its text. */
export function parseGuidance(text: string): GuidanceFile {
  const lines = new LineCounter();
  const doc = parseDocument(text, { schema: "core", merge: false, lineCounter: lines });
  const [broken] = doc.errors;
  if (broken) throw new ConfigError([`${PATH}:${broken.linePos?.[0].line ?? 1}: not valid YAML: ${broken.message.split("\n")[0]}; correct the line`]);
  const parsed: unknown = doc.toJS({ maxAliasCount: 0 });
  const problems = Value.Check(GuidanceFile, parsed) ? meaningProblems(parsed) : formProblems(parsed);
  if (problems.length > 0)
    throw new ConfigError(
      problems.map(({ keys, what }) => {
        // A missing key has no line of its own: the nearest thing around it has.
        for (let depth = keys.length; depth >= 0; depth -= 1) {
          const node = doc.getIn(keys.slice(0, depth), true) as { readonly range?: readonly [number, number, number] | null } | undefined;
          if (node?.range) return `${PATH}:${lines.linePos(node.range[0]).line}: ${what}`;
        }
        return `${PATH}: ${what}`;
      }),
    );
  return parsed as GuidanceFile;
}

function formProblems(parsed: unknown): Problem[] {
  const seen = new Set<string>();
  return [...Value.Errors(GuidanceFile, parsed)].flatMap(({ instancePath, message, keyword, params }) => {
    const keys = instancePath
      .split("/")
      .slice(1)
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const more = params as { readonly requiredProperties?: readonly string[]; readonly additionalProperties?: readonly string[] };
    const allowed = (params as { readonly allowedValues?: readonly unknown[] }).allowedValues;
    const name = keys.join(".") || "the file";
    const said =
      keyword === "required"
        ? `${name} lacks ${more.requiredProperties?.join(", ")}; add it`
        : keyword === "additionalProperties"
          ? `${name} has ${more.additionalProperties?.join(", ")}, which is no key; remove it or correct its spelling`
          : keyword === "pattern" && /\.(from|to|date)$/.test(name)
            ? `${name} is no date; write "2024", "2024-10" or "2024-10-30", in quotes`
            : `${name} ${message}${allowed ? `: ${allowed.join(", ")}` : ""}; correct it`;
    if (seen.has(said) || keyword === "boolean") return [];
    seen.add(said);
    return [{ keys, what: said }];
  });
}

/** What no schema says: all questions once, ids once, days that exist and follow each other, a source for whatever is told as a fact. */
function meaningProblems({ questions }: GuidanceFile): Problem[] {
  const problems: Problem[] = [];
  const missing = GUIDANCE_QUESTIONS.filter((id) => !questions.some((question) => question.id === id));
  if (missing.length > 0)
    problems.push({ keys: ["questions"], what: `no question ${missing.join(", ")}; add it: decisions are stored by these ids` });
  const known = new Set<string>();
  const once = (id: string, keys: Keys): void => {
    if (known.has(id)) problems.push({ keys, what: `${id} stands twice; give one of the two another id, or remove it` });
    known.add(id);
  };
  for (const [q, question] of questions.entries()) {
    once(question.id, ["questions", q, "id"]);
    for (const [n, note] of question.notes.entries()) {
      const at = ["questions", q, "notes", n];
      once(note.id, [...at, "id"]);
      for (const key of ["from", "to"] as const)
        if (note[key] !== undefined && !isDay(note[key]))
          problems.push({ keys: [...at, key], what: `${note.id}: ${note[key]} is no day of the calendar; correct it` });
      if (note.source?.date !== undefined && !isDay(note.source.date))
        problems.push({ keys: [...at, "source", "date"], what: `${note.id}: ${note.source.date} is no day of the calendar; correct it` });
      if (note.from !== undefined && note.to !== undefined && `${note.to}~` < note.from)
        problems.push({ keys: [...at, "to"], what: `${note.id}: ends before it begins; correct "from" or "to"` });
      if (note.unverified !== true && (note.source === undefined || note.from === undefined))
        problems.push({ keys: at, what: `${note.id}: has no ${note.source === undefined ? "source" : "from"}; name it, or say unverified: true` });
    }
  }
  return problems;
}

const isDay = (text: string): boolean => {
  const day = `${text}-01-01`.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
};
