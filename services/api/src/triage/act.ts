import { type ClaimedFrom, conflict, notFound } from "@netra/domain";
import type { LockedFlag, Store, Tx } from "@netra/store";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { firstName } from "./flag-view.ts";

/** Runs one act on one flag: a transaction as this person, post and flag locked, region checked by the service too. */
export function onFlag<T>(
  { store }: { readonly store: Store },
  on: { readonly person: SignedIn; readonly flagId: string },
  act: (tx: Tx, flag: LockedFlag) => Promise<T>,
): Promise<T> {
  return store.as(actorOf(on.person), async (tx) => {
    const flag = await tx.triage.lock(on.flagId);
    requireSight(on.person, flag.region, "flag");
    return act(tx, flag);
  });
}

/** A flag that this person holds under this fence, and the lane it was claimed from; else `lease-lost`, which says who holds it now and since when. */
export function requireLease(flag: LockedFlag, person: Pick<SignedIn, "id">, fence: number): ClaimedFrom {
  const { lease } = flag;
  if (flag.claimedFrom !== null && lease?.userId === person.id && lease.fence === fence) return flag.claimedFrom;
  const taken = lease && lease.userId !== person.id ? { holder: firstName(lease.holder), at: lease.since.toISOString() } : { holder: null, at: null };
  throw conflict("lease-lost", "This flag is no longer yours. Your reading is kept; no decision was recorded.", taken);
}

/** Writes the trace of an act on a flag, in the act's transaction. */
export function auditFlag(
  tx: Tx,
  flag: Pick<LockedFlag, "id" | "region">,
  entry: { act: string; reason?: string; detail?: Record<string, unknown> },
): Promise<void> {
  return tx.audit.append({ ...entry, objectType: "flag", objectId: flag.id, region: flag.region });
}

/** Another flag that a decision points at, within the person's sight. */
export async function requireFlag(tx: Tx, person: SignedIn, flagId: string): Promise<void> {
  const region = await tx.triage.findRegion(flagId);
  if (region === undefined) throw notFound("flag");
  requireSight(person, region, "flag");
}
