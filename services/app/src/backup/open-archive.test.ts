import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { filesOf } from "../postgres-files.ts";
import { archiveSettings, archivesInto, shellWord } from "./archive-settings.ts";
import { backupFilesOf } from "./backup-files.ts";
import { openArchive, requireOwn } from "./open-archive.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-open-"));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A data directory whose cluster has this identity. */
function installation(name: string, systemId: bigint) {
  const files = filesOf(join(home, name));
  const control = Buffer.alloc(8);
  control.writeBigUInt64LE(systemId);
  mkdirSync(join(files.cluster, "global"), { recursive: true });
  writeFileSync(join(files.cluster, "global", "pg_control"), control);
  return files;
}
const open = (files: ReturnType<typeof filesOf>, backupDir = join(home, "backup")) => openArchive({ backupDir, files, as: {} });

it("makes a directory for backups once, and knows it again", () => {
  const files = installation("one", 7n);
  expect(open(files)).toBe("open");
  expect(open(files)).toBe("open");
  expect(readFileSync(backupFilesOf(join(home, "backup")).systemId, "utf8")).toBe("7\n");
});

it("does not mix two databases in one directory, and lets none begin where another's backups are", () => {
  open(installation("one", 7n));
  const another = { kind: "conflict", code: "backup-of-another", message: expect.stringMatching(/netra restore.*empty directory/) };
  expect(() => open(installation("two", 8n))).toThrow(expect.objectContaining(another));
  expect(() => requireOwn(backupFilesOf(join(home, "backup")), filesOf(join(home, "none")))).toThrow(expect.objectContaining(another));
});

it("makes nothing in the place of a disk that is not mounted", () => {
  const files = installation("one", 7n);
  open(files);
  rmSync(join(home, "backup"), { recursive: true });
  mkdirSync(join(home, "backup"));
  expect(open(files)).toBe("away");
  expect(existsSync(join(home, "backup", "wal"))).toBe(false);
  expect(open(files, join(home, "another"))).toBe("open");
});

it("refuses a directory inside the database's own", () => {
  const files = installation("one", 7n);
  expect(() => open(files, join(files.cluster, "backup"))).toThrow(/lies inside the database's own directory/);
  expect(existsSync(join(files.cluster, "backup"))).toBe(false);
});

it("writes commands that a shell reads back, whatever the paths hold", () => {
  const dir = '/mnt/kantor\'s $HOME `x` 50% "b"';
  const command = archiveSettings(dir, { soon: false }).archive_command as string;
  expect(archivesInto(dir, command)).toBe(true);
  expect(archivesInto("/mnt/other", command)).toBe(false);
  // What Postgres makes of it: names in the place of %p and %f, a sign for %%, and it refuses anything else after a sign.
  const names: Record<string, string> = { "%p": "pg_wal/1", "%f": "1", "%%": "%" };
  const run = command.replace(/%./g, (sign) => names[sign] ?? "refused");
  const words = execFileSync("sh", ["-c", `printf '%s\\n' ${run}`]);
  expect(words.toString().split("\n").slice(2)).toEqual(["pg_wal/1", "1", `${dir}/wal`, ""]);
  expect(execFileSync("sh", ["-c", `printf %s ${shellWord(command)}`]).toString()).toBe(command);
});
