import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadColumns, loadLetterheads, PROJECT_ROOT, parseColumns } from "@netra/config";
import { isHidden, makeDocument, type ReportColumn, type ReportDocument, type ReportFacts, type ReportRow, weekSpan } from "@netra/domain";
import { openNote, parseVerifierKey, signNote, verifierKeyOf } from "@netra/evidence";
import { Ajv2020 } from "ajv/dist/2020.js";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { newSigningKey } from "../../../../test/evidence/fictional-passport.ts";
import { HOSTILE_CELLS } from "../../../../test/support/hostile-cells.ts";
import { pdfPages } from "../../../../test/support/pdf-text.ts";
import { CONTEST, factsOf, flagsOf } from "../../../../test/support/report-facts.ts";
import { readZip } from "../../../../test/support/zip.ts";
import type { ReportInput } from "../report-input.ts";
import { changes, isLeftOut } from "../table-text.ts";
import { TABLES } from "../table-words.ts";
import { formCharts } from "./form-charts.ts";
import type { FormSettings } from "./form-settings.ts";
import { formTables } from "./form-tables.ts";
import { SHEETS } from "./form-words.ts";
import { tableCatalogue } from "./mapped-tables.ts";
import { pageSections } from "./page-form.ts";
import { reportFiles } from "./report-files.ts";

const COLUMNS = loadColumns("contoh-rekap-provinsi", tableCatalogue());
const MAPPING = readFileSync(join(PROJECT_ROOT, "config/report/columns/contoh-rekap-provinsi.yaml"), "utf8");
const MANIFEST_SCHEMA = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(PROJECT_ROOT, "docs/report/netra-report-files-1.schema.json"), "utf8")),
);
const PLAIN: FormSettings = { letterheads: loadLetterheads(), columns: null, signer: null };
const REGIONS = new Map([
  ["19", "Kepulauan Bangka Belitung"],
  ["19.71", "Kota Pangkalpinang"],
  ["19.06", "Belitung Timur"],
  ["19.01", "Bangka"],
]);
const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
const readOf = (of: ReportFacts, more: Partial<ReportInput> = {}): ReportInput => ({
  document: makeDocument(of, "internal"),
  shareable: makeDocument(of, "shareable"),
  version: 2,
  draft: false,
  final: null,
  note: null,
  noted: null,
  correction: null,
  regionName: "Kepulauan Bangka Belitung",
  regions: REGIONS,
  ...more,
});
const made = async (read: ReportInput, settings = PLAIN, languages?: readonly ("id" | "en")[]): Promise<Map<string, Uint8Array>> =>
  new Map((await reportFiles(read, settings, languages)).map(({ name, bytes }) => [name.replace(/^netra-\d{4}-W\d\d-19-v2(-DRAFT)?\./, ""), bytes]));
const files = await made(readOf(facts));
const workbook = async (bytes: Uint8Array | undefined): Promise<ExcelJS.Workbook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes ?? []) as never);
  return book;
};
const rowOf = (sheet: ExcelJS.Worksheet | undefined, row: number): ExcelJS.CellValue[] =>
  ((sheet?.getRow(row).values ?? []) as ExcelJS.CellValue[]).slice(1);
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("utf8");
const bare = (words: string): string => words.replace(/\s+/g, "");
const sheetsXml = (bytes: Uint8Array | undefined): string =>
  [...readZip(bytes ?? new Uint8Array())].flatMap(([name, part]) => (name.startsWith("xl/worksheets/") ? [part.toString("utf8")] : [])).join("");

const FORMS = ["csv", "id.html", "en.html", "id.xlsx", "id.pdf", "en.xlsx", "en.pdf", "tables.zip", "json"];

