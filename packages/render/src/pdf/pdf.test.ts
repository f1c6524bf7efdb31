import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pdfPages } from "../../../../test/support/pdf-text.ts";
import type { TypedTable } from "../typed-table.ts";
import { paperText } from "./paper-text.ts";
import { type Pdf, renderPdf } from "./pdf.ts";

const table = (rows: number): TypedTable => ({
  id: "per_instansi",
  title: "Per instansi",
  columns: [
    { title: "Instansi", kind: "text", names: true },
    { title: "Kode", kind: "text", offPaper: true },
    { title: "Dibuka", kind: "count" },
    { title: "Selisih", kind: "count", signed: true },
    { title: "Rentang, batas bawah", paper: "Rentang 95%", kind: "percent", limit: "low" },
    { title: "Rentang, batas atas", kind: "percent", limit: "high" },
  ],
  rows: Array.from({ length: rows }, (_, at) => [`Dinas Contoh ${at + 1}`, "19.71", 1200 + at, at === 0 ? 0 : at, 0.081, 0.2734]),
  total: ["Jumlah", "", "*", "*", "*", "*"],
  note: "Urutan abjad, bukan peringkat.",
});
const PDF: Pdf = {
  lang: "id",
  letterhead: { lines: ["Badan Pengawas Misal", "Provinsi Misal"], address: ["Jalan Misal 1"] },
  title: "Laporan mingguan, minggu 39",
  subtitle: ["Minggu 2029-09-24 sampai 2029-09-30"],
  edition: "Edisi internal",
  standing: ["Final, versi 2."],
  foot: "Edisi internal · versi 2",
  notes: ["Draf: belum diperiksa."],
  facts: [{ label: "Wilayah", value: "Provinsi Misal (19)" }],
  summary: {
    heading: "Ringkasan satu menit",
    text: "14 bendera dibuka.",
    note: "",
    numbers: [{ label: "Dibuka", value: "14", detail: "minggu lalu 49" }],
    charts: [
      {
        heading: "Hasil putusan",
        lead: "178 putusan.",
        chart: {
          kind: "bars",
          rows: [
            { label: "Bukan keberpihakan", value: 121 },
            { label: "Eskalasi", value: "hidden" },
          ],
        },
        note: "",
      },
    ],
  },
  words: { count: (value) => value.toLocaleString("id-ID"), share: (value) => `${value * 100}%`, hidden: "*", none: "Tidak ada data." },
  parts: [
    { kind: "table", table: table(90) },
    { kind: "text", heading: "Batas laporan ini", paragraphs: ["Sepi bukan berarti patuh."] },
  ],
  asOf: new Date("2029-09-30T23:00:00Z"),
};
/** Without blanks: a PDF sets words, and where a line may break even parts of them, by themselves. */
const bare = (text: string): string => text.replace(/\s+/g, "");
/** Sizes of letters that a PDF sets, each once. */
const fontSizesOf = async (pdf: Promise<Uint8Array>): Promise<number[]> => {
  const file = Buffer.from(await pdf).toString("latin1");
  const streams = [...file.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, raw = ""]) => {
    try {
      return [inflateSync(Buffer.from(raw, "latin1")).toString("latin1")];
    } catch {
      return [];
    }
  });
  const sizes = streams.flatMap((stream) => [...stream.matchAll(/\/F\d+ ([\d.]+) Tf/g)].map(([, size]) => Number(size)));
  return [...new Set(sizes)].toSorted((a, b) => a - b);
};
const pagesOf = async (pdf: Pdf): Promise<string[]> => pdfPages(await renderPdf(pdf)).map(bare);

