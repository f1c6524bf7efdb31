/** The row of a statement that always returns one. */
export function one<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new Error("store: a statement that always returns a row returned none");
  return row;
}
