import type { Log } from "@netra/queue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FAR_MS, onlyNear, REST_MS } from "./near-database.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const payload = { accountId: "a" };
let done: unknown[];
let handedOn: unknown[];
/** What becomes of the next questions to the database; after these each is answered at once. */
let answers: (() => Promise<unknown>)[];
let ending: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  [done, handedOn, answers, ending] = [[], [], [], new AbortController()];
});
afterEach(() => void vi.useRealTimers());

const late = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, FAR_MS + 1));
const away = (): Promise<unknown> => Promise.reject(new Error("no database"));

const job = onlyNear(
  {
    pulse: () => answers.shift()?.() ?? Promise.resolve(),
    enqueue: async (name, given) => void handedOn.push([name, given]),
    log: quiet,
  },
  "ingest",
  async (given) => void done.push(given),
);
const run = () => job(payload, { signal: ending.signal, attempt: 1 });
/** Both questions are over, and whatever follows has begun. */
const asked = () => vi.advanceTimersByTimeAsync(2 * FAR_MS + 1);

it.each([
  ["near", []],
  ["near after one slow answer", [late]],
  ["near after one failure", [away]],
])("does its job while the database is %s", async (_, given) => {
  answers = [...given];
  const running = run();
  await asked();
  await running;
  expect([done, handedOn]).toEqual([[payload], []]);
});

it.each([
  ["slow", [late, late]],
  ["away", [away, away]],
  ["silent", [() => new Promise(() => undefined), () => new Promise(() => undefined)]],
])("hands its job on and rests while the database is %s, so that somebody nearer does it", async (_, given) => {
  answers = [...given];
  let over = false;
  const resting = run().then(() => {
    over = true;
  });
  await asked();
  expect([done, handedOn, over]).toEqual([[], [["ingest", payload]], false]);
  await vi.advanceTimersByTimeAsync(REST_MS);
  await resting;
});

it("ends its rest at once when it is to stop", async () => {
  answers = [away, away];
  const resting = run();
  await vi.advanceTimersByTimeAsync(1);
  ending.abort();
  await resting;
  expect(handedOn).toHaveLength(1);
});
