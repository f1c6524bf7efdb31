import { newToken, tokenHash } from "@netra/service-api";
import { systemActor } from "@netra/store";
import type { Context } from "./context.ts";

/** Minutes a sign-in link is good for. */
const LINK_MINUTES = 24 * 60;

/**
 * Makes a link that signs one person in once. The token stands behind `#`, so that no server or proxy on the way logs it; the database keeps
 * its hash alone.
 */
export async function makeSignInLink({ store, config }: Pick<Context, "store" | "config">, userId: string): Promise<string> {
  const token = newToken();
  await store.as(systemActor("operator"), async (tx) => {
    await tx.sessions.addLink(tokenHash(token), userId, LINK_MINUTES);
    await tx.audit.append({ act: "user.link-made", objectType: "user", objectId: userId, region: "ID" });
  });
  return `${config.http.publicUrl}/sign-in#${token}`;
}
