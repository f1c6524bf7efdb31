import { randomUUID } from "node:crypto";
import { loadGuidance } from "@netra/config";
import { type Act, CHECKLIST, type ClaimedFrom, decideFlag, type Role } from "@netra/domain";
import type { Actor } from "@netra/store";
import { person, type World } from "./world.ts";

export const CLOSE: Act = { act: "close", outcome: "not_partisan", reason: "Hanya ucapan selamat." };
export const ESCALATE: Act = {
  act: "escalate",
  checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
  rules: loadGuidance().questions,
  reason: "Dukungan ditulis sendiri di akun yang terdaftar atas namanya.",
};

const READER_NO: Readonly<Record<ClaimedFrom, number>> = { open: 1, needs_info: 1, awaiting_second: 2, disputed: 3 };

/** Somebody reads a flag first, and decides nothing. */
export const readAs = (world: Pick<World, "store">, reader: Actor, flagId: string): Promise<unknown> =>
  world.store.as(reader, async (tx) => tx.triage.addReading(await tx.triage.lock(flagId), { readerNo: 1, reading: "neither", targetId: null }));

/** Somebody claims a flag, reads it and decides, the way the API lets him. Returns who it was. */
export async function decideAs(
  world: Pick<World, "store">,
  given: { readonly role?: Role; readonly region: string; readonly flagId: string; readonly act: Act },
): Promise<Actor & { id: string }> {
  const { role = "analyst", region, flagId, act } = given;
  const reader = await person(world, role, [region]);
  await world.store.as(reader, async (tx) => {
    const open = await tx.triage.lock(flagId);
    const { fence } = await tx.triage.claim(open, 15);
    const flag = await tx.triage.lock(flagId);
    const from = flag.claimedFrom ?? "open";
    const readerNo = READER_NO[from];
    await tx.triage.addReading(flag, { readerNo, reading: "support", targetId: null });
    const hasReading = await tx.triage.hasReading(flagId, readerNo);
    const decided = decideFlag({ ...flag, hasReading }, from, { id: reader.id, role, fence }, act);
    const { id } = await tx.triage.saveDecision(flag, {
      act: act.act,
      readerNo,
      idempotencyKey: randomUUID(),
      outcome: act.act === "close" ? act.outcome : null,
      outOfScope: null,
      duplicateOf: null,
      reason: act.reason,
      question: act.act === "needs_info" ? act.question : null,
      addressee: act.act === "needs_info" ? act.addressee : null,
      due: act.act === "needs_info" ? act.due : null,
      checklist: act.act === "escalate" ? act.checklist : undefined,
      fromState: from,
      toState: decided.to,
      fence,
    });
    if (decided.opensCase) await tx.triage.addToCase(flag, id);
    await tx.audit.append({ act: "flag.decided", objectType: "flag", objectId: flagId, region: flag.region });
  });
  return reader;
}
