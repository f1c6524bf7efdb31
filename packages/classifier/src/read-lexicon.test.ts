import { expect, test } from "vitest";
import { readPackFiles } from "../test/read-pack.ts";
import { readLexiconYaml } from "./read-lexicon.ts";
import { readYaml } from "./read-yaml.ts";

const files = Object.entries(readPackFiles("inti")).filter(([path]) => path.startsWith("lexicons/"));

test.each(["foe", "number_word", "vote_call.daerah", "cheer_emoji", "attack"])(
  "%s: the quick reader and the YAML library read the same, line by line",
  (name) => {
    const [path, text] = files.find(([file]) => file === `lexicons/${name}.yaml`) as [string, string];
    const quick = readLexiconYaml(path, text);
    const library = readYaml(path, text);
    expect(quick.value).toEqual(library.value);
    for (const at of [["entries", 0], ["entries", 3, "weight"], ["side"], []]) expect(quick.lineOf(at)).toBe(library.lineOf(at.slice(0, 2)));
  },
);

const HEAD = 'category: x\nside: context\ntitle: { id: "x", en: "x" }\nentries:\n';
const LINE = '  - { term: "kata", weight: 1, note: "n", source: "s" }\n';

test.each([
  ["an anchor", `${HEAD}${LINE}  - &a { term: "b", weight: 1, note: "n", source: "s" }\n`],
  ["a key twice", `${HEAD}  - { term: "b", term: "c", weight: 1, note: "n", source: "s" }\n`],
  ["a broken line", `${HEAD}${LINE}  - { term: "b", weight: 1\n`],
  ["an anchor in the head", `${HEAD.replace("side: context", "side: &s context")}${LINE}`],
])("%s is still refused", (_, text) => {
  expect(readLexiconYaml("lexicons/x.yaml", text).problems.length).toBeGreaterThan(0);
});

test.each([
  ["another order of keys", `${HEAD}  - { weight: 1, term: "b", note: "n", source: "s" }\n`],
  ["escapes", `${HEAD}  - { term: "b\\u0061", weight: 1, note: "n", source: "s" }\n`],
  ["comments and blank lines", `${HEAD}# one\n\n${LINE}  # two\n${LINE}`],
  ["block style", `${HEAD}  - term: b\n    weight: 1\n    note: n\n    source: s\n`],
])("%s is read like the library does", (_, text) => {
  expect(readLexiconYaml("lexicons/x.yaml", text).value).toEqual(readYaml("lexicons/x.yaml", text).value);
});
