import { describe, expect, it } from "vitest";
import { checkInfoDue } from "./info-due.ts";

describe("the day by which an answer is asked for", () => {
  const now = new Date("2026-11-22T20:00:00Z"); // 23 November in Jakarta
  it.each(["2026-11-23", "2026-12-01", "2026-12-23"])("may be %s", (due) => expect(() => checkInfoDue(due, now)).not.toThrow());
  it.each(["2026-11-22", "2026-12-24", "2026-02-30", "besok", ""])("may not be %j", (due) =>
    expect(() => checkInfoDue(due, now)).toThrow(expect.objectContaining({ kind: "invalid", code: "due-out-of-range" })),
  );
});
