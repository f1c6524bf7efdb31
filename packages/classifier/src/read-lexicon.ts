import { readYaml, type YamlFile } from "./read-yaml.ts";

// One entry as people write it, in this order; strings without escapes, which YAML and this reader take alike.
const ENTRY =
  /^ {2}- \{ term: "([^"\\]+)", weight: (\d+(?:\.\d+)?), note: "([^"\\]*)", source: "([^"\\]*)"(?:, stem: (true|false))?(?:, number: (\d+))?(?:, vouches: (true|false|half))? \}$/;
const START = "\nentries:\n";

/**
 * Reads a lexicon file. The usual one-line entries are read line by line, some hundred times faster than by the YAML library, which a pack of ten thousand terms
 * would otherwise keep busy for seconds at every start; a file with any other line goes through the library as a whole. Both give the same value.
 */
export function readLexiconYaml(path: string, text: string): YamlFile {
  const at = text.indexOf(START);
  if (at < 0) return readYaml(path, text);
  const entries: Record<string, unknown>[] = [];
  const lines: number[] = [];
  let line = text.slice(0, at + START.length).split("\n").length - 1;
  for (const written of text.slice(at + START.length).split("\n")) {
    line += 1;
    if (written === "" || /^\s*#/.test(written)) continue;
    const entry = readEntry(written);
    if (entry === undefined) return readYaml(path, text);
    entries.push(entry);
    lines.push(line);
  }
  const head = readYaml(path, `${text.slice(0, at)}\nentries: []\n`);
  if (head.problems.length > 0 || entries.length === 0) return readYaml(path, text);
  return {
    value: { ...(head.value as object), entries },
    problems: [],
    lineOf: (keys) => (keys[0] === "entries" && typeof keys[1] === "number" ? lines[keys[1]] : head.lineOf(keys)),
  };
}

function readEntry(line: string): Record<string, unknown> | undefined {
  const found = ENTRY.exec(line);
  if (found === null) return undefined;
  const [, term, weight, note, source, stem, number, vouches] = found;
  return {
    term,
    weight: Number(weight),
    note,
    source,
    ...(stem === undefined ? {} : { stem: stem === "true" }),
    ...(number === undefined ? {} : { number: Number(number) }),
    ...(vouches === undefined ? {} : { vouches: vouches === "half" ? "half" : vouches === "true" }),
  };
}
