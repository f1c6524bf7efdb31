import fc from "fast-check";
import { expect, it } from "vitest";
import { HANDLES, ownerArchive } from "../../../test/support/owner-archives.ts";
import { rawWorkbook } from "../../../test/support/workbook.ts";
import { inMemory } from "./archive/open-zip.ts";
import { readOwnerArchive } from "./archive/read-archive.ts";
import { parseCaptures } from "./captures.ts";
import { openTable } from "./open-table.ts";

const WORKBOOK = rawWorkbook(
  '<row r="1"><c r="A1" t="str"><v>platform</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="str"><v>text</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" t="str"><v>a</v></c><c r="C2" t="str"><v>b</v></c></row>',
  { strings: "<sst><si><t>handle</t></si></sst>" },
);
const ARCHIVE = ownerArchive("tiktok");

/** A file cut off, with bytes changed, or with bytes of its own after it. */
const harmed = (file: Uint8Array) =>
  fc.oneof(
    fc.nat(file.byteLength).map((end) => file.slice(0, end)),
    fc.array(fc.tuple(fc.nat(file.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((flips) => {
      const bytes = Uint8Array.from(file);
      for (const [at, value] of flips) bytes[at] = value;
      return bytes;
    }),
    fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.from([...file, ...rest])),
    fc.uint8Array({ maxLength: 300 }),
  );

async function tableOrRefusal(bytes: Uint8Array): Promise<number> {
  try {
    const { rows, problems } = parseCaptures(await openTable(bytes), "csv");
    return rows.length + problems.length;
  } catch (error) {
    // bytes marked as UTF-16 that are none
    expect(error).toMatchObject({ kind: "invalid" });
    return 1;
  }
}

async function archiveOrRefusal(bytes: Uint8Array): Promise<number> {
  try {
    await readOwnerArchive(inMemory(bytes), { platform: "tiktok", account: { handle: HANDLES.tiktok, externalId: null }, audience: "friends" });
    return 1;
  } catch (error) {
    expect(error).toMatchObject({ kind: "invalid" });
    expect(String(error)).not.toContain("RAHASIA");
    return 1;
  }
}

it("a table gives rows or problems, whatever was done to its bytes", async () => {
  expect(await tableOrRefusal(WORKBOOK)).toBe(1);
  await fc.assert(
    fc.asyncProperty(harmed(WORKBOOK), async (bytes) => {
      expect(await tableOrRefusal(bytes)).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

it("the XML of a sheet may hold anything", async () => {
  const token = fc.constantFrom(
    ...[
      "<row",
      ' r="1"',
      ">",
      "/>",
      "<c",
      ' t="s"',
      "<v>",
      "</v>",
      "</c>",
      "</row>",
      "1",
      "&amp;",
      "&#x110000;",
      "<![CDATA[",
      "]]>",
      "<!--",
      "\0",
      '"',
      "<f>",
      "e9999",
      ' r="ZZZ9"',
      "<is><t>",
    ],
  );
  const xml = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(""));
  await fc.assert(
    fc.asyncProperty(xml, async (sheet) => {
      expect(await tableOrRefusal(rawWorkbook(sheet))).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

it("an archive gives posts or one sentence, whatever was done to its bytes", async () => {
  await fc.assert(
    fc.asyncProperty(harmed(ARCHIVE), async (bytes) => {
      expect(await archiveOrRefusal(bytes)).toBe(1);
    }),
    { numRuns: 200 },
  );
});
