/** Figures that add up to nought, each with its sign. */
type Sum = ReadonlyMap<string, number>;

/** Another reader of the same paper: fractions instead of remainders, and limits, since no count is below nought. Gives what each hidden count may be. */
export function attack(
  equations: readonly Sum[],
  values: ReadonlyMap<string, number>,
  hidden: ReadonlySet<string>,
): Map<string, readonly [number, number]> {
  const names = [...hidden];
  const rows = equations.map((equation) => ({
    coefficients: names.map((name) => equation.get(name) ?? 0),
    right: -[...equation].filter(([name]) => !hidden.has(name)).reduce((total, [name, sign]) => total + sign * (values.get(name) ?? 0), 0),
  }));
  // Gauss and Jordan with floating point: coefficients stay small.
  let top = 0;
  for (const at of names.keys()) {
    const pivot = rows.findIndex((row, index) => index >= top && Math.abs(row.coefficients[at] as number) > 1e-9);
    if (pivot < 0) continue;
    [rows[top], rows[pivot]] = [rows[pivot] as (typeof rows)[0], rows[top] as (typeof rows)[0]];
    const lead = rows[top] as (typeof rows)[0];
    const scale = lead.coefficients[at] as number;
    lead.coefficients = lead.coefficients.map((value) => value / scale);
    lead.right /= scale;
    for (const [index, row] of rows.entries()) {
      const times = row.coefficients[at] as number;
      if (index === top || Math.abs(times) < 1e-9) continue;
      row.coefficients = row.coefficients.map((value, place) => value - times * (lead.coefficients[place] as number));
      row.right -= times * lead.right;
    }
    top += 1;
  }
  // The sums as printed tell more about limits than the solved ones do, so both are used, again and again.
  const limits = new Map<string, [number, number]>(names.map((name) => [name, [0, Number.POSITIVE_INFINITY]]));
  const printed = equations.map((equation) => ({
    coefficients: names.map((name) => equation.get(name) ?? 0),
    right: -[...equation].filter(([name]) => !hidden.has(name)).reduce((total, [name, sign]) => total + sign * (values.get(name) ?? 0), 0),
  }));
  for (let round = 0; round < 20; round += 1)
    for (const { coefficients, right } of [...rows, ...printed])
      for (const [at, name] of names.entries()) {
        const own = coefficients[at] as number;
        if (Math.abs(own) < 1e-9) continue;
        let [least, most] = [right, right];
        for (const [other, value] of coefficients.entries()) {
          if (other === at || Math.abs(value) < 1e-9) continue;
          const [low, high] = limits.get(names[other] as string) as [number, number];
          least -= value > 0 ? value * high : value * low;
          most -= value > 0 ? value * low : value * high;
        }
        const [from, to] = own > 0 ? [least / own, most / own] : [most / own, least / own];
        const known = limits.get(name) as [number, number];
        limits.set(name, [Math.max(known[0], Math.ceil(from - 1e-6)), Math.min(known[1], Math.floor(to + 1e-6))]);
      }
  return limits;
}
