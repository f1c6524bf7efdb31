import { type Act, checkInfoDue, conflict, decideFlag, type Guidance, invalid, mayUndo, reopenFlag } from "@netra/domain";
import type { LockedFlag, StoredDecision, Tx } from "@netra/store";
import type { Decide, Decided, FlagDetail } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import type { SignedIn } from "../guard.ts";
import { isUuid } from "../ids.ts";
import { auditFlag, onFlag, requireFlag, requireLease } from "./act.ts";
import { undoUntil } from "./flag-view.ts";
import { requireSameGuidance } from "./guidance.ts";
import { showFlag } from "./read.ts";
import { readerNoOf } from "./sight.ts";

/**
 * Decides a flag: what may be done is the domain's word, and decision, case step and audit row commit together. The same idempotency key
 * again gives the decision that was stored, whatever became of the lease.
 */
export function decide(deps: ApiDeps, on: { readonly person: SignedIn; readonly flagId: string; readonly given: Decide }): Promise<Decided> {
  const { person, given } = on;
  return onFlag(deps, on, async (tx, flag) => {
    const stored = await findStored(tx, flag, given.idempotencyKey);
    return stored ?? decideHeld(tx, flag, { person, given, guidance: deps.guidance });
  });
}

/** The decision that a client's key already stands for, or undefined. */
export async function findStored(tx: Tx, flag: LockedFlag, idempotencyKey: string): Promise<Decided | undefined> {
  const stored = await tx.triage.findDecision(idempotencyKey);
  return stored && viewStored(stored, flag);
}

/** Decides a locked flag that this person holds. `detail` goes into its audit row, beside what was decided. */
export async function decideHeld(
  tx: Tx,
  flag: LockedFlag,
  {
    person,
    given,
    guidance,
    detail = {},
  }: { readonly person: SignedIn; readonly given: Decide; readonly guidance: Guidance; readonly detail?: Record<string, unknown> },
): Promise<Decided> {
  const from = requireLease(flag, person, given.fence);
  const readerNo = readerNoOf(flag.state, from);
  const act = toAct(given, guidance);
  if (act.act === "needs_info") checkInfoDue(act.due, await tx.status.now());
  const hasReading = await tx.triage.hasReading(flag.id, readerNo);
  const decided = decideFlag({ ...flag, hasReading }, from, { id: person.id, role: person.role, fence: given.fence }, act);
  if (given.duplicateOf !== undefined) await requireOther(tx, person, { flagId: flag.id, duplicateOf: given.duplicateOf });
  const { id, at } = await tx.triage.saveDecision(flag, {
    act: given.act,
    readerNo,
    idempotencyKey: given.idempotencyKey,
    outcome: act.act === "close" ? act.outcome : null,
    outOfScope: act.act === "close" ? (act.outOfScope ?? null) : null,
    duplicateOf: act.act === "close" ? (act.duplicateOf ?? null) : null,
    reason: given.reason,
    question: act.act === "needs_info" ? act.question : null,
    addressee: act.act === "needs_info" ? act.addressee : null,
    due: act.act === "needs_info" ? act.due : null,
    checklist: act.act === "escalate" ? act.checklist : undefined,
    guidance: act.act === "escalate" ? guidance : undefined,
    fromState: from,
    toState: decided.to,
    fence: given.fence,
  });
  const caseId = decided.opensCase ? await tx.triage.addToCase(flag, id) : undefined;
  await auditFlag(tx, flag, {
    act: "flag.decided",
    detail: { decisionId: id, act: given.act, to: decided.to, outcome: decided.outcome, ...(caseId ? { caseId } : {}), ...detail },
  });
  return { decisionId: id, state: decided.to, outcome: decided.outcome, undoUntil: undoUntil(at).toISOString() };
}

/** Takes the own last decision back within the minute: it stays, marked; the flag is claimed again by the same person. */
export function undoDecision(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly flagId: string; readonly decisionId: string },
): Promise<FlagDetail> {
  const { person } = on;
  return onFlag(deps, on, async (tx, flag) => {
    const last = await tx.triage.lastDecision(flag.id);
    const newest = last?.id === on.decisionId && flag.state === last.toState;
    if (!last || !mayUndo({ ...last, newest }, person.id))
      throw conflict(
        "undo-too-late",
        "This decision can no longer be taken back: a minute has passed or somebody went on from it. A supervisor can reopen the flag.",
      );
    await tx.triage.undo(flag, last, deps.config.leaseMinutes);
    await auditFlag(tx, flag, { act: "decision.undone", detail: { decisionId: last.id, from: last.toState } });
    return showFlag(tx, person, await tx.triage.read(flag.id));
  });
}

/** Opens a closed flag again, with a supervisor's reason; who claims it then reads it anew. */
export function reopen(deps: ApiDeps, on: { readonly person: SignedIn; readonly flagId: string; readonly reason: string }): Promise<FlagDetail> {
  return onFlag(deps, on, async (tx, flag) => {
    reopenFlag(flag, on.person, on.reason);
    await tx.triage.reopen(flag, on.reason);
    await auditFlag(tx, flag, { act: "flag.reopened" });
    return showFlag(tx, on.person, await tx.triage.read(flag.id));
  });
}

/** The wire's loose fields as one of the three acts. Says which are missing. */
function toAct(given: Decide, guidance: Guidance): Act {
  const { reason } = given;
  if (given.act === "escalate") {
    requireSameGuidance(guidance, given.guidance);
    return { act: "escalate", checklist: given.checklist ?? {}, rules: guidance.questions, reason };
  }
  if (given.act === "needs_info") {
    if (given.due !== undefined && !isDay(given.due)) throw invalid("due-not-a-day", "The due date is not a day of the calendar (YYYY-MM-DD).");
    return { act: "needs_info", question: given.question ?? "", addressee: given.addressee ?? "", due: given.due ?? "", reason };
  }
  if (given.outcome === undefined) throw invalid("outcome-missing", "Say how the flag closes.");
  const { outcome, outOfScope, duplicateOf } = given;
  return {
    act: "close",
    outcome,
    reason,
    ...(outcome === "out_of_scope" && outOfScope ? { outOfScope } : {}),
    ...(outcome === "duplicate" && duplicateOf ? { duplicateOf } : {}),
  };
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

async function requireOther(tx: Tx, person: SignedIn, of: { flagId: string; duplicateOf: string }): Promise<void> {
  if (!isUuid(of.duplicateOf) || of.duplicateOf === of.flagId) throw invalid("duplicate-of-which", "Say which other flag this one repeats.");
  await requireFlag(tx, person, of.duplicateOf);
}

function viewStored(stored: StoredDecision, flag: LockedFlag): Decided {
  if (stored.flagId !== flag.id) throw conflict("key-used", "This idempotency key belongs to a decision on another flag. Make a new one.");
  return {
    decisionId: stored.id,
    state: stored.toState,
    outcome: stored.toState === "closed" ? stored.outcome : null,
    undoUntil: undoUntil(stored.at).toISOString(),
  };
}
