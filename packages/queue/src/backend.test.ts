import { expect, test } from "vitest";
import { createQueueBackend } from "./backend.ts";
import type { QueuePool } from "./postgres-backend.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const idle = (max?: number): QueuePool => ({
  connect: () => Promise.reject(new Error("no server in this test")),
  query: () => Promise.reject(new Error("no server in this test")),
  on: () => undefined,
  options: { max },
});
const open = (pool: QueuePool) => createQueueBackend({ pool, schema: "netra_queue" }, { log: silent });
const coded = (code: unknown) => Object.assign(new Error("words of somebody else"), { code });

test("a pool carries as many consumers as it has connections beyond three", () => {
  expect(open(idle(8)).maxConsumers).toBe(5);
});

test.each(["3F000", "42P01", "42883", "42704", "XX000"])("after %s an operation is worth repeating", (state) => {
  expect(open(idle()).doubt(coded(state))).toBe(true);
});

test.each([[coded("ECONNREFUSED")], [coded("57P01")], [coded(-2)], [new Error("no code")], [undefined]])("after %s it is not", (error) => {
  expect(open(idle()).doubt(error)).toBe(false);
});
