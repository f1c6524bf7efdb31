import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadHolidays, parseHolidays } from "./holidays.ts";

const FIXED = ["01-01", "05-01", "06-01", "08-17", "12-25"].map((day) => `  - { date: "2031-${day}", name: Hari uji, kind: national }`);
const YEAR = '  - { year: 2031, source: "SKB 1/2030", leave: "Keppres 2/2030" }';
const file = ({ years = [YEAR], days = FIXED, more = [] as readonly string[] } = {}): string =>
  `years:\n${years.join("\n")}\ndays:\n${[...days, ...more].map((line) => (line.startsWith(" ") ? line : `  - ${line}`)).join("\n")}\n`;

describe("the holidays that come with Netra", () => {
  const { holidays, years } = loadHolidays();
  const counted = (year: number) =>
    ["national", "collective_leave", "regional"].map((kind) => holidays.filter((day) => day.kind === kind && day.date.startsWith(`${year}-`)).length);

  test("are whole for the years whose decrees are known: their days, and those that came later", () => {
    expect(years).toEqual([2024, 2025, 2026]);
    // 17 and 10 by decree, and two polls; 17 and 10, leave that was added in August, and a poll in one city; 17 and 8.
    expect([counted(2024), counted(2025), counted(2026)]).toEqual([
      [19, 10, 0],
      [17, 11, 1],
      [17, 8, 0],
    ]);
  });

  test("each have a source, and collective leave is never on a weekend", () => {
    expect(holidays.every(({ source }) => /^(SKB|Keppres|Surat)/.test(source))).toBe(true);
    const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
    expect(holidays.filter(({ kind, date }) => kind === "collective_leave" && [0, 6].includes(weekday(date)))).toEqual([]);
  });
});

test("a day has its own source, or that of its year and kind", () => {
  const more = [
    '{ date: "2031-12-26", name: Natal, kind: collective_leave }',
    '{ date: "2032-02-11", name: Pemilu, kind: national, source: "Keppres 9" }',
  ];
  expect(parseHolidays(file({ more }), "uji").holidays.map(({ source }) => source)).toEqual([
    ...FIXED.map(() => "SKB 1/2030"),
    "Keppres 2/2030",
    "Keppres 9",
  ]);
});

test.each([
  ["a year that is not whole", file({ days: FIXED.slice(1) }), /uji:2: 2031 is said to be whole and lacks 2031-01-01; enter every day/],
  ["a day of no calendar", file({ more: ['{ date: "2031-02-30", name: Uji, kind: national }'] }), /uji:9: 2031-02-30: is no day of the calendar/],
  ["a day twice", file({ more: [FIXED[0] ?? ""] }), /uji:9: 2031-01-01: stands twice/],
  ["a day without source", file({ more: ['{ date: "2030-02-03", name: Uji, kind: national }'] }), /2030-02-03: has no source; name the paper/],
  ["a regional day without region", file({ more: ['{ date: "2031-02-03", name: Uji, kind: regional, source: Surat }'] }), /names no region; add/],
  ["a region of a national day", file({ more: ['{ date: "2031-02-03", name: Uji, kind: national, region: "19" }'] }), /make it kind: regional/],
  ["another kind", file({ more: ['{ date: "2031-02-03", name: Uji, kind: moon }'] }), /uji:9: days\.5\.kind .*; write it like its neighbours/],
  ["what is no YAML", "years: [", /uji:\d+: not valid YAML/],
])("refuses %s, and says where and what to do", (_, text, message) => {
  expect(() => parseHolidays(text, "uji")).toThrow(message);
});

test("an office adds days and years of its own; what a release has too is the release's", () => {
  const dir = mkdtempSync(join(tmpdir(), "netra-holidays-"));
  const path = join(dir, "own.yaml");
  const more = [
    '{ date: "2026-12-25", name: Lain, kind: national, source: Surat }',
    '{ date: "2026-12-03", name: Pilkades, kind: regional, region: "19.06", source: Surat }',
  ];
  writeFileSync(path, file({ more }));
  const { holidays, years } = loadHolidays(path);
  expect(years).toEqual([2024, 2025, 2026, 2031]);
  expect(holidays.filter(({ date }) => date.startsWith("2026-12")).map(({ name }) => name)).toEqual([
    "Pilkades",
    "Kelahiran Yesus Kristus",
    "Kelahiran Yesus Kristus",
  ]);
  rmSync(dir, { recursive: true });
  expect(() => loadHolidays(path)).toThrow(/NETRA_HOLIDAYS_FILE: the file cannot be read \(ENOENT\); e\.g\. /);
});
