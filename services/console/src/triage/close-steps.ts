import type { Decide, ReadingView } from "@netra/service-api/contract";
import { ApiProblem } from "../api.ts";
import { newId } from "../new-id.ts";
import { claimFlag, decideFlag, decideTogether, getFlag, releaseFlag, saveReading } from "./flag-api.ts";
import type { ListedRow } from "./queue-order.ts";
import type { Step } from "./run-many.ts";

type Close = Pick<Decide, "outcome" | "outOfScope" | "duplicateOf" | "reason">;
type OwnReading = Pick<ReadingView, "reading" | "targetId">;

/**
 * Closing rows, one step each. What this person has read is decided by itself; of others that say the same, the first is read as given and decided, and the rest
 * follow it. Those that were read come first, so that the others may follow them.
 */
export function closeSteps(rows: readonly ListedRow[], given: { readonly close: Close; readonly reading: OwnReading | null }): Step[] {
  let lead: string | null = null;
  return rows
    .toSorted((a, b) => Number(b.readByMe) - Number(a.readByMe))
    .map((row) => {
      const key = newId();
      let fence: number | null = null;
      const run = async () => {
        if (!row.readByMe && lead !== null) return made(row, (await decideTogether(row.id, lead, key)).decisionId);
        // An answer that was lost is asked for again with the claim that was had: the flag may be decided by now.
        fence ??= await claimFirst(row);
        if (!row.readByMe && given.reading !== null) await saveReading(row.id, { fence, ...given.reading }).catch(unlessDecided);
        const { decisionId } = await decideFlag(row.id, { ...given.close, act: "close", fence, idempotencyKey: key });
        lead ??= decisionId;
        return made(row, decisionId);
      };
      return { flagId: row.id, number: row.number, run };
    });
}

const made = (row: ListedRow, decisionId: string) => ({ flagId: row.id, decisionId, giveBack: !row.mine });

/** The decision that follows says what there is to say. */
function unlessDecided(failure: unknown): void {
  if (!(failure instanceof ApiProblem) || failure.code !== "lease-lost") throw failure;
}

/** Claims a flag that waits for a first reading; one that came to wait for a second meanwhile is given back. */
async function claimFirst(row: ListedRow): Promise<number> {
  const { fence } = await claimFlag(row.id);
  const { readerNo, myReading } = await getFlag(row.id);
  if (readerNo === 1 && (myReading !== null || !row.readByMe)) return fence;
  await releaseFlag(row.id, fence);
  throw new ApiProblem({ status: 409, code: "not-first-reading" });
}