describe("renderPdf", () => {
  it("has a cover under the letterhead, with the edition and what must be known first", async () => {
    const [cover = ""] = await pagesOf(PDF);
    expect(cover).toBe(
      bare(
        "Badan Pengawas Misal Provinsi Misal Jalan Misal 1 Laporan mingguan, minggu 39 Minggu 2029-09-24 sampai 2029-09-30 Edisi internal Final, versi 2. Draf: belum diperiksa. Wilayah Provinsi Misal (19) Edisi internal · versi 2 1 / 4",
      ),
    );
    const [plain = ""] = await pagesOf({ ...PDF, letterhead: null, notes: [] });
    expect(plain).not.toContain("Badan");
    expect(plain).not.toContain("Draf");
  });

  it("then a minute's summary with its charts", async () => {
    const [, summary = ""] = await pagesOf(PDF);
    for (const said of ["Ringkasan satu menit", "14 bendera dibuka.", "minggu lalu 49", "Hasil putusan", "Bukan keberpihakan 121", "Eskalasi *"])
      expect(summary).toContain(bare(said));
  });

  it("numbers its pages, and repeats title, edition and a table's header on each", async () => {
    const pages = await pagesOf(PDF);
    expect(pages.map((page, at) => page.endsWith(`Edisiinternal·versi2${at + 1}/${pages.length}`))).toEqual(pages.map(() => true));
    for (const page of pages.slice(1)) expect(page).toContain(bare("Laporan mingguan, minggu 39"));
    const tablePages = pages.filter((page) => page.includes("DinasContoh"));
    expect(tablePages.length).toBeGreaterThan(1);
    for (const page of tablePages) expect(page).toContain(bare("Instansi Dibuka Selisih Rentang 95%"));
  });

  it("writes every row, with signs, both limits in one column, hidden ones as their mark, and not what is off paper", async () => {
    const all = (await pagesOf(PDF)).join("");
    for (let row = 1; row <= 90; row += 1)
      expect(all).toContain(bare(`Dinas Contoh ${row} ${(1199 + row).toLocaleString("id-ID")} ${row === 1 ? "0" : `+${row - 1}`} 8,1% – 27,3%`));
    expect(all).toContain(bare("Jumlah * * * Urutan abjad, bukan peringkat."));
    expect(all).not.toContain("19.71");
    expect(bare((await pagesOf({ ...PDF, lang: "en" })).join(""))).toContain("DinasContoh11,20008.1%–27.3%");
  });

  it("says so where a table or a chart has nothing", async () => {
    const empty = await pagesOf({ ...PDF, parts: [{ kind: "table", table: { ...table(0), total: null } }] });
    expect(empty.join("")).toContain(bare("Per instansi Tidak ada data."));
  });

  it("says its language and title to whoever reads it aloud or opens it, and claims no tags that it has not", async () => {
    const file = Buffer.from(await renderPdf({ ...PDF, lang: "en" })).toString("latin1");
    // Yes or no alone: a file of bytes is nothing to read.
    const says = (mark: RegExp): boolean => mark.test(file);
    expect([/\/Lang \(en\)/, /\/DisplayDocTitle true/, /\/Title \d+ 0 R/].map(says)).toEqual([true, true, true]);
    expect([/\/Marked true/, /\/StructTreeRoot/, /pdfaid|pdfuaid/].map(says)).toEqual([false, false, false]);
  });

  it("sets every table in letters of one size, a code beneath its name and an interval beneath its share, rows of one contest under its line", async () => {
    const wide: TypedTable = {
      ...{ id: "luas", title: "Luas", total: ["Jumlah", "", "", "", 3, null, null, null], note: "" },
      columns: [
        { title: "Pemilihan", kind: "text", names: true, groups: true },
        { title: "Pemilihan, kode", kind: "text", names: true, offPaper: true },
        { title: "Aturan", kind: "text", names: true },
        { title: "Aturan, kode", kind: "text", names: true, under: true },
        { title: "Diputus", kind: "count" },
        { title: "Bagian", kind: "percent" },
        { title: "Bagian, batas bawah", paper: "rentang 95%", kind: "percent", limit: "low", under: true },
        { title: "Bagian, batas atas", kind: "percent", limit: "high" },
        ...Array.from({ length: 5 }, (_, at) => ({ title: `Angka ${at}`, kind: "hours" as const })),
      ],
      rows: [
        ["Pilbup A", "a", "Ajakan", "vote_call", 2, 0.5, 0.25, 0.75, 1, 1, 1, 1, 1],
        ["Pilbup A", "a", "Pujian", "praise", 1, 0, 0, 0.5, 1, 1, 1, 1, 48],
        ["Pilbup B", "b", "Ajakan", "vote_call", 0, null, null, null, 1, 1, 1, 1, null],
      ],
    };
    const total = [...(wide.total ?? []), null, null, null, null, null];
    const bytes = await renderPdf({ ...PDF, parts: [{ kind: "table", table: { ...wide, total } }] });
    const page =
      pdfPages(bytes)
        .map(bare)
        .find((one) => one.includes("PilbupA")) ?? "";
    expect(page).toContain(
      bare(
        "Luas Aturan Diputus Bagian rentang 95% Angka 0 Angka 1 Angka 2 Angka 3 Angka 4 Pilbup A Ajakan vote_call 2 50,0% 25,0% – 75,0% 1,0 1,0 1,0 1,0 1,0 Pujian praise 1 0,0% 0,0% – 50,0%",
      ),
    );
    expect(page).toContain(bare("48,0 Pilbup B Ajakan vote_call 0 – 1,0 1,0 1,0 1,0 – Jumlah 3"));
    expect(page.match(/PilbupA/g)).toHaveLength(1);
    const sizes = (table: TypedTable) => fontSizesOf(renderPdf({ ...PDF, parts: [{ kind: "table", table }] }));
    expect(await sizes({ ...wide, total })).toEqual(
      await sizes({ ...table(3), columns: wide.columns.slice(2, 8), rows: [["Ajakan", "vote_call", 2, 0.5, 0.25, 0.75]], total: null }),
    );
  });

  it("carries the report's time as its own, and gives the same bytes again", async () => {
    const bytes = Buffer.from(await renderPdf(PDF));
    expect(new Set([...bytes.toString("latin1").matchAll(/\(D:(\w+)\)/g)].map(([, at]) => at))).toEqual(new Set(["20290930230000Z"]));
    expect(Buffer.from(await renderPdf(PDF)).equals(bytes)).toBe(true);
    expect(Buffer.from(await renderPdf({ ...PDF, title: "Lain" })).equals(bytes)).toBe(false);
  });

  it("runs nothing, links nowhere and loads nothing, whatever a text says", async () => {
    const hostile = '</text><image href="file:///etc/passwd"/><script>1</script>';
    const pdf = await renderPdf({
      ...PDF,
      title: hostile,
      notes: ["http://contoh.invalid"],
      summary: { ...PDF.summary, charts: [{ heading: hostile, lead: "", chart: { kind: "bars", rows: [{ label: hostile, value: 1 }] }, note: "" }] },
    });
    expect(Buffer.from(pdf).toString("latin1")).not.toMatch(/\/(JavaScript|JS|URI|Launch|EmbeddedFile|OpenAction|AA|XObject <<\s*\/I)\b/);
    expect(pdfPages(pdf).map(bare).join("")).toContain("<script>1</script>");
  });
});

it.each([
  ["letters that the font has", "Şehir Café Łódź − 8,1% “kutip” … Αθήνα Москва", "Şehir Café Łódź − 8,1% “kutip” … Αθήνα Москва"],
  ["a sign that it lacks", "＝1+1", "‹U+FF1D›1+1"],
  ["an override of direction", "a\u202eb", "a‹U+202E›b"],
  ["a word of another writing", "\u0645\u0648\u0638", "‹U+0645 U+0648 U+0638›"],
  ["a long one", "\u0645".repeat(40), `‹${Array(8).fill("U+0645").join(" ")} … 40›`],
  ["controls, and half a character", "a\0b\ud800\r\nc\td", "a‹U+0000›b\ufffd\nc d"],
])("on paper stands %s", (_, text, shown) => expect(paperText(text)).toBe(shown));
