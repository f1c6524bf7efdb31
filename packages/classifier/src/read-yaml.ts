import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { TLocalizedValidationError } from "typebox/error";
import { Value } from "typebox/value";
import { isAlias, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

/** Something wrong with a file of a pack or a contest: where, what, and what to do about it. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** File inside the pack, or the contest's id. */
  readonly path: string;
  /** 1-based entry of a list, when the problem is inside one. */
  readonly entry?: number;
  /** 1-based line, when known. */
  readonly line?: number;
  readonly message: string;
}

/** One line for a person: `lexicons/support.yaml: entry 14: "weight" must be 0–10, got 25; … (line 15)`. */
export function describeProblem(problem: Problem): string {
  const entry = problem.entry === undefined ? "" : ` entry ${problem.entry}:`;
  const line = problem.line === undefined ? "" : ` (line ${problem.line})`;
  return `${problem.path}:${entry} ${problem.message}${line}`;
}

/** A parsed file with a way back from a value's path to its line. */
export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  lineOf(path: readonly (string | number)[]): number | undefined;
}

const MAX_FILE_LENGTH = 2_000_000;

/** Reads YAML (core schema) or JSON. Tags, anchors, aliases and merge keys are problems, not features: a pack must mean what it shows. Never throws. */
export function readYaml(path: string, text: string): YamlFile {
  const none = { value: undefined, lineOf: () => undefined };
  if (text.length > MAX_FILE_LENGTH)
    return { ...none, problems: [{ severity: "error", path, message: `the file has ${text.length} characters; keep it under ${MAX_FILE_LENGTH}` }] };
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const at = (node: unknown): number | undefined => (isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined);
  function add(node: unknown, message: string): void {
    const line = at(node);
    problems.push({ severity: "error", path, message, ...(line === undefined ? {} : { line }) });
  }
  try {
    const doc = parseDocument(text, { schema: "core", version: "1.2", merge: false, customTags: [], lineCounter: lines, uniqueKeys: true });
    for (const error of doc.errors) {
      const line = error.linePos?.[0].line;
      problems.push({
        severity: "error",
        path,
        message: `not valid YAML: ${error.message.split("\n")[0]}; correct the line`,
        ...(line === undefined ? {} : { line }),
      });
    }
    for (const warning of doc.warnings)
      if (warning.code !== "TAG_RESOLVE_FAILED") add(undefined, `not plain YAML: ${warning.message.split("\n")[0]}; remove it`);
    visit(doc, (key, node) => {
      if (isAlias(node)) add(node, "aliases (*name) are not allowed; write the value out");
      else if (isNode(node) && "anchor" in node && node.anchor) add(node, "anchors (&name) are not allowed; write the value out");
      if (isNode(node) && node.tag) add(node, `tags (${node.tag}) are not allowed; remove it`);
      if (key === "key" && isScalar(node) && node.value === "<<") add(node, "merge keys (<<) are not allowed; write the keys out");
    });
    if (problems.length > 0) return { ...none, problems };
    return { value: doc.toJS({ maxAliasCount: 0 }) as unknown, problems, lineOf: (keys) => at(doc.getIn([...keys], true)) };
  } catch (cause) {
    return {
      ...none,
      problems: [
        {
          severity: "error",
          path,
          message: `cannot be read (${cause instanceof Error ? cause.message.split("\n")[0] : "unknown"}); write flatter YAML`,
        },
      ],
    };
  }
}

const validators = new WeakMap<TSchema, Validator>();

