import { mulberry32 } from "../../services/app/src/demo/random.ts";

/** Whole numbers from a seed, so that a run can be had again: `below(n)` is from 0 to n − 1. */
export interface Random {
  below(limit: number): number;
  bytes(length: number): Uint8Array;
}

/** A whole number from 0 to `limit` − 1. */
export const upTo = (random: () => number, limit: number): number => Math.floor(random() * limit);

/** The same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  const next = mulberry32(seed);
  const below = (limit: number): number => upTo(next, limit);
  return { below, bytes: (length) => Uint8Array.from({ length }, () => below(256)) };
}
