import { createCheckFixity, type FixityDeps } from "./check-fixity.ts";
import { createExpireExports } from "./expire-exports.ts";
import { createExpireLinks } from "./expire-links.ts";
import { type CustodyDeps, createKeepHouse } from "./keep-house.ts";
import { createReadPictures, type PicturesDeps } from "./read-pictures.ts";
import { createRecheckPosts, type RecheckDeps } from "./recheck-posts.ts";
import { createSignFlags } from "./sign-flags.ts";

/** The custody worker's handler, by task. Each task may run twice, late, or in two processes at once. */
export function createCustody(deps: CustodyDeps & FixityDeps & PicturesDeps & RecheckDeps) {
  const expireExports = createExpireExports(deps);
  const expireLinks = createExpireLinks(deps);
  const keepHouse = createKeepHouse(deps);
  const checkFixity = createCheckFixity(deps);
  const readPictures = createReadPictures(deps);
  const recheckPosts = createRecheckPosts(deps);
  const signFlags = createSignFlags(deps);
  return async function custody(
    { task }: { readonly task: "partitions" | "retention" | "fixity" | "rechecks" | "pictures" | "registry" | "likeness" | "exports" },
    context: { readonly signal: AbortSignal },
  ): Promise<void> {
    if (task === "fixity") return checkFixity(context);
    if (task === "rechecks") return recheckPosts(context);
    if (task === "registry") return expireLinks();
    if (task === "exports") return expireExports(context.signal);
    if (task === "likeness") return signFlags(context.signal);
    if (task === "pictures") return readPictures(context.signal);
    return keepHouse({ task }, context);
  };
}
