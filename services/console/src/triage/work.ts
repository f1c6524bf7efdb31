import type { ReadingView } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
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
}

const EMPTY: Work = { reading: null, target: undefined, fast: false, form: EMPTY_FORM };

/**
 * Keeps unsaved work by flag while people move about, lose a claim or undo. It lives in the query cache, so that signing out forgets it
 * with everything else; it is never written to the device.
 */
export function useWork(flagId: string): { work: Work; change: (entry: Partial<Work>) => void; changeForm: (entry: Partial<DecisionForm>) => void } {
  const client = useQueryClient();
  const key = ["work", flagId] as const;
  const [work, setWork] = useState<Work>(() => client.getQueryData<Work>(key) ?? EMPTY);

  const change = (entry: Partial<Work>) =>
    setWork((old) => {
      const next = { ...old, ...entry };
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
