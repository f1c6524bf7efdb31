import type { FlagDetail, SaveReading } from "@netra/service-api/contract";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { ApiProblem } from "../api.ts";
import { setAnswer } from "../set-answer.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { useWords } from "../words/words.tsx";
import { claimFlag, getFlag, recuseFlag, recusePerson, releaseFlag, renewFlag, reopenFlag, saveReading } from "./flag-api.ts";
import { patchRow } from "./use-flag-list.ts";

export const flagKey = (flagId: string) => ["flag", flagId] as const;
/** What an act answered is newer than any answer still on its way: that one is not waited for, and never written over this. */
export function setFlag(client: QueryClient, flag: FlagDetail): void {
  setAnswer(client, flagKey(flag.id), flag);
}

/** Claim lost to somebody else, or lapsed with nobody holding it. Entries are kept in either case. */
export type Lost = { readonly holder: string; readonly at: string } | "lapsed" | null;

/** One flag with everything that may be done to it before a decision. Acts that fail leave `problem`; a lost claim leaves `lost`. */
export function useFlag(flagId: string) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const { say, format } = useWords();
  const query = useQuery({ queryKey: flagKey(flagId), queryFn: () => getFlag(flagId), staleTime: 10_000 });
  const [problem, setProblem] = useState<unknown>(null);
  const [lost, setLost] = useState<Lost>(null);
  const [busy, setBusy] = useState(false);
  const flag = query.data;
  const fence = flag?.lease?.mine ? flag.lease.fence : null;

  const noteLost = useCallback(
    (problem: ApiProblem) => {
      const { holder, at } = problem.context;
      const next: Lost = typeof holder === "string" && typeof at === "string" ? { holder, at } : "lapsed";
      setLost(next);
      announce(
        next === "lapsed" ? say("err.lease_lapsed") : say("err.lease", { nama: next.holder, jam: format.clockWithZone(next.at) }),
        "assertive",
      );
      void client.invalidateQueries({ queryKey: flagKey(flagId) });
    },
    [client, flagId, announce, say, format],
  );

  /** Runs an act; answers whether it was done. */
  const run = useCallback(
    async (work: () => Promise<void>): Promise<boolean> => {
      setBusy(true);
      setProblem(null);
      try {
        await work();
        return true;
      } catch (failure) {
        if (failure instanceof ApiProblem && (failure.code === "lease-lost" || failure.code === "already-claimed")) noteLost(failure);
        else if (failure instanceof ApiProblem && failure.code === "recused") void client.invalidateQueries({ queryKey: flagKey(flagId) });
        else setProblem(failure);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [noteLost, client, flagId],
  );

  const claim = useCallback(
    () =>
      run(async () => {
        await claimFlag(flagId);
        patchRow(client, flagId, { mine: true, state: "claimed" });
        // An answer that was asked for before the claim knows nothing of it.
        await client.cancelQueries({ queryKey: flagKey(flagId) });
        await client.fetchQuery({ queryKey: flagKey(flagId), queryFn: () => getFlag(flagId) });
        setLost(null);
      }),
    [run, client, flagId],
  );

  const release = (): Promise<boolean> =>
    run(async () => {
      if (fence === null) return;
      await releaseFlag(flagId, fence);
      patchRow(client, flagId, { mine: false, holder: null, state: "open" });
      await client.invalidateQueries({ queryKey: flagKey(flagId) });
    });

  const renew = useCallback(async (): Promise<void> => {
    if (fence === null) return;
    try {
      const lease = await renewFlag(flagId, fence);
      client.setQueryData<FlagDetail>(
        flagKey(flagId),
        (old) =>
          old && {
            ...old,
            lease: old.lease && {
              ...old.lease,
              until: lease.until,
              fence: lease.fence,
              handed: old.lease.handed && { ...old.lease.handed, takenUp: true },
            },
          },
      );
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.code === "lease-lost") noteLost(failure);
      // A lost line is the frame's to tell; the claim is tried again on the next act.
    }
  }, [fence, flagId, client, noteLost]);

  const read = (entry: Omit<SaveReading, "fence">): Promise<boolean> =>
    run(async () => {
      if (fence === null) throw new Error("A reading needs a claim.");
      setFlag(client, await saveReading(flagId, { ...entry, fence }));
    });

  const reopen = (reason: string): Promise<boolean> =>
    run(async () => {
      setFlag(client, await reopenFlag(flagId, reason));
      patchRow(client, flagId, null);
    });

  const recuse = (lasting: boolean): Promise<boolean> =>
    run(async () => {
      await (lasting ? recusePerson(flagId) : recuseFlag(flagId));
      patchRow(client, flagId, null);
      if (lasting) await client.invalidateQueries({ queryKey: ["flags"] });
    });

  useEffect(() => {
    if (flag?.lease?.mine) setLost(null);
  }, [flag?.lease?.mine]);

  return { flag, fence, query, problem, lost, busy, run, claim, release, renew, read, reopen, recuse, noteLapsed: () => setLost("lapsed") };
}

export type FlagWork = ReturnType<typeof useFlag>;
