import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { LineCounter, parseDocument } from "yaml";
import { ConfigError } from "./env.ts";

/** What is wrong at a place of a file: the keys that lead there, and what to do. */
export interface FactProblem {
  readonly keys: readonly (string | number)[];
  readonly what: string;
}

/**
 * Reads a YAML file of dated facts: its form by a schema, then what no schema says. Throws ConfigError that names every problem as `path:line: what; remedy`. `path` is shown to
 * people.
 */
export function readFacts<T extends TSchema>(
  text: string,
  {
    path,
    schema,
    check,
    advice = "write it like its neighbours, with its source",
  }: {
    readonly path: string;
    readonly schema: T;
    readonly check: (facts: Static<T>) => readonly FactProblem[];
    /** What to do about an entry whose form is wrong. */
    readonly advice?: string;
  },
): Static<T> {
  const lines = new LineCounter();
  const doc = parseDocument(text, { schema: "core", merge: false, lineCounter: lines });
  const [broken] = doc.errors;
  if (broken) throw new ConfigError([`${path}:${broken.linePos?.[0].line ?? 1}: not valid YAML: ${broken.message.split("\n")[0]}; correct the line`]);
  const parsed: unknown = doc.toJS({ maxAliasCount: 0 });
  const problems = Value.Check(schema, parsed) ? check(parsed) : formProblems(schema, parsed, advice);
  if (problems.length === 0) return parsed as Static<T>;
  const lineOf = (keys: FactProblem["keys"]): number => {
    // A missing key has no line of its own: the nearest thing around it has.
    for (let depth = keys.length; depth >= 0; depth -= 1) {
      const node = doc.getIn(keys.slice(0, depth), true) as { readonly range?: readonly [number, number, number] | null } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  throw new ConfigError(problems.map(({ keys, what }) => `${path}:${lineOf(keys)}: ${what}`));
}

function formProblems(schema: TSchema, parsed: unknown, advice: string): FactProblem[] {
  const found = [...Value.Errors(schema, parsed)].map(({ instancePath, message }) => {
    const keys = instancePath
      .split("/")
      .slice(1)
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return { keys, what: `${keys.join(".") || "the file"} ${message}; ${advice}` };
  });
  return found.filter((one, index) => found.findIndex(({ what }) => what === one.what) === index);
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
