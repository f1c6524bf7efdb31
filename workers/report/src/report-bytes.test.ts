import { EMPLOYMENT_KINDS, FLAG_STATES, makeDocument, ORIGINS, OUTCOMES, overviewFigure, type ReportDocument } from "@netra/domain";
import { type PageSection, renderCsv, renderPage } from "@netra/render";
import { describe, expect, it } from "vitest";
import { CONTEST, factsOf, flagsOf } from "../../../test/support/report-facts.ts";
import { CODES } from "./code-words.ts";
import { COLUMN_WORDS } from "./column-words.ts";
import { csvRows } from "./csv-rows.ts";
import { pageSections, pageTitle } from "./forms/page-form.ts";
import type { ReportInput } from "./report-input.ts";
import { STATEMENTS } from "./statement-words.ts";
import { summarize } from "./summary.ts";
import { TABLES } from "./table-words.ts";

const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
const [hostile] = CONTEST.candidates;
const contests = [
  {
    ...CONTEST,
    candidates: [{ ...hostile, id: "rima-joko", number: null, people: ["=HYPERLINK(1)", "+62"], emptyBox: false }, ...CONTEST.candidates.slice(1)],
  },
];
const document = makeDocument({ ...facts, contests }, "internal");
const shareable = makeDocument({ ...facts, contests }, "shareable");
const input: ReportInput = {
  ...{ document, shareable, version: 2, draft: false, final: null, note: null, noted: null, correction: null },
  ...{ regionName: "Kepulauan Bangka Belitung", regions: new Map([["19.71", "Kota Pangkalpinang"]]) },
};

const csv = (given: ReportDocument = document): string => Buffer.from(renderCsv(csvRows(given))).toString("utf8");
const page = (lang: "id" | "en", given: ReportInput = input): string =>
  Buffer.from(renderPage({ lang, ...pageTitle(given, lang), sections: pageSections(given, lang) })).toString("utf8");
const table = (lang: "id" | "en", id: string): Extract<PageSection, { kind: "table" }> => {
  const found = pageSections(input, lang).find((section) => section.heading === TABLES[lang][id]?.heading);
  if (found?.kind !== "table") throw new Error(`no table ${id}`);
  return found;
};

describe("the bytes of a report", () => {
  it("are the same for the same document, in every form, and differ when one figure does", () => {
    const again = structuredClone(input);
    expect(csv(again.document)).toBe(csv());
    for (const lang of ["id", "en"] as const) expect(page(lang, again)).toBe(page(lang));
    const other = makeDocument({ ...facts, contests, now: { ...facts.now, drift: 4 } }, "internal");
    expect(csv(other)).not.toBe(csv());
    expect(page("id", { ...input, document: other })).not.toBe(page("id"));
  });

  it("say every figure of every table of the document, each with the date by which it counts", () => {
    const { rows } = csvRows(document);
    for (const one of document.tables) {
      const figures = [...one.rows, ...(one.total ? [one.total] : [])].flatMap((row) =>
        row.cells.flatMap((cell, at) => (one.columns[at]?.id === "counts_by" ? [] : [cell].flat())),
      );
      const said = rows.filter((row) => row.table === one.id);
      expect(
        said.filter(({ value }) => value !== null).map(({ value }) => value),
        one.id,
      ).toEqual(figures.filter((cell) => cell !== null));
    }
    expect(rows.find((row) => row.table === "overview" && row.what === "opened")).toMatchObject({
      counts_by: "opened",
      value: overviewFigure(document, "opened"),
    });
  });

  it("of the shareable edition say what is hidden, and not a number", () => {
    expect(csvRows(shareable).rows.filter(({ value }) => value === "*").length).toBe(
      shareable.tables.reduce((sum, { hiddenCells }) => sum + hiddenCells, 0),
    );
  });
});