describe("the files of a report", () => {
  it("are the forms of each edition, so that one is handed out whole without the other", () => {
    expect([...files.keys()]).toEqual([
      ...FORMS.map((ending) => `internal.${ending}`),
      "netra-report-1.schema.json",
      ...FORMS.map((ending) => `shareable.${ending}`),
      "internal.manifest.json",
      "shareable.manifest.json",
    ]);
  });

  it("are the same bytes in another process, whatever its clock's zone and language are", () => {
    const main = fileURLToPath(new URL("../../../../test/support/report-hashes-main.ts", import.meta.url));
    const hashes = (env: Record<string, string>) => execFileSync(process.execPath, [main], { env, encoding: "utf8" });
    const here = hashes({ TZ: "Asia/Jakarta", LANG: "id_ID.UTF-8" });
    expect(here.split("\n").length).toBeGreaterThan(18);
    expect(hashes({ TZ: "America/St_Johns", LANG: "C" })).toBe(here);
  });

  it("stand in a manifest of their edition with size and hash, and the shareable one names nothing internal", async () => {
    for (const edition of ["internal", "shareable"]) {
      const manifest = JSON.parse(text(files.get(`${edition}.manifest.json`)));
      expect(manifest).toMatchObject({
        schema: "netra-report-files/1",
        document: "netra-report/1",
        edition,
        week: "2029-W39",
        region: "19",
        version: 2,
        key: null,
      });
      expect(MANIFEST_SCHEMA(manifest), JSON.stringify(MANIFEST_SCHEMA.errors)).toBe(true);
      expect(manifest.contests).toEqual([{ id: "wali-misal", version: 1, hash: "sha256:00" }]);
      for (const { name, bytes, sha256 } of manifest.files) {
        const file = [...files].find(([short]) => name.endsWith(short) || name === short)?.[1] ?? new Uint8Array();
        expect([bytes, sha256], name).toEqual([file.length, createHash("sha256").update(file).digest("hex")]);
        if (name !== "netra-report-1.schema.json") expect(name).toMatch(new RegExp(`-v2\\.${edition}\\.`));
      }
      expect(manifest.files).toHaveLength(FORMS.length + 1);
    }
  });

  it("are vouched for by the office's key, the same note again", async () => {
    const key = await newSigningKey();
    const verifierKey = await verifierKeyOf("netra.contoh", key);
    const signer = { verifierKey, sign: (words: string) => signNote({ text: words, name: "netra.contoh", key }) };
    const signed = await made(readOf(facts, { shareable: null }), { ...PLAIN, signer });
    const hash = createHash("sha256")
      .update(signed.get("internal.manifest.json") ?? "")
      .digest("hex");
    const { text: said } = await openNote(text(signed.get("internal.manifest.note")), await parseVerifierKey(verifierKey));
    expect(said).toBe(`netra-report-files/1\n${hash}\n`);
    expect(JSON.parse(text(signed.get("internal.manifest.json"))).key).toBe(verifierKey);
    expect(text((await made(readOf(facts, { shareable: null }), { ...PLAIN, signer })).get("internal.manifest.note"))).toBe(
      text(signed.get("internal.manifest.note")),
    );
  });

  it("carry the schema that the document follows", () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text(files.get("netra-report-1.schema.json"))));
    for (const edition of ["internal", "shareable"]) expect(validate(JSON.parse(text(files.get(`${edition}.json`)))), edition).toBe(true);
  });

  it("say on cover and first sheet that they are a draft, what a supervisor wrote and what is corrected: words in the internal edition alone", async () => {
    const correction = { of: 1, why: "Dua akun terlambat ditautkan", changes: null, more: 0 };
    const noted = await made(readOf(facts, { draft: true, note: "Bacaan kedua belum lengkap.", correction }));
    const said = [
      "Ini draf untuk diperiksa.",
      "Bacaan kedua belum lengkap.",
      "Yang berubah dari versi 1, dan mengapa. Alasan: Dua akun terlambat ditautkan",
    ];
    for (const edition of ["internal", "shareable"]) {
      const cover = bare(pdfPages(noted.get(`${edition}.id.pdf`) ?? new Uint8Array())[0] ?? "");
      const sheet = JSON.stringify((await workbook(noted.get(`${edition}.id.xlsx`))).worksheets[0]?.getSheetValues());
      for (const [at, words] of said.entries()) {
        expect([cover.includes(bare(words)), sheet.includes(words)], `${edition}: ${words}`).toEqual(
          Array(2).fill(at === 0 || edition === "internal"),
        );
      }
    }
    expect(JSON.parse(text(noted.get("internal.manifest.json")))).toMatchObject({ state: "draft" });
  });

  it("say on every paper which final version it is, since when and counted as of when, and by whom in the internal edition alone", async () => {
    const signed = {
      final: { at: "2029-10-02T04:00:00.000Z", by: "Dewi Contoh" },
      ...{ note: "Jam pengambilan hilang.", noted: { at: "2029-10-02T03:40:00.000Z", by: "Wulan Misal" } },
    };
    const read = readOf(facts, signed);
    const later = { ...read, document: { ...read.document, asOf: "2029-10-02T03:12:00.000Z" } };
    const final = await made(later);
    const [inside, outside] = ["internal", "shareable"].map((edition) => bare(pdfPages(final.get(`${edition}.id.pdf`) ?? new Uint8Array())[0] ?? ""));
    expect(inside).toContain(
      bare(
        "Final, versi 2, sejak 2029-10-02 11:00 WIB, oleh Dewi Contoh. Dihitung per 2029-10-02 10:12 WIB. Keadaan (belum diputus, akun, kiriman menunggu) diambil per Senin 2029-10-01 06:00 WIB. Edisi untuk dibagikan dari minggu ini dihitung per 2029-10-01 06:00 WIB",
      ),
    );
    expect(inside).toContain(bare("Catatan pengawas (Wulan Misal, 2029-10-02 10:40 WIB): Jam pengambilan hilang."));
    expect(outside).toContain(bare("Final, versi 2, sejak 2029-10-02 11:00 WIB. Dihitung per 2029-10-01 06:00 WIB. Itu saat minggu ditutup"));
    expect(outside).toMatch(/·versi21\/\d+$/);
    for (const [name, bytes] of final) {
      const said = name.endsWith(".pdf")
        ? pdfPages(bytes).map(bare).join("")
        : name.endsWith(".xlsx")
          ? JSON.stringify((await workbook(bytes)).worksheets[0]?.getSheetValues())
          : text(bytes);
      const named = name.startsWith("internal.");
      if (/\.(pdf|xlsx|html|json)$/.test(name) && !/manifest|schema/.test(name))
        expect([/Dewi ?Contoh/.test(said), /Wulan ?Misal/.test(said)], name).toEqual([named, named]);
      else expect(said, name).not.toMatch(/Dewi|Wulan/);
    }
    // Facts of the stored version, and not of the run; of what is rendered beside it nothing is claimed.
    for (const [name, bytes] of await made(later)) expect(Buffer.from(bytes).equals(final.get(name) as Uint8Array), name).toBe(true);
    const plain = await reportFiles({ ...later, version: null, final: null, note: null, noted: null }, PLAIN);
    const cover = bare(pdfPages(plain.find(({ name }) => name.endsWith("internal.id.pdf"))?.bytes ?? new Uint8Array())[0] ?? "");
    expect(cover).not.toMatch(/Final|[Vv]ersi|Contoh,|oleh/);
  });

  it("list what a correction changed on a sheet of its own, in the edition that is not shared", async () => {
    const change = { table: "overview", key: ["posts"], column: "value", from: 199, to: 200 };
    const corrected = await made(readOf(facts, { correction: { of: 1, why: "Terlambat masuk.", changes: [change], more: 3 } }));
    const [, changes] = (await workbook(corrected.get("internal.id.xlsx"))).worksheets;
    expect(changes?.name).toBe("Angka yang berubah");
    expect(JSON.stringify(changes?.getSheetValues())).toMatch(/Unggahan dilihat.*199.*200/);
    expect((await workbook(corrected.get("shareable.id.xlsx"))).worksheets.map(({ name }) => name)).not.toContain("Angka yang berubah");
    const days = { ...facts, now: { ...facts.now, week: null }, before: { ...facts.before, week: null } };
    const spanned = await made({ ...readOf(facts), document: makeDocument(days, "internal"), shareable: null });
    const names = (await workbook([...spanned].find(([name]) => name.endsWith("internal.id.xlsx"))?.[1])).worksheets.map(({ name }) => name);
    expect(names).toContain("Rentang ini");
    expect(names.join()).not.toMatch(/minggu/i);
  });

  it("of a span of days say which days, and compare with the days before", async () => {
    const of = {
      ...readOf(facts).document,
      span: { ...readOf(facts).document.span, week: null },
      before: { ...readOf(facts).document.before, week: null },
    } as ReportDocument;
    const spanned = new Map(
      (await reportFiles({ ...readOf(facts), document: of, shareable: null }, { ...PLAIN, columns: COLUMNS })).map(({ name, bytes }) => [
        name,
        bytes,
      ]),
    );
    const name = "netra-2029-09-24_2029-09-30-19-v2.internal";
    const pages = pdfPages(spanned.get(`${name}.id.pdf`) ?? new Uint8Array()).map(bare);
    expect(pages[0]).toContain(bare("Laporan netralitas ASN, Kepulauan Bangka Belitung 2029-09-24 sampai 2029-09-30 (WIB)"));
    expect(pages[1]).toContain("sebelumnya28");
    expect(pages.join("")).toContain(bare("Rentang ini dalam angka"));
    expect(pages.join("")).not.toContain(bare("minggu lalu"));
    const manifest = JSON.parse(text(spanned.get(`${name}.manifest.json`)));
    expect(manifest).toMatchObject({ week: null });
    expect(MANIFEST_SCHEMA(manifest), JSON.stringify(MANIFEST_SCHEMA.errors)).toBe(true);
    expect((await workbook(spanned.get(`${name}.contoh-rekap-provinsi.xlsx`))).worksheets[0]?.getCell("A4").value).toBe("2029-09-24_2029-09-30");
  });
});

