import { expect, test } from "vitest";
import { formatTime, hasWrongTime, parseTime, toLines } from "./transcript.ts";

test.each([
  ["0:42", 42],
  ["01:05", 65],
  ["1.05", 65],
  ["1:02:03", 3723],
  ["42", 42],
  ["105", 65],
  ["10203", 6123],
  ["1:75", null],
  ["99", null],
  ["", null],
  ["satu", null],
  ["1:2:3:4", null],
  ["24:00:01", null],
])("%j is second %s", (typed, seconds) => expect(parseTime(typed)).toBe(seconds));

test.each([
  [0, "00:00"],
  [65.9, "01:05"],
  [3723, "1:02:03"],
])("second %d reads %s, and is read again", (seconds, shown) => {
  expect(formatTime(seconds)).toBe(shown);
  expect(parseTime(shown)).toBe(Math.floor(seconds));
});

test("lines are sent in the order of their times, without empty ones", () => {
  const typed = [
    { at: "0:20", words: "kedua " },
    { at: "", words: " " },
    { at: "5", words: "pertama" },
  ];
  expect(toLines(typed)).toEqual([
    { atSeconds: 5, text: "pertama" },
    { atSeconds: 20, text: "kedua" },
  ]);
  expect([hasWrongTime(typed), hasWrongTime([{ at: "x", words: "a" }])]).toEqual([false, true]);
});
