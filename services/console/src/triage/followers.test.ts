import { describe, expect, it } from "vitest";
import { type DecisionForm, EMPTY_FORM } from "./decision-form.ts";
import { countUnseen, followers } from "./followers.ts";

const ticked = { together: ["a", "b", "c"] };
const form = (given: Partial<DecisionForm>): DecisionForm => ({ ...EMPTY_FORM, ...given });

describe("flags that follow a decision", () => {
  it.each([
    ["a closing", { route: "close", outcome: "not_partisan" }, ["a", "b", "c"]],
    ["a closing as a repeat, but not of what it repeats", { route: "close", outcome: "duplicate", duplicateOf: "b" }, ["a", "c"]],
    ["never a mistaken person", { route: "close", outcome: "not_this_person" }, []],
    ["never an escalation", { route: "escalate" }, []],
    ["never a question", { route: "needs_info" }, []],
    ["nothing before an outcome is chosen", { route: "close" }, []],
  ] as const)("%s", (_, given, ids) => expect(followers(form(given), ticked)).toEqual(ids));

  it("wait until each was looked at to its end", () => {
    expect(countUnseen(["a", "b"], { seenAlike: ["b", "x"] })).toBe(1);
    expect(countUnseen(["a", "b"], { seenAlike: ["a", "b"] })).toBe(0);
  });
});