describe.each(["id", "en"] as const)("the workbook (%s)", (lang) => {
  it.each(["internal", "shareable"] as const)("has every figure of every table of the %s edition, typed", async (edition) => {
    const read = readOf(facts);
    const document = edition === "internal" ? read.document : (read.shareable as ReportDocument);
    const book = await workbook(files.get(`${edition}.${lang}.xlsx`));
    const tables = formTables({ ...read, document }, lang);
    expect(book.worksheets).toHaveLength(tables.length + 1);
    for (const table of document.tables) {
      const sheet = book.worksheets[document.tables.indexOf(table) + 1];
      expect(sheet?.views[0], table.id).toMatchObject({ state: "frozen", ySplit: 1 });
      const figures = [...table.rows, ...(table.total ? [table.total] : [])];
      for (const [at, row] of figures.entries()) {
        const cells = rowOf(sheet, at + 2);
        for (const [index, figure] of row.cells.entries()) {
          if (typeof figure === "number") expect(cells, `${table.id} ${table.columns[index]?.id}`).toContain(figure);
          if (isHidden(figure)) expect(cells).toContain("*");
          if (Array.isArray(figure)) for (const limit of figure) expect(cells).toContain(limit);
        }
        // Nothing hidden turned into a number.
        const numbers = cells.filter((cell) => typeof cell === "number").length;
        const known = [...row.cells, ...(row.change ?? [])].flat().filter((cell) => typeof cell === "number").length;
        expect(numbers, table.id).toBe(known);
      }
    }
    expect(sheetsXml(files.get(`${edition}.${lang}.xlsx`))).not.toMatch(/<f[ >/]/);
  });

  it("names its sheets shortly, each once", async () => {
    const names = formTables(readOf(facts), lang).map((table) => table.sheet ?? table.title);
    expect(names.filter((name) => name.length > 31)).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(Object.keys(SHEETS.id)).toEqual(Object.keys(SHEETS.en));
  });
});

