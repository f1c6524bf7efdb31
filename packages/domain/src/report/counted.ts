import type { CountedFacts } from "./facts.ts";
import { judgedAbout, judgedByRule, withOutcome } from "./other-tables.ts";
import { eachEvent, firstDecidedIn } from "./week-tables.ts";

/**
 * Figures of a document that count flags: of the week, as they stood at its closing, or since the determination of a contest. They stand in addresses: never rename.
 *
 * `first_decided` is what the median time to the first act was measured on; `candidate_decided` and `rule_decided` are flags that were decided on their content: escalated, or closed as
 * not partisan.
 */
export const COUNTED = [
  "opened",
  "decided",
  "first_decided",
  "waiting",
  "late",
  "outcome",
  "candidate_decided",
  "candidate_escalated",
  "rule_decided",
  "rule_escalated",
] as const;
export type CountedFigure = (typeof COUNTED)[number];

/** One figure. `outcome` needs a contest and an outcome (`escalated` is one), `candidate_…` a contest and a candidate, `rule_…` a rule; without them nothing is counted. */
export interface Counted {
  readonly figure: CountedFigure;
  readonly contest?: string | undefined;
  readonly outcome?: string | undefined;
  readonly candidate?: string | undefined;
  readonly rule?: string | undefined;
}

/** The ids of the flags behind a figure of the document of the same facts: by the same code that counts them, so that there are as many as the figure says. */
export function flagsCounted(facts: CountedFacts, { figure, contest = "", outcome = "", candidate = "", rule = "" }: Counted): string[] {
  const { from, to, asOf } = facts.now;
  const till = { to, at: asOf };
  switch (figure) {
    case "first_decided":
      return firstDecidedIn(facts, facts.now).map(({ flag }) => flag.id);
    case "outcome":
      return withOutcome(facts, "since", { ...till, from: 0 })
        .filter((one) => one.flag.contest === contest && one.outcome === outcome)
        .map(({ flag }) => flag.id);
    case "candidate_decided":
    case "candidate_escalated":
      return judgedAbout(facts, till, { contest, candidate })
        .filter(({ escalated }) => escalated || figure === "candidate_decided")
        .map(({ flag }) => flag.id);
    case "rule_decided":
    case "rule_escalated":
      return judgedByRule(facts, till, rule)
        .filter(({ escalated }) => escalated || figure === "rule_decided")
        .map(({ flag }) => flag.id);
    default: {
      const ids: string[] = [];
      eachEvent(facts.flags, { from: () => from, to, at: asOf, standing: true }, (flag, event) => {
        if (event === figure) ids.push(flag.id);
      });
      return ids;
    }
  }
}
