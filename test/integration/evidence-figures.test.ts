import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runFlippedBits } from "../evidence/flipped-bits.ts";
import { runOrders } from "../evidence/orders.ts";
import { openWorld, type World } from "../support/world.ts";

// The long forms are `npm run bench:evidence`'s.
let world: World;
let dir: string;
beforeAll(async () => {
  world = await openWorld();
  dir = await mkdtemp(join(tmpdir(), "netra-bits-"));
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true });
});

describe("what is kept", () => {
  it("is the same at the end of every order of creation, edit, deletion, duplicate and late arrival", async () => {
    expect(await runOrders(world, { orders: 400, seed: 7 })).toMatchObject({ orders: 400, wrongEnds: 0, lostVersions: 0, duplicates: 0, seeds: [] });
  });

  it("shows every flipped bit, once, and nothing else", async () => {
    expect(await runFlippedBits(world, { bits: 60, seed: 7, dir })).toMatchObject({ objects: 72, flipped: 60, found: 60, falseAlarms: 0, twice: 0 });
  });
});
