import { createHash } from "node:crypto";
import { csvHeader, csvLines, type ZipEntry, zipDirectory, zipEntry } from "@netra/render";
import { type ExportWork, keepPart, tellProgress } from "./export-work.ts";

/** A file of a set, as its part remembers it. */
interface SetEntry extends ZipEntry {
  readonly sha256: string;
  readonly of: "flag" | "case";
  readonly number: string;
}

const COLUMNS = ["file", "of", "number", "bytes", "sha256"].map((key) => ({ key, title: key }));

/**
 * Makes a set of passports: an archive of stored files, one part each, so that a killed worker goes on with the next passport; then the list of all with their hashes, and the
 * archive's directory. One passport is in memory at a time.
 */
export async function makeSet(work: ExportWork): Promise<void> {
  const { deps, turn, reader, parts } = work;
  if (turn.kind !== "evidence") return;
  const { items, reason } = turn.filter;
  await tellProgress(work, { done: parts.length, total: items.length });
  for (const [at, { kind, id }] of items.entries()) {
    if (at < parts.length) continue;
    await tellProgress(work, { done: at });
    // As the person at the desk, whose rights say what a passport may hold.
    const { bytes, number } = await deps.passports.make({ ...reader, process: "api" }, { kind, which: { id }, withPeople: false, reason });
    const label = `${kind === "flag" ? "B" : "K"}-${number.padStart(5, "0")}`;
    const { head, entry } = zipEntry(`${label}.passport.zip`, bytes);
    const remembered: SetEntry = { ...entry, sha256: createHash("sha256").update(bytes).digest("hex"), of: kind, number: label };
    await keepPart(work, { bytes: chunks(head, bytes), told: () => ({ rowCount: 1, position: at + 1, entry: remembered }) });
  }
  if (parts.length > items.length) return;
  const made = parts.map(({ entry }) => entry as SetEntry);
  const rows = made.map(({ name, of, number, bytes, sha256 }) => ({ file: name, of, number, bytes, sha256 }));
  const list = new TextEncoder().encode(`\ufeff${csvHeader(COLUMNS)}${csvLines({ columns: COLUMNS, rows })}`);
  const { head, entry } = zipEntry("list.csv", list);
  await keepPart(work, {
    bytes: chunks(head, list, zipDirectory([...made, entry])),
    told: () => ({ rowCount: 0, position: items.length, entry: null }),
  });
}

async function* chunks(...bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* bytes;
}
