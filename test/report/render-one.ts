import { monitorEventLoopDelay } from "node:perf_hooks";
import { makeDocument } from "@netra/domain";
import { reportFiles } from "@netra/worker-report";
import { factsOf, flagsOf } from "../support/report-facts.ts";

/** `node render-one.ts AGENCIES`: all forms of both editions of one made-up report, alone in a process. Prints how long it took, the memory that it took beside what the process had before, and the longest time in which nothing else could go on. */
const agencies = Number(process.argv[2]);
const facts = factsOf(flagsOf(3, { flags: 4_000, from: "2029-W36", weeks: 4 }), "2029-W39");
const spread = { ...facts, flags: facts.flags.map((flag, at) => ({ ...flag, agency: `Dinas Contoh ${(at % agencies) + 1}`, agencyRegion: "19" })) };
const [document, shareable] = [makeDocument(spread, "internal"), makeDocument(spread, "shareable")];
const MIB = 1024 ** 2;

const before = process.memoryUsage.rss();
const blocked = monitorEventLoopDelay({ resolution: 5 });
blocked.enable();
const begun = performance.now();
const files = await reportFiles(
  {
    ...{ document, shareable, version: 1, draft: false, final: null, note: null, noted: null, correction: null },
    ...{ regionName: "Provinsi Misal", regions: new Map() },
  },
  { letterheads: [], columns: null, signer: null },
);
const ms = performance.now() - begun;
blocked.disable();
console.log(
  JSON.stringify({
    ...{ ms, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0) },
    ...{ moreMb: process.resourceUsage().maxRSS / 1024 - before / MIB, blockedMs: blocked.max / 1e6 },
  }),
);