describe("the PDF", () => {
  it("says beside a candidate's share up to which week it was told, where that is not the report's own", () => {
    const shared = makeDocument(facts, "shareable");
    const toldAt = (week: string): ReportDocument => ({
      ...shared,
      tables: shared.tables.map((table) =>
        table.id === "equal_treatment"
          ? {
              ...table,
              rows: table.rows.map((row) => ({
                ...row,
                cells: row.cells.with(
                  table.columns.findIndex(({ id }) => id === "told_at"),
                  week,
                ),
              })),
            }
          : table,
      ),
    });
    const details = (document: ReportDocument) =>
      formCharts(readOf(facts, { document }), "id").flatMap(({ chart }) =>
        chart.kind === "intervals" ? chart.rows.map(({ detail }) => detail) : [],
      );
    const earlier = details(toldAt("2029-W37"));
    expect(earlier).toHaveLength(CONTEST.candidates.length);
    for (const detail of earlier) expect(detail).toMatch(/diputus menurut isi, sampai 2029-W37$/);
    for (const detail of details(toldAt("2029-W39"))) expect(detail).toMatch(/diputus menurut isi$/);
  });

  it("says the same figures as the document, and of the shareable edition not one that is hidden", () => {
    const pages = pdfPages(files.get("internal.id.pdf") ?? new Uint8Array()).map(bare);
    expect(pages[1]).toContain(
      bare("200 unggahan dilihat; 40 akun terpantau. 23 bendera dibuka, 18 diputus: 12 ditutup, 6 dieskalasi. 35 bendera belum diputus."),
    );
    const all = pages.join("");
    const outcomes = readOf(facts).document.tables.find(({ id }) => id === "outcomes_since")?.rows ?? [];
    expect(outcomes.length).toBeGreaterThan(3);
    expect(all).toMatch(
      new RegExp(`HasilputusansejakpenetapanHasilDiputusPilwalkotMisal2029${outcomes.map(({ cells }) => `\\D+${cells[0]}`).join("")}`),
    );
    const shared = pdfPages(files.get("shareable.id.pdf") ?? new Uint8Array()).map(bare);
    expect(shared[0]).toContain(bare("Edisi untuk dibagikan: angka kecil disembunyikan"));
    expect(shared[1]).toContain(bare("* bendera belum diputus."));
    expect(shared[1]).toMatch(/\*\d+seldisembunyikan/);
    expect(shared.join("")).not.toContain(bare("Di antaranya ditandai"));
  });

  it("stands under the letterhead of its day, and none where there was none", async () => {
    const letterheads = [
      { from: "2020-01-01", to: "2029-09-30", lines: { id: ["Kantor Lama"], en: ["Old Office"] } },
      { from: "2029-10-01", lines: { id: ["Kantor {region}"], en: ["Office of {region}"] }, address: ["Jalan Misal 1"] },
    ];
    const cover = async (rows: FormSettings["letterheads"], file: string) =>
      bare(pdfPages((await made(readOf(facts, { shareable: null }), { ...PLAIN, letterheads: rows })).get(file) ?? new Uint8Array())[0] ?? "");
    expect(await cover(letterheads, "internal.id.pdf")).toMatch(/^KantorKepulauanBangkaBelitungJalanMisal1/);
    expect(await cover(letterheads, "internal.en.pdf")).toMatch(/^OfficeofKepulauan/);
    expect(await cover([letterheads[0] as (typeof letterheads)[number]], "internal.id.pdf")).toMatch(/^Laporanmingguan/);
  });
});

