import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadLetterheads, parseLetterheads } from "./letterhead.ts";

const GOOD = `- from: 2028-01-01
  to: 2028-12-31
  lines: { id: [Kantor Lama], en: [Old Office] }
- from: 2029-01-01
  lines: { id: [Kantor, "{region}"], en: [Office, "{region}"] }
  address: [Jalan Misal 1]
`;

it("reads the letterheads that come with Netra, and the office's own instead where there is one", () => {
  expect(loadLetterheads()[0]?.lines.id.at(-1)).toBe("{region}");
  const home = mkdtempSync(join(tmpdir(), "netra-letterhead-"));
  writeFileSync(join(home, "own.yaml"), GOOD);
  expect(loadLetterheads(join(home, "own.yaml")).map(({ from, to }) => [from, to])).toEqual([
    ["2028-01-01", "2028-12-31"],
    ["2029-01-01", undefined],
  ]);
  rmSync(home, { recursive: true });
  expect(() => loadLetterheads(join(home, "own.yaml"))).toThrow(/NETRA_LETTERHEAD_FILE: the file cannot be read \(ENOENT\); check its path/);
});

it.each([
  ["to: 2028-12-31", "to: 2029-06-30", /report\/letterhead\.yaml:4: is in force together with an entry above; end that one with "to"/],
  ["to: 2028-12-31", "to: 2027-12-31", /:2: ends before it begins/],
  ["from: 2029-01-01", "from: 2029-02-30", /:4: 2029-02-30 is no day of the calendar/],
  ['[Kantor, "{region}"]', '[Kantor, "{wilayah}"]', /:5: has a \{ that begins nothing known; write \{region\}/],
  ["address: [Jalan Misal 1]", "alamat: [Jalan Misal 1]", /must not have additional properties; write it like the example of docs\/report/],
  [", en: [Old Office]", "", /:3: .*must have required properties en; write it like/],
])("refuses %s as %s with line and remedy", (good, wrong, message) => {
  expect(GOOD).toContain(good);
  expect(() => parseLetterheads(GOOD.replace(good, wrong))).toThrow(message);
});
