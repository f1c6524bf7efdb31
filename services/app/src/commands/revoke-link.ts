import { can, DomainError, forbidden, PLATFORMS, type Platform } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import type { Context } from "../context.ts";

/**
 * `netra accounts revoke PLATFORM HANDLE --by USERNAME --reason TEXT`: an account turns out not to be this civil servant's. Every flag on its posts is
 * withdrawn from whatever state, in one transaction, in the name of the supervisor who says so, with that person's rights and regions.
 */
export async function revokeLink(
  { store }: Pick<Context, "store">,
  on: { platform: string; handle: string; by: string; reason: string },
): Promise<string> {
  const platform = PLATFORMS.find((known) => known === on.platform);
  if (!platform)
    throw new DomainError("invalid", "platform-unknown", `No platform is called ${JSON.stringify(on.platform)}: one of ${PLATFORMS.join(", ")}.`);
  const supervisor = await findSupervisor(store, on.by);
  const withdrawn = await store.as(supervisor, async (tx) => {
    const account = await tx.accounts.findByHandle(platform satisfies Platform, on.handle);
    if (!account)
      throw new DomainError(
        "not-found",
        "account-not-found",
        "No such account is registered in this supervisor's regions: check platform and handle.",
      );
    const flags = await tx.triage.revokeLink(account.id, on.reason);
    const entry = { region: account.region, reason: on.reason };
    await tx.audit.append({ ...entry, act: "link.revoked", objectType: "account", objectId: account.id, detail: { flags: flags.length } });
    for (const flag of flags) await tx.audit.append({ ...entry, act: "flag.withdrawn", objectType: "flag", objectId: flag });
    return flags.length;
  });
  return `The link is revoked; nothing more is fetched for this account. Flags withdrawn: ${withdrawn}.`;
}

async function findSupervisor(store: Context["store"], username: string): Promise<Actor> {
  const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
  if (!user?.active)
    throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(username)}: see \`netra users list\`.`);
  if (!can(user.role, "link.revoke")) throw forbidden("role-may-not", `The role ${user.role} may not revoke a link: name a supervisor.`);
  return { process: "api", kind: "person", id: user.id, role: user.role, regions: user.regions };
}
