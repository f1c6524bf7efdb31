import { startInstance } from "../e2e/instance.ts";
import { FIRST_VISIT_BYTES, measureSlowCapture, type SlowCapture } from "../e2e/slow-phone.ts";
import { openOwnDatabase } from "../support/own-database.ts";
import type { Figure } from "./figures.ts";

/** The capture form on a whole Netra over a slow line that is cut twice: what comes, and what it costs. The end-to-end test measures the same. */
export async function trySlowPhone(): Promise<{ readonly figures: readonly Figure[]; readonly measured: SlowCapture }> {
  const database = await openOwnDatabase();
  try {
    const netra = await startInstance(database);
    try {
      const measured = await measureSlowCapture(netra);
      const { files, filesEqual, fingerprintsShown, captures, receipts, uploadsBegun, firstVisitBytes } = measured;
      return {
        measured,
        figures: [
          { name: "capture form: files that came byte-equal over a cut line", tried: 2, kept: files === 2 ? filesEqual : 0 },
          { name: "capture form: fingerprints on the receipt that are the files'", tried: 2, kept: fingerprintsShown },
          { name: "capture form: one capture, one receipt, no upload begun twice", tried: 4, kept: captures + receipts + uploadsBegun },
          {
            name: `capture form: first visit of at most ${FIRST_VISIT_BYTES / 1000} kB`,
            tried: 1,
            kept: firstVisitBytes <= FIRST_VISIT_BYTES ? 1 : 0,
          },
        ],
      };
    } finally {
      await netra.stop();
    }
  } finally {
    await database.stop();
  }
}
