import { findTable, makeDocument, type ReportCell, type ReportDocument } from "@netra/domain";
import { describe, expect, it } from "vitest";
import { factsOf, flagsOf } from "../../../test/support/report-facts.ts";
import { ofEdition } from "./forms/edition-forms.ts";
import { formCharts } from "./forms/form-charts.ts";
import { formTables } from "./forms/form-tables.ts";
import { pageSections } from "./forms/page-form.ts";
import type { ReportInput } from "./report-input.ts";

const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
const shared = makeDocument(facts, "shareable");

/** The shareable edition with its candidates told at a week, with these counts where there are any. */
const toldAt = (week: string, counts?: number): ReportInput => {
  const tables = shared.tables.map((table) => {
    if (table.id !== "equal_treatment") return table;
    const cells = (before: readonly ReportCell[]): ReportCell[] =>
      table.columns.map(({ id, type }, at) =>
        id === "told_at" ? week : counts === undefined ? (before[at] ?? null) : type === "count" ? counts : null,
      );
    return { ...table, rows: table.rows.map((row) => ({ ...row, cells: cells(row.cells) })) };
  });
  const input = { document: makeDocument(facts, "internal"), shareable: { ...shared, tables } as ReportDocument, version: 1, draft: false };
  return ofEdition(
    { ...input, final: null, note: null, noted: null, correction: null, regionName: "Provinsi Misal", regions: new Map() },
    "shareable",
  );
};
const chartOf = (input: ReportInput, lang: "id" | "en") =>
  formCharts(input, lang).flatMap(({ chart, note }) =>
    chart.kind === "intervals" ? [{ details: chart.rows.map(({ detail }) => detail), note }] : [],
  )[0];
const tableOf = (input: ReportInput, lang: "id" | "en", id = "equal_treatment") => formTables(input, lang).find((table) => table.id === id);
const pageOf = (input: ReportInput, lang: "id" | "en"): string => JSON.stringify(pageSections(input, lang));

describe("what the edition to be shared tells up to an earlier week", () => {
  it("has no nought where nothing was told then: a dash, and why", () => {
    const old = toldAt("2029-W37", 0);
    expect(chartOf(old, "id")?.details).toEqual(Array(2).fill("belum dapat dikatakan sejak 2029-W37"));
    expect(chartOf(old, "en")?.details).toEqual(Array(2).fill("not yet told since 2029-W37"));
    expect(chartOf(old, "id")?.note).toContain("Sejak 2029-W37 belum dapat dikatakan: terlalu sedikit tambahan.");
    expect(chartOf(old, "en")?.note).toContain("Not yet told since 2029-W37: too few were added.");
    for (const row of tableOf(old, "id")?.rows ?? []) {
      expect(row).not.toContain(0);
      expect(row).toContain("2029-W37; sejak itu belum dapat dikatakan: terlalu sedikit tambahan");
    }
    expect(pageOf(old, "en")).toContain("2029-W37; not yet told since: too few were added");
    // The document itself stays as it was told.
    expect(findTable(old.shareable as ReportDocument, "equal_treatment")?.rows[0]?.cells).toContain(0);
  });

  it("keeps figures of then with their week, and a nought of this one", () => {
    expect(chartOf(toldAt("2029-W37", 20), "id")?.details).toEqual(Array(2).fill("20 dari 20 diputus menurut isi, sampai 2029-W37"));
    const now = toldAt("2029-W39", 0);
    expect(chartOf(now, "id")?.details).toEqual(Array(2).fill("0 dari 0 diputus menurut isi"));
    expect(tableOf(now, "id")?.rows[0]).toContain("2029-W39");
    expect(JSON.stringify([chartOf(now, "id"), tableOf(now, "id")])).not.toContain("belum dapat dikatakan");
  });

  it("says beneath what the week means, and that hours are counted longer than figures which stop earlier", () => {
    const [old, now] = [toldAt("2029-W37", 20), toldAt("2029-W39", 20)];
    const hours = "Itu dihitung sampai akhir 2029-W39; angka di atas berhenti pada minggu yang disebut padanya.";
    for (const input of [old, now]) expect(tableOf(input, "id")?.note).toContain("Sampai minggu: keadaan saat minggu itu ditutup.");
    expect([tableOf(old, "id")?.note.includes(hours), tableOf(now, "id")?.note.includes(hours)]).toEqual([true, false]);
    expect(pageOf(old, "id")).toContain(hours);
    expect(tableOf(now, "id", "overview")?.note).not.toContain("Sampai minggu");
  });
});
