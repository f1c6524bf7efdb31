import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BackupFiles, backupFilesOf, baseFilesOf, clearLeftovers, draftOf, listBaseNames, newBaseName } from "./backup-files.ts";
import { listBlobs } from "./blob-copies.ts";
import { writeManifest } from "./manifest.ts";
import { prune } from "./prune.ts";

const MB16 = 16 << 20;
const nameOf = (day: number): string => `base-202910${String(day).padStart(2, "0")}T000000Z`;

let files: BackupFiles;
beforeEach(() => {
  files = backupFilesOf(mkdtempSync(join(tmpdir(), "netra-prune-")));
  mkdirSync(files.wal);
});
afterEach(() => rmSync(files.dir, { recursive: true }));

/** A base of that day of October whose log begins in a piece. */
function makeBase(day: number, piece: number, blobs: readonly string[] = []): void {
  const base = join(files.dir, nameOf(day));
  mkdirSync(base);
  writeFileSync(baseFilesOf(base).blobs, JSON.stringify(blobs));
  const lsn = `0/${(piece * MB16 + 0x28).toString(16)}`;
  const time = new Date(Date.UTC(2029, 9, day)).toISOString();
  const rest = { directories: [], files: [], postgres: "18.4", systemId: "1", timeline: 1, segmentBytes: MB16 };
  writeManifest(base, { ...rest, name: nameOf(day), startLsn: lsn, stopLsn: lsn, startedAt: time, stoppedAt: time });
}
const putWal = (...names: string[]): void => {
  for (const name of names) writeFileSync(join(files.wal, `${name}.gz`), "");
};
const wal = (): string[] => readdirSync(files.wal).map((name) => name.replace(/\.gz$/, ""));
const piece = (number: number, timeline = 1): string => `0000000${timeline}00000000000000${number.toString(16).toUpperCase().padStart(2, "0")}`;

it("keeps the newest bases, and of the log what the oldest of them needs, on every timeline", () => {
  for (const [day, from] of [
    [1, 2],
    [2, 5],
    [3, 8],
    [4, 11],
  ] as const)
    makeBase(day, from);
  putWal(piece(2), piece(4), piece(5), piece(9), piece(4, 2), piece(5, 2), `${piece(2)}.00000028.backup`, "00000002.history");
  expect(prune(files, { keep: 3, present: [] })).toEqual({ bases: [nameOf(1)], walFiles: 4, blobs: 0 });
  expect(listBaseNames(files.dir)).toEqual([nameOf(2), nameOf(3), nameOf(4)]);
  expect(wal()).toEqual([piece(5), piece(9), "00000002.history", piece(5, 2)]);
});

it("keeps everything while there are no more than were asked for", () => {
  makeBase(1, 2);
  putWal(piece(2), piece(3));
  expect(prune(files, { keep: 3, present: [] })).toEqual({ bases: [], walFiles: 0, blobs: 0 });
  expect(wal()).toHaveLength(2);
});

it("goes by where the log begins, not by the order of the bases: after a restore a newer base may begin earlier", () => {
  for (const [day, from] of [
    [1, 9],
    [2, 6],
    [3, 7],
  ] as const)
    makeBase(day, from);
  putWal(piece(5), piece(6), piece(9));
  prune(files, { keep: 3, present: [] });
  expect(wal()).toEqual([piece(6), piece(9)]);
});

it("removes a tail only when its whole piece has come", () => {
  makeBase(1, 2);
  putWal(piece(3), `${piece(3)}.tail-20291001T000000Z`, `${piece(4)}.tail-20291001T000000Z`);
  expect(prune(files, { keep: 1, present: [] }).walFiles).toBe(1);
  expect(wal()).toEqual([piece(3), `${piece(4)}.tail-20291001T000000Z`]);
});

it("removes copies of files that no kept base lists and the installation no longer has", async () => {
  const blobs = createFileBlobs({ dir: files.blobs });
  const [old, listed, present] = await Promise.all(["old", "listed", "present"].map(async (text) => (await blobs.put(Buffer.from(text))).key));
  makeBase(1, 2, [old as string]);
  makeBase(2, 3, [listed as string]);
  expect(prune(files, { keep: 1, present: [present as string] })).toMatchObject({ bases: [nameOf(1)], blobs: 1 });
  expect(listBlobs(files.blobs)).toEqual([listed, present].sort());
});

it("leaves a base that cannot be read, and all of the log while there is one", () => {
  for (const day of [1, 2]) makeBase(day, day);
  writeFileSync(baseFilesOf(join(files.dir, nameOf(1))).manifest, "{}");
  putWal(piece(0), piece(2));
  expect(prune(files, { keep: 1, present: [] })).toEqual({ bases: [], walFiles: 0, blobs: 0 });
  expect(listBaseNames(files.dir)).toHaveLength(2);
  expect(wal()).toHaveLength(2);
});

it("takes nothing half made for a backup, and clears it away", () => {
  makeBase(1, 2);
  mkdirSync(draftOf(join(files.dir, nameOf(2))));
  mkdirSync(join(files.dir, "notes.tmp"));
  expect(listBaseNames(files.dir)).toEqual([nameOf(1)]);
  expect(clearLeftovers(files.dir)).toEqual([`${nameOf(2)}.tmp`]);
  expect(existsSync(join(files.dir, "notes.tmp"))).toBe(true);
});

it("gives no name twice", () => {
  makeBase(1, 2);
  expect(newBaseName(files.dir, new Date("2029-10-01T00:00:00.700Z"))).toBe("base-20291001T000001Z");
});
