import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listCluster } from "./cluster-files.ts";

let cluster: string;
beforeEach(() => {
  cluster = mkdtempSync(join(tmpdir(), "netra-cluster-"));
});
afterEach(() => rmSync(cluster, { recursive: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(cluster, path)), { recursive: true });
    writeFileSync(join(cluster, path), "123");
  }
}

it("lists what the manual says belongs to a copy, and of the rest the empty directories", () => {
  put("PG_VERSION", "global/pg_control", "base/5/1259", "base/5/pg_internal.init", "base/pgsql_tmp/pgsql_tmp1.0", "pg_xact/0000");
  put("pg_wal/000000010000000000000001", "pg_wal/archive_status/x.ready", "pg_replslot/slot/state", "pg_subtrans/0000");
  put("postmaster.pid", "postmaster.opts", "backup_label.old", "recovery.signal", "base/5/postmaster.pid");
  const { directories, files, bytes } = listCluster(cluster);
  expect(files.toSorted()).toEqual(["PG_VERSION", "base/5/1259", "base/5/postmaster.pid", "global/pg_control", "pg_xact/0000"]);
  expect(directories.toSorted()).toEqual(["base", "base/5", "global", "pg_replslot", "pg_subtrans", "pg_wal", "pg_xact"]);
  expect(bytes).toBe(15);
});

it("refuses data that lies elsewhere, but not a log that does: it is not copied", () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "netra-elsewhere-"));
  symlinkSync(elsewhere, join(cluster, "pg_wal"));
  expect(listCluster(cluster).directories).toEqual(["pg_wal"]);
  mkdirSync(join(cluster, "pg_tblspc"));
  symlinkSync(elsewhere, join(cluster, "pg_tblspc", "16385"));
  expect(() => listCluster(cluster)).toThrow(/pg_tblspc\/16385 points out of the database's directory/);
  rmSync(elsewhere, { recursive: true });
});
