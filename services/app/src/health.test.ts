import { DomainError } from "@netra/domain";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Context } from "./context.ts";
import { createHealth, type Health } from "./health.ts";

/** As long as anybody waits. */
const PATIENCE_MS = 2_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pulse = async () => ({ now: new Date(), schemaFits: true });
const ping = async () => undefined;
const never = (): Promise<never> => new Promise(() => undefined);
const open = (given: { pulse?: () => Promise<unknown>; ping?: () => Promise<unknown> }): Health =>
  createHealth({ store: { pulse, ...given }, queue: { ping, ...given } } as unknown as Pick<Context, "store" | "queue">);

const answerOf = async (health: Health) => {
  const answer = health.answer();
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  return answer;
};

it("goes from starting over ok to stopping", async () => {
  const checks = { database: "ok", queue: "ok" };
  const health = open({});
  expect(await answerOf(health)).toEqual({ status: "starting", checks });
  health.started();
  expect(await answerOf(health)).toEqual({ status: "ok" });
  health.stopping();
  expect(await answerOf(health)).toEqual({ status: "stopping", checks });
});

it.each([
  ["away", "refuses", () => Promise.reject(new DomainError("unavailable", "database-away", "x"))],
  ["away", "starts", () => Promise.reject(Object.assign(new Error("x"), { code: "57P03" }))],
  ["away", "hangs", never],
  ["other_schema", "was migrated further", async () => ({ now: new Date(), schemaFits: false })],
  ["other_schema", "was never migrated", () => Promise.reject(Object.assign(new Error("x"), { code: "42P01" }))],
])("is degraded, with the database %s, when it %s", async (database, _what, answer) => {
  const health = open({ pulse: answer });
  health.started();
  expect(await answerOf(health)).toEqual({ status: "degraded", checks: { database, queue: "ok" } });
});

it.each([
  ["refuses", () => Promise.reject(new Error("x"))],
  ["hangs", never],
])("is ok without a queue, and says so, when it %s", async (_what, answer) => {
  const health = open({ ping: answer });
  health.started();
  expect(await answerOf(health)).toEqual({ status: "ok", checks: { database: "ok", queue: "away" } });
});

it("asks once a second, however many ask", async () => {
  const asked = vi.fn(pulse);
  const health = open({ pulse: asked });
  await Promise.all([health.answer(), health.answer(), health.look()]);
  await health.answer();
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_500);
  await health.answer();
  expect(asked).toHaveBeenCalledTimes(2);
});

it("does not ask again while nobody answers", async () => {
  const asked = vi.fn(never);
  const health = open({ pulse: asked });
  for (let n = 0; n < 5; n += 1) await answerOf(health);
  expect(asked).toHaveBeenCalledTimes(1);
});

it("says how far the clock is ahead of the database's, and nothing when nobody answers", async () => {
  const late = open({ pulse: async () => ({ now: new Date(Date.now() - 90_000), schemaFits: true }) });
  expect(await late.look()).toMatchObject({ skewSeconds: 90 });
  const away = open({ pulse: () => Promise.reject(new Error("x")) });
  expect(await away.look()).toMatchObject({ skewSeconds: null });
});
