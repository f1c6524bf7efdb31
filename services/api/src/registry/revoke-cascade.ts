import type { CorrectionCause, Purged, Tx } from "@netra/store";

/** What follows from a link that was wrong. */
export interface Cascade {
  readonly flags: number;
  readonly corrections: number;
  /** Null while captures are kept. */
  readonly purged: Purged | null;
}

/**
 * Revokes what is still linked, with everything that follows from it, in the caller's transaction. Corrections are listed first: a withdrawn flag leaves its case.
 * Throws forbidden `recused` where the actor has an interest in it.
 * The browser and the command line both come here, so that one act has one meaning.
 */
export async function revokeCascade(
  tx: Tx,
  accounts: readonly { readonly id: string; readonly region: string; readonly linked?: boolean }[],
  why: { readonly cause: CorrectionCause; readonly reason: string; readonly purge: boolean },
): Promise<Cascade> {
  const ids = accounts.map(({ id }) => id);
  await tx.recusals.refuseKept({ accountIds: ids });
  const corrections = await tx.registry.listForCorrection(ids, why);
  let flags = 0;
  for (const account of accounts) {
    if (account.linked === false) continue;
    const withdrawn = await tx.triage.revokeLink(account.id, why.reason);
    flags += withdrawn.length;
    const entry = { region: account.region, reason: why.reason };
    await tx.audit.append({ ...entry, act: "link.revoked", objectType: "account", objectId: account.id, detail: { flags: withdrawn.length } });
    for (const flag of withdrawn) await tx.audit.append({ ...entry, act: "flag.withdrawn", objectType: "flag", objectId: flag });
  }
  const purged = why.purge && ids.length > 0 ? await tx.registry.purgeCaptures(ids) : null;
  if (purged)
    for (const account of accounts)
      await tx.audit.append({ act: "captures.purged", objectType: "account", objectId: account.id, region: account.region, reason: why.reason });
  return { flags, corrections, purged };
}
