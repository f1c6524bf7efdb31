import { createHash } from "node:crypto";
import { loadColumns, loadLetterheads } from "@netra/config";
import { makeDocument } from "@netra/domain";
import { reportFiles, tableCatalogue } from "@netra/worker-report";
import { factsOf, flagsOf } from "./report-facts.ts";

/** Prints the hash of every file of one made-up report, one a line: whatever process prints them, they are the same. */
const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
const files = await reportFiles(
  {
    document: makeDocument(facts, "internal"),
    shareable: makeDocument(facts, "shareable"),
    version: 1,
    draft: true,
    final: null,
    note: null,
    noted: null,
    correction: null,
    regionName: "Provinsi Misal",
    regions: new Map(),
  },
  { letterheads: loadLetterheads(), columns: loadColumns("contoh-rekap-provinsi", tableCatalogue()), signer: null },
);
for (const { name, bytes } of files) process.stdout.write(`${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
