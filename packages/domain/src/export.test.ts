import { describe, expect, it, test } from "vitest";
import {
  EXPORT_KINDS,
  EXPORT_LIMITS,
  exportLimit,
  judgeExport,
  quotaFreeAt,
  requireApprover,
  SET_ITEMS,
  stepExport,
  WORKBOOK_ROWS,
} from "./export.ts";
import { can, ROLES } from "./roles.ts";

const NOW = new Date("2029-06-03T10:00:00Z");
const asked = (more: Partial<Parameters<typeof judgeExport>[0]> = {}) =>
  judgeExport({ kind: "flags", format: "csv", role: "supervisor", rows: 10, used: { exports: 0, rows: 0 }, now: NOW, ...more });

describe("an export", () => {
  it("needs a second person above what its role may have alone", () => {
    const { aloneUpTo } = exportLimit("flags", "analyst");
    expect(asked({ role: "analyst", rows: aloneUpTo })).toEqual({ needsApproval: false });
    expect(asked({ role: "analyst", rows: aloneUpTo + 1 })).toEqual({ needsApproval: true });
  });

  it.each([
    [{ used: { exports: 10, rows: 0 } }, { exportsLeft: 0, rowsLeft: 2_000_000 }],
    [{ used: { exports: 1, rows: 1_999_991 } }, { exportsLeft: 9, rowsLeft: 9 }],
  ])("over the day's quota is refused with what is left and when it is free again: %j", (more, left) => {
    expect(() => asked(more)).toThrow(
      expect.objectContaining({
        kind: "limited",
        code: "export-quota",
        detail: { ...left, freeAt: "2029-06-03T17:00:00.000Z", retrySeconds: 25_200 },
      }),
    );
  });

  it("takes the last row of a quota", () => expect(asked({ used: { exports: 9, rows: 1_999_990 } })).toEqual({ needsApproval: false }));

  it.each([
    [{ format: "zip" }, "export-format"],
    [{ kind: "evidence", format: "csv" }, "export-format"],
    [{ format: "xlsx", rows: WORKBOOK_ROWS + 1 }, "workbook-too-long"],
    [{ kind: "evidence", format: "zip", rows: SET_ITEMS + 1 }, "set-too-large"],
    [{ kind: "audit" }, "role-may-not"],
    [{ role: "admin" }, "role-may-not"],
    [{ role: "engineer" }, "role-may-not"],
    [{ role: "field" }, "role-may-not"],
  ] as const)("like %j is refused (%s)", (more, code) => expect(() => asked(more)).toThrow(expect.objectContaining({ code })));

  it("is asked for by roles that have the permission, and by no other", () => {
    const offered = ROLES.filter((role) => EXPORT_KINDS.some((kind) => EXPORT_LIMITS[kind][role]));
    expect(ROLES.filter((role) => can(role, "export.ask"))).toEqual(offered);
  });
});

test.each([
  ["2029-06-03T16:59:59Z", "2029-06-03T17:00:00.000Z"],
  ["2029-06-03T17:00:00Z", "2029-06-04T17:00:00.000Z"],
])("what was used by %s is free at Jakarta's next midnight", (now, free) => expect(quotaFreeAt(new Date(now)).toISOString()).toBe(free));

describe("what people do to an export", () => {
  it.each([
    ["waiting_approval", "approve", "waiting"],
    ["waiting_approval", "refuse", "refused"],
    ["running", "cancel", "cancelled"],
    ["ready", "cancel", null],
    ["waiting", "approve", null],
    ["refused", "approve", null],
  ] as const)("%s: %s leads to %s", (state, act, to) => {
    if (to === null) expect(() => stepExport(state, act)).toThrow(expect.objectContaining({ code: "export-state" }));
    else expect(stepExport(state, act)).toBe(to);
  });

  it("approving is another's, of a role that may", () => {
    expect(() => requireApprover({ kind: "flags", askedBy: "a" }, { id: "b", role: "supervisor" })).not.toThrow();
    expect(() => requireApprover({ kind: "flags", askedBy: "a" }, { id: "a", role: "supervisor" })).toThrow(
      expect.objectContaining({ code: "own-export" }),
    );
    expect(() => requireApprover({ kind: "flags", askedBy: "a" }, { id: "b", role: "auditor" })).toThrow(
      expect.objectContaining({ code: "role-may-not" }),
    );
    expect(() => requireApprover({ kind: "audit", askedBy: "a" }, { id: "b", role: "auditor" })).not.toThrow();
  });
});
