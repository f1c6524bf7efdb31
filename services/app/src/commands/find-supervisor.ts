import { can, DomainError, forbidden, type Permission } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import type { Context } from "../context.ts";

/** The active user behind `--by USERNAME`, with that person's rights and regions. Throws not-found, and forbidden `role-may-not` when the role lacks the permission. */
export async function findSupervisor(
  store: Context["store"],
  ask: { readonly username: string; readonly permission: Permission; readonly deed: string },
): Promise<Actor & { readonly id: string }> {
  const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(ask.username));
  if (!user?.active)
    throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(ask.username)}: see \`netra users list\`.`);
  if (!can(user.role, ask.permission)) throw forbidden("role-may-not", `The role ${user.role} may not ${ask.deed}: name a supervisor.`);
  return { process: "api", kind: "person", id: user.id, role: user.role, regions: user.regions };
}
