import { sha256Hex } from "@netra/evidence";
import type { Figure } from "./figures.ts";
import type { Random } from "./random.ts";

const THINGS = 1_000;
const MOST_BYTES = 20_000;

/** One bit flipped in each of a thousand stored things, a thousand more left alone: hashing again finds exactly the first. */
export async function rehashStored(random: Random): Promise<Figure[]> {
  let [found, accused] = [0, 0];
  for (let thing = 0; thing < THINGS * 2; thing += 1) {
    const bytes = random.bytes(1 + random.below(MOST_BYTES));
    const kept = await sha256Hex(bytes);
    const isFlipped = thing % 2 === 0;
    const bit = random.below(bytes.length * 8);
    if (isFlipped) bytes[bit >> 3]! ^= 1 << (bit & 7);
    const differs = (await sha256Hex(bytes)) !== kept;
    if (differs && isFlipped) found += 1;
    if (differs && !isFlipped) accused += 1;
  }
  return [
    { name: "flipped bits of stored bytes found by hashing again", tried: THINGS, kept: found },
    { name: "untouched bytes not accused", tried: THINGS, kept: THINGS - accused },
  ];
}
