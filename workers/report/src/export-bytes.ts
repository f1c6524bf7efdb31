import { csvHeader, csvLines, openWorkbook } from "@netra/render";
import type { ExportList } from "./export-rows.ts";

type Pages = AsyncIterable<Awaited<ReturnType<ExportList["page"]>>>;

/** A part of a CSV file, page by page. The first part begins with the byte order mark and the header; parts one after the other are the file. */
export async function* csvPart(list: ExportList, { pages, first }: { readonly pages: Pages; readonly first: boolean }): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  if (first) yield encoder.encode(`\ufeff${csvHeader(list.columns)}`);
  for await (const rows of pages) if (rows.length > 0) yield encoder.encode(csvLines({ columns: list.columns, rows }));
}

/** A whole workbook, written page by page as it is read. */
export async function* workbook(list: ExportList, pages: Pages): AsyncGenerator<Uint8Array> {
  const book = await openWorkbook(list);
  const written = (async () => {
    for await (const rows of pages) await book.write(rows);
    await book.end();
  })();
  written.catch((error: Error) => book.abort(error));
  yield* book.bytes as AsyncIterable<Uint8Array>;
  await written;
}
