/** Numbers of flags or cases as people write them: `B-00012, 33`. Null where something else stands between. */
export function readNumbers(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const numbers = parts.map((part) => Number(/^(?:[BK]-?)?0*([1-9]\d{0,8})$/i.exec(part)?.[1] ?? Number.NaN));
  return numbers.some(Number.isNaN) ? null : [...new Set(numbers)];
}
