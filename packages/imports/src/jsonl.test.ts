import { expect, it } from "vitest";
import { identifier, wholeText } from "./cells.ts";
import { parseJsonl } from "./jsonl.ts";

const columns = { id: { required: true, parse: identifier }, note: { required: false, parse: wholeText } } as const;
const read = (text: string | Uint8Array, more: { maxRows?: number } = {}) =>
  parseJsonl({ bytes: typeof text === "string" ? new TextEncoder().encode(text) : text, columns, ...more });
const places = (text: string | Uint8Array) => read(text).problems.map(({ at, what }) => `${at}: ${what}`);

it("reads a line an object, over blank lines, with or without a last line end", () => {
  const { rows, problems } = read('\ufeff{"id":"1"}\r\n\n{"id":"2","note":null}\n{"note":"x","ID":"3"}');
  expect(problems).toEqual([]);
  expect(rows.map(({ line, values }) => [line, values])).toEqual([
    [1, { id: "1", note: null }],
    [3, { id: "2", note: null }],
    [4, { id: "3", note: "x" }],
  ]);
});

it("keeps text with NUL, lone surrogates and a megabyte as it is", () => {
  const note = `\0\ud83d${"x".repeat(1_000_000)}`;
  expect(read(JSON.stringify({ id: "1", note })).rows[0]?.values.note).toBe(note);
});

it("keeps each line's bytes as they stood, spaces and escapes included", () => {
  const line = '  {"id" : "1", "note":"\\u00e9 \\ud83d é"} ';
  expect(Buffer.from(read(`{"id":"0"}\n${line}\r\n`).rows[1]?.raw ?? []).toString()).toBe(line);
});

it.each([
  ["a line that is not JSON", '{"id":"Rahasia"', "line 1: is not JSON"],
  ["a line that is a list", '["1"]', "line 1: is not a JSON object"],
  ["a line that is null", "null", "line 1: is not a JSON object"],
  ["a number, whose end JSON would round", '{"id":1990123456789012345}', "line 1, field id: is not text but number"],
  ["an object in a field", '{"id":"1","note":{}}', "line 1, field note: is not text but object"],
  ["a field nobody knows, by its place", '{"id":"1","Rahasia":"x"}', "line 1, field 2: is not a known field"],
  ["a field that stands twice under two names", '{"id":"1","ID":"2"}', "line 1, field id: stands twice"],
  ["a missing field", '{"note":"x"}', "line 1, field id: is empty"],
  ["a file without lines", "\n", "file: is empty"],
])("reports %s", (_, text, problem) => {
  expect(places(text)).toEqual([problem]);
  expect(JSON.stringify(read(text).problems)).not.toContain("Rahasia");
});

it("judges lines one by one: a line that is not UTF-8 costs no other", () => {
  const file = Buffer.concat([Buffer.from('{"id":"1"}\n'), Buffer.from('{"id":"\xe9"}\n', "latin1"), Buffer.from('{"id":"3"}\n')]);
  expect(places(file)).toEqual(["line 2: is not UTF-8"]);
  expect(read(file).rows.map((row) => row.values.id)).toEqual(["1", "3"]);
});

it("refuses UTF-16 as a whole, and stops at the line limit", () => {
  expect(places(Buffer.from('\ufeff{"id":"1"}', "utf16le"))).toEqual(["file: is UTF-16"]);
  const result = read('{"id":"1"}\n{"id":"2"}\n{"id":"3"}\n', { maxRows: 2 });
  expect(result.problems.map((problem) => problem.what)).toEqual(["has more than 2 lines"]);
  expect(result.rows).toHaveLength(2);
});
