import { describe, expect, it } from "vitest";
import { readPack, readPackFiles } from "../test/read-pack.ts";
import { checkRulePack } from "./check-pack.ts";
import { describeProblem } from "./read-yaml.ts";
import { parseRulePack, type RulePackError } from "./rule-pack.ts";

const files = readPackFiles("selftest");
const path = "lexicons/selftest_phrase.yaml";
const lexicon = files[path] as string;

function problems(changed: Record<string, string>): string[] {
  try {
    parseRulePack({ ...files, ...changed });
    return [];
  } catch (error) {
    return (error as RulePackError).problems.map(describeProblem);
  }
}

describe("a rule pack", () => {
  it("survives JSON", () => {
    const pack = readPack("inti");
    expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
  });

  it.each(["inti", "selftest"])("keeps its promises: examples, no term twice, none dead, no names: %s", (id) => {
    const errors = checkRulePack(readPack(id)).filter(({ severity }) => severity === "error");
    expect(errors.map(describeProblem)).toEqual([]);
  });

  it("says which entry is wrong, what is allowed, and what was there", () => {
    expect(problems({ [path]: lexicon.replace("weight: 10.0", "weight: 25") })).toEqual([
      `${path}: entry 1: "weight" must be 0–10, got 25; choose a number in range (line 6)`,
    ]);
  });

  it.each([
    ["a tag", { [path]: lexicon.replace("10.0", "!!int 10") }, /tags .* are not allowed/],
    ["an anchor", { [path]: lexicon.replace("entries:", "entries: &x") }, /anchors .* are not allowed/],
    ["a merge key", { "pack.yaml": `${files["pack.yaml"]}<<: { a: 1 }\n` }, /merge keys .* are not allowed/],
    ["broken YAML", { "rules.yaml": "rules: [" }, /rules\.yaml: not valid YAML/],
    ["a missing file", { "examples.yaml": undefined as unknown as string }, /examples\.yaml: the file is missing; add it/],
    ["a stray file", { "notes.txt": "x" }, /notes\.txt: is not a file of a pack/],
    ["an unknown key", { [path]: lexicon.replace("weight:", "colour: red, weight:") }, /entry 1: "colour" is not a known key/],
    ["a category that is not the file's name", { [path]: lexicon.replace("category: selftest_phrase", "category: other") }, /make them agree/],
    ["the same term twice", { [path]: `${lexicon}${lexicon.trim().split("\n").at(-1)?.padStart(0)}\n` }, /entry 2: .* is already entry 1/],
    [
      "a rule on nothing",
      { "rules.yaml": (files["rules.yaml"] as string).replace("on: selftest_phrase", "on: unknown_thing") },
      /"on" names unknown_thing/,
    ],
    ["a term without a source", { [path]: lexicon.replace(', source: "Netra"', "") }, /"source" is missing; add it/],
    [
      "a pattern",
      { [path]: lexicon.replace('"netra kelapa ungu berbisik pada kompas"', '"netra (?:kelapa|ungu)"') },
      /entry 1: .* looks like a regular expression, and patterns are not read; .*\(line 6\)/,
    ],
    ["a pack of nothing", { "pack.yaml": "" }, /pack\.yaml: "value" must be object/],
  ])("refuses %s", (_, changed, message) => {
    expect(problems(changed).join("\n")).toMatch(message);
  });

  it("lists the problems of all files at once", () => {
    expect(problems({ "pack.yaml": "id: X", "rules.yaml": "rules: 1", [path]: "entries: []" }).length).toBeGreaterThan(4);
  });

  it("may not name a candidate or a ballot number, nor repeat a word in another spelling", () => {
    const pack = parseRulePack({
      ...files,
      [path]: `${lexicon}  - { term: "dukung Tirtana", weight: 1, note: x, source: x }\n  - { term: "coblos 2", weight: 1, note: x, source: x }\n  - { term: "koblos 2 x", weight: 1, note: x, source: x }\n  - { term: "gak bisa", weight: 1, note: x, source: x }\n  - { term: "tidak bisa", weight: 1, note: x, source: x }\n`,
    });
    expect(checkRulePack(pack).map(describeProblem).join("\n")).toMatch(
      /names a candidate \(tirtana\)[\s\S]*holds a number|holds a number[\s\S]*names a candidate/,
    );
    expect(checkRulePack(pack).map(describeProblem).join("\n")).toMatch(/“tidak bisa” is the same as “gak bisa”/);
  });

  it("whose example is wrong is told what the pack says instead", () => {
    const pack = parseRulePack({ ...files, "examples.yaml": 'examples:\n  - { text: "selamat pagi", stance: support, flagged: true }\n' });
    expect(checkRulePack(pack).map(describeProblem)).toEqual([
      "examples.yaml: entry 1: “selamat pagi” should be support, flagged; the pack says neutral, not flagged (0.0 of 4); change a term, a rule or the example",
    ]);
  });
});
