import { conflict, notFound, requireTogether } from "@netra/domain";
import type { Decided, Together } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import type { SignedIn } from "../guard.ts";
import { auditFlag, onFlag } from "./act.ts";
import { decideHeld, findStored } from "./decide.ts";
import { claimLocked } from "./lease.ts";

/**
 * Closes a flag as this person just closed another that says the same: with the same reading, outcome and reason, and with a claim, a reading, a decision and audit rows of its
 * own, in one transaction, so that nothing stays claimed when it fails. One flag at a time: the caller may stop between two, and of many at once one wins.
 * The same key again gives the decision that was stored.
 */
export function decideTogether(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly flagId: string; readonly given: Together },
): Promise<Decided> {
  const { person, given } = on;
  return onFlag(deps, on, async (tx, flag) => {
    const stored = await findStored(tx, flag, given.idempotencyKey);
    if (stored) return stored;
    const lead = await tx.triage.findOwnDecision(given.as);
    if (!lead) throw notFound("decision");
    requireTogether(lead, flag);
    if (!(await tx.likeness.isOneCluster(flag.id, lead.flagId)))
      throw conflict("not-one-cluster", "These two flags do not say the same: decide this one by itself.");
    const read = await tx.triage.findFirstReading(lead.flagId);
    if (!read || lead.outcome === null) throw conflict("reading-first", "Save your reading before you decide.");

    const { fence } = await claimLocked(tx, flag, { person, minutes: deps.config.leaseMinutes });
    await tx.triage.addReading(flag, { readerNo: 1, ...read });
    await auditFlag(tx, flag, { act: "flag.read", detail: { readerNo: 1, reading: read.reading, as: lead.id } });
    const { outcome, outOfScope, duplicateOf, reason } = lead;
    return decideHeld(tx, await tx.triage.lock(flag.id), {
      person,
      given: {
        act: "close",
        fence,
        idempotencyKey: given.idempotencyKey,
        reason,
        outcome,
        ...(outOfScope === null ? {} : { outOfScope }),
        ...(duplicateOf === null ? {} : { duplicateOf }),
      },
      guidance: deps.guidance,
      detail: { as: lead.id },
    });
  });
}
