import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attack } from "../../../../test/support/attack-sums.ts";
import { type Equation, hide, isSmall, pinned, workedOut } from "./suppress.ts";

/** A table of counts with its totals by row, by column, and of all, as a system of sums. */
function tableOf(cells: readonly (readonly number[])[]): { values: Map<string, number>; equations: Equation[] } {
  const values = new Map<string, number>();
  const equations: Equation[] = [];
  const width = cells[0]?.length ?? 0;
  const sum = (name: string, parts: readonly string[]): void => {
    values.set(
      name,
      parts.reduce((total, part) => total + (values.get(part) ?? 0), 0),
    );
    equations.push(new Map<string, 1 | -1>([[name, -1], ...parts.map((part) => [part, 1] as [string, 1])]));
  };
  for (const [r, row] of cells.entries()) for (const [c, value] of row.entries()) values.set(`${r},${c}`, value);
  for (const r of cells.keys())
    sum(
      `${r},*`,
      [...Array(width).keys()].map((c) => `${r},${c}`),
    );
  for (const c of Array(width).keys())
    sum(
      `*,${c}`,
      [...cells.keys()].map((r) => `${r},${c}`),
    );
  sum(
    "*,*",
    [...cells.keys()].map((r) => `${r},*`),
  );
  equations.push(new Map<string, 1 | -1>([["*,*", -1], ...[...Array(width).keys()].map((c) => [`*,${c}`, 1] as [string, 1])]));
  return { values, equations };
}

const small = (values: ReadonlyMap<string, number>): Set<string> => new Set([...values].filter(([, value]) => isSmall(value)).map(([name]) => name));
const count = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 2, arbitrary: fc.integer({ min: 5, max: 60 }) });
const tables = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 5 }) })
  .chain(({ rows, columns }) => fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }));

describe("what is hidden", () => {
  it("cannot be worked out by whoever solves all sums of a table and knows that no count is below nought", () => {
    fc.assert(
      fc.property(tables, (cells) => {
        const { values, equations } = tableOf(cells);
        const secret = small(values);
        const hidden = hide({ values, equations, secret });
        const limits = attack(equations, values, hidden);
        for (const name of secret) {
          expect(hidden.has(name)).toBe(true);
          const [low, high] = limits.get(name) ?? [0, 0];
          expect(high - low, `${name} of ${JSON.stringify(cells)}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 120, seed: 20290901 },
    );
  });

  it("is as little as may be where nothing is small", () => {
    const { values, equations } = tableOf([
      [10, 20],
      [30, 0],
    ]);
    expect(hide({ values, equations, secret: small(values) })).toEqual(new Set());
  });

  it("takes the smallest neighbours with it, and what stays together adds up to five or more", () => {
    const { values, equations } = tableOf([[2, 9, 40]]);
    const hidden = hide({ values, equations, secret: small(values) });
    // The only row, its total and the totals of its columns are the same figures.
    expect([...hidden].sort()).toEqual(["*,0", "*,1", "0,0", "0,1"].sort());
  });

  it("is found out when a cell is hidden alone", () => {
    const { values, equations } = tableOf([
      [2, 9],
      [8, 7],
    ]);
    expect([...workedOut(equations, new Set(["0,0"]))]).toEqual(["0,0"]);
    expect(attack(equations, values, new Set(["0,0"])).get("0,0")).toEqual([2, 2]);
    expect([...workedOut(equations, new Set(["0,0", "0,1", "1,0", "1,1"]))]).toEqual([]);
  });
});

describe("what each sum in turn leaves of the limits", () => {
  /** The same by its definition: every limit anew from all others of its sum. */
  function byDefinition(equations: readonly Equation[], values: ReadonlyMap<string, number>, unknown: ReadonlySet<string>): string[] {
    const limits = new Map([...unknown].map((name) => [name, [0, Number.POSITIVE_INFINITY] as [number, number]]));
    for (let round = 0; round < 12; round += 1)
      for (const equation of equations)
        for (const [name, sign] of equation) {
          if (!unknown.has(name)) continue;
          let [least, most] = [0, 0];
          for (const [other, its] of equation) {
            if (other === name) continue;
            const [low, high] = limits.get(other) ?? [values.get(other) ?? 0, values.get(other) ?? 0];
            least -= its > 0 ? high : -low;
            most -= its > 0 ? low : -high;
          }
          const [low, high] = limits.get(name) as [number, number];
          limits.set(name, sign > 0 ? [Math.max(low, least), Math.min(high, most)] : [Math.max(low, -most), Math.min(high, -least)]);
        }
    return [...limits].flatMap(([name, [low, high]]) => (low === high ? [name] : []));
  }

  it("is what the definition says, whatever is unknown and however the signs stand", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const systems = fc.record({
      counts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: names.length, maxLength: names.length }),
      unknown: fc.subarray(names, { minLength: 1 }),
      sums: fc.array(
        fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), sign: fc.constantFrom(1 as const, -1 as const) }), {
          selector: ({ name }) => name,
          minLength: 1,
        }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
    });
    let some = 0;
    fc.assert(
      fc.property(systems, ({ counts, unknown, sums }) => {
        const values = new Map(names.map((name, at) => [name, counts[at] ?? 0]));
        // Each sum has a known rest, as every sum of counts has, so that it is true of the counts.
        const equations = sums.map((parts, at): Equation => {
          const rest = parts.reduce((sum, { name, sign }) => sum + sign * (values.get(name) ?? 0), 0);
          values.set(`rest-${at}`, Math.abs(rest));
          return new Map<string, 1 | -1>([...parts.map(({ name, sign }) => [name, sign] as [string, 1 | -1]), [`rest-${at}`, rest > 0 ? -1 : 1]]);
        });
        const found = pinned(equations, values, new Set(unknown));
        expect([...found]).toEqual(byDefinition(equations, values, new Set(unknown)));
        some += found.size;
      }),
      { numRuns: 2_000 },
    );
    expect(some).toBeGreaterThan(100);
  });
});
