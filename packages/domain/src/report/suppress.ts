import { LEAST_SHOWN } from "./document.ts";

/** Figures that add up to nought, each with its sign: rows less their total, parts less the whole. */
export type Equation = ReadonlyMap<string, 1 | -1>;

/** A prime under 2^26, so that products stay exact. Whether a figure can be worked out is asked modulo it: coefficients are -1, 0 and 1. */
const PRIME = 67_108_859;

const modulo = (value: number): number => ((value % PRIME) + PRIME) % PRIME;

function inverse(value: number): number {
  let [a, b, x, y] = [value, PRIME, 1, 0];
  while (b !== 0) {
    const q = Math.floor(a / b);
    [a, b] = [b, a - q * b];
    [x, y] = [y, x - q * y];
  }
  return modulo(x);
}

/**
 * Which of the unknown figures whoever knows all others can work out from the equations. Exact, whatever number of equations it takes. Cost: equations × unknowns²; an unknown
 * in no equation costs nothing.
 */
export function workedOut(equations: readonly Equation[], unknown: ReadonlySet<string>): Set<string> {
  const rows = equations
    .map((equation) => new Map([...equation].filter(([name]) => unknown.has(name)).map(([name, sign]) => [name, modulo(sign)])))
    .filter((row) => row.size > 0);
  const pivots = new Map<string, Map<string, number>>();
  const subtract = (row: Map<string, number>, other: ReadonlyMap<string, number>, times: number): void => {
    for (const [name, value] of other) {
      const next = modulo((row.get(name) ?? 0) - times * value);
      if (next === 0) row.delete(name);
      else row.set(name, next);
    }
  };
  for (const row of rows) {
    for (const [name, pivot] of pivots) {
      const times = row.get(name);
      if (times !== undefined) subtract(row, pivot, times);
    }
    const first = row.entries().next().value;
    if (!first) continue;
    const [name, lead] = first;
    const scale = inverse(lead);
    for (const [other, value] of row) row.set(other, modulo(value * scale));
    for (const pivot of pivots.values()) {
      const times = pivot.get(name);
      if (times !== undefined) subtract(pivot, row, times);
    }
    pivots.set(name, row);
  }
  return new Set([...pivots].filter(([, row]) => row.size === 1).map(([name]) => name));
}

/** Rounds after which limits that still move do so by steps that pin nothing. */
const ROUNDS = 12;

/**
 * Which of the unknown figures have one possible value for whoever knows that no count is below nought and takes each sum in turn. Counts are whole numbers. Cost: the sums' lengths, a few
 * times over.
 */
export function pinned(equations: readonly Equation[], values: ReadonlyMap<string, number>, unknown: ReadonlySet<string>): Set<string> {
  const names = [...unknown];
  const limits: Limits = { low: new Float64Array(names.length), high: new Float64Array(names.length).fill(Number.POSITIVE_INFINITY) };
  const at = new Map(names.map((name, index) => [name, index]));
  const sums = equations.flatMap((equation): Sum[] => {
    const inside: Sum["inside"][number][] = [];
    let right = 0;
    for (const [name, sign] of equation) {
      const index = at.get(name);
      if (index === undefined) right -= sign * (values.get(name) ?? 0);
      else inside.push({ index, sign });
    }
    return inside.length > 0 ? [{ inside, right }] : [];
  });
  for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
    moved = false;
    for (const sum of sums) moved = narrow(limits, sum) || moved;
  }
  return new Set(names.filter((_, index) => limits.low[index] === limits.high[index]));
}

/** Between what each unknown figure lies, by its place. */
interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Unknown figures that add up to `right`, each with its sign. */
interface Sum {
  readonly inside: readonly { readonly index: number; readonly sign: 1 | -1 }[];
  readonly right: number;
}

