import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ArchiveHoldsAnother, archivedPath, archiveTail, archiveWal, listArchive, readWal } from "./wal-archive.ts";

const PIECE = "000000010000000000000003";
const MB16 = 16 << 20;

let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra archive-"));
  dir = join(home, "wal");
  mkdirSync(dir);
});
afterEach(() => rmSync(home, { recursive: true }));

function write(text: string): string {
  const path = join(home, "piece");
  writeFileSync(path, text);
  return path;
}

it("keeps a file whole and compressed, readable by nobody else, and leaves no draft", () => {
  expect(archiveWal({ from: write("log ".repeat(10_000)), name: PIECE, dir })).toBe("archived");
  const path = archivedPath(dir, PIECE);
  expect(gunzipSync(readFileSync(path)).toString()).toBe("log ".repeat(10_000));
  expect(statSync(path).size).toBeLessThan(1_000);
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(readdirSync(dir)).toEqual([`${PIECE}.gz`]);
  expect(readWal({ name: PIECE, dir })?.toString()).toBe("log ".repeat(10_000));
});

it("takes the same bytes again, and never puts others in their place", () => {
  archiveWal({ from: write("first"), name: PIECE, dir });
  expect(archiveWal({ from: write("first"), name: PIECE, dir })).toBe("known");
  expect(() => archiveWal({ from: write("second"), name: PIECE, dir })).toThrow(ArchiveHoldsAnother);
  expect(readWal({ name: PIECE, dir })?.toString()).toBe("first");
});

it("takes a damaged file for other bytes, and says so when it is read", () => {
  archiveWal({ from: write("first ".repeat(100)), name: PIECE, dir });
  truncateSync(archivedPath(dir, PIECE), 20);
  expect(() => archiveWal({ from: write("first ".repeat(100)), name: PIECE, dir })).toThrow(/damaged/);
  expect(() => readWal({ name: PIECE, dir })).toThrow();
});

it("starts over after a kill that left a draft", () => {
  writeFileSync(`${archivedPath(dir, PIECE)}.tmp`, "half");
  expect(archiveWal({ from: write("whole"), name: PIECE, dir })).toBe("archived");
  expect(readdirSync(dir)).toEqual([`${PIECE}.gz`]);
});

it("fails when the archive is away, instead of making it", () => {
  rmSync(dir, { recursive: true });
  expect(() => archiveWal({ from: write("log"), name: PIECE, dir })).toThrow(/ENOENT/);
  expect(existsSync(dir)).toBe(false);
});

it("gives the newest tail where the whole piece is missing, and the whole piece once it is there", () => {
  expect(readWal({ name: PIECE, dir })).toBeNull();
  archiveTail({ from: write("older"), name: PIECE, dir, mark: "20291023T000000Z" });
  archiveTail({ from: write("newer"), name: PIECE, dir, mark: "20291023T010000Z" });
  expect(readWal({ name: PIECE, dir })?.toString()).toBe("newer");
  archiveWal({ from: write("whole"), name: PIECE, dir });
  expect(readWal({ name: PIECE, dir })?.toString()).toBe("whole");
});

it("is read the same by what the server runs to get a file", () => {
  const to = join(home, "fetched");
  const fetch = (name: string) => spawnSync("sh", [join(import.meta.dirname, "fetch-wal.sh"), name, to, dir]);
  expect(fetch(PIECE).status).toBe(1);
  archiveTail({ from: write("older"), name: PIECE, dir, mark: "20291023T000000Z" });
  archiveTail({ from: write("newer"), name: PIECE, dir, mark: "20291023T010000Z" });
  expect(fetch(PIECE).status).toBe(0);
  expect(readFileSync(to, "utf8")).toBe("newer");
  archiveWal({ from: write("whole ".repeat(100)), name: PIECE, dir });
  expect(fetch(PIECE).status).toBe(0);
  expect(readFileSync(to, "utf8")).toBe("whole ".repeat(100));
  truncateSync(archivedPath(dir, PIECE), 20);
  const damaged = fetch(PIECE);
  expect(damaged.status).toBe(200);
  expect(damaged.stderr.toString()).toMatch(/netra restore: 0{7}1\w+ cannot be read/);
});

it("lists what is of the log by its kind, and passes over everything else", () => {
  for (const name of [PIECE, "00000002.history", `${PIECE}.00000028.backup`, "notes"]) archiveWal({ from: write(name), name, dir });
  archiveTail({ from: write("tail"), name: "00000002000000000000000A", dir, mark: "20291023T000000Z" });
  writeFileSync(join(dir, `${PIECE}.gz.tmp`), "half");
  expect(listArchive(dir, MB16).map(({ name, kind, segment, timeline }) => [name, kind, segment?.number, timeline])).toEqual([
    [PIECE, "label", 3, 1],
    [PIECE, "segment", 3, 1],
    ["00000002.history", "history", undefined, 2],
    ["00000002000000000000000A", "tail", 10, 2],
  ]);
  expect(listArchive(join(home, "nowhere"), MB16)).toEqual([]);
});
