import { conflict, DomainError, invalid, isRegion, ROLES, type Role } from "@netra/domain";
import { systemActor } from "@netra/store";
import type { Context } from "../context.ts";
import { makeSignInLink } from "../one-time-link.ts";

export interface NewUser {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly regions: readonly string[];
}

/** Adds somebody who may sign in and returns a one-time link: there is no password until the person chooses one. */
export async function addUser(context: Pick<Context, "store" | "config">, user: NewUser): Promise<string> {
  const id = await context.store.as(systemActor("operator"), async (tx) => {
    const id = await tx.users.add(user);
    await tx.audit.append({ act: "user.added", objectType: "user", objectId: id, region: "ID", detail: { role: user.role, regions: user.regions } });
    return id;
  });
  return makeSignInLink(context, id);
}

/** Reads the options of `netra users add` or says what is wrong with them. */
export function parseNewUser(input: { username: string; name: string; role: string; region: readonly string[] }): NewUser {
  const wrong = [
    /^[a-z0-9][a-z0-9._-]{1,63}$/.test(input.username) ? [] : ["username: 2–64 lower-case letters, digits, dots, dashes"],
    input.name.trim() === "" ? ["--name: the person's name, as colleagues know it"] : [],
    (ROLES as readonly string[]).includes(input.role) ? [] : [`--role: one of ${ROLES.join(", ")}`],
    input.region.length > 0 && input.region.every(isRegion)
      ? []
      : ["--region: a Kemendagri code such as 19.71, 19 for the province, ID for the whole country; may be repeated"],
  ].flat();
  if (wrong.length > 0) throw invalid("user-invalid", `The user was not added:\n  ${wrong.join("\n  ")}`);
  return { username: input.username, name: input.name.trim(), role: input.role as Role, regions: input.region };
}

/** A new link for somebody who lost the way in: the old password stays until a new one is set. */
export async function linkFor(context: Pick<Context, "store" | "config">, username: string): Promise<string> {
  const user = await context.store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
  if (!user?.active)
    throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(username)}: see \`netra users list\`.`);
  return makeSignInLink(context, user.id);
}

/**
 * `netra users off|on USERNAME`. Off ends every session and spends every sign-in link at once; what the person did stays under their name. The last
 * active admin stays on, or nobody could be let in by the office's own means.
 */
export async function switchUser({ store }: Pick<Context, "store">, username: string, active: boolean): Promise<string> {
  return store.as(systemActor("operator"), async (tx) => {
    const user = await tx.users.findByName(username);
    if (!user) throw new DomainError("not-found", "user-not-found", `No user named ${JSON.stringify(username)}: see \`netra users list\`.`);
    if (user.active === active) return `${user.username} is ${active ? "active" : "off"} already.`;
    const others = (await tx.users.list()).filter((other) => other.id !== user.id && other.role === "admin" && other.active);
    if (!active && user.role === "admin" && others.length === 0)
      throw conflict("last-admin", `${user.username} is the last active admin: add another with \`netra users add\` first.`);
    await tx.users.setActive(user.id, active);
    if (!active) await tx.sessions.spendLinks(user.id);
    await tx.audit.append({ act: active ? "user.switched-on" : "user.switched-off", objectType: "user", objectId: user.id, region: "ID" });
    return active
      ? `${user.username} may sign in again, with the old password or a new link (\`netra users link ${user.username}\`).`
      : `${user.username} is off: sessions and sign-in links have ended.`;
  });
}

/** `netra users code-off USERNAME`. Whoever held the telephone is out too: every session ends. */
export async function removeCode({ store }: Pick<Context, "store">, username: string): Promise<string> {
  return store.as(systemActor("operator"), async (tx) => {
    const user = await tx.users.findByName(username);
    if (!user) throw new DomainError("not-found", "user-not-found", `No user named ${JSON.stringify(username)}: see \`netra users list\`.`);
    if (!(await tx.secondFactors.remove(user.id))) return `${user.username} has no two-step verification.`;
    await tx.sessions.endAll(user.id);
    await tx.audit.append({ act: "second-factor.removed", objectType: "user", objectId: user.id, region: "ID" });
    return `${user.username} signs in by the password alone again, and sets up two-step verification anew under Settings; sessions have ended.`;
  });
}
