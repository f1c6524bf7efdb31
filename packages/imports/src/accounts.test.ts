import { describe, expect, it } from "vitest";
import { parseAccounts } from "./accounts.ts";
import { isUnissuedNip } from "./people.ts";

const HEADER = "nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,platform,handle,link,link_source";
const ROW = {
  nip: "199003152015031004",
  name: "Sekar Wulandari",
  employment_kind: "pns",
  agency: "Dinas Contoh",
  agency_region: "19.71",
  unit: "",
  position: "Analis",
  role_class: "",
  from: "2015-03-01",
  platform: "x",
  handle: "@Sekar_W",
  link: "declared",
  link_source: "surat 12",
};
const file = (...rows: Partial<typeof ROW>[]) =>
  new TextEncoder().encode([HEADER, ...rows.map((row) => Object.values({ ...ROW, ...row }).join(","))].join("\n"));
const places = (...rows: Partial<typeof ROW>[]) => parseAccounts(file(...rows)).problems.map(({ at, what }) => `${at}: ${what}`);

describe("parseAccounts", () => {
  it("reads a row into an account", () => {
    expect(parseAccounts(file({}))).toMatchObject({
      problems: [],
      rows: [
        {
          line: 2,
          values: {
            nip: "199003152015031004",
            name: "Sekar Wulandari",
            employmentKind: "pns",
            agency: "Dinas Contoh",
            agencyRegion: "19.71",
            unit: null,
            position: "Analis",
            roleClass: null,
            from: "2015-03-01",
            to: null,
            leave: null,
            spouse: null,
            platform: "x",
            handle: "@Sekar_W",
            link: "declared",
            linkSource: "surat 12",
          },
        },
      ],
    });
  });

  it.each<[string, Partial<typeof ROW>]>([
    ["a NIP with spaces", { nip: "19900315 201503 1 004" }],
    ["a NIP that a spreadsheet marked as text", { nip: "'199003152015031004" }],
    ["a PPPK, whose number holds a contract code where a PNS has a month", { nip: "199003152023211005", employment_kind: "pppk_part_time" }],
    ["a number with a sequence that was never issued", { nip: "199003152015031000" }],
    ["a non-ASN without a NIP", { nip: "", employment_kind: "non_asn" }],
  ])("takes %s", (_, row) => {
    expect(places(row)).toEqual([]);
    expect(parseAccounts(file(row)).rows[0]?.values.nip ?? "").toMatch(/^(\d{18})?$/);
  });

  it("points out a number that was never issued: made up, or rounded by a spreadsheet", () => {
    expect(isUnissuedNip("199003152015031000")).toBe(true);
    expect(isUnissuedNip("199003152015031004")).toBe(false);
  });

  it.each<[string, Partial<typeof ROW>, string]>([
    ["a PNS without a NIP", { nip: "" }, "row 2, column nip: is empty"],
    ["a NIP that is too short", { nip: "19900315" }, "row 2, column nip: is not a NIP: it has not 18 digits"],
    ["a birth date that does not exist", { nip: "199002302015031004" }, "row 2, column nip: is not a NIP: its first 8 digits are no date of birth"],
    ["a spreadsheet's power of ten", { nip: "1.99003E+17" }, "row 2, column nip: is in scientific notation, so its digits are lost"],
    ["an employment nobody knows", { employment_kind: "honorer" }, "row 2, column employment_kind: is not a known value"],
    ["a region that is no code", { agency_region: "Babel" }, "row 2, column agency_region: is not a Kemendagri code"],
    ["an address in place of a handle", { handle: "https://x.com/sekar_w" }, "row 2, column handle: is not a handle"],
    ["a link that is only inferred", { link: "inferred" }, "row 2, column link: is only inferred"],
    ["a non-ASN with a NIP", { employment_kind: "non_asn" }, "row 2, column nip: is filled, but a non_asn has none"],
    ["a link without a source", { link_source: " " }, "row 2, column link_source: is empty"],
  ])("reports %s", (_, row, problem) => expect(places(row)).toEqual([problem]));

  it("reports an account that stands twice, however the handle is written", () => {
    expect(places({}, { handle: "sekar_w" }, { handle: "sekar_w", platform: "threads" })).toEqual([
      "row 3, column handle: is the account of row 2 again",
    ]);
  });

  it("reports one NIP with two names, but takes one person with two accounts", () => {
    const other = { platform: "threads" };
    expect(places({}, { ...other, name: "SEKAR  Wulandari" })).toEqual([]);
    expect(places({}, { ...other, name: "Sekar Wulan" })).toEqual(["row 3, column name: differs from row 2, which has the same NIP"]);
  });

  it("never quotes a NIP, a name or a handle", () => {
    const { problems } = parseAccounts(file({}, {}, { nip: "1990031520150310045", name: "Rahasia", handle: "" }, { name: "Rahasia" }));
    expect(problems.length).toBeGreaterThan(3);
    expect(JSON.stringify(problems)).not.toMatch(/Rahasia|Sekar|19900315/i);
  });
});
