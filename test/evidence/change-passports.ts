import { readFileSync } from "node:fs";
import { buildPassport, canonicalZip, readCanonicalZip, VERIFY_PAGE } from "@netra/evidence";
import { fictionalPassport } from "./fictional-passport.ts";
import type { Random } from "./random.ts";

/** An honest passport and changes of it; every one of them must be refused under the key. */
export interface ChangedPassports {
  readonly name: string;
  readonly verifierKey: string;
  readonly honest: Uint8Array;
  readonly count: number;
  /** The change with this number; the same each time it is asked for. */
  changed(index: number): Uint8Array;
}

const SAMPLES = 2_000;

/** The three series: all bytes of a small passport, a sample of one with the page in it, and contents changed with the archive made whole again. */
export async function changePassports(random: Random): Promise<ChangedPassports[]> {
  const small = await fictionalPassport();
  const large = await fictionalPassport({ page: readFileSync(VERIFY_PAGE, "utf8"), leaves: 1_000 });
  const [smallBytes, largeBytes] = [await buildPassport(small.parts), await buildPassport(large.parts)];
  const entries = readCanonicalZip(smallBytes);
  const places = entries.flatMap(({ path, bytes }) => Array.from(bytes, (_, at) => ({ path, at })));
  const differences = random.bytes(Math.max(smallBytes.length, SAMPLES)).map((byte) => byte || 1);
  const sampled = Array.from({ length: SAMPLES }, () => random.below(largeBytes.length));
  const contents = Array.from({ length: SAMPLES }, () => places[random.below(places.length)]!);
  return [
    {
      name: "one byte of a passport, each place",
      verifierKey: small.verifierKey,
      honest: smallBytes,
      count: smallBytes.length,
      changed: (index) => flip(smallBytes, index, differences[index]!),
    },
    {
      name: "one byte of a passport with its page, sampled places",
      verifierKey: large.verifierKey,
      honest: largeBytes,
      count: SAMPLES,
      changed: (index) => flip(largeBytes, sampled[index]!, differences[index]!),
    },
    {
      name: "one byte of a content, archive made whole again",
      verifierKey: small.verifierKey,
      honest: smallBytes,
      count: SAMPLES,
      changed: (index) => {
        const { path, at } = contents[index]!;
        return canonicalZip(entries.map((entry) => (entry.path === path ? { path, bytes: flip(entry.bytes, at, differences[index]!) } : entry)));
      },
    },
  ];
}

function flip(bytes: Uint8Array, at: number, difference: number): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= difference;
  return changed;
}
