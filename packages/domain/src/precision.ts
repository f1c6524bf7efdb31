/** Verdicts from which on a share is said; under it, "not enough yet". */
export const ENOUGH_VERDICTS = 20;

/**
 * Measurements from which on a median is set like other figures; under it, "not enough yet". From six on its 95% interval by ranks (1 − 2·½ⁿ) lies within what was measured; of fewer, half of
 * all may well have taken longer than every one of them.
 */
export const ENOUGH_MEASURED = 6;

/** Two-sided 95% of a normal distribution. */
const Z = 1.959963984540054;

/** How often readers found that something fits, between 0 and 1, with its 95% interval. */
export interface Precision {
  readonly n: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** False under `ENOUGH_VERDICTS`: the share is then not to be acted on. */
  readonly enough: boolean;
}

/** The share of `fits` among verdicts with Wilson's score interval (1927), which stays within 0–1 and is honest for few; null when there are none. */
export function precisionOf({ fits, unfit }: { readonly fits: number; readonly unfit: number }): Precision | null {
  const n = fits + unfit;
  if (n === 0) return null;
  const share = fits / n;
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (Z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { n, share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach), enough: n >= ENOUGH_VERDICTS };
}
