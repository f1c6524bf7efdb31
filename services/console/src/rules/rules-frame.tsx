import type { ReactNode } from "react";
import { ApiProblem } from "../api.ts";
import { RoomFrame } from "../shell/room-frame.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";

/** Title and the two parts of the workbench. */
export function RulesFrame({ children }: { children: ReactNode }) {
  const { say } = useWords();
  const parts = [
    { to: "/rules", name: say("rules.part_packs") },
    { to: "/rules/terms", name: say("rules.part_terms") },
  ];
  return (
    <RoomFrame title={say("nav.rules")} lead={say("rules.lead")} label={say("rules.parts")} parts={parts}>
      {children}
    </RoomFrame>
  );
}

/** Why an act on rules was refused, in words of the catalogue. */
export function RulesProblem({ problem }: { problem: unknown }) {
  const { say, sayData } = useWords();
  if (problem === null) return null;
  return (
    <Failed problem={problem} sentence={problem instanceof ApiProblem ? sayData(`rules.err.${problem.code}`, say("err.save")) : say("err.save")} />
  );
}
