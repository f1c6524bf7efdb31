import { expect, test } from "vitest";
import { readNumbers } from "./read-numbers.ts";

test.each([
  ["B-00012, B-33", [12, 33]],
  ["12 12\n7;9", [12, 7, 9]],
  ["k-00001", [1]],
  ["", []],
  ["B-0", null],
  ["12, Sari", null],
  ["1234567890", null],
])("%j is read as %j", (text, numbers) => expect(readNumbers(text)).toEqual(numbers));
