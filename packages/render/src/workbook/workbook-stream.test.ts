import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { openWorkbook } from "./workbook-stream.ts";

const columns = [
  { key: "a", title: "A" },
  { key: "b", title: "=B" },
] as const;

async function sheetOf(rows: Parameters<Awaited<ReturnType<typeof openWorkbook<"a" | "b">>>["write"]>[0]) {
  const book = await openWorkbook({ sheet: "satu", columns });
  const read = buffer(book.bytes);
  await book.write(rows);
  await book.end();
  const back = new ExcelJS.Workbook();
  await back.xlsx.read(Readable.from(await read));
  return back.getWorksheet("satu");
}

test("keeps numbers as numbers, text as text, and lets no formula in", async () => {
  const hostile = ["=1+1", "+1", "-1", "@a", "\t=1", "\uff1d1", "a;=1", "<b>&\u0001x", "_x0041_"];
  const sheet = await sheetOf([{ a: 1.5, b: null }, { a: true, b: "Kota" }, ...hostile.map((text) => ({ a: 0, b: text }))]);
  expect([
    sheet?.getCell("B1").value,
    sheet?.getCell("A2").value,
    sheet?.getCell("B2").value,
    sheet?.getCell("A3").value,
    sheet?.getCell("B3").value,
  ]).toEqual(["'=B", 1.5, null, true, "Kota"]);
  const texts = hostile.map((_, at) => sheet?.getCell(`B${at + 4}`));
  for (const cell of texts) expect(cell?.type).toBe(ExcelJS.ValueType.String);
  expect(texts.slice(0, 7).map((cell) => cell?.value)).toEqual(["'=1+1", "'+1", "'-1", "'@a", "'=1", "'\uff1d1", "a;'=1"]);
});

test("says which column holds no number", async () => {
  const book = await openWorkbook({ sheet: "satu", columns });
  book.bytes.resume();
  await expect(book.write([{ a: Number.NaN, b: null }])).rejects.toThrow("column a");
  book.abort(new Error("over"));
});

test("ends with its reader's error when its reader gives up", async () => {
  const book = await openWorkbook({ sheet: "satu", columns });
  book.bytes.destroy(new Error("disk full"));
  await expect(book.write(Array.from({ length: 5_000 }, () => ({ a: 1, b: "x" })))).rejects.toThrow("disk full");
});
