import type { Log } from "@netra/queue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FAR_MS, onlyNear, REST_MS } from "./near-database.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const payload = { accountId: "a" };
let done: unknown[];
let handedOn: unknown[];
/** How long each of the next questions to the database takes, ms; then none takes any time. */
let answersMs: number[];
let ending: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  [done, handedOn, answersMs, ending] = [[], [], [], new AbortController()];
});
afterEach(() => void vi.useRealTimers());

const job = onlyNear(
  {
    pulse: async () => void vi.advanceTimersByTime(answersMs.shift() ?? 0),
    enqueue: async (name, given) => void handedOn.push([name, given]),
    log: quiet,
  },
  "ingest",
  async (given) => void done.push(given),
);
const run = () => job(payload, { signal: ending.signal, attempt: 1 });

it("does its job while the database is near, and after one slow answer too", async () => {
  await run();
  answersMs = [FAR_MS + 1];
  await run();
  expect([done, handedOn]).toEqual([[payload, payload], []]);
});

it("hands its job on and rests while the database is far away, so that somebody nearer does it", async () => {
  answersMs = [FAR_MS + 1, FAR_MS + 1];
  const resting = run();
  await vi.advanceTimersByTimeAsync(REST_MS - 1);
  expect([done, handedOn]).toEqual([[], [["ingest", payload]]]);
  expect(await Promise.race([resting.then(() => "over"), Promise.resolve("resting")])).toBe("resting");
  await vi.advanceTimersByTimeAsync(1);
  await resting;
});

it("ends its rest at once when it is to stop", async () => {
  answersMs = [FAR_MS + 1, FAR_MS + 1];
  const resting = run();
  await vi.advanceTimersByTimeAsync(1);
  ending.abort();
  await resting;
  expect(handedOn).toHaveLength(1);
});
