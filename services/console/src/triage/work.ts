import type { ReadingView } from "@netra/service-api/contract";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type DecisionForm, EMPTY_FORM } from "./decision-form.ts";

/** What somebody has chosen and typed on one flag and not yet saved. */
export interface Work {
  readonly reading: ReadingView["reading"] | null;
  /** `undefined` until chosen; `null` is "party, empty box or not clear". */
  readonly target: string | null | undefined;
  /** The quick way: takes no side, closed with one reason, signals never opened. */
  readonly fast: boolean;
  readonly form: DecisionForm;
  /** Flags that say the same and are to be closed with this one. */
  readonly together: readonly string[];
  /** Those whose text was in sight to its end. */
  readonly seenAlike: readonly string[];
}

const EMPTY: Work = { reading: null, target: undefined, fast: false, form: EMPTY_FORM, together: [], seenAlike: [] };

export interface OwnWork {
  readonly work: Work;
  readonly change: (entry: Partial<Work> | ((old: Work) => Partial<Work>)) => void;
  readonly changeForm: (entry: Partial<DecisionForm>) => void;
}

/** What was kept of a flag's work, by whoever asks beside its page. */
export const findWork = (client: QueryClient, flagId: string): Work => client.getQueryData<Work>(["work", flagId]) ?? EMPTY;

/**
 * Keeps unsaved work by flag while people move about, lose a claim or undo. It lives in the query cache, so that signing out forgets it
 * with everything else; it is never written to the device.
 */
export function useWork(flagId: string): OwnWork {
  const client = useQueryClient();
  const key = ["work", flagId] as const;
  const [work, setWork] = useState<Work>(() => findWork(client, flagId));

  const change: OwnWork["change"] = (entry) =>
    setWork((old) => {
      const next = { ...old, ...(typeof entry === "function" ? entry(old) : entry) };
      client.setQueryData(key, next);
      return next;
    });
  const changeForm = (entry: Partial<DecisionForm>) =>
    setWork((old) => {
      const next = { ...old, form: { ...old.form, ...entry } };
      client.setQueryData(key, next);
      return next;
    });
  return { work, change, changeForm };
}
