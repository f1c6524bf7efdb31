import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePeople } from "@netra/imports";
import { expect, it } from "vitest";
import { openTable } from "../../../../packages/imports/src/open-table.ts";
import { INDONESIAN, inIndonesian, placeInIndonesian, problemIn } from "./problem-words.ts";

const ROOT = join(import.meta.dirname, "../../../..");
/** The readers of the register's files; captures and contests come by the command line, which speaks English. */
const READERS = ["columns", "csv", "open-table", "problem-log", "table", "cells", "people", "accounts", "agencies"].map(
  (name) => `packages/imports/src/${name}.ts`,
);
const SOURCES = [
  ...READERS,
  ...globSync("packages/imports/src/xlsx/*.ts", { cwd: ROOT, exclude: ["**/*.test.ts"] }),
  "services/api/src/registry/import-rows.ts",
];
const LITERAL = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/.source;
const SAYINGS = [
  new RegExp(String.raw`(?:refusal|refusedTable)\(\s*${LITERAL}(?:\s*,\s*${LITERAL})?`, "g"),
  new RegExp(`(?:what|remedy|problem|RESAVE)(?::| =) ${LITERAL}`, "g"),
];
/** Said with a part of a table in them: these parts have entries of their own, tried below on real files. */
const TABLES = ["is not a NIP: {}", "{}; nothing after it was read"];
/** Only cells of captures and contests say these. */
const ELSEWHERE = [
  "is not a date and time",
  "write 2026-11-21T19:30:05+07:00 or 21/11/2026 19.30.05 (WIB), or leave it empty",
  "is not a web address",
  "copy it from the browser, starting with https://",
];

/** Every sentence that stands in the sources, with `{}` for what it names. */
function sayings(): string[] {
  const found = SOURCES.flatMap((path) => {
    const source = readFileSync(join(ROOT, path), "utf8");
    return SAYINGS.flatMap((pattern) => [...source.matchAll(pattern)].flatMap(([, ...literals]) => literals.filter((one) => one !== undefined)));
  });
  return [...new Set(found.map((literal) => literal.slice(1, -1).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "{}")))];
}

it("has an Indonesian sentence for everything the readers of the register's files say, and none that nobody says", () => {
  const said = sayings();
  expect(said.length).toBeGreaterThan(60);
  const known = Object.keys(INDONESIAN);
  expect(said.filter((one) => !known.includes(one) && !TABLES.includes(one) && !ELSEWHERE.includes(one))).toEqual([]);
  const parts = TABLES.map((one) => one.replaceAll("{}", ""));
  expect(known.filter((one) => !said.includes(one) && !parts.some((part) => one.includes(part)))).toEqual([]);
});

it("puts what a sentence names into the Indonesian one, as it stands", () => {
  expect(inIndonesian("stands twice (columns 3 and 7)")).toBe("ada dua kali (kolom 3 dan 7)");
  expect(inIndonesian("name one of: $& {}, Lembar")).toBe("sebut salah satu dari: $& {}, Lembar");
  expect(inIndonesian("nobody says this")).toBe("nobody says this");
});

it("names places, and leaves the names of sheets and columns alone", () => {
  expect(placeInIndonesian("file")).toBe("berkas");
  expect(placeInIndonesian("row 14, column nip")).toBe("baris 14, kolom nip");
  expect(placeInIndonesian('sheet "row 2, column x", row 3, column nip')).toBe('lembar "row 2, column x", baris 3, kolom nip');
  expect(placeInIndonesian("'row 2'!B4, column nip")).toBe("'row 2'!B4, kolom nip");
});

it("of files that are wrong in many ways leaves nothing in English", async () => {
  const HEADER = "nip,name,employment_kind,agency,agency_region,from,to";
  const ROWS = [
    "12345,Tokoh Misal,pns,Dinas Contoh,19.06,2015-03-01,",
    "199913012020121001,Tokoh Misal,pns,Dinas Contoh,19.06,2020-12-01,",
    "198001012005013778,Tokoh Misal,pns,Dinas Contoh,19.06,2015-03-01,",
    "200001012005011777,Tokoh Misal,pns,Dinas Contoh,19.06,2015-03-01,",
    "198001012005131777,Tokoh Misal,pns,Dinas Contoh,19.06,2015-03-01,",
    ",Tokoh Misal,pns,,bukan,2015-13-01,2014-01-01",
    'salah,"Tokoh',
  ];
  const { problems } = parsePeople(await openTable(new TextEncoder().encode([HEADER, ...ROWS].join("\n")), {}));
  expect(problems.length).toBeGreaterThan(8);
  for (const problem of problems) {
    const told = problemIn("id", problem);
    expect(told.what, problem.what).not.toBe(problem.what);
    expect(told.remedy, problem.remedy).not.toBe(problem.remedy);
    expect(problemIn("en", problem)).toEqual(problem);
  }
});
