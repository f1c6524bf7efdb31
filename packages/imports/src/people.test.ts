import { describe, expect, it } from "vitest";
import { parseAgencies } from "./agencies.ts";
import { parsePeople } from "./people.ts";

const ROW = {
  nip: "199003152015031004",
  name: "Sekar Wulandari",
  employment_kind: "pns",
  agency: "Dinas Contoh",
  agency_region: "19.71",
  from: "2015-03-01",
  to: "",
  leave_from: "",
  leave_to: "",
  leave_document: "",
  spouse_contest: "",
  spouse_candidate: "",
  spouse_from: "",
  spouse_to: "",
  spouse_document: "",
};
const file = (...rows: Partial<typeof ROW>[]) =>
  new TextEncoder().encode([Object.keys(ROW).join(","), ...rows.map((row) => Object.values({ ...ROW, ...row }).join(","))].join("\n"));
const places = (...rows: Partial<typeof ROW>[]) => parsePeople(file(...rows)).problems.map(({ at, what }) => `${at}: ${what}`);

describe("a file of people", () => {
  it("gives a person, an employment, a leave and a marriage to a candidate", () => {
    const leave = { leave_from: "2029-08-01", leave_to: "2029-12-31", leave_document: "SK 7" };
    const spouse = {
      spouse_contest: "belitung-timur-demo",
      spouse_candidate: "bahar-ratih",
      spouse_from: "2029-06-01",
      spouse_document: "buku nikah",
    };
    expect(parsePeople(file({ to: "2030-01-31", ...leave, ...spouse })).rows).toEqual([
      {
        line: 2,
        values: {
          nip: "199003152015031004",
          name: "Sekar Wulandari",
          employmentKind: "pns",
          agency: "Dinas Contoh",
          agencyRegion: "19.71",
          unit: null,
          position: null,
          roleClass: null,
          from: "2015-03-01",
          to: "2030-01-31",
          leave: { from: "2029-08-01", to: "2029-12-31", document: "SK 7" },
          spouse: { from: "2029-06-01", to: null, document: "buku nikah", contestId: "belitung-timur-demo", candidateId: "bahar-ratih" },
        },
      },
    ]);
  });

  it.each<[string, Partial<typeof ROW>, string]>([
    ["an end before the beginning", { to: "2015-02-28" }, "row 2, column to: is before the first day"],
    ["a leave without its decision", { leave_from: "2029-08-01" }, "row 2, column leave_document: is empty"],
    ["a leave without a first day", { leave_document: "SK 7" }, "row 2, column leave_from: is empty, though its other cells are filled"],
    [
      "a spouse without a candidate",
      { spouse_contest: "a-2029", spouse_from: "2029-01-01", spouse_document: "x" },
      "row 2, column spouse_candidate: is empty",
    ],
    ["a spouse without a day", { spouse_contest: "a-2029" }, "row 2, column spouse_from: is empty, though its other cells are filled"],
    ["a contest that is no id", { spouse_contest: "Pilkada 2029!" }, "row 2, column spouse_contest: is not an id"],
  ])("reports %s", (_, row, problem) => expect(places(row)).toEqual([problem]));

  it("takes employments that follow each other, and reports two that share days", () => {
    expect(places({ to: "2019-12-31" }, { from: "2020-01-01" })).toEqual([]);
    expect(places({}, { from: "2020-01-01", agency: "Dinas Lain" })).toEqual([]);
    expect(places({ to: "2020-01-01" }, { from: "2020-01-01" })).toEqual(["row 3, column from: shares days with row 2, which is the same person's"]);
    expect(places({ to: "2020-01-01" }, { from: "2019-01-01", nip: "199003152015031005", name: "Lain" })).toEqual([]);
  });

  it("quotes no NIP and no name", () => {
    const { problems } = parsePeople(file({ nip: "19900315201503100", name: "Rahasia" }, { to: "2010-01-01", name: "Rahasia" }, { name: "Lain" }));
    expect(problems.length).toBeGreaterThan(1);
    expect(JSON.stringify(problems)).not.toMatch(/Rahasia|Sekar|19900315/);
  });

  it("ends the comparing of rows with rows at a hundred of one person, so that it costs no more than a file of many", () => {
    const rows = Array.from({ length: 102 }, (_, n) => ({ from: `${1900 + n}-01-01`, to: `${1900 + n}-12-31` }));
    expect(places(...rows.slice(0, 100))).toEqual([]);
    expect(places(...rows)).toEqual([102, 103].map((row) => `row ${row}, column from: is of a person with more than 100 rows`));
  });
});

describe("a file of agencies", () => {
  const agencies = (text: string) => parseAgencies(new TextEncoder().encode(text));
  it("gives each with its region, and takes Indonesian column names", () => {
    expect(agencies("Instansi;Wilayah Instansi\nDinas Contoh;19.71\nDinas Contoh;19.06").rows.map(({ values }) => values)).toEqual([
      { name: "Dinas Contoh", region: "19.71" },
      { name: "Dinas Contoh", region: "19.06" },
    ]);
  });
  it("reports one that stands twice, however it is written, and a region that is none", () => {
    expect(
      agencies("agency,agency_region\nDinas Contoh,19.71\nDINAS  contoh,19.71\nDinas,Babel").problems.map(({ at, what }) => `${at}: ${what}`),
    ).toEqual(["row 3, column agency: is the agency of row 2 again", "row 4, column agency_region: is not a Kemendagri code"]);
  });
});
