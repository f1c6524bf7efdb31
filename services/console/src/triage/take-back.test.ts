import { expect, test } from "vitest";
import { ApiProblem, NoConnection } from "../api.ts";
import type { Made } from "./run-many.ts";
import { takeBack } from "./take-back.ts";

const made: Made[] = ["a", "b", "c", "d"].map((flagId) => ({ flagId, decisionId: `${flagId}1`, giveBack: false }));

test("what was too late is not told as a failure, and what failed may be tried again", async () => {
  const answers: Record<string, Error | undefined> = {
    b: new ApiProblem({ status: 409, code: "undo-too-late" }),
    c: new NoConnection("No answer."),
    d: new ApiProblem({ status: 500, code: "unexpected" }),
  };
  const told = await takeBack(made, async ({ flagId }) => {
    if (answers[flagId]) throw answers[flagId];
  });
  expect(told).toEqual({ undone: 1, left: [made[2], made[3]], failed: "no-answer" });
});

test("all taken back, or all too late, leaves nothing", async () => {
  expect(await takeBack(made, async () => undefined)).toEqual({ undone: 4, left: [], failed: null });
  const late = async () => {
    throw new ApiProblem({ status: 409, code: "pass-on-too-late" });
  };
  expect(await takeBack(made, late)).toEqual({ undone: 0, left: [], failed: null });
});
