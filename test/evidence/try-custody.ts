import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figures.ts";
import { runFlippedBits } from "./flipped-bits.ts";
import { runOrders } from "./orders.ts";
import { openOwnWorld } from "./own-world.ts";

/** The same promises on a real Postgres and real files: flipped bits found by the fixity walk, and one end for a post in whatever order its versions come. */
export async function tryCustody({
  seed,
  bits,
  orders,
}: {
  readonly seed: number;
  readonly bits: number;
  readonly orders: number;
}): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), "netra-flipped-"));
  try {
    const flipped = await inOwnWorld((world) => runFlippedBits(world, { bits, seed, dir }));
    const ends = await inOwnWorld((world) => runOrders(world, { orders, seed }));
    const untouched = flipped.objects - flipped.flipped;
    return [
      { name: "flipped bits in the database and its files found by the fixity walk", tried: flipped.flipped, kept: flipped.found },
      {
        name: "untouched objects not accused by it, and nothing told twice",
        tried: untouched,
        kept: untouched - flipped.falseAlarms - flipped.twice,
      },
      { name: "orders of a post's versions that end as they should", tried: ends.orders, kept: ends.orders - ends.wrongEnds },
      { name: "deliveries without a lost or doubled version", tried: ends.deliveries, kept: ends.deliveries - ends.lostVersions - ends.duplicates },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function inOwnWorld<T>(work: (world: Awaited<ReturnType<typeof openOwnWorld>>) => Promise<T>): Promise<T> {
  const world = await openOwnWorld();
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}