describe("the page of a report", () => {
  it("names every candidate of a contest in ballot order, and candidates alone", () => {
    expect(table("id", "week_by_candidate").rows.map((row) => row.slice(0, 2))).toEqual([
      ["Pilwalkot Misal 2029", "=HYPERLINK(1) – +62"],
      ["Pilwalkot Misal 2029", "2 · Bahar Tanjung – Ratih Kuala"],
    ]);
  });

  it("says in one minute what the tables add up to", () => {
    expect(summarize(document)).toEqual({
      posts: overviewFigure(document, "posts"),
      accounts: overviewFigure(document, "accounts_watched"),
      registered: overviewFigure(document, "accounts_registered"),
      opened: overviewFigure(document, "opened"),
      decided: overviewFigure(document, "decided"),
      closed: overviewFigure(document, "closed"),
      escalated: overviewFigure(document, "escalated"),
      backlog: overviewFigure(document, "waiting"),
      stoodAt: Date.parse(document.asOf),
    });
    expect(page("en")).toContain(
      "200 posts seen; 40 accounts watched. 23 flags opened, 18 decided: 12 closed, 6 escalated. 35 flags not decided yet.",
    );
  });

  it("calls rules and forms by their names, with the code beside", () => {
    expect(table("id", "precision_by_rule").rows.map(([name]) => name)).toEqual([
      "Kata mendukung dan peserta berada dalam satu kalimat (named_support)",
      "Ajakan memilih di dekat peserta (vote_call)",
    ]);
    expect(table("en", "decided_by_form").rows.map(([name]) => name)).toEqual(["Promoting a candidate online (PD-2)"]);
    expect(page("id")).not.toContain("wali-misal");
    // A document of before there were names is told by its codes.
    const { names: _, ...older } = document;
    expect(page("id", { ...input, document: older })).toContain("wali-misal");
  });

  it("writes percent and hours with one decimal each, nought too", () => {
    const cells = [...table("id", "equal_treatment").rows, ...table("id", "precision_by_rule").rows]
      .flat()
      .filter((cell) => String(cell).includes("%"));
    expect(cells.length).toBeGreaterThan(4);
    for (const cell of cells) expect(cell).toMatch(/^\d+,\d%( – \d+,\d%)?$/);
    expect(table("id", "time").rows.map((row) => row[4])).toEqual(["1,5", "7,0", "1,5", "48,0"]);
  });

  it("writes a name that a spreadsheet would run harmlessly, in the table and on the page", () => {
    const line = csv()
      .split("\r\n")
      .find((row) => row.includes("HYPERLINK"));
    expect(line).toContain("'=HYPERLINK");
    expect(csv()).not.toMatch(/(^|,)"?[=+@-][A-Za-z(]/m);
    const script = contests.map((contest) => ({
      ...contest,
      candidates: contest.candidates.map((one) => ({ ...one, people: ["<script>alert(1)</script>"] })),
    }));
    const shown = page("id", { ...input, document: { ...document, contests: script } });
    expect(shown).toContain("script&#62;alert(1)");
    expect(shown).not.toContain("<script>alert");
  });

  it("counts days to the last of the week, in Jakarta", () => {
    expect(pageTitle(input, "id").subtitle).toBe("Senin 2029-09-24 s.d. Minggu 2029-09-30 (WIB). Dihitung per 2029-10-01 06:00 WIB.");
  });

  it("says as of when things stood wherever it says what a figure counts by, which is not when it was counted", () => {
    const late = { ...document, asOf: "2029-10-23T02:00:00.000Z" };
    const made = { ...input, document: late };
    expect(pageTitle(made, "id").subtitle).toContain(
      "Dihitung per 2029-10-23 09:00 WIB. Keadaan (belum diputus, akun, kiriman menunggu) diambil per Senin 2029-10-01 06:00 WIB.",
    );
    expect(page("id", made)).toContain('<th scope="row">Bendera belum diputus</th><td>keadaan per Senin 2029-10-01 06:00 WIB</td>');
    for (const [lang, said] of [
      ["id", "Dihitung menurut keadaan per Senin 2029-10-01 06:00 WIB (Bendera, Lewat tenggat, Segera lewat)."],
      ["en", "Counts by how things stood on Monday 2029-10-01 06:00 WIB (Flags, Past deadline, Soon past it)."],
    ] as const)
      expect(pageSections(made, lang).flatMap((part) => (part.kind === "table" ? [part.note] : []))).toContain(said);
    const { columns, rows } = csvRows(late);
    expect(columns.at(-1)?.key).toBe("stood_at");
    for (const { counts_by, stood_at } of rows) expect(stood_at, `${counts_by}`).toBe(counts_by === "as_of" ? document.asOf : null);
    expect(new Set(rows.map(({ counts_by }) => counts_by)).has("as_of")).toBe(true);
    // A document of before these were two times stood as of its own.
    const { stoodAt: _, ...older } = late;
    expect(page("id", { ...input, document: older })).toContain("keadaan per Selasa 2029-10-23 09:00 WIB");
    expect(pageTitle({ ...input, document: older }, "id").subtitle).not.toContain("Keadaan");
  });

  it("has words in both languages for every table, column, code and sentence", () => {
    const made = [...document.tables, ...shareable.tables];
    for (const lang of ["id", "en"] as const) {
      expect(made.filter(({ id }) => !TABLES[lang][id]).map(({ id }) => id)).toEqual([]);
      expect(made.flatMap(({ columns, by }) => [...columns.map(({ id }) => id), ...by]).filter((id) => !COLUMN_WORDS[lang][id])).toEqual([]);
      const figures = made.filter(({ by }) => by[0] === "figure").flatMap(({ rows }) => rows.map(({ key }) => key[0] ?? ""));
      const dates = made.flatMap(({ columns }) =>
        columns.flatMap(({ countsBy }) => (countsBy === null || countsBy === "mixed" ? [] : [`by_${countsBy}`])),
      );
      const ids = [...FLAG_STATES, ...OUTCOMES, ...ORIGINS, ...EMPLOYMENT_KINDS, ...figures, ...dates];
      expect(ids.filter((id) => !CODES[lang][id])).toEqual([]);
      expect([...document.statements, ...shareable.statements].filter(({ id }) => !STATEMENTS[lang][id])).toEqual([]);
    }
    expect(Object.keys(CODES.en).toSorted()).toEqual(Object.keys(CODES.id).toSorted());
  });
});