describe("what is told by name", () => {
  it("are contests, rules and forms, with their codes in a column of their own; on paper beneath the name", async () => {
    const book = await workbook(files.get("internal.en.xlsx"));
    expect(rowOf(book.getWorksheet("Precision by rule"), 2).slice(0, 2)).toEqual([
      "Supporting words and a contestant are in one sentence",
      "named_support",
    ]);
    expect(rowOf(book.getWorksheet("Forms of the SKB"), 2).slice(0, 2)).toEqual(["Promoting a candidate online", "PD-2"]);
    expect(rowOf(book.getWorksheet("By contest"), 2).slice(0, 2)).toEqual(["Mayor election Misal 2029", "wali-misal"]);
    expect(rowOf(book.getWorksheet("Contests"), 2).slice(0, 5)).toEqual(["Mayor election Misal 2029", "wali-misal", 1, "19.71", "Mayor election"]);
    const pages = pdfPages(files.get("internal.en.pdf") ?? new Uint8Array()).map(bare);
    expect(pages.join("")).toContain(bare("Promoting a candidate online PD-2"));
    // The code of a contest stands in the imprint alone, with schema and fingerprints, after everything that is read.
    expect(pages.slice(0, -1).join("")).not.toMatch(/wali-misal|netra-report|sha256/);
    expect(pages.at(-1)).toContain(bare("Schema of the data: netra-report/1. Contests: wali-misal, 1, sha256:00. Rule packs: inti, 3, sha256:11."));
  });

  it("no two columns of a table have one title", () => {
    for (const lang of ["id", "en"] as const)
      for (const table of formTables(readOf(facts), lang)) {
        const titles = table.columns.map(({ title }) => title);
        expect(titles.length, table.id).toBe(new Set(titles).size);
      }
  });
});

describe("the eight weeks", () => {
  it("are drawn and told as of the report, those in which nothing was watched as a dash and not as nought", async () => {
    const pages = pdfPages(files.get("internal.id.pdf") ?? new Uint8Array()).map(bare);
    const { rows } = readOf(facts).document.tables.find(({ id }) => id === "weeks") ?? { rows: [] };
    expect(rows.map(({ cells }) => cells)).toEqual([
      ...Array(4).fill([null, null, 168, 168]),
      ...[168, 168, 48, 0].map((without) => [expect.any(Number), expect.any(Number), 168, without]),
    ]);
    expect(pages[1]).toContain(bare("Dibuka dan diputus per minggu"));
    // Two of the weeks have flags and no fetch at all, one had fetches on five of its seven days.
    expect(pages[1]).toMatch(/––M35\d+M36°\d+M37°\d+M38°\d+M39[^°]/);
    expect(pages[1]).toContain(bare("Tanda °: sepertujuh jamnya atau lebih tanpa pengambilan."));
    expect(pages.join("")).toMatch(/2029-W35––1681682029-W36\d+/);
    const weeks = (await workbook(files.get("internal.id.xlsx"))).getWorksheet("Per minggu");
    expect(weeks?.getCell("B2").value).toBeNull();
    expect((await workbook(files.get("shareable.id.xlsx"))).getWorksheet("Per minggu")).toBeUndefined();
  });

  it("leave no nought of last week where nothing was watched then", async () => {
    const [first] = flagsOf(3, { flags: 1, from: "2029-W39", weeks: 1 });
    const fresh = await made(
      readOf({ ...factsOf(first ? [first] : [], "2029-W39"), watchedWeeks: [{ week: "2029-W39", hours: 168 }] }, { shareable: null }),
    );
    const [, summary = ""] = pdfPages(fresh.get("internal.id.pdf") ?? new Uint8Array()).map(bare);
    expect(summary).toContain("minggulalu–minggulalu–minggulalu–dari1bendera,belumcukup(dibawah6);minggulalu–minggulalu–");
  });
});

describe("the tables as CSV", () => {
  it("are one file each in both languages, with titles and typed figures", () => {
    const tables = readZip(files.get("internal.tables.zip") ?? new Uint8Array());
    const names = [...tables.keys()];
    const folder = "netra-2029-W39-19-v2.internal.tables/";
    const within = (lang: string): string[] =>
      names.filter((path) => path.startsWith(`${folder}${lang}/`)).map((path) => path.slice(folder.length + 3));
    expect(within("id")).toEqual(within("en"));
    expect(within("id")).toHaveLength(names.length / 2);
    expect(names).toHaveLength(2 * formTables(readOf(facts), "id").length);
    const treatment = text(tables.get(`${folder}id/equal_treatment.csv`)).split("\r\n");
    expect(treatment[0]).toBe(
      '\ufeffPemilihan,"Pemilihan, kode",Peserta,Menyebut peserta,Di antaranya ditandai,Bagian ditandai,"Bagian ditandai, batas bawah","Bagian ditandai, batas atas",Diputus menurut isi,Bukan keberpihakan,Dieskalasi,Bagian dieskalasi,"Bagian dieskalasi, batas bawah","Bagian dieskalasi, batas atas",Cukup data',
    );
    expect(treatment[1]).toMatch(/^Pilwalkot Misal 2029,wali-misal,1 · Rima Contoh – Joko Misal,60,20,0\.3333,0\.\d+,0\.\d+,/);
  });

  it("lie in a folder of their edition's name, so that unpacked side by side none writes over another, and drafts say so", async () => {
    const drafts = await made(readOf(facts, { draft: true }));
    const folders = [files, drafts].flatMap((of) =>
      ["internal", "shareable"].map((edition) => {
        const paths = [...readZip(of.get(`${edition}.tables.zip`) ?? new Uint8Array()).keys()];
        return [...new Set(paths.map((path) => path.split("/")[0]))].join();
      }),
    );
    expect(folders).toEqual([
      "netra-2029-W39-19-v2.internal.tables",
      "netra-2029-W39-19-v2.shareable.tables",
      "netra-2029-W39-19-v2-DRAFT.internal.tables",
      "netra-2029-W39-19-v2-DRAFT.shareable.tables",
    ]);
  });
});

