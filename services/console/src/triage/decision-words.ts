import type { DecisionView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";

/** "Ditutup: Bukan keberpihakan", "Minta keterangan", "Usulkan eskalasi": an act and its outcome in words. */
export function useDecisionWords(): (decision: Pick<DecisionView, "act" | "outcome" | "outOfScope">) => string {
  const { say } = useWords();
  return ({ act, outcome, outOfScope }) => {
    if (act === "withdraw" || act === "reopen") return say(`history.${act}`);
    if (act !== "close") return say(`act.${act}`);
    const how = outcome === null ? "" : `: ${say(`outcome.${outcome}`)}`;
    return `${say("state.closed")}${how}${outOfScope === null ? "" : ` (${say(`scope.${outOfScope}`).toLowerCase()})`}`;
  };
}
