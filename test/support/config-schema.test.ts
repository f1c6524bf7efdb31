import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { DESCRIBED_FIELDS, fileSchema } from "@netra/classifier";
import { PROJECT_ROOT } from "@netra/config";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { current, markedFiles, schemaFiles, schemaNamed } from "./write-config-schema.ts";

const REMEDY = "run npm run schema:config";

describe("the schemas for editors", () => {
  it.each(schemaFiles().map(({ path, text }) => [relative(PROJECT_ROOT, path), path, text] as const))("are up to date: %s", (_, path, text) => {
    expect(current(path) ?? "missing", REMEDY).toBe(text);
  });

  it.each(markedFiles().map(({ path, text }) => [relative(PROJECT_ROOT, path), path, text] as const))(
    "are named in the first line of %s, and accept it",
    (_, path, text) => {
      expect(readFileSync(path, "utf8").split("\n")[0], REMEDY).toBe(text.split("\n")[0]);
      const schema = /\$schema=(\S+)$/.exec(text.split("\n")[0] ?? "")?.[1];
      const name = /([a-z]+)\.schema\.json$/.exec(schema ?? "")?.[1] ?? "";
      const check = new Ajv({ allErrors: true }).compile(schemaNamed(name));
      check(parse(text, { schema: "core" }));
      expect(check.errors ?? []).toEqual([]);
    },
  );

  it.each([
    ["pack", "id: x\nversion: 1\n", "must have required property 'title'"],
    ["lexicon", "category: x_y\nside: up\ntitle: { id: a, en: b }\nentries: [{ term: a }]\n", "must have required property 'weight'"],
    ["rules", "rules: [{ id: x_y, effect: support, on: x_y, cap: 25, reason: { id: a, en: b } }]\n", "must be <= 10"],
    ["examples", "examples: [{ text: a, stance: for, flagged: true }]\n", "must be equal to one of the allowed values"],
    ["contest", "id: x\ncandidates: [{ id: a, number: 1, people: [], nick: x }]\n", "must NOT have additional properties"],
  ] as const)("refuse what the check refuses: %s", (name, text, message) => {
    const check = new Ajv({ allErrors: true }).compile(fileSchema(name));
    expect(check(parse(text, { schema: "core" }))).toBe(false);
    expect(check.errors?.map((error) => error.message)).toContain(message);
  });

  it("describe fields that exist", () => {
    const found: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties, items, description } = node as { properties?: Record<string, unknown>; items?: unknown; description?: string };
      if (description !== undefined) found.push(path);
      for (const [key, value] of Object.entries(properties ?? {})) walk(value, `${path}.${key}`);
      walk(items, path);
    };
    for (const name of ["pack", "lexicon", "rules", "examples", "contest"] as const) walk(fileSchema(name), name);
    expect([...new Set(found)].sort()).toEqual([...DESCRIBED_FIELDS].sort());
  });
});
