import { ConnectorError, FAULTS, type FaultCode } from "@netra/connectors";
import { describe, expect, it } from "vitest";
import { afterFault, isFault } from "./after-fault.ts";

const EVERY = 900;
const HOUR = 3_600;
const DAY = 24 * HOUR;

describe("after a fault", () => {
  const table: Record<FaultCode, { retryInSeconds: number; state: string | null; resetCursor: boolean }> = {
    auth: { retryInSeconds: DAY, state: null, resetCursor: false },
    "quota-money": { retryInSeconds: HOUR, state: null, resetCursor: false },
    "rate-limited": { retryInSeconds: HOUR, state: null, resetCursor: false },
    "gone-post": { retryInSeconds: EVERY, state: null, resetCursor: false },
    private: { retryInSeconds: DAY, state: "private", resetCursor: false },
    suspended: { retryInSeconds: DAY, state: "suspended", resetCursor: false },
    "gone-account": { retryInSeconds: 7 * DAY, state: "deleted", resetCursor: false },
    renamed: { retryInSeconds: DAY, state: null, resetCursor: false },
    "bad-request": { retryInSeconds: HOUR, state: null, resetCursor: true },
    "schema-drift": { retryInSeconds: HOUR, state: null, resetCursor: false },
    transient: { retryInSeconds: EVERY, state: null, resetCursor: false },
  };

  it.each(Object.entries(table))("%s", (code, then) => {
    expect(afterFault(new ConnectorError(code as FaultCode), EVERY)).toEqual({ error: code, ...then });
  });

  it("every fault of the taxonomy has a row", () => {
    expect(Object.keys(table).toSorted()).toEqual(Object.keys(FAULTS).toSorted());
  });

  it.each([
    [90_000, 90],
    [90_001, 91],
    [0, 0],
    [7 * DAY * 1000, 7 * DAY],
  ])("a platform that asks for %i ms gets %i seconds", (retryAfterMs, retryInSeconds) => {
    expect(afterFault(new ConnectorError("rate-limited", { retryAfterMs }), EVERY)).toMatchObject({ retryInSeconds });
  });
});

it("only a connector's own error is a fault", () => {
  expect(isFault(new ConnectorError("transient"))).toBe(true);
  for (const other of [new TypeError("no"), new Error("transient"), "transient", null]) expect(isFault(other)).toBe(false);
});
