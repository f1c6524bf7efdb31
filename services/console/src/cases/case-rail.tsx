import type { CaseDetail, CaseState } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";

/** Stages that lie ahead of every case until something ends it; what a plenary may decide on the way is named only once it has. */
const STAGES = ["initial_information", "inquiry", "plenary", "registration", "clarification", "assessment", "follow_up", "done"] as const;

/** After which stage a decision of the plenary stands. */
const AFTER: Readonly<Record<Exclude<CaseState, (typeof STAGES)[number]>, number>> = {
  finding: 2,
  referred: 5,
  prevention: 6,
  not_a_violation: 6,
  discontinued: 7,
};

/** Where a case stands: what it went through with its dates, then the stages ahead. */
export function CaseRail({ of }: { of: CaseDetail }) {
  const { say, format } = useWords();
  const reached = of.trail.at(-1)?.state ?? of.state;
  const index = (STAGES as readonly CaseState[]).indexOf(reached);
  const ahead = STAGES.slice((index >= 0 ? index : AFTER[reached as keyof typeof AFTER]) + 1);
  return (
    <ol className={style.rail} aria-label={say("case.rail")}>
      {of.trail.map(({ state, on }, at) => (
        <li key={`${state} ${on}`} data-reached="true" aria-current={at === of.trail.length - 1 ? "step" : undefined}>
          <b>{say(`case_state.${state}`)}</b>
          <span>{format.day(`${on}T05:00:00Z`)}</span>
        </li>
      ))}
      {ahead.map((state) => (
        <li key={state}>{say(`case_state.${state}`)}</li>
      ))}
    </ol>
  );
}
