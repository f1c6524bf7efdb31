import { measureSkew } from "@netra/store";
import { expect, test } from "vitest";
import { MAX_CLOCK_SKEW_MS, requireAgreement, watchClock } from "./clock-guard.ts";

const DAY_MS = 86_400_000;
/** A database whose clock is so far from ours. */
const off =
  (byMs: number): (() => Promise<Date>) =>
  async () =>
    new Date(Date.now() + byMs);

test.each([
  ["a day ahead", -DAY_MS, DAY_MS],
  ["a day behind", DAY_MS, -DAY_MS],
])("a machine %s is told so", async (_, databaseOff, skew) => {
  expect(Math.abs((await measureSkew(off(databaseOff))) - skew)).toBeLessThan(60_000);
});

test("what a slow way to the database may explain counts as no skew", async () => {
  const answered = Date.now();
  const slow = () => new Promise<Date>((resolve) => setTimeout(() => resolve(new Date(answered)), 200));
  expect(Math.abs(await measureSkew(slow))).toBeLessThan(20);
});

test.each([MAX_CLOCK_SKEW_MS + 1_000, -MAX_CLOCK_SKEW_MS - 1_000])("a process whose clock is off by %i ms is refused with the remedy", async (ms) => {
  await expect(requireAgreement(off(ms))).rejects.toMatchObject({ kind: "unavailable", code: "clock-skew", message: expect.stringMatching(/NTP/) });
});

test("clocks that agree are accepted", async () => {
  await expect(requireAgreement(off(0))).resolves.toBeUndefined();
});

test("a clock that jumps while the process runs is noticed; one odd answer, or a database that is away, is not", async () => {
  const answers: (number | null)[] = [0, DAY_MS, 0, DAY_MS, null, DAY_MS, DAY_MS];
  let asked = 0;
  const guard = watchClock(
    async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer === null || answer === undefined) throw new Error("away");
      return new Date(Date.now() - answer);
    },
    { everyMs: 5 },
  );
  expect(await guard.failed).toMatchObject({ code: "clock-skew" });
  expect(asked).toBe(answers.length);
  guard.stop();
});
