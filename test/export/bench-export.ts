import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { createFileBlobs } from "@netra/blobs";
import { createFieldCipher, createPool, createStore, migrate, type Store } from "@netra/store";
import { type Figures, keepRow } from "../support/keep-row.ts";
import { copyFlag } from "../support/many-flags.ts";
import { startTestPostgres } from "../support/postgres.ts";
import { HERE, raiseFlag, seedOffice } from "../support/seed.ts";
import { plainCopy } from "./plain-copy.ts";

/** `npm run bench:export [-- --rows N] [--keep]`: see README.md. */
const { values } = parseArgs({ options: { rows: { type: "string", default: "1000000" }, keep: { type: "boolean", default: false } } });
const ROWS = Number(values.rows);
const LIMIT_MB = 300;
/** As docker-compose.yml starts the report role: young objects die young here, and their place need not grow with the machine. */
const NODE_OPTIONS = ["--max-semi-space-size=8"];
/** Every fifth flag of `copyFlag` is of this platform. */
const FIFTH = "youtube";
const KIB = 1024;
const FIGURES: Figures = {
  title: "Exports by date",
  about: `Written by \`npm run bench:export -- --keep\`. Peak: greatest resident memory of the process that made the file. Beside COPY: rows a second of the export over those of a plain \`COPY\` of the same query
in the same run, measured before and after the export, the faster one counts; the export also escapes formulas, keeps its parts, hashes them, and says how far it came. Load: of the machine when the
measuring began, one minute. Verdict: every row is there, and neither process reached ${LIMIT_MB} MB.

What may be compared between rows: peaks and verdicts always; "beside COPY" where COPY was measured on both sides, so not in a row of which a remark beneath the table says otherwise; rows a second only where load and machine are alike.`,
  columns: ["date", "rows, CSV", "rows/s", "COPY rows/s", "beside COPY", "peak", "rows, workbook", "rows/s", "peak", "verdict", "load", "machine"],
};

const dir = mkdtempSync(join(tmpdir(), "netra-bench-export-"));
const server = await startTestPostgres({ migrate });
const address = new URL(server.adminUrl);
address.pathname = `/${server.template}`;
const url = address.href;
const store = createStore({
  pool: createPool(url, { name: "bench", max: 3 }),
  cipher: createFieldCipher({ field: Buffer.alloc(32, 1), blindIndex: Buffer.alloc(32, 2) }),
});
try {
  const office = await seedOffice(store, new Date());
  const { flagId } = await raiseFlag(store, office);
  const filled = performance.now();
  await copyFlag(url, { flagId, count: ROWS - 1 });
  const [load = 0] = loadavg();
  console.log(`${ROWS} flags in ${seconds(performance.now() - filled)} s, load ${load.toFixed(2)}`);
  const { id: userId, role } = office.here.supervisor;
  const actor = { process: "api", kind: "person", id: userId, role, regions: [HERE] } as const;

  const asked = { userId, role, filter: { region: HERE } };
  const before = await plainCopy(url, asked);
  const csv = await exported(store, { actor, format: "csv", filter: { region: HERE } });
  // Before and behind the export: what else the machine does meanwhile is in none of them alone. The faster one counts.
  const after = await plainCopy(url, asked);
  const copied = before.ms < after.ms ? before : after;
  const book = await exported(store, { actor, format: "xlsx", filter: { region: HERE, platform: FIFTH } });

  const rate = (rows: number, ms: number): number => Math.round((rows / ms) * 1_000);
  const beside = rate(csv.rows, csv.ms) / rate(copied.rows, copied.ms);
  console.log(`COPY      ${copied.rows} rows, ${rate(copied.rows, copied.ms)} rows/s`);
  console.log(
    `CSV       ${csv.rows} rows, ${rate(csv.rows, csv.ms)} rows/s (${beside.toFixed(2)} of COPY), peak ${csv.peakMb.toFixed(0)} MB, ${(csv.bytes / 1e6).toFixed(0)} MB file`,
  );
  console.log(
    `workbook  ${book.rows} rows, ${rate(book.rows, book.ms)} rows/s, peak ${book.peakMb.toFixed(0)} MB, ${(book.bytes / 1e6).toFixed(0)} MB file`,
  );
  const lines = await linesOf(csv.id);
  const whole = copied.rows === ROWS && csv.rows === ROWS && lines === ROWS + 1 && book.rows === Math.floor(ROWS / 5);
  const small = csv.peakMb < LIMIT_MB && book.peakMb < LIMIT_MB;
  console.log(whole ? "Every row is there." : `ROWS ARE MISSING: ${lines - 1} lines.`, small ? `Both under ${LIMIT_MB} MB.` : `OVER ${LIMIT_MB} MB.`);
  if (values.keep) {
    const machine = `${cpus().length} cores, ${Math.round(totalmem() / KIB ** 3)} GB`;
    const cells = [
      new Date().toISOString().slice(0, 10),
      csv.rows,
      rate(csv.rows, csv.ms),
      rate(copied.rows, copied.ms),
      beside.toFixed(2),
      `${csv.peakMb.toFixed(0)} MB`,
      book.rows,
      rate(book.rows, book.ms),
      `${book.peakMb.toFixed(0)} MB`,
      whole ? (small ? "kept" : "TOO LARGE") : "ROWS MISSING",
      load.toFixed(1),
      machine,
    ];
    keepRow(join(import.meta.dirname, "RESULTS.md"), FIGURES, cells);
  }
  process.exitCode = whole && small ? 0 : 1;
} finally {
  await store.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}

/** Has one export made by the worker's code in a process of its own. */
async function exported(
  on: Store,
  asked: {
    readonly actor: Parameters<Store["as"]>[0];
    readonly format: "csv" | "xlsx";
    readonly filter: { readonly region: string; readonly platform?: string };
  },
): Promise<{ id: string; rows: number; bytes: number; ms: number; peakMb: number }> {
  const { actor, format, filter } = asked;
  const id = await on.as(actor, (tx) => tx.exports.add({ kind: "flags", filter, format, expected: 0, needsApproval: false }));
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE_OPTIONS, join(import.meta.dirname, "make-one.ts"), url, dir, id]);
  const { state, rowCount, bytes } = await on.as(actor, (tx) => tx.exports.get(id));
  if (state !== "ready") throw new Error(`bench:export: the ${format} export is ${state}`);
  return { id, rows: rowCount ?? 0, bytes: bytes ?? 0, ...(JSON.parse(stdout) as { ms: number; peakMb: number }) };
}

/** Line ends of a CSV file, in the order of its parts. */
async function linesOf(id: string): Promise<number> {
  const blobs = createFileBlobs({ dir });
  const parts = await store.as({ process: "api", kind: "system", id: null, role: "system", regions: ["ID"] }, (tx) => tx.exports.listParts(id));
  let lines = 0;
  for (const { blobKey } of parts)
    for await (const chunk of (await blobs.open(blobKey)) as AsyncIterable<Uint8Array>) for (const byte of chunk) if (byte === 10) lines += 1;
  return lines;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(0);
}