/** Thousands of entries are checked with one schema. */
function compiled(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/** Checks a value against a schema; every problem names the field, the allowed values, what was there, and the line. */
export function schemaProblems({
  file,
  path,
  schema,
  value,
  base = [],
  entry,
}: {
  file: YamlFile;
  path: string;
  schema: TSchema;
  value: unknown;
  base?: readonly (string | number)[];
  entry?: number;
}): Problem[] {
  const problems: Problem[] = [];
  if (compiled(schema).Check(value)) return problems;
  const seen = new Set<string>();
  for (const error of Value.Errors(schema, value)) {
    // A union reports each branch; the branch that fits the value's shape says enough.
    if (error.keyword === "anyOf" || error.keyword === "boolean") continue;
    for (const { keys, message } of explainError(error, value)) {
      const full = [...base, ...keys];
      const id = JSON.stringify(full);
      if (seen.has(id)) continue;
      seen.add(id);
      const line = file.lineOf(full) ?? file.lineOf(full.slice(0, -1)) ?? (base.length > 0 ? file.lineOf(base) : undefined);
      problems.push({ severity: "error", path, message, ...(entry === undefined ? {} : { entry }), ...(line === undefined ? {} : { line }) });
    }
  }
  return problems;
}

function explainError(error: TLocalizedValidationError, value: unknown): { keys: (string | number)[]; message: string }[] {
  const keys = error.instancePath
    .split("/")
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~")));
  const params = error.params as Record<string, unknown>;
  if (error.keyword === "additionalProperties") {
    return (params.additionalProperties as string[]).map((name) => ({
      keys: [...keys, name],
      message: `"${fieldName([...keys, name])}" is not a known key; remove it or correct its spelling`,
    }));
  }
  if (error.keyword === "required") {
    return (params.requiredProperties as string[]).map((name) => ({
      keys: [...keys, name],
      message: `"${fieldName([...keys, name])}" is missing; add it`,
    }));
  }
  const got = show(keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value));
  const name = fieldName(keys);
  const limit = String(params.limit);
  switch (error.keyword) {
    case "minimum":
    case "maximum":
      return [
        {
          keys,
          message: `"${name}" must be ${error.keyword === "minimum" ? `${limit} or more` : `${limit} or less`}, got ${got}; choose a number in range`,
        },
      ];
    case "multipleOf":
      return [{ keys, message: `"${name}" may have one decimal, got ${got}; round it` }];
    case "minLength":
    case "minItems":
      return [{ keys, message: `"${name}" must not be empty; fill it in or remove it` }];
    case "enum":
    case "const":
      return [{ keys, message: `"${name}" must be one of ${allowed(params)}, got ${got}` }];
    case "pattern":
      return [
        {
          keys,
          message: `"${name}" has the wrong form, got ${got}; ${PATTERN_HELP[String(params.pattern)] ?? `it must match ${String(params.pattern)}`}`,
        },
      ];
    case "type":
      return [
        {
          keys,
          message: `"${name}" must be ${String(params.type)}, got ${got}${params.type === "string" && typeof got === "string" && /^[\d.]+$/.test(got) ? "; put it in quotes" : "; correct it"}`,
        },
      ];
    default:
      return [{ keys, message: `"${name}" ${error.message}, got ${got}; correct it` }];
  }
}

function allowed(params: Record<string, unknown>): string {
  const values = params.allowedValues ?? [params.allowedValue];
  return (values as unknown[]).map((item) => String(item)).join(", ");
}

/** The problem with the line of its entry, where the file has a list that it can be an entry of. */
export function locate(file: YamlFile, problem: Problem): Problem {
  if (problem.entry === undefined || problem.line !== undefined) return problem;
  for (const list of ["entries", "rules", "examples", "candidates"]) {
    const line = file.lineOf([list, problem.entry - 1]);
    if (line !== undefined) return { ...problem, line };
  }
  return problem;
}

/** Problems of a pack with their lines, from the pack's files. Cost: reads again each file that has a problem without one. */
export function locateProblems(files: Readonly<Record<string, string>>, problems: readonly Problem[]): Problem[] {
  const read = new Map<string, YamlFile>();
  return problems.map((problem) => {
    const text = files[problem.path];
    if (text === undefined || problem.entry === undefined || problem.line !== undefined) return problem;
    const file = read.get(problem.path) ?? readYaml(problem.path, text);
    read.set(problem.path, file);
    return locate(file, problem);
  });
}

/** What a pattern of our schemas asks for, in words. */
export const PATTERN_HELP: Record<string, string> = {
  "^[a-z][a-z0-9_]{1,47}$": "use English snake_case, for example vote_call",
  "^[a-z0-9][a-z0-9-]{0,79}$": "use lower-case letters, digits and hyphens",
  "^\\d{4}-\\d{2}-\\d{2}$": "write a date as 2029-11-27",
  "^\\d{2}(\\.\\d{2}){0,3}$": 'write a Kemendagri code in quotes, for example "19.71"',
};

function fieldName(keys: readonly (string | number)[]): string {
  return keys.map((key, i) => (typeof key === "number" ? `[${key + 1}]` : `${i > 0 ? "." : ""}${key}`)).join("") || "value";
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
