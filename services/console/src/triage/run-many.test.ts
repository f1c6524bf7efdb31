import { describe, expect, it } from "vitest";
import { ApiProblem, NoConnection } from "../api.ts";
import { type Ran, runMany, type Step } from "./run-many.ts";

const made = (flagId: string) => ({ flagId, decisionId: `d-${flagId}`, giveBack: true });
const step = (flagId: string, run: Step["run"] = async () => made(flagId)): Step => ({ flagId, number: `B-${flagId}`, run });
const quiet = { isStopped: () => false, onStep: () => undefined };

describe("acts on many rows", () => {
  it("go one after another; one that is refused is named and does not hold up the others", async () => {
    const seen: number[] = [];
    const refused = step("2", async () => Promise.reject(new ApiProblem({ status: 409, code: "already-claimed" })));
    const ran = await runMany([step("1"), refused, step("3")], {
      isStopped: () => false,
      onStep: ({ done, failed }) => void seen.push(done.length + failed.length),
    });
    expect(ran).toEqual({ done: ["1", "3"], made: [made("1"), made("3")], failed: [{ number: "B-2", code: "already-claimed" }], stopped: false });
    expect(seen).toEqual([1, 2, 3]);
  });

  it("stop between two, and say what is done", async () => {
    let latest: Ran | null = null;
    const ran = await runMany([step("1"), step("2"), step("3")], { isStopped: () => latest?.done.length === 2, onStep: (now) => (latest = now) });
    expect(ran).toMatchObject({ done: ["1", "2"], stopped: true });
  });

  it("ask once more when the answer was lost, and no further", async () => {
    let asked = 0;
    const lost = (times: number) => async () => {
      asked += 1;
      if (asked <= times) throw new NoConnection("gone");
      return null;
    };
    expect(await runMany([step("1", lost(1))], quiet)).toMatchObject({ done: ["1"], made: [], failed: [] });
    asked = 0;
    expect(await runMany([step("1", lost(9))], quiet)).toMatchObject({ done: [], failed: [{ code: "no-answer" }] });
    expect(asked).toBe(2);
  });
});
