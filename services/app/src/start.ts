import { codeOf } from "@netra/domain";
import { systemActor } from "@netra/store";
import { addUser } from "./commands/users.ts";
import { buildConsoleWhenStale } from "./console-build.ts";
import type { Context } from "./context.ts";
import { requireFreePort } from "./free-port.ts";
import { makeSignInLink } from "./one-time-link.ts";
import type { ProcessRole } from "./process-roles.ts";
import { publishFirstPack } from "./publish.ts";
import { type Running, startRoles } from "./roles.ts";

/** Where a person sees what is going on: one line a step. */
export type Say = (line: string) => void;

const PACK = "inti";

/**
 * Starts an instance for real work: pack `inti` live, no contest, nothing fetched. While nobody has ever signed in, it prints a one-time link for
 * the first admin; there is no default password.
 */
export async function startInstance(context: Context, roles: readonly ProcessRole[], say: Say): Promise<Running> {
  if (roles.includes("api")) await requireFreePort(context.config.http);
  for (const warning of context.warnings) say(`Warning: ${warning}`);
  if (roles.includes("api") && (await buildConsoleWhenStale())) say("Console built.");
  await publishFirstPack(context, PACK);
  const running = await startRoles(context, roles, { demo: false });
  if (roles.includes("api")) {
    say(`Netra answers at ${context.config.http.publicUrl}`);
    const link = await firstAdminLink(context);
    if (link)
      say(
        `First admin, one-time sign-in link (24 hours):\n  ${link}\nKeep a copy of ${context.config.paths.keys} elsewhere: without the keys the NIPs cannot be read.`,
      );
  }
  return running;
}

/** A link for the first admin, until a person has set a password. */
async function firstAdminLink(context: Context): Promise<string | null> {
  const { store } = context;
  const users = await store.as(systemActor("operator"), (tx) => tx.users.list());
  if (users.length === 0) {
    const added = addUser(context, { username: "admin", name: "Admin", role: "admin", regions: ["ID"] });
    // Another process that starts at this moment was faster, and tells its link.
    return added.catch((error: unknown) => {
      if (codeOf(error) === "user-exists") return null;
      throw error;
    });
  }
  const admin = users.find((user) => user.username === "admin");
  if (users.length > 1 || !admin) return null;
  const known = await store.as(systemActor("operator"), (tx) => tx.users.findByName(admin.username));
  return known?.passwordHash === null ? makeSignInLink(context, admin.id) : null;
}
