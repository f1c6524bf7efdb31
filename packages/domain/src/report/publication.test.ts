import { describe, expect, it, test } from "vitest";
import { factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { CHANGES_LISTED, compareDocuments } from "./compare-documents.ts";
import type { ReportDocument } from "./document.ts";
import { makeDocument } from "./make-document.ts";
import { checkReportWords, publish, unpublish } from "./publication.ts";

const flags = flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 });
const facts = factsOf(flags, "2029-W39");
const document = makeDocument(facts, "internal");
const shareable = makeDocument(facts, "shareable");

/** A document in which one row of a table was changed, or taken out. */
const changed = (id: string, row: (cells: ReportDocument["tables"][number]["rows"]) => ReportDocument["tables"][number]["rows"]): ReportDocument => ({
  ...document,
  tables: document.tables.map((table) => (table.id === id ? { ...table, rows: row(table.rows) } : table)),
});

describe("what two versions tell differently", () => {
  it("is nothing of the same document, whatever it says against the week before", () => {
    expect(compareDocuments(document, structuredClone(document))).toEqual({ changes: [], more: 0 });
    const other = changed("overview", (rows) => rows.map((row) => ({ ...row, change: row.cells.map(() => 7) })));
    expect(compareDocuments(document, other)).toEqual({ changes: [], more: 0 });
  });

  it("is told figure by figure, with row, column and both values", () => {
    const now = { ...facts.now, drift: 4 };
    expect(compareDocuments(document, makeDocument({ ...facts, now }, "internal"))).toEqual({
      changes: [{ table: "overview", key: ["drift"], column: "value", from: 0, to: 4 }],
      more: 0,
    });
  });

  it("tells of rows that came and went, and not of rows of nought", () => {
    const [first, ...rest] = document.tables.find(({ id }) => id === "week_by_platform")?.rows ?? [];
    const without = changed("week_by_platform", () => rest);
    const gone = compareDocuments(document, without).changes;
    expect(gone[0]).toEqual({ table: "week_by_platform", key: first?.key, column: "posts", from: first?.cells[0], to: null });
    expect(compareDocuments(without, document).changes[0]).toMatchObject({ from: null, to: first?.cells[0] });
    const noughts = changed("week_by_platform", (rows) => [...rows, { key: ["threads"], cells: (first?.cells ?? []).map(() => 0), change: null }]);
    expect(compareDocuments(document, noughts).changes).toEqual([]);
  });

  it("stops after so many and counts the rest", () => {
    const none = { ...document, tables: document.tables.map((table) => ({ ...table, rows: [], total: null })) };
    const told = compareDocuments(none, document);
    expect(told.changes).toHaveLength(CHANGES_LISTED);
    expect(told.more).toBeGreaterThan(0);
    // What an older Netra had no table or column for, it did not tell wrongly.
    expect(compareDocuments({ ...document, tables: [] }, document)).toEqual({ changes: [], more: 0 });
    const narrow = document.tables.map((table) => {
      const drop = <T>(list: readonly T[]): T[] => list.filter((_, at) => table.columns[at]?.id !== "captures");
      const rows = table.rows.map((row) => ({ ...row, cells: drop(row.cells) }));
      return { ...table, columns: drop(table.columns), rows, total: table.total && { ...table.total, cells: drop(table.total.cells) } };
    });
    expect(compareDocuments({ ...document, tables: narrow }, document)).toEqual({ changes: [], more: 0 });
  });
});

describe("what stands beside a document", () => {
  const beside = {
    state: "final",
    version: 2,
    final: { at: "2029-10-01T02:12:00.000Z", by: "Dewi Contoh" },
    note: "Angka pekan ini lengkap.",
    noted: { at: "2029-10-01T01:00:00.000Z", by: "Wulan Misal" },
    correction: { of: 1, why: "Surat 3", changes: [], more: 0 },
  } as const;

  it("changes no byte of its figures", () => {
    expect(JSON.stringify(unpublish(publish(document, beside)))).toBe(JSON.stringify(document));
    expect(publish(document, beside).publication).toEqual(beside);
  });

  it("of the shareable edition holds its version and when it became final, and no words, names or changes", () => {
    const told = publish(shareable, beside);
    expect(told.publication).toEqual({
      ...{ state: "final", version: 2, final: { at: "2029-10-01T02:12:00.000Z", by: null } },
      ...{ note: null, noted: null, correction: null },
    });
    expect(JSON.stringify(told)).not.toMatch(/Dewi|Wulan/);
  });

  it("of a draft claims nobody and no time", () => {
    const { state, version, note, correction } = beside;
    expect(publish(document, { state, version, note, correction }).publication).toMatchObject({ final: null, noted: null });
  });
});

describe("a supervisor's words", () => {
  test.each([
    ["Jam pengambilan tanggal 2029-10-01 sampai 2029-10-03 hilang karena listrik padam.", null],
    ["1.234.567 unggahan; 08.00 sampai 10.30; surat 12/PM.00/K1/10/2029.", null],
    ["Tanggal 24-09-2029 25-09-2029", null],
    ["NIP 199001012022211001", "words-number"],
    ["NIP 19900101 202221 1 001", "words-number"],
    ["NIP 1990.0101.2022.2110.01", "words-number"],
    ["hubungi 0812-3456-7890", "words-number"],
    ["hubungi +62 812 3456 7890", "words-number"],
    ["NIK 1971010101900001", "words-number"],
    ["akun @pegawai.misal", "words-handle"],
    ["surel a@b.example", "words-handle"],
    ["lihat https://x.example/1", "words-address"],
    ["  \r\n ", "words-empty"],
    ["x".repeat(41), "words-long"],
  ])("%j: %s", (words, code) => {
    const most = 40 + (code === "words-long" ? 0 : 60);
    if (code === null) expect(checkReportWords(` ${words}\r\n`, most)).toBe(words);
    else expect(() => checkReportWords(words, most)).toThrow(expect.objectContaining({ code }));
  });
});
