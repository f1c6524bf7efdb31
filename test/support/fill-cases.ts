import { randomUUID } from "node:crypto";
import { jakartaDay, takeStep } from "@netra/domain";
import { HERE, person, type World } from "./world.ts";

/** What an escalation leads to: a step of its case, a reply, and a group that the flag stands in. */
export async function fillCases(world: World, flagId: string): Promise<void> {
  const { store } = world;
  const [found] = await world.see<{ caseId: string }>('select case_id as "caseId" from case_flag where flag_id = $1', [flagId]);
  if (!found) throw new Error("fill-cases: the flag stands in no case");
  const at = { caseId: found.caseId, region: HERE };
  const [openedOn, today] = [jakartaDay(new Date(0)), jakartaDay(new Date())];
  const step = takeStep(
    { trail: ["initial_information"], flags: 1, openedOn, today, regime: "pilkada", referrals: [] },
    { kind: "forward", to: "inquiry", plenaryNumber: "031/BA", plenaryOn: today, reason: "" },
  );
  await store.as(await person(world, "supervisor", [HERE]), async (tx) => {
    await tx.cases.addStep(at, { ...step, idempotencyKey: randomUUID() });
    await tx.cases.addReply(at, { words: "Saya hanya mengajak keluarga.", givenOn: today, idempotencyKey: randomUUID() });
    await tx.caseGroups.make({ id: flagId, region: HERE }, { name: "Satu video", reason: "Satu video memperlihatkan beberapa orang." });
  });
}
