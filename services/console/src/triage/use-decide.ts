import type { AlikeList } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiProblem } from "../api.ts";
import { newId } from "../new-id.ts";
import { useWords } from "../words/words.tsx";
import { type DecisionForm, toDecide } from "./decision-form.ts";
import { useDecisionWords } from "./decision-words.ts";
import { decideFlag, decideTogether, saveReading } from "./flag-api.ts";
import { undoUntil } from "./take-back.ts";
import { useOfferUndo, useRunMany } from "./undo.tsx";
import { type FlagWork, flagKey, setFlag } from "./use-flag.ts";
import { patchRow } from "./use-flag-list.ts";
import { GUIDANCE } from "./use-guidance.ts";

/**
 * Saves a decision (with the reading before it on the quick way), lets the flags that follow it be closed after it, offers to undo the whole, and takes the flag out of the
 * lists. A retry of the same form carries the same key, so a lost answer never decides twice. Answers whether the decision was saved.
 */
export function useDecide(work: FlagWork) {
  const { say } = useWords();
  const words = useDecisionWords();
  const offerUndo = useOfferUndo();
  const runMany = useRunMany();
  const client = useQueryClient();
  const attempt = useRef<{ form: DecisionForm; key: string } | null>(null);

  return (form: DecisionForm, { withReading, together }: { readonly withReading: boolean; readonly together: readonly string[] }): Promise<boolean> =>
    work.run(async () => {
      const { flag, fence } = work;
      if (flag === undefined || fence === null) return;
      if (withReading) setFlag(client, await saveReading(flag.id, { fence, reading: "neither", targetId: null }));
      if (attempt.current?.form !== form) attempt.current = { form, key: newId() };
      const untilMs = undoUntil();
      const { decisionId } = await decideFlag(flag.id, toDecide(form, fence, attempt.current.key)).catch((failure: unknown) => {
        // The questions were changed meanwhile: the form shows them as they are now, and asks again.
        if (failure instanceof ApiProblem && failure.code === "guidance-changed") void client.invalidateQueries({ queryKey: GUIDANCE });
        throw failure;
      });
      const what =
        form.route === null ? "" : words({ act: form.route, outcome: form.outcome, outOfScope: form.route === "close" ? form.outOfScope : null });
      const made = { flagId: flag.id, decisionId, giveBack: false };
      if (together.length === 0)
        offerUndo({ made: [made], openFlag: flag.id, what: say("undo.what", { nomor: flag.number, putusan: what }), untilMs });
      else {
        const others = client.getQueryData<AlikeList>(["alike", flag.id, flag.state])?.flags ?? [];
        const steps = together.map((id) => {
          const key = newId();
          const number = others.find((other) => other.flag?.id === id)?.flag?.number ?? "";
          return {
            flagId: id,
            number,
            run: async () => ({ flagId: id, giveBack: true, decisionId: (await decideTogether(id, decisionId, key)).decisionId }),
          };
        });
        void runMany({ before: [made], openFlag: flag.id, steps, said: (n) => say("many.done", { n, putusan: what }), untilMs });
      }
      patchRow(client, flag.id, null);
      client.removeQueries({ queryKey: flagKey(flag.id) });
    });
}
