import { expect, it } from "vitest";
import { covers, isRegion, provinceOf } from "./region.ts";

it.each([
  ["ID", "ID", true],
  ["ID", "19.71.01.1001", true],
  ["19", "19", true],
  ["19", "19.71", true],
  ["19", "19.71.01.1001", true],
  ["19.71", "19.71.01", true],
  ["19.71", "19", false],
  ["19.71", "19.06", false],
  ["19", "ID", false],
  // A code that merely begins with the same digits is another place.
  ["19.7", "19.71", false],
  ["1", "19", false],
  ["91", "19", false],
])("somebody responsible for %s is responsible for %s: %s", (outer, inner, answer) => {
  expect(covers(outer, inner)).toBe(answer);
});

it.each([
  ["ID", true],
  ["19", true],
  ["19.71", true],
  ["19.71.01", true],
  ["19.71.01.1001", true],
  ["", false],
  ["1", false],
  ["19.", false],
  ["19.7", false],
  ["19.71.01.01", false],
  ["19,71", false],
  ["id", false],
  ["19\n", false],
])("%j is a region: %s", (code, answer) => {
  expect(isRegion(code)).toBe(answer);
});

it.each([
  ["19.71.01", "19"],
  ["19", "19"],
  ["ID", "ID"],
])("%s lies in the province %s", (region, province) => {
  expect(provinceOf(region)).toBe(province);
});
