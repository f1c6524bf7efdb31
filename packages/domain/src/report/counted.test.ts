import { describe, expect, it } from "vitest";
import { CONTEST, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { weekSpan } from "../week.ts";
import { type Counted, flagsCounted } from "./counted.ts";
import { findTable, overviewFigure, type ReportTable } from "./document.ts";
import { makeDocument } from "./make-document.ts";

const WEEKS = ["2029-W36", "2029-W37", "2029-W38", "2029-W39", "2029-W40", "2029-W41"] as const;
const flags = flagsOf(11, { flags: 260, from: WEEKS[0], weeks: WEEKS.length });

describe.each(WEEKS)("of %s there are as many flags behind a figure as it says", (week) => {
  const facts = factsOf(flags, week);
  const document = makeDocument(facts, "internal");
  const behind = (which: Counted): number => {
    const ids = flagsCounted(facts, which);
    expect(new Set(ids).size).toBe(ids.length);
    return ids.length;
  };
  const eachCell = (id: string, column: string, check: (key: readonly (string | null)[], value: unknown) => void): void => {
    const table = findTable(document, id) as ReportTable;
    const at = table.columns.findIndex((one) => one.id === column);
    expect(table.rows.length).toBeGreaterThan(0);
    for (const { key, cells } of table.rows) check(key, cells[at]);
  };

  it("opened, decided, waiting, late", () => {
    for (const figure of ["opened", "decided", "waiting", "late"] as const) expect(behind({ figure }), figure).toBe(overviewFigure(document, figure));
    expect(behind({ figure: "opened" })).toBeGreaterThan(0);
  });

  it("opened and decided in each of the eight weeks, all as of its own time", () => {
    for (const figure of ["opened", "decided"] as const)
      eachCell("weeks", figure, ([of], value) => {
        const span = weekSpan(of ?? "");
        const now = { ...facts.now, week: of ?? "", from: span.from.getTime(), to: span.to.getTime() };
        expect(flagsCounted({ ...facts, now }, { figure }), `${figure} ${of}`).toHaveLength((value as number | null) ?? 0);
      });
  });

  it("measured for the median", () => {
    eachCell("time", "measured", ([figure], value) => {
      if (figure === "to_decision") expect(behind({ figure: "first_decided" })).toBe(value);
    });
  });

  it("of every outcome", () => {
    eachCell("outcomes_since", "decided", ([contest, outcome], value) =>
      expect(behind({ figure: "outcome", contest: contest ?? "", outcome: outcome ?? "" }), `${outcome}`).toBe(value),
    );
  });

  it("of every candidate, and nobody's where none is named", () => {
    for (const part of ["decided", "escalated"] as const)
      eachCell("equal_treatment", part, ([contest, candidate], value) =>
        expect(behind({ figure: `candidate_${part}`, contest: contest ?? "", candidate: candidate ?? "" }), `${candidate}`).toBe(value),
      );
    expect(behind({ figure: "candidate_decided", contest: CONTEST.id })).toBe(0);
  });

  it("of every rule", () => {
    for (const part of ["decided", "escalated"] as const)
      eachCell("precision_by_rule", part, ([rule], value) => expect(behind({ figure: `rule_${part}`, rule: rule ?? "" }), `${rule}`).toBe(value));
  });
});
