import { findTable, makeDocument, type ReportDocument } from "@netra/domain";
import { describe, expect, it } from "vitest";
import { factsOf, flagsOf } from "../../../test/support/report-facts.ts";
import { formNotes } from "./forms/form-facts.ts";
import { formSummary } from "./forms/form-summary.ts";
import { formTables } from "./forms/form-tables.ts";
import { pageSections, pageTitle } from "./forms/page-form.ts";
import type { ReportInput } from "./report-input.ts";
import { standingOf } from "./table-text.ts";

const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
const whole = makeDocument(facts, "internal");
const inputOf = (document: ReportDocument): ReportInput => ({
  ...{ document, shareable: null, version: 1, draft: true, final: null, note: null, noted: null, correction: null },
  ...{ regionName: "Provinsi Misal", regions: new Map() },
});
const running = inputOf({ ...whole, asOf: "2029-09-27T03:00:00.000Z" });
const noteOf = (input: ReportInput, lang: "id" | "en", id: string): string => formTables(input, lang).find((table) => table.id === id)?.note ?? "";

describe("a report of a week that runs", () => {
  it("says so on cover, page and first sheet, until when it counts", () => {
    const said = "Minggu berjalan, sampai 2029-09-27 10:00 WIB; belum selesai.";
    for (const words of [standingOf(running, "id").join(" "), pageTitle(running, "id").subtitle, formNotes(running, "id").join(" ")])
      expect(words).toContain(said);
    expect(standingOf(running, "en").join(" ")).toContain("A running week, up to 2029-09-27 10:00 WIB; not over yet.");
    const days = inputOf({ ...running.document, span: { ...whole.span, week: null } });
    expect(standingOf(days, "id").join(" ")).toContain("Rentang berjalan, sampai 2029-09-27 10:00 WIB; belum selesai.");
    expect(standingOf(inputOf(whole), "id").join(" ")).not.toContain("berjalan");
  });

  it("says beneath every change, and in the summary, that it is against a whole week", () => {
    const said = "Selisih membandingkan minggu yang belum selesai dengan seluruh minggu lalu.";
    for (const id of ["overview", "time", "week_by_region"]) expect(noteOf(running, "id", id), id).toContain(said);
    expect(noteOf(running, "id", "weeks")).not.toContain(said);
    expect(formSummary(running.document, "id").text).toContain(said);
    expect(JSON.stringify(pageSections(running, "id"))).toContain(said);
    expect(JSON.stringify([formTables(inputOf(whole), "id"), formSummary(whole, "id")])).not.toContain("belum selesai");
  });
});

describe("a median of few", () => {
  /** The week's first acts, as so many now and so many the week before. */
  const measured = (now: number, before: number): ReportInput =>
    inputOf({
      ...whole,
      tables: whole.tables.map((table) =>
        table.id === "time"
          ? {
              ...table,
              rows: table.rows.map((row) =>
                row.key[0] === "to_decision" ? { ...row, cells: ["decided", now, 158.7], change: [null, now - before, 100] } : row,
              ),
            }
          : table,
      ),
    });
  const detailOf = (input: ReportInput, lang: "id" | "en"): string | undefined => formSummary(input.document, lang).numbers[3]?.detail;

  it("says on how few it rests, in the summary and beneath the table", () => {
    expect(findTable(whole, "time")?.columns.map(({ id }) => id)).toEqual(["counts_by", "measured", "median_hours"]);
    expect(detailOf(measured(4, 3), "id")).toBe("dari 4 bendera, belum cukup (di bawah 6); minggu lalu 58,7 (dari 3, belum cukup)");
    expect(detailOf(measured(1, 20), "en")).toBe("of 1 flag, not enough yet (under 6); last week 58.7");
    expect(detailOf(measured(6, 6), "id")).toBe("minggu lalu 58,7");
    // Beside it the fixture has three posts of X in both weeks.
    expect(noteOf(measured(4, 3), "id", "time")).toMatch(
      /Median dari kurang dari 6 belum cukup untuk disimpulkan: .*X \(3; sebelumnya 3\), .* \(4; sebelumnya 3\)\./,
    );
    expect(noteOf(measured(6, 5), "en", "time")).toMatch(/A median of fewer than 6 is not enough to conclude from: .* \(before 5\)\./);
    expect(noteOf(measured(6, 6), "id", "time")).not.toMatch(/\(6|tindakan pertama.*\(\d/);
    expect(JSON.stringify(pageSections(measured(4, 3), "id"))).toContain("(4; sebelumnya 3)");
  });
});

describe.each(["id", "en"] as const)("beneath the overview (%s)", (lang) => {
  it.each(["internal", "shareable"] as const)("the %s edition says why its figures do not add up to what stands", (edition) => {
    const input = inputOf(makeDocument(facts, edition));
    const said = lang === "id" ? /dalam enam jam itu sudah masuk keadaan/ : /in those six hours are in how things stood already/;
    expect(noteOf(input, lang, "overview")).toMatch(said);
    expect(JSON.stringify(pageSections(input, lang))).toMatch(said);
  });
});
