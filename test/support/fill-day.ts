import { randomUUID } from "node:crypto";
import { jakartaDay } from "@netra/domain";
import { decideAs } from "./decide.ts";
import { HERE, person, type World } from "./world.ts";

/** What a day leaves in a region: a request with a reminder, a note to the next shift, and its tick. */
export async function fillDay(world: World, flagId: string): Promise<void> {
  const { store } = world;
  const act = { act: "needs_info", question: "Apakah sedang cuti?", addressee: "BKPSDM", due: jakartaDay(new Date()), reason: "" } as const;
  const asker = await decideAs(world, { region: HERE, flagId, act });
  await store.as(asker, async (tx) => {
    const request = await tx.day.findRequest(flagId);
    if (!request) throw new Error("fill-day: the flag does not wait for information");
    await tx.day.addNote({ id: flagId, region: HERE }, { ...request, act: "reminded", idempotencyKey: randomUUID() });
  });
  const id = await store.as(asker, (tx) => tx.handovers.add({ region: HERE, note: "Tunggu jawaban.", idempotencyKey: randomUUID() }));
  await store.as(await person(world, "analyst", [HERE]), (tx) => tx.handovers.tick(id ?? "", HERE));
}