describe("the edition to be shared", () => {
  const CANARY = 7_654_000;
  const written = /7[.,\u00a0]?654[.,\u00a0]?\d{3}|KENARI/;
  const { document, shareable } = readOf(facts);
  const told = shareable as ReportDocument;

  /** The internal document with another figure wherever the shareable one hides its own, each to be known again. */
  function withCanaries(): { readonly inside: ReportDocument; readonly cells: number } {
    let cells = 0;
    const tables = document.tables.map((table) => {
      const hides = told.tables.find(({ id }) => id === table.id);
      const mark = (own: ReportRow | null, hidden: ReportRow | null | undefined): ReportRow | null =>
        own && {
          ...own,
          cells: own.cells.map((cell, at) => {
            const where = hides?.columns.findIndex(({ id }) => id === table.columns[at]?.id) ?? -1;
            if (!isHidden(hidden?.cells[where] ?? null)) return cell;
            cells += 1;
            return typeof cell === "number" ? CANARY + cells : cell;
          }),
        };
      const rows = table.rows.map(
        (row) =>
          mark(
            row,
            hides?.rows.find(({ key }) => key.join() === row.key.join()),
          ) as ReportRow,
      );
      return { ...table, rows, total: mark(table.total, hides?.total) };
    });
    return { inside: { ...document, tables }, cells };
  }

  const unpacked = (name: string, bytes: Uint8Array): string =>
    name.endsWith(".pdf")
      ? pdfPages(bytes).join("\n")
      : /\.(xlsx|zip)$/.test(name)
        ? [...readZip(bytes)].map(([path, part]) => `${path}\n${part.toString("utf8")}`).join("\n")
        : text(bytes);

  it("holds nothing of what it hides nor of the other edition in any byte of any file: figures, words, names, changes", async () => {
    const { inside, cells } = withCanaries();
    expect(cells).toBeGreaterThan(30);
    const change = { table: "overview", key: ["waiting"], column: "value", from: CANARY, to: CANARY + 1 };
    const secret = await made({
      ...readOf(facts, { document: inside, final: { at: "2029-10-02T04:00:00.000Z", by: "KENARI" } }),
      ...{ note: "KENARI", noted: { at: "2029-10-02T03:40:00.000Z", by: "KENARI" } },
      correction: { of: 1, why: "KENARI", changes: [change], more: CANARY },
    });
    const plain = await made(readOf(facts, { final: { at: "2029-10-02T04:00:00.000Z", by: null } }));
    const names = [...secret.keys()].filter((name) => name.startsWith("shareable."));
    expect(names).toHaveLength(FORMS.length + 1);
    for (const name of names) {
      expect(unpacked(name, secret.get(name) ?? new Uint8Array()), name).not.toMatch(written);
      expect(Buffer.from(secret.get(name) ?? []).equals(plain.get(name) ?? new Uint8Array()), name).toBe(true);
    }
    // The same search finds them where they stand.
    for (const ending of FORMS) expect(unpacked(ending, secret.get(`internal.${ending}`) ?? new Uint8Array()), ending).toMatch(written);
  });

  it.each(["id", "en"] as const)(
    "has a printable page (%s), whose hidden figures are the mark that they are everywhere, and never nought",
    (lang) => {
      const own = { ...readOf(facts), document: told };
      const sections = pageSections(own, lang);
      const tables = sections.flatMap((section) => (section.kind === "table" ? [section] : []));
      let hidden = 0;
      for (const table of told.tables) {
        const shown = tables.find(({ heading }) => heading === TABLES[lang][table.id]?.heading);
        for (const [at, row] of [...table.rows, ...(table.total ? [table.total] : [])].entries()) {
          if (!shown) continue;
          const figures = shown.rows[at] ?? [];
          const marks = row.cells.filter((cell, column) => isHidden(cell) && !isLeftOut(table, table.columns[column] as ReportColumn, column)).length;
          const changed = table.columns.filter((column, place) => changes(table, column) && isHidden(row.change?.[place] ?? null)).length;
          expect(figures.filter((cell) => cell === "*").length, `${table.id} ${at}`).toBe(marks + changed);
          hidden += marks;
        }
      }
      expect(hidden).toBeGreaterThan(30);
      const page = text(files.get(`shareable.${lang}.html`));
      expect(page).toContain(`<p class="mark">${lang === "id" ? "Edisi untuk dibagikan" : "Edition to be shared"}`);
      expect(page).toContain(lang === "id" ? "* bendera belum diputus." : "* flags not decided yet.");
      expect(page).toMatch(lang === "id" ? /\* \d+ sel disembunyikan/ : /\* \d+ cells are hidden/);
      expect(page).not.toContain(lang === "id" ? "Di antaranya ditandai" : "Of them flagged");
      expect(text(files.get(`internal.${lang}.html`))).toContain(
        `<p class="mark">${lang === "id" ? "Edisi internal: angka tepat, jangan dibagikan" : "Internal edition: exact figures, not to be shared"}`,
      );
    },
  );

  it("has its figures in one long table too, the hidden ones by the same mark", () => {
    const [header = "", ...lines] = text(files.get("shareable.csv")).trim().split("\r\n");
    // Counted from the end: a name may hold a comma.
    const value = header.split(",").indexOf("value") - header.split(",").length;
    expect(lines.filter((line) => line.split(",").at(value) === "*")).toHaveLength(
      told.tables.reduce((sum, { hiddenCells }) => sum + hiddenCells, 0),
    );
    expect(lines.join("\n")).not.toContain("since_by_");
    expect(text(files.get("internal.csv"))).toContain("since_by_");
  });
});

