import { systemActor } from "@netra/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { arrive, classifier, contestIn, HERE, openWorld, publish, register, type World } from "../support/world.ts";
let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world.close());
it("smoke", async () => {
  const owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
  const { versionId } = await arrive(world, owner, { text: "Pilih Rima Contoh, netra kelapa ungu berbisik pada kompas" });
  expect(await classifier(world)({ versionIds: [versionId] })).toEqual({ read: 1, flagged: 1, failed: 0 });
  console.log(await world.see("select stance, targets, score_tenths from classification"));
});
