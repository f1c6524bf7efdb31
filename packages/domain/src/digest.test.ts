import { expect, test } from "vitest";
import { digestDay, parseAddress } from "./digest.ts";

const leave = { name: "Cuti", kind: "collective_leave", source: "Keppres" } as const;
const CALENDAR = {
  holidays: [{ ...leave, date: "2029-10-02" }, { ...leave, date: "2029-10-03", kind: "regional", region: "19.71" } as const],
  years: [2029],
};
test.each([
  ["2029-10-02T08:00:00+07:00", "Asia/Jakarta", null],
  ["2029-10-03T08:00:00+07:00", "Asia/Jakarta", "2029-10-03"],
  ["2029-10-01T07:00:00+07:00", "Asia/Jakarta", "2029-10-01"],
  ["2029-10-01T06:59:59+07:00", "Asia/Jakarta", null],
  ["2029-10-01T11:59:00+07:00", "Asia/Jakarta", "2029-10-01"],
  ["2029-10-01T12:00:00+07:00", "Asia/Jakarta", null],
  ["2029-09-29T08:00:00+07:00", "Asia/Jakarta", null],
  ["2029-09-30T08:00:00+07:00", "Asia/Jakarta", null],
  ["2029-10-01T06:30:00+07:00", "Asia/Makassar", "2029-10-01"],
  ["2029-09-30T22:30:00Z", "Asia/Jayapura", "2029-10-01"],
])("the morning mail of %s in %s is that of %s", (at, zone, day) => expect(digestDay(new Date(at), zone, CALENDAR)).toBe(day));

test("one address is taken as it is, and nothing that names two or begins another line", () => {
  expect(parseAddress(" wulan@bawaslu.example ")).toBe("wulan@bawaslu.example");
  for (const wrong of [
    "wulan",
    "a@b",
    "a@b.c,d@e.f",
    "a@b.example\r\nBcc: c@d.example",
    "Wulan <a@b.example>",
    "@b.example",
    `${"x".repeat(250)}@b.example`,
  ])
    expect(() => parseAddress(wrong), wrong).toThrow(expect.objectContaining({ code: "address-form" }));
});
