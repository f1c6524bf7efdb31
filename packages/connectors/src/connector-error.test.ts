import { expect, it } from "vitest";
import { ConnectorError, FAULTS, type FaultCode } from "./connector-error.ts";

it("says what happened and what to do, from the code alone", () => {
  const cause = new Error("upstream");
  const error = new ConnectorError("suspended", { cause });
  expect(error).toMatchObject({ name: "ConnectorError", code: "suspended", action: "mark-account", retryAfterMs: null, cause });
  expect(error.message).toBe("suspended: the platform suspended the account");
});

it.each<[string, FaultCode[]]>([
  ["wait", ["rate-limited", "quota-money"]],
  ["mark-account", ["private", "suspended", "gone-account", "renamed"]],
  ["retry", ["transient"]],
])("lists exactly the faults that mean %s", (action, codes) => {
  const listed = (Object.keys(FAULTS) as FaultCode[]).filter((code) => FAULTS[code].action === action);
  expect(listed.toSorted()).toEqual(codes.toSorted());
});