/** A sum of which parts may be without limit: these are counted, so that one can be taken out again. */
class Total {
  #sum = 0;
  #endless = 0;
  add(part: number, times: 1 | -1 = 1): void {
    if (Number.isFinite(part)) this.#sum += times * part;
    else this.#endless += times;
  }
  /** What is left without one of its parts; `endless` where another has no limit. */
  without(part: number, endless: number): number {
    if (this.#endless > (Number.isFinite(part) ? 0 : 1)) return endless;
    return Number.isFinite(part) ? this.#sum - part : this.#sum;
  }
}

/** Brings the limits of each figure of a sum, in turn, to what the limits of the others leave it. Whether any moved. */
function narrow({ low, high }: Limits, { inside, right }: Sum): boolean {
  const least = (index: number, sign: 1 | -1): number => (sign > 0 ? (low[index] as number) : -(high[index] as number));
  const most = (index: number, sign: 1 | -1): number => (sign > 0 ? (high[index] as number) : -(low[index] as number));
  const [leasts, mosts] = [new Total(), new Total()];
  for (const { index, sign } of inside) {
    leasts.add(least(index, sign));
    mosts.add(most(index, sign));
  }
  let moved = false;
  for (const { index, sign } of inside) {
    const [ownLeast, ownMost] = [least(index, sign), most(index, sign)];
    const from = Math.max(ownLeast, right - mosts.without(ownMost, Number.POSITIVE_INFINITY));
    const to = Math.min(ownMost, right - leasts.without(ownLeast, Number.NEGATIVE_INFINITY));
    if (from === ownLeast && to === ownMost) continue;
    moved = true;
    leasts.add(ownLeast, -1);
    mosts.add(ownMost, -1);
    low[index] = sign > 0 ? from : -to;
    high[index] = sign > 0 ? to : -from;
    leasts.add(from);
    mosts.add(to);
  }
  return moved;
}

/** A count that is too small to be shown. Nought is shown: it says nothing of anybody. */
export const isSmall = (value: number): boolean => value !== 0 && Math.abs(value) < LEAST_SHOWN;

export interface Hiding {
  readonly values: ReadonlyMap<string, number>;
  readonly equations: readonly Equation[];
  /** Must stay unknown. */
  readonly secret: ReadonlySet<string>;
  /** Stand nowhere, so that nobody knows them, and need not stay unknown. */
  readonly unpublished?: ReadonlySet<string>;
  /** Stand elsewhere, where nothing can be hidden any more. */
  readonly known?: ReadonlySet<string>;
  /** What is hidden only where nothing else is left, the higher the later: totals are what people read first. */
  readonly dear?: ReadonlyMap<string, number>;
}

/**
 * What must be hidden so that no secret can be worked out: the secrets, and as many others as it takes, smallest first. What is hidden together in one equation adds up to at least
 * five, so that the rest of a sum is no small count either. Pure; the same figures hide the same.
 */
export function hide({ values, equations, secret, unpublished = new Set(), known = new Set(), dear = new Map() }: Hiding): Set<string> {
  const hidden = new Set([...secret, ...unpublished]);
  const value = (name: string): number => values.get(name) ?? 0;
  const rank = (name: string): number => dear.get(name) ?? 0;
  /** Smallest count first, but nought last: it would protect nothing that somebody counts on. */
  const before = (a: string, b: string): number =>
    rank(a) - rank(b) || Number(value(a) === 0) - Number(value(b) === 0) || value(a) - value(b) || (a < b ? -1 : 1);
  const cheapest = (names: readonly string[]): string | undefined =>
    names.filter((name) => !hidden.has(name) && !known.has(name)).toSorted(before)[0];

  const protect = (equation: Equation): boolean => {
    const next = cheapest([...equation.keys()]);
    if (next !== undefined) hidden.add(next);
    return next !== undefined;
  };
  const holding = new Map<string, Equation[]>();
  for (const equation of equations) for (const name of equation.keys()) holding.set(name, [...(holding.get(name) ?? []), equation]);
  /** Hides one more beside a figure that is told: in the sum with the fewest unknowns, else in the nearest that hangs together with one of its own by what is unknown. */
  const cover = (name: string): boolean => {
    const seen = new Set<Equation>();
    let ring = (holding.get(name) ?? []).toSorted((a, b) => unknowns(a, hidden) - unknowns(b, hidden));
    while (ring.length > 0) {
      if (ring.some(protect)) return true;
      for (const equation of ring) seen.add(equation);
      const next = ring.flatMap((equation) => [...equation.keys()].filter((other) => hidden.has(other)).flatMap((other) => holding.get(other) ?? []));
      ring = [...new Set(next)].filter((equation) => !seen.has(equation));
    }
    return false;
  };

  /** Sums in which what is hidden together is a small count. */
  const thin = (): Equation[] =>
    equations.filter((equation) => {
      const inside = [...equation].filter(([name]) => hidden.has(name));
      const oneSided = new Set(inside.map(([, sign]) => sign)).size === 1;
      return inside.some(([name]) => !unpublished.has(name)) && oneSided && isSmall(inside.reduce((total, [name]) => total + value(name), 0));
    });
  const told = (): string[] =>
    [...new Set([...workedOut(equations, hidden), ...pinned(equations, values, hidden)])].filter((name) => secret.has(name)).sort();

  for (let grew = true; grew; ) {
    grew = false;
    for (const equation of thin()) grew = protect(equation) || grew;
    if (!grew) for (const name of told()) grew = cover(name) || grew;
  }
  // What was hidden early may be needless by now: the dearest are given back first.
  const left = { thin: thin().length, told: told().length };
  for (const name of [...hidden]
    .filter((one) => !secret.has(one) && !unpublished.has(one))
    .toSorted((a, b) => before(b, a))
    .slice(0, GIVEN_BACK)) {
    hidden.delete(name);
    if (thin().length > left.thin || told().length > left.told) hidden.add(name);
  }
  return hidden;
}

/** So many are looked at again, the dearest and largest, so that a report of many agencies does not take minutes. */
const GIVEN_BACK = 80;

const unknowns = (equation: Equation, hidden: ReadonlySet<string>): number => [...equation.keys()].filter((name) => hidden.has(name)).length;
