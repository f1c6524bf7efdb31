import { forbidden } from "@netra/domain";
import type { Tx } from "@netra/store";
import { requireSight, type SignedIn } from "../guard.ts";
import { sightOn } from "../triage/flag-view.ts";
import { readSeen } from "../triage/read.ts";

/**
 * Whether a person already sees all that a passport of this flag or case would show: it holds the machine's reading and every decision, so nobody gets one past their own reading, or
 * while a second reader must not know the first. The one rule for the console and the command line. Throws forbidden `reading-first`, or not-found outside the person's regions.
 */
export async function requireAllSeen(
  tx: Tx,
  person: Pick<SignedIn, "id" | "role" | "regions">,
  of: { readonly kind: "flag" | "case"; readonly region: string; readonly flagIds: readonly string[] },
): Promise<void> {
  requireSight(person, of.region, of.kind);
  for (const flagId of of.flagIds) {
    const sight = sightOn(await readSeen(tx, { person, flagId }), person);
    if (!sight.machine || sight.decisions !== "all" || sight.masked)
      throw forbidden(
        "reading-first",
        "A passport shows the machine's reading and all decisions: save your own reading first, or wait until the flag is decided.",
      );
  }
}
