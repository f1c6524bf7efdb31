import type { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../api.ts";
import { getFlag, passOnFlag, releaseFlag } from "./flag-api.ts";
import type { Step } from "./run-many.ts";
import { flagKey } from "./use-flag.ts";
import { patchRow } from "./use-flag-list.ts";

type Named = { readonly id: string; readonly number: string };

/** Passing claims on, one step each; a claim that is no longer one's own stays where it is. An answer that was lost is asked for under the same fence, so that nothing moves twice. */
export const passOnSteps = (
  client: QueryClient,
  flags: readonly Named[],
  { to, note }: { readonly to: { readonly id: string }; readonly note: string },
): Step[] =>
  flags.map(({ id, number }) => {
    let fence: number | null = null;
    const run = async () => {
      fence ??= await fenceOf(id);
      const passed = await passOnFlag(id, { fence, to: to.id, ...(note === "" ? {} : { note }) });
      patchRow(client, id, { mine: false, holder: passed.holder, state: "claimed" });
      void client.invalidateQueries({ queryKey: flagKey(id) });
      return { flagId: id, passedOnFence: passed.fence };
    };
    return { flagId: id, number, run };
  });

/** Giving claims back to their lanes, one step each. What is no longer one's own is left alone. */
export const releaseSteps = (client: QueryClient, flags: readonly Named[]): Step[] =>
  flags.map(({ id, number }) => ({
    flagId: id,
    number,
    run: async () => {
      const { lease } = await getFlag(id);
      if (lease?.mine && lease.fence !== null) await releaseFlag(id, lease.fence);
      patchRow(client, id, { mine: false, holder: null, state: "open" });
      void client.invalidateQueries({ queryKey: flagKey(id) });
      return null;
    },
  }));

async function fenceOf(flagId: string): Promise<number> {
  const { lease } = await getFlag(flagId);
  if (!lease?.mine || lease.fence === null) throw new ApiProblem({ status: 409, code: "lease-lost" });
  return lease.fence;
}