describe("hostile names", () => {
  const hostile = HOSTILE_CELLS.map(([, words]) => words);
  const contests = [
    { ...CONTEST, candidates: CONTEST.candidates.map((one, at) => ({ ...one, people: hostile.filter((_, index) => index % 2 === at) })) },
  ];
  const flags = facts.flags.map((flag, at) => ({ ...flag, agency: hostile[at % hostile.length] ?? null }));
  const read = readOf({ ...facts, contests, flags });

  it("stay text in every form: no formula, no markup, no code", async () => {
    // Long names are set letter by letter: one language is enough.
    const forms = await made(read, PLAIN, ["id"]);
    for (const name of ["internal.id.xlsx", "shareable.id.xlsx"]) {
      expect(sheetsXml(forms.get(name)), name).not.toMatch(/<f[ >/]/);
      await workbook(forms.get(name));
    }
    for (const [path, bytes] of readZip(forms.get("internal.tables.zip") ?? new Uint8Array()))
      for (const cell of text(bytes).split(/[,;\t\r\n]/)) expect(cell.replace(/^[\0 "\ufeff]+/, ""), path).not.toMatch(/^[=+@＝]|^-\D/);
    const pdf = forms.get("internal.id.pdf") ?? new Uint8Array();
    expect(Buffer.from(pdf).toString("latin1")).not.toMatch(/\/(JavaScript|URI|Launch|EmbeddedFile)\b/);
    expect(pdfPages(pdf).map(bare).join("")).toContain("‹U+FF1D›1+1");
  });
});

describe("weeks that are not like others", () => {
  const emptyFacts = (week: string): ReportFacts => {
    const base = factsOf([], week);
    const nothing = { posts: [], toCapture: [], captures: [], capturesWaiting: 0, accounts: [], hours: [], quarantined: 0, drift: 0 };
    return {
      ...base,
      now: { ...base.now, ...nothing },
      before: { ...base.before, ...nothing },
      contests: [],
      packs: [],
      read: [],
      since: null,
      readSince: [],
      named: [],
    };
  };

  it("an empty one has every form, and says that there is no data instead of drawing it", async () => {
    const forms = await made(readOf(emptyFacts("2029-W39")));
    expect(forms.size).toBe(files.size);
    const pages = pdfPages(forms.get("internal.id.pdf") ?? new Uint8Array()).map(bare);
    expect(pages[1]).toContain(bare("Dibuka dan diputus Per wilayah. Kerangka: dibuka; penuh: diputus. Tidak ada data."));
    expect(pages[1]).toContain(bare("nol di sini berarti tidak dilihat, bukan tidak ada. 0 unggahan dilihat"));
    await workbook(forms.get("shareable.en.xlsx"));
  });

  it("one in which nothing could be fetched says so: hours without a fetch, accounts that were not watched", async () => {
    const outage: ReportFacts = {
      ...facts,
      now: {
        ...facts.now,
        posts: [],
        accounts: [{ region: "19.71", platform: "facebook", standing: "failing", accounts: 40 }],
        hours: [{ platform: "facebook", fetched: "0".repeat(168), failed: "1".repeat(168) }],
      },
    };
    const forms = await made(readOf(outage));
    const all = pdfPages(forms.get("internal.id.pdf") ?? new Uint8Array())
      .map(bare)
      .join("");
    expect(all).toContain(bare("Facebook 0 dari 40 akun"));
    expect(all).toContain(bare("Facebook 168 0 168 168"));
    const hours = (await workbook(forms.get("internal.id.xlsx"))).getWorksheet("Cakupan jam");
    expect(rowOf(hours, 2).slice(0, 5)).toEqual(["Facebook", 168, 0, 168, 168]);
  });

  it("week 53 is one", async () => {
    const { from, to } = weekSpan("2026-W53");
    expect([from, to].map((at) => at.toISOString())).toEqual(["2026-12-27T17:00:00.000Z", "2027-01-03T17:00:00.000Z"]);
    const forms = await made(readOf(factsOf(flagsOf(5, { flags: 40, from: "2026-W51", weeks: 3 }), "2026-W53")));
    const [cover = ""] = pdfPages(forms.get("internal.en.pdf") ?? new Uint8Array()).map(bare);
    expect(cover).toContain(bare("Weekly report on civil-service neutrality, week 53"));
    expect(cover).toContain(bare("Monday 2026-12-28 to Sunday 2027-01-03"));
    expect(JSON.parse(text(forms.get("internal.manifest.json")))).toMatchObject({ week: "2026-W53", from: "2026-12-27T17:00:00.000Z" });
  });
});

describe("a superior's columns", () => {
  it("become sheets under the superior's names, in the superior's order", async () => {
    const read = readOf(facts);
    // Made three weeks late: its sheets tell how things stood when the week closed, and say so.
    const forms = await made({ ...read, document: { ...read.document, asOf: "2029-10-22T02:00:00.000Z" } }, { ...PLAIN, columns: COLUMNS });
    const book = await workbook(forms.get("internal.contoh-rekap-provinsi.xlsx"));
    expect(forms.has("shareable.contoh-rekap-provinsi.xlsx")).toBe(false);
    expect(book.worksheets.map(({ name }) => name)).toEqual(["Rekap wilayah", "Perlakuan setara", "Cakupan", "Tentang laporan ini"]);
    const [sheet] = book.worksheets;
    const rows = sheet?.getSheetValues().map((row) => (row as unknown[])?.slice(1)) ?? [];
    expect(rows[1]).toEqual(["REKAP PENGAWASAN NETRALITAS ASN"]);
    expect(rows[2]).toEqual(["Kepulauan Bangka Belitung, minggu 2029-W39 (2029-09-24 s.d. 2029-09-30), keadaan 2029-10-01 06:00 WIB"]);
    expect(rows[3]?.slice(0, 3)).toEqual(["Minggu", "Kode", "Kabupaten/Kota"]);
    expect(rows[4]?.slice(0, 3)).toEqual(["2029-W39", "19.01", "Bangka"]);
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", ySplit: 3 });
    expect(rows.at(-1)?.[2]).toBe("Jumlah");
  });

  it("of the edition to be shared hide what it hides", async () => {
    const shared = {
      ...COLUMNS,
      edition: "shareable" as const,
      sheets: COLUMNS.sheets.map((sheet) => ({ ...sheet, columns: sheet.columns.filter(({ take }) => take !== "waiting") })),
    };
    const book = await workbook((await made(readOf(facts), { ...PLAIN, columns: shared })).get("shareable.contoh-rekap-provinsi.xlsx"));
    expect(rowOf(book.worksheets[0], 4).slice(3, 7)).toEqual([41, "*", "*", "*"]);
  });

  it.each([
    [
      "table: week_by_region",
      "table: per_wilayah",
      /rekap\.yaml:\d+: the internal edition has no table per_wilayah; take one of: overview, week_by_region/,
    ],
    ["take: posts", "take: posting", /rekap\.yaml:\d+: "Unggahan": the table week_by_region has no posting; take one of: region, posts/],
    ["take: opened, as: change", "take: region, as: change", /"Naik\/turun": region is no number and has no change; leave "as" out/],
    [", as: low", "", /confirm_interval is an interval; add as: low or as: high/],
    ["{from} s.d.", "{mulai} s.d.", /\{mulai\} is not known; write one of: \{week\}/],
    ["name: Cakupan", "name: rekap wilayah", /a sheet of this name stands above/],
    ["from: 2029-01-01", "from: 2029-02-30", /2029-02-30 is no day of the calendar/],
    ["lang: id", "lang: ms", /lang must be equal to one of the allowed values.*; write it like config\/report\/columns/],
    ['text: "{week}"', 'text: "{week}", take: region', /give either "take", a column of the table, or "text"/],
  ])("with %s as %s are refused with line and remedy", (good, wrong, message) => {
    expect(MAPPING).toContain(good);
    expect(() => parseColumns(MAPPING.replace(good, wrong), { path: "rekap.yaml", tables: tableCatalogue() })).toThrow(message);
  });
});
