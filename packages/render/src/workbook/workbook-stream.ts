import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import { type CsvCell, safeText } from "../csv.ts";
import { sheetText } from "./sheet-text.ts";

/** A workbook that is written while it is read. */
export interface WorkbookStream<K extends string> {
  /** The file's bytes. Whoever reads them decides how fast rows are taken. */
  readonly bytes: Readable;
  /** Writes rows and returns when its reader has taken nearly all of them, so that memory stays as it is. */
  write(rows: readonly Readonly<Record<K, CsvCell>>[]): Promise<void>;
  end(): Promise<void>;
  /** Gives up: its reader gets the error. */
  abort(error: Error): void;
}

/** Rows handed to the writer at once; it keeps what it was given until it is asked to wait. */
const AT_ONCE = 500;

/**
 * Opens a workbook of one sheet, row by row. The promises of `renderCsv` hold for its texts too, though each cell says that it is text: a sheet is saved as CSV sooner or later.
 * Memory: some hundred rows, however long the sheet is.
 */
export async function openWorkbook<K extends string>(table: {
  readonly sheet: string;
  readonly columns: readonly { readonly key: K; readonly title: string }[];
}): Promise<WorkbookStream<K>> {
  const bytes = new PassThrough();
  // Loaded with the first workbook: no other process pays for it.
  const { default: ExcelJS } = await import("exceljs");
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: bytes, useSharedStrings: false, useStyles: false });
  const sheet = workbook.addWorksheet(table.sheet, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.addRow(table.columns.map(({ title }) => sheetText(safeText(title)))).commit();
  let failed: Error | null = null;
  bytes.on("error", (error: Error) => {
    failed = error;
  });

  return {
    bytes,
    async write(rows) {
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        for (const row of rows.slice(from, from + AT_ONCE)) sheet.addRow(table.columns.map(({ key }) => cellOf(row[key], key))).commit();
        // The writer does not wait by itself: what it was given goes through the deflater on its own time.
        await settled(bytes);
        if (failed) throw failed;
      }
    },
    async end() {
      sheet.commit();
      await workbook.commit();
    },
    abort: (error) => void bytes.destroy(error),
  };
}

/** Waits until the deflater had its turn, and the reader took what came out of it. */
async function settled(bytes: PassThrough): Promise<void> {
  await new Promise(setImmediate);
  if (bytes.writableNeedDrain && !bytes.destroyed) await Promise.race([once(bytes, "drain"), once(bytes, "close")]);
}

function cellOf(cell: CsvCell, column: string): CsvCell {
  if (typeof cell === "number" && !Number.isFinite(cell)) throw new TypeError(`openWorkbook: column ${column} holds ${cell}: use null for no value`);
  return typeof cell === "string" ? sheetText(safeText(cell)) : cell;
}
