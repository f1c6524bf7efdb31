import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { newId } from "../new-id.ts";
import { useWords } from "../words/words.tsx";
import { type DecisionForm, toDecide } from "./decision-form.ts";
import { useDecisionWords } from "./decision-words.ts";
import { decideFlag, saveReading } from "./flag-api.ts";
import { useOfferUndo } from "./undo.tsx";
import { type FlagWork, flagKey, setFlag } from "./use-flag.ts";
import { patchRow } from "./use-flag-list.ts";

const UNDO_MS = 60_000;

/**
 * Saves a decision (with the reading before it on the quick way), offers to undo it, and takes the flag out of the lists.
 * A retry of the same form carries the same key, so a lost answer never decides twice. Answers whether it was saved.
 */
export function useDecide(work: FlagWork) {
  const { say } = useWords();
  const words = useDecisionWords();
  const offerUndo = useOfferUndo();
  const client = useQueryClient();
  const attempt = useRef<{ form: DecisionForm; key: string } | null>(null);

  return (form: DecisionForm, withReading: boolean): Promise<boolean> =>
    work.run(async () => {
      const { flag, fence } = work;
      if (flag === undefined || fence === null) return;
      if (withReading) setFlag(client, await saveReading(flag.id, { fence, reading: "neither", targetId: null }));
      if (attempt.current?.form !== form) attempt.current = { form, key: newId() };
      const decided = await decideFlag(flag.id, toDecide(form, fence, attempt.current.key));
      const what =
        form.route === null ? "" : words({ act: form.route, outcome: form.outcome, outOfScope: form.route === "close" ? form.outOfScope : null });
      offerUndo({
        flagId: flag.id,
        decisionId: decided.decisionId,
        what: say("undo.what", { nomor: flag.number, putusan: what }),
        untilMs: Date.now() + UNDO_MS,
      });
      patchRow(client, flag.id, null);
      client.removeQueries({ queryKey: flagKey(flag.id) });
    });
}
