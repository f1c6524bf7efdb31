import { conflict, notFound } from "@netra/domain";
import type { Tx } from "@netra/store";
import type { RevocationCascade, RevokeAccount } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn, sees } from "../guard.ts";
import { type Cascade, revokeCascade } from "./revoke-cascade.ts";

interface On {
  readonly person: SignedIn;
  readonly id: string;
}

/** Thrown to end a transaction whose work is only looked at; carries what it came to. */
class Looked extends Error {
  readonly cascade: Cascade;
  constructor(cascade: Cascade) {
    super("the work is taken back");
    this.cascade = cascade;
  }
}

/** What revoking this link would do: the whole work, done and taken back, so that what is promised is what happens. Leaves no trace. */
export async function previewRevocation({ store }: ApiDeps, on: On & { readonly notACivilServant: boolean }): Promise<RevocationCascade> {
  try {
    return await store.as(actorOf(on.person), async (tx) => {
      throw new Looked(await revokeOne(tx, { ...on, reason: "" }));
    });
  } catch (error) {
    if (error instanceof Looked) return error.cascade;
    throw error;
  }
}

/** Revokes a link with all that follows, as long as that is what the person was shown. */
export function revokeAccount({ store }: ApiDeps, on: On & { readonly given: RevokeAccount }): Promise<RevocationCascade> {
  const { person, id, given } = on;
  return store.as(actorOf(person), async (tx) => {
    const cascade = await revokeOne(tx, { person, id, ...given });
    if (!sameCascade(cascade, given.seen))
      throw conflict("cascade-changed", "Something changed since you looked: look at what follows again, then revoke.");
    return cascade;
  });
}

async function revokeOne(tx: Tx, on: On & { readonly notACivilServant: boolean; readonly reason: string }): Promise<Cascade> {
  const account = await tx.registry.findAccountPage(on.id);
  if (!account || !sees(on.person, account.region)) throw notFound("account");
  if (account.revoked) throw conflict("link-revoked", "This link was revoked before: nothing is left to do.");
  return revokeCascade(tx, [account], { cause: "link_revoked", reason: on.reason, purge: on.notACivilServant });
}

const sameCascade = (left: RevocationCascade, right: RevocationCascade): boolean =>
  left.flags === right.flags &&
  left.corrections === right.corrections &&
  left.purged?.captures === right.purged?.captures &&
  left.purged?.versions === right.purged?.versions &&
  left.purged?.files === right.purged?.files;
