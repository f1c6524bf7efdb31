import { expect, test } from "vitest";
import { compareSheet } from "./compare-sheet.ts";
import type { OpenedCell } from "./read-fods.ts";

const text = (value: string): OpenedCell => ({ type: "string", value, formula: null });
const float = (value: string): OpenedCell => ({ type: "float", value, formula: null });
const blank: OpenedCell = { type: "", value: "", formula: null };
const MEANT = {
  rows: [
    ["Wilayah", "Dibuka", "Bagian", "Sejak"],
    ["Bangka", 0, 0.25, new Date("2029-09-30T23:00:00Z")],
    ["Beltim", "*", null, null],
  ],
  kinds: ["text", "count", "percent", "moment"],
} as const;
const RIGHT: readonly (readonly OpenedCell[])[] = [
  MEANT.rows[0].map(text),
  [
    text("Bangka"),
    float("0"),
    { type: "percentage", value: "0.25", formula: null },
    { type: "date", value: "2029-10-01T05:59:59.999", formula: null },
  ],
  [text("Beltim"), text("*")],
];
const withCell = (row: number, column: number, cell: OpenedCell) =>
  RIGHT.map((cells, at) => (at === row ? Object.assign([...cells], { [column]: cell }) : cells));

test("a sheet that holds what was meant has no wrong cell", () => expect(compareSheet(MEANT, RIGHT, "xlsx")).toEqual({ cells: 12, wrong: [] }));

test.each([
  ["an empty cell for nought", withCell(1, 1, blank), "row 2, column 2"],
  ["nought as text", withCell(1, 1, text("0")), "row 2, column 2"],
  ["another number", withCell(1, 1, float("1")), "row 2, column 2"],
  ["a share that is no percent", withCell(1, 2, float("0.25")), "row 2, column 3"],
  ["another minute", withCell(1, 3, { type: "date", value: "2029-10-01T06:01:00", formula: null }), "row 2, column 4"],
  ["a number where something is hidden", withCell(2, 1, float("3")), "row 3, column 2"],
  ["nought where there is no figure", withCell(2, 2, float("0")), "row 3, column 3"],
  ["a formula", withCell(2, 0, { ...text("Beltim"), formula: "of:=1+1" }), "row 3, column 1"],
  ["a cell beside the table", withCell(1, 4, text("x")), "row 2, column 5"],
  ["a row beneath it", [...RIGHT, [float("7")]], "row 4, column 1"],
  ["a missing row", RIGHT.slice(0, 2), "row 3, column 1"],
])("%s is found", (_, opened, where) => {
  const { wrong } = compareSheet(MEANT, opened, "xlsx");
  expect(wrong.map((one) => one.slice(0, where.length))).toContain(where);
  expect(wrong.length).toBeLessThan(3);
});

test.each([
  ["controls as their pictures, line breaks as LF", "a\0b\r\nc\x7f", "a\u2400b\nc\u2421"],
  ["half a character as one that is none", "a\ud800", "a\ufffd"],
  ["what is too long as its beginning and how much is missing", "x".repeat(32_770), `${"x".repeat(32_758)} […12]`],
])("a workbook keeps %s", (_, given, kept) => {
  const meant = { rows: [["Isi"], [given]], kinds: ["text"] } as const;
  expect(compareSheet(meant, [[text("Isi")], [text(kept)]], "xlsx").wrong).toEqual([]);
  expect(compareSheet(meant, [[text("Isi")], [text(`${kept} `)]], "xlsx").wrong).toHaveLength(1);
});

test("a CSV guards what could start a formula, and a text of digits is the same number", () => {
  const meant = { rows: [["Isi"], ["=1+1"], [" +62"], ["19.10"], ["0"]], kinds: ["text"] } as const;
  const opened = [[text("Isi")], [text("'=1+1")], [text("'+62")], [float("19.1")], [float("0")]];
  expect(compareSheet(meant, opened, "csv").wrong).toEqual([]);
  expect(compareSheet(meant, [...opened.slice(0, 4), [blank]], "csv").wrong).toHaveLength(1);
  expect(compareSheet(meant, [opened[0] ?? [], [text("=1+1")], ...opened.slice(2)], "csv").wrong).toHaveLength(1);
});
