import { randomUUID } from "node:crypto";
import { jakartaDay } from "@netra/domain";
import { decideAs } from "./decide.ts";
import { HERE, person, type World } from "./world.ts";

/** What a day leaves in a region: an interest of a reader that is over, a request with a reminder and its answer, a note to the next shift, and its tick. */
export async function fillDay(world: World, flagId: string): Promise<void> {
  const { store } = world;
  const act = { act: "needs_info", question: "Apakah sedang cuti?", addressee: "BKPSDM", due: jakartaDay(new Date()), reason: "" } as const;
  const asker = await decideAs(world, { region: HERE, flagId, act });
  await store.as(asker, async (tx) => {
    const request = await tx.day.findRequest(flagId);
    if (!request) throw new Error("fill-day: the flag does not wait for information");
    await tx.day.addNote({ id: flagId, region: HERE }, { ...request, act: "reminded", idempotencyKey: randomUUID() });
    const answer = { words: "Tidak sedang cuti.", givenBy: "agency" } as const;
    await tx.day.addNote({ id: flagId, region: HERE }, { ...request, act: "answered", idempotencyKey: randomUUID(), answer });
  });
  const days = { from: "2020-01-01", to: "2020-01-02" };
  await store.as(asker, async (tx) => {
    const { contestId } = await tx.triage.read(flagId);
    await tx.recusals.add({ userId: asker.id, region: HERE, subject: { about: "contest", contestId }, days });
  });
  const id = await store.as(asker, (tx) => tx.handovers.add({ region: HERE, note: "Tunggu jawaban.", idempotencyKey: randomUUID() }));
  await store.as(await person(world, "analyst", [HERE]), (tx) => tx.handovers.tick(id ?? "", HERE));
}
