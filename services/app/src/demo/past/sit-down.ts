import { randomUUID } from "node:crypto";
import { type ClaimedFrom, decideFlag, type Guidance, LEASE_MINUTES } from "@netra/domain";
import type { Actor, Store, Tx } from "@netra/store";
import type { Sitting } from "./desk.ts";

const READER_NO: Readonly<Record<ClaimedFrom, 1 | 2 | 3>> = { open: 1, needs_info: 1, awaiting_second: 2, disputed: 3 };

/** Somebody of the cast. */
export type Person = Actor & { readonly id: string; readonly role: Parameters<typeof decideFlag>[2]["role"] };

/**
 * Somebody takes a flag, saves a reading and decides, in three transactions as through the API, with the same rules and the same traces. Returns what became of the flag, or null
 * where it no longer stands as the step expects.
 */
export async function sitDown(
  store: Store,
  given: {
    readonly person: Person;
    readonly flagId: string;
    readonly sitting: Sitting;
    readonly guidance: Guidance;
    readonly duplicateOf: string | null;
  },
): Promise<string | null> {
  const { person, flagId, sitting, guidance } = given;
  const readerNo = READER_NO[sitting.lane];
  const trace = (tx: Tx, region: string, act: string, detail: Record<string, unknown>) =>
    tx.audit.append({ act, objectType: "flag", objectId: flagId, region, detail });

  const fence = await store.as(person, async (tx) => {
    const flag = await tx.triage.lock(flagId);
    if (flag.state !== sitting.lane) return null;
    const lease = await tx.triage.claim(flag, LEASE_MINUTES);
    await trace(tx, flag.region, "flag.claimed", { fence: lease.fence, readerNo });
    return lease.fence;
  });
  if (fence === null) return null;
  await store.as(person, async (tx) => {
    const flag = await tx.triage.lock(flagId);
    await tx.triage.addReading(flag, { readerNo, reading: sitting.reading, targetId: sitting.about });
    await trace(tx, flag.region, "flag.read", { readerNo, reading: sitting.reading });
  });
  return store.as(person, async (tx) => {
    const flag = await tx.triage.lock(flagId);
    const act = withOther(sitting.act, given.duplicateOf);
    const hasReading = await tx.triage.hasReading(flagId, readerNo);
    const decided = decideFlag({ ...flag, hasReading }, sitting.lane, { id: person.id, role: person.role, fence }, act);
    const { id } = await tx.triage.saveDecision(flag, {
      act: act.act,
      readerNo,
      idempotencyKey: randomUUID(),
      outcome: act.act === "close" ? act.outcome : null,
      outOfScope: act.act === "close" ? (act.outOfScope ?? null) : null,
      duplicateOf: act.act === "close" ? (act.duplicateOf ?? null) : null,
      reason: act.reason,
      question: act.act === "needs_info" ? act.question : null,
      addressee: act.act === "needs_info" ? act.addressee : null,
      due: act.act === "needs_info" ? act.due : null,
      checklist: act.act === "escalate" ? act.checklist : undefined,
      guidance: act.act === "escalate" ? guidance : undefined,
      fromState: sitting.lane,
      toState: decided.to,
      fence,
    });
    const caseId = decided.opensCase ? await tx.triage.addToCase(flag, id) : undefined;
    const detail = { decisionId: id, act: act.act, to: decided.to, outcome: decided.outcome, ...(caseId ? { caseId } : {}) };
    await trace(tx, flag.region, "flag.decided", detail);
    return decided.to;
  });
}

/** A repetition names what it repeats; where there is nothing to repeat, the reader finds no side in it. */
function withOther(act: Sitting["act"], other: string | null): Sitting["act"] {
  if (act.act !== "close" || act.outcome !== "duplicate") return act;
  return other === null ? { ...act, outcome: "not_partisan", reason: "Tidak cukup jelas memihak." } : { ...act, duplicateOf: other };
}
