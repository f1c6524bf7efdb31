import { expect, test } from "vitest";
import { precisionOf } from "./precision.ts";

test("Wilson's interval, against figures worked out by hand", () => {
  const round = (value: number | undefined): number => Math.round((value ?? Number.NaN) * 10_000) / 10_000;
  const of = (fits: number, unfit: number) => {
    const found = precisionOf({ fits, unfit });
    return [found?.n, round(found?.share), round(found?.low), round(found?.high), found?.enough];
  };
  expect(of(81, 182)).toEqual([263, 0.308, 0.2553, 0.3662, true]);
  expect(of(1, 0)).toEqual([1, 1, 0.2065, 1, false]);
  expect(of(0, 20)).toEqual([20, 0, 0, 0.1611, true]);
  expect(of(10, 9)).toEqual([19, 0.5263, 0.3171, 0.7267, false]);
});

test("without a verdict nothing is said", () => {
  expect(precisionOf({ fits: 0, unfit: 0 })).toBeNull();
});
