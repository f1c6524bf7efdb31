import { expect, test } from "vitest";
import { isStanding } from "./changed-figure.ts";

test.each([
  ["backlog", ["open"], "flags", true],
  ["coverage_accounts", ["x"], "watched", true],
  ["week_by_region", ["19.06"], "waiting", true],
  ["overview", ["accounts_watched"], "value", true],
  ["overview", ["waiting"], "value", true],
  ["overview", ["opened"], "value", false],
  ["week_by_region", ["waiting"], "opened", false],
  ["equal_treatment", ["pilbup", "a-b"], "decided", false],
  // It counts second readings by their date, whatever its span.
  ["agreement", ["19.06", null], "pairs", false],
])("%s %j %s says how things stood: %s", (table, key, column, standing) => expect(isStanding({ table, key, column })).toBe(standing));
