import { describe, expect, test } from "vitest";
import { agreementOf, gwetAc1, LEAST_PAIRS, LEAST_READERS, type ReadPair, wilson } from "./agreement.ts";

const pair = (more: Partial<ReadPair> = {}): ReadPair => ({
  region: "19.71",
  contest: "a",
  recent: true,
  first: "support",
  second: "support",
  readers: ["wulan", "toni"],
  disputed: false,
  settled: null,
  ...more,
});
/** So many pairs by three people in turn. */
const TRIO = [
  ["wulan", "toni"],
  ["toni", "sinta"],
  ["sinta", "wulan"],
] as const;
const some = (n: number, more: Partial<ReadPair> = {}): ReadPair[] => Array.from({ length: n }, (_, at) => pair({ readers: TRIO[at % 3], ...more }));
const shown = (pairs: readonly ReadPair[], weeks: 4 | 12 = 12) =>
  agreementOf(pairs, weeks).map(({ contest, figures }) => [contest, figures?.pairs ?? null]);

describe("figures as published", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("Wilson's interval of %i of %i (Newcombe 1998, table I, method 3)", (n, of, low, high) => {
    const interval = wilson(n, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("AC1 stays high where nearly everything gets one answer and kappa would be below 0 (Gwet 2002: 118, 5, 2, 0)", () => {
    const table = (n: number, first: string, second: string) => Array.from({ length: n }, () => ({ first, second }));
    const pairs = [...table(118, "+", "+"), ...table(5, "+", "-"), ...table(2, "-", "+")];
    expect(gwetAc1(pairs, ["+", "-"])).toBeCloseTo(0.9408, 4);
    expect(gwetAc1([], ["+", "-"])).toBeNull();
  });
});

describe("a team's cell", () => {
  test("tells how many agreed, how many were disputed, and how those were settled where three people settled five", () => {
    const settlers = ["dewi", "hasan", "mira", "dewi", "hasan"];
    const disputed = settlers.map((by, at) =>
      pair({ second: "neither", readers: ["wulan", `r${at}`], disputed: true, settled: { act: "close", by } }),
    );
    const [cell] = agreementOf([...some(5), ...disputed], 12);
    expect(cell).toMatchObject({
      region: "19.71",
      contest: "a",
      figures: { pairs: 10, same: { n: 5, of: 10 }, disputed: { n: 5, of: 10 }, settled: { close: 5, escalate: 0, needs_info: 0 } },
    });
    expect(agreementOf([...some(6), ...disputed.slice(1)], 12)[0]?.figures?.settled).toBeNull();
    expect(JSON.stringify(cell)).not.toMatch(/wulan|dewi/);
  });

  test("of four pairs or two readers is hidden", () => {
    expect(shown(some(4))).toEqual([["a", null]]);
    expect(shown(Array.from({ length: 9 }, () => pair()))).toEqual([["a", null]]);
    expect(shown(some(5))).toEqual([["a", 5]]);
  });

  test("that is hidden takes the sum with it, unless all contests are hidden", () => {
    expect(shown([...some(4), ...some(7, { contest: "b" })])).toEqual([
      [null, null],
      ["a", null],
      ["b", 7],
    ]);
    expect(shown([...some(4), ...some(4, { contest: "b" })])).toEqual([
      [null, 8],
      ["a", null],
      ["b", null],
    ]);
    expect(shown([...some(5), ...some(7, { contest: "b" })])).toEqual([
      [null, 12],
      ["a", 5],
      ["b", 7],
    ]);
  });

  test("of four weeks is hidden where the twelve would tell the eight before", () => {
    expect(shown([...some(6), ...some(2, { recent: false })], 4)).toEqual([["a", null]]);
    expect(shown([...some(6), ...some(6, { recent: false })], 4)).toEqual([["a", 6]]);
    expect(shown([...some(6), ...some(2, { recent: false })], 12)).toEqual([["a", 8]]);
  });

  test("is hidden for all regions alike, whoever else is asked for with it", () => {
    const [here, there] = [some(6), some(2, { region: "19.06" })];
    expect(agreementOf([...here, ...there], 12).filter(({ region }) => region === "19.71")).toEqual(agreementOf(here, 12));
  });
});

/** Whether a sum of unknowns follows from known sums: it lies in their row space. */
function follows(known: readonly number[][], asked: readonly number[]): boolean {
  const rank = (rows: readonly (readonly number[])[]): number => {
    const left = rows.map((row) => [...row]);
    let at = 0;
    for (let column = 0; column < asked.length; column += 1) {
      const pivot = left.findIndex((row, index) => index >= at && Math.abs(row[column] ?? 0) > 1e-9);
      if (pivot === -1) continue;
      [left[at], left[pivot]] = [left[pivot] as number[], left[at] as number[]];
      const top = left[at] as number[];
      for (let index = at + 1; index < left.length; index += 1) {
        const row = left[index] as number[];
        const factor = (row[column] ?? 0) / (top[column] ?? 1);
        for (let c = column; c < asked.length; c += 1) row[c] = (row[c] ?? 0) - factor * (top[c] ?? 0);
      }
      at += 1;
    }
    return at;
  };
  return rank([...known, [...asked]]) === rank(known);
}

test("nothing that is too small follows from all that is shown, in both spans together, for any team", () => {
  const contests = ["a", "b", "c", "d"];
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  let hidden = 0;
  for (let turn = 0; turn < 400; turn += 1) {
    const people = 2 + random(4);
    const pairs = contests.flatMap((contest) =>
      [true, false].flatMap((recent) =>
        Array.from({ length: random(10) < 3 ? 0 : random(12) }, () => {
          const one = random(people);
          return pair({ contest, recent, readers: [`r${one}`, `r${(one + 1 + random(people - 1)) % people}`] });
        }),
      ),
    );
    // One unknown for each contest in each half; what is empty is no secret.
    const atoms = contests.flatMap((contest) => [true, false].map((recent) => ({ contest, recent })));
    const sum = (contest: string | null, halves: readonly boolean[]): number[] =>
      atoms.map((atom) => Number((contest === null || atom.contest === contest) && halves.includes(atom.recent)));
    const empty = atoms.flatMap((atom, at) =>
      pairs.some((one) => one.contest === atom.contest && one.recent === atom.recent) ? [] : [atoms.map((_, other) => Number(other === at))],
    );
    const told = ([4, 12] as const).flatMap((weeks) =>
      agreementOf(pairs, weeks).flatMap(({ contest, figures }) => (figures ? [sum(contest, weeks === 4 ? [true] : [true, false])] : [])),
    );
    for (const contest of [null, ...contests])
      for (const halves of [[true], [false], [true, false]]) {
        const rows = pairs.filter((one) => (contest === null || one.contest === contest) && halves.includes(one.recent));
        const readers = new Set(rows.flatMap((one) => one.readers));
        if (rows.length === 0 || (rows.length >= LEAST_PAIRS && readers.size >= LEAST_READERS)) continue;
        hidden += 1;
        expect(follows([...told, ...empty], sum(contest, halves)), `turn ${turn}: ${contest} ${halves}`).toBe(false);
      }
  }
  expect(hidden).toBeGreaterThan(500);
});
