import { randomUUID } from "node:crypto";
import { type ClaimedFrom, decideFlag, type Guidance } from "@netra/domain";
import type { Actor, Store } from "@netra/store";
import type { Sitting } from "./desk.ts";

/** Longer than a sitting takes. */
const CLAIM_MINUTES = 15;
const READER_NO: Readonly<Record<ClaimedFrom, 1 | 2 | 3>> = { open: 1, needs_info: 1, awaiting_second: 2, disputed: 3 };

/** Somebody of the cast. */
export type Person = Actor & { readonly id: string; readonly role: Parameters<typeof decideFlag>[2]["role"] };

/**
 * Somebody takes a flag, saves a reading and decides, with the same rules and the same traces as through the API, but in one transaction. Returns what became of the flag, or null
 * where it no longer stands as the step expects.
 */
export function sitDown(
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
  return store.as(person, async (tx) => {
    const offered = await tx.triage.lock(flagId);
    if (offered.state !== sitting.lane) return null;
    const trace = (act: string, detail: Record<string, unknown>) =>
      tx.audit.append({ act, objectType: "flag", objectId: flagId, region: offered.region, detail });
    const { fence } = await tx.triage.claim(offered, CLAIM_MINUTES);
    await trace("flag.claimed", { fence, readerNo });
    const flag = await tx.triage.lock(flagId);
    await tx.triage.addReading(flag, { readerNo, reading: sitting.reading, targetId: sitting.about });
    await trace("flag.read", { readerNo, reading: sitting.reading });
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
    await trace("flag.decided", detail);
    return decided.to;
  });
}

/** A repetition names what it repeats; where there is nothing to repeat, the reader finds no side in it. */
function withOther(act: Sitting["act"], other: string | null): Sitting["act"] {
  if (act.act !== "close" || act.outcome !== "duplicate") return act;
  return other === null ? { ...act, outcome: "not_partisan", reason: "Tidak cukup jelas memihak." } : { ...act, duplicateOf: other };
}
