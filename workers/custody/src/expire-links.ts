import type { CustodyDeps } from "./keep-house.ts";

/** Ends inferred links with their contest, each with a trace. What people decided on them stays: an end is no mistake. */
export const createExpireLinks = ({ store, actor, log }: Pick<CustodyDeps, "store" | "actor" | "log">) =>
  async function expireLinks(): Promise<void> {
    const ended = await store.as(actor, async (tx) => {
      const accounts = await tx.registry.expireLinks();
      for (const { id, region } of accounts) await tx.audit.append({ act: "link.expired", objectType: "account", objectId: id, region });
      return accounts.length;
    });
    log.info("custody.links", { ended });
  };
