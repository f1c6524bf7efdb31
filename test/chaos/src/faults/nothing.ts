import { type Fault, heal, type Outcome } from "./fault.ts";

/** No fault at all: how long an undisturbed system takes to read what was published by a moment. The floor of every other figure. */
export const nothing: Fault = {
  kind: "nothing (control)",
  targets: [],
  async run(stage): Promise<Outcome> {
    const { healedMs, notes } = await heal(stage, stage.mark());
    return { recoveredMs: healedMs, backMs: 0, notes };
  },
};
