/** `1,5` and `1.5` alike; undefined when it is no number of one decimal from 0 to 10. */
export function readWeight(written: string): number | undefined {
  const value = /^\d{1,2}([.,]\d)?$/.test(written.trim()) ? Number(written.trim().replace(",", ".")) : Number.NaN;
  return value >= 0 && value <= 10 ? value : undefined;
}
