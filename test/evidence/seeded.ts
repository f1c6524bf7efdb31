/** Numbers that look random and are the same for the same seed (mulberry32), 0 ≤ n < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0 to `below` − 1. */
export const upTo = (random: () => number, below: number): number => Math.floor(random() * below);

/** The same things in another order; every order is as likely. */
export function shuffled<T>(things: readonly T[], random: () => number): T[] {
  const left = [...things];
  return things.map(() => left.splice(upTo(random, left.length), 1)[0] as T);
}
