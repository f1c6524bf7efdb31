import { conflict, forbidden } from "@netra/domain";
import type { LockedFlag, Tx } from "@netra/store";
import type { Lease } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { auditFlag, onFlag, requireLease } from "./act.ts";
import { canClaim, firstName } from "./flag-view.ts";
import { readerNoOf } from "./sight.ts";

interface On {
  readonly person: SignedIn;
  readonly flagId: string;
}

/** Takes a flag for reading. One of many at once wins; asking again for one's own claim prolongs it. */
export function claimFlag(deps: ApiDeps, on: On): Promise<Lease> {
  return onFlag(deps, on, async (tx, flag) => viewLease(await claimLocked(tx, flag, { person: on.person, minutes: deps.config.leaseMinutes })));
}

/** Claims a locked flag, or prolongs the own claim. Throws when this person may not have it now. */
export async function claimLocked(
  tx: Tx,
  flag: LockedFlag,
  { person, minutes }: { readonly person: SignedIn; readonly minutes: number },
): Promise<{ fence: number; until: Date }> {
  if (flag.lease?.userId === person.id) return tx.triage.renew(flag, minutes);
  const may = canClaim(flag, person);
  if (!may.ok) throw refusal(may.code ?? "not-claimable", flag.lease);
  const lease = await tx.triage.claim(flag, minutes);
  await auditFlag(tx, flag, { act: "flag.claimed", detail: { fence: lease.fence, readerNo: readerNoOf(flag.state, flag.claimedFrom) } });
  return lease;
}

export function renewClaim(deps: ApiDeps, on: On & { readonly fence: number }): Promise<Lease> {
  return onFlag(deps, on, async (tx, flag) => {
    requireLease(flag, on.person, on.fence);
    return viewLease(await tx.triage.renew(flag, deps.config.leaseMinutes));
  });
}

/** Gives a flag back to the lane it came from; readings stay. */
export function releaseFlag(deps: ApiDeps, on: On & { readonly fence: number }): Promise<void> {
  return onFlag(deps, on, async (tx, flag) => {
    requireLease(flag, on.person, on.fence);
    await tx.triage.release(flag);
    await auditFlag(tx, flag, { act: "flag.released" });
  });
}

/** This person knows the people or the event: passed on, not offered again, never asked why. */
export function recuse({ store }: ApiDeps, { person, flagId }: On): Promise<void> {
  return store.as(actorOf(person), async (tx) => {
    await tx.recusals.hold(person.id);
    const flag = await tx.triage.lock(flagId, { evenRecused: true });
    requireSight(person, flag.region, "flag");
    if (await tx.triage.isRecused(flag.id)) return;
    await tx.triage.recuse(flag);
    if (flag.lease?.userId === person.id) await tx.triage.release(flag);
    await auditFlag(tx, flag, { act: "flag.recused" });
  });
}

const viewLease = ({ fence, until }: { fence: number; until: Date }): Lease => ({ fence, until: until.toISOString() });

const REFUSED: Readonly<Record<string, string>> = {
  "own-capture": "You sent this: another person reads it.",
  "wrote-media": "You wrote down the words in its files: another person reads it first.",
  "second-must-differ": "You read this flag first; another person reads it second.",
  "supervisor-settles": "Readers differ: a supervisor settles it.",
  "third-must-differ": "You read this flag before; another supervisor settles it.",
};

function refusal(code: string, lease: { readonly holder: string; readonly since: Date } | null): Error {
  if (lease)
    return conflict("already-claimed", "Another person reads this flag now.", { holder: firstName(lease.holder), at: lease.since.toISOString() });
  const message = REFUSED[code] ?? "This flag cannot be claimed as it stands.";
  return code === "role-may-not-claim" ? forbidden(code, "Your role reads without deciding.") : conflict(code, message);
}
