import { DomainError, PLATFORMS, type Platform } from "@netra/domain";
import { sha256Hex } from "@netra/evidence";
import { systemActor } from "@netra/store";
import type { Context } from "../context.ts";

/** `netra posts forget PLATFORM ID --reason TEXT`: what a platform's terms or a person's right may ask for. A flagged post is settled by people first. */
export async function forgetPost({ store }: Pick<Context, "store">, platform: string, externalId: string, reason: string): Promise<string> {
  if (!(PLATFORMS as readonly string[]).includes(platform))
    throw new DomainError("invalid", "platform-unknown", `No platform is called ${JSON.stringify(platform)}: one of ${PLATFORMS.join(", ")}.`);
  // An id may be an address that holds a handle: the trail gets its hash.
  const objectId = `${platform} ${await sha256Hex(new TextEncoder().encode(externalId))}`;
  const outcome = await store.as(systemActor("custody"), async (tx) => {
    const result = await tx.posts.forget(platform as Platform, externalId, reason);
    if (result === "forgotten") await tx.audit.append({ act: "post.forgotten", objectType: "tombstone", objectId, region: "ID", reason });
    return result;
  });
  if (outcome === "unknown") throw new DomainError("not-found", "post-not-found", "No such post is kept: check platform and id.");
  if (outcome === "in-use")
    throw new DomainError(
      "conflict",
      "post-in-use",
      "A flag or a person's capture stands on this post: evidence is not forgotten by a command. Ask a supervisor.",
    );
  return "Forgotten. A tombstone with its id and hash stays, so that it is not taken for new.";
}
