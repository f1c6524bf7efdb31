import { expect, test } from "vitest";
import { byUse, knownFile, pagesIn } from "./report-file.ts";

test.each([
  ["netra-2029-W42-19.71-v1.internal.id.pdf", ["rep.file_pdf", "ID", null, "internal", true]],
  ["netra-2029-W42-19.71-v1.shareable.en.xlsx", ["rep.file_xlsx", "EN", null, "shareable", true]],
  ["netra-2029-W42-19.71-v1.internal.rekap-pusat.xlsx", ["rep.file_xlsx", null, "rekap-pusat", "internal", true]],
  ["netra-2029-W42-19.71-v1.internal.id.html", ["rep.file_html", "ID", null, "internal", true]],
  ["netra-2029-W42-19.71-v1.shareable.en.html", ["rep.file_html", "EN", null, "shareable", true]],
  ["netra-2029-W42-19.71-v1.shareable.csv", ["rep.file_csv", null, null, "shareable", false]],
  // Stored before every name said its edition.
  ["netra-2029-W42-19.71-v1.id.html", ["rep.file_html", "ID", null, "internal", true]],
  ["netra-2029-W42-19.71-v1.csv", ["rep.file_csv", null, null, "internal", false]],
  ["netra-2029-W42-19.71-v1.shareable.tables.zip", ["rep.file_tables", null, null, "shareable", false]],
  ["netra-2029-W42-19.71-v1.internal.json", ["rep.file_json", null, null, "internal", false]],
  ["netra-2029-W42-19.71-v1.shareable.manifest.json", ["rep.file_manifest", null, null, "shareable", false]],
  ["netra-2029-W42-19.71-v1.shareable.manifest.note", ["rep.file_signature", null, null, "shareable", false]],
  ["netra-report-1.schema.json", ["rep.file_schema", null, null, null, false]],
  ["laporan.docx", [null, null, null, "internal", false]],
])("%s is told by its name", (name, expected) => {
  const { key, language, title, edition, forReading } = knownFile(name);
  expect([key, language, title, edition, forReading]).toEqual(expected);
});

test("what is read comes first, Indonesian before English", () => {
  const names = ["a.internal.json", "a.csv", "a.en.html", "a.internal.en.pdf", "a.internal.id.pdf", "a.internal.id.xlsx"].map((name) => ({ name }));
  expect(names.toSorted(byUse).map(({ name }) => name)).toEqual([
    "a.internal.id.pdf",
    "a.internal.en.pdf",
    "a.internal.id.xlsx",
    "a.en.html",
    "a.csv",
    "a.internal.json",
  ]);
});

test("each edition has its page to be looked at, in the reader's language; older reports have the internal one alone", () => {
  const names = ["a.shareable.id.html", "a.shareable.en.html", "a.internal.en.html", "a.internal.id.html", "a.internal.id.pdf"];
  const files = names.map((name) => ({ name }));
  expect(pagesIn(files, "id")).toEqual([
    { edition: "internal", name: "a.internal.id.html" },
    { edition: "shareable", name: "a.shareable.id.html" },
  ]);
  expect(pagesIn(files, "en").map(({ name }) => name)).toEqual(["a.internal.en.html", "a.shareable.en.html"]);
  expect(pagesIn([{ name: "a.en.html" }, { name: "a.id.html" }, { name: "a.shareable.id.pdf" }], "id")).toEqual([
    { edition: "internal", name: "a.id.html" },
  ]);
  expect(pagesIn([{ name: "a.csv" }], "id")).toEqual([]);
});
