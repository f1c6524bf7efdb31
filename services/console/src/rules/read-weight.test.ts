import { expect, test } from "vitest";
import { readWeight } from "./read-weight.ts";

test.each([
  ["1,5", 1.5],
  ["1.5", 1.5],
  [" 10 ", 10],
  ["0", 0],
  ["10,1", undefined],
  ["1,55", undefined],
  ["-1", undefined],
  ["lima", undefined],
  ["", undefined],
])("a weight written as %j is %j", (written, weight) => expect(readWeight(written)).toBe(weight));
