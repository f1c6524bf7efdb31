import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { environment, loadConfig, PROJECT_ROOT } from "@netra/config";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { acquireBackupLock, baseFilesOf, listBaseNames } from "../../services/app/src/backup/backup-files.ts";
import { backupState } from "../../services/app/src/backup/backup-state.ts";
import { readManifest } from "../../services/app/src/backup/manifest.ts";
import { takeBackup } from "../../services/app/src/backup/take-backup.ts";
import { parseKeep } from "../../services/app/src/commands/backup.ts";
import { filesOf, findServer } from "../../services/app/src/postgres-files.ts";
import { drill } from "../drill/drill.ts";
import { newPlace, type Place } from "../drill/place.ts";

/** Servers start and stop and processes are born: seconds on a free machine, minutes on a busy one. */
const SLOW_MS = 600_000;
const log = { info: vi.fn(), warn: vi.fn() };

/** The command line, for what only another process can show. */
function spawnNetra({ dataDir, backupDir }: Place, ...args: string[]) {
  const env = { PATH: environment().PATH ?? "", HOME: environment().HOME ?? "", NETRA_DATA_DIR: dataDir, NETRA_BACKUP_DIR: backupDir };
  return spawn(process.execPath, [join(PROJECT_ROOT, "services/app/src/main.ts"), ...args], { env, stdio: "ignore" });
}

it("brings every row back after a mass delete and kill -9, and all but the last moments after the loss of the disk", {
  timeout: SLOW_MS,
}, async () => {
  const said: string[] = [];
  const figures = await drill({ posts: 800, loseDiskAfterSeconds: 0, say: (line) => void said.push(line) });
  expect(figures, said.join("\n")).toMatchObject({ tablesThatDiffer: [], rowsMissing: 0, auditRowsMissing: 0, filesMissing: 0 });
  expect(figures.rows).toBeGreaterThanOrEqual(3_200);
  // The log is cut off by hand after the first post; what is saved after that is what a lost disk costs.
  expect(figures.diskLostPosts).toBeGreaterThan(0);
  expect(figures.diskLostSeconds).toBeLessThan(60);
});

describe("netra backup", () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace(log);
  });
  afterAll(() => place.remove());

  it("copies a database that runs, with what a restore needs and without what the running server only has for itself", {
    timeout: SLOW_MS,
  }, async () => {
    await place.note("a");
    const { base } = await place.backup();
    const path = join(place.backupDir, base.name);
    expect(readManifest(path)).toEqual(base);
    expect(readdirSync(path).sort()).toEqual(["blobs.json", "cluster", "manifest.json", "postgres.password"]);
    const copied = base.files.map((file) => file.path);
    expect(copied).toEqual(expect.arrayContaining(["cluster/backup_label", "cluster/global/pg_control", "cluster/PG_VERSION", "postgres.password"]));
    expect(copied.filter((file) => /postmaster|pg_wal\//.test(file))).toEqual([]);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(baseFilesOf(path).password).mode & 0o077).toBe(0);
    expect(await place.notes()).toBe("a");
    expect(await backupState(place.config)).toMatchObject({
      owner: "ours",
      bases: 1,
      basesUnreadable: 0,
      lastBaseAt: new Date(base.stoppedAt),
      lastWalArchivedAt: expect.any(Date),
      walBytes: expect.any(Number),
      server: { archiving: true, failing: false, failedCount: 0 },
    });
  });

  it("starts the database when it does not run, and stops it again", { timeout: SLOW_MS }, async () => {
    await place.stop();
    await place.backup();
    expect(findServer(filesOf(place.dataDir).cluster)).toBeNull();
    expect(await backupState(place.config)).toMatchObject({ bases: 2, server: null });
    await place.start();
  });

  it("has the log archived by the clock from the start, before anything else makes the server look at it", { timeout: SLOW_MS }, async () => {
    const archived = (): number => readdirSync(join(place.backupDir, "wal")).length;
    await place.stop();
    await place.start();
    const before = archived();
    await place.note("b");
    await vi.waitFor(() => expect(archived()).toBeGreaterThan(before), { timeout: 60_000, interval: 100 });
  });

  it("keeps as many as it is told", { timeout: SLOW_MS }, async () => {
    const { base, pruned } = await place.backup(1);
    expect(pruned.bases).toHaveLength(2);
    expect(listBaseNames(place.backupDir)).toEqual([base.name]);
    for (const bad of ["0", "-1", "drei", "1.5", ""]) expect(() => parseKeep(bad)).toThrow(expect.objectContaining({ code: "backup-keep" }));
  });

  it("refuses to run twice at once", async () => {
    const other = acquireBackupLock(place.dataDir);
    await expect(place.backup()).rejects.toMatchObject({ kind: "conflict", code: "backup-runs" });
    await expect(place.restore()).rejects.toMatchObject({ kind: "conflict" });
    other.release();
  });

  it("leaves nothing that looks like a backup when it is killed, and clears that away the next time", { timeout: SLOW_MS }, async () => {
    const before = readdirSync(place.backupDir).sort();
    const child = spawnNetra(place, "backup");
    const gone = once(child, "exit");
    const drafts = (): string[] => readdirSync(place.backupDir).filter((name) => name.endsWith(".tmp"));
    await vi.waitFor(() => expect(drafts()).toHaveLength(1), { timeout: SLOW_MS / 2, interval: 5 });
    child.kill("SIGKILL");
    expect(await gone).toEqual([null, "SIGKILL"]);
    expect(listBaseNames(place.backupDir)).toEqual(before.filter((name) => name.startsWith("base-")));
    const [draft] = drafts();
    const { base } = await place.backup();
    expect(place.lines).toContain(`${draft} was left half made by a backup that ended early: removed.`);
    expect(drafts()).toEqual([]);
    expect(listBaseNames(place.backupDir).at(-1)).toBe(base.name);
  });

  it("says so when the log does not get into the archive, and goes on once it does", { timeout: SLOW_MS }, async () => {
    const wal = join(place.backupDir, "wal");
    const { uid, gid } = statSync(wal);
    const [us, them] = [process.getuid?.() ?? uid, process.getgid?.() ?? gid];
    chownSync(wal, us, them);
    chmodSync(wal, 0o500);
    const before = readdirSync(place.backupDir).sort();
    await expect(place.backup()).rejects.toMatchObject({
      kind: "unavailable",
      code: "backup-archive-failed",
      message: expect.stringContaining("postgres.log says why"),
    });
    expect(readFileSync(filesOf(place.dataDir).log, "utf8")).toMatch(/netra backup: [0-9A-F]{24}\S* was not copied: EACCES/);
    expect(readdirSync(place.backupDir).sort()).toEqual(before);
    expect((await backupState(place.config))?.server).toMatchObject({ failing: true, lastFailedAt: expect.any(Date) });
    chownSync(wal, uid, gid);
    chmodSync(wal, 0o700);
    await place.backup();
    expect((await backupState(place.config))?.server).toMatchObject({ failing: false });
  });

  it("refuses what it cannot do, and says what would help", { timeout: SLOW_MS }, async () => {
    const ask = { keep: 3, say: () => undefined, log };
    const withSettings = (env: Record<string, string>) => takeBackup(loadConfig(env), ask);
    await expect(withSettings({ NETRA_DATA_DIR: place.dataDir })).rejects.toMatchObject({ code: "backup-not-set" });
    await expect(withSettings({ DATABASE_URL: "postgres://db.internal/netra" })).rejects.toMatchObject({ code: "backup-not-bundled" });
    const nothing = { NETRA_DATA_DIR: join(place.home, "nothing"), NETRA_BACKUP_DIR: place.backupDir };
    await expect(withSettings(nothing)).rejects.toMatchObject({ code: "backup-of-nothing" });
    const elsewhere = { NETRA_DATA_DIR: place.dataDir, NETRA_BACKUP_DIR: join(place.home, "elsewhere") };
    await expect(withSettings(elsewhere)).rejects.toMatchObject({ code: "backup-not-archiving" });
    expect(existsSync(join(place.home, "elsewhere"))).toBe(false);
    expect(await backupState(loadConfig(elsewhere))).toMatchObject({ owner: "new", bases: 0, server: { archiving: false } });
  });

  it("leaves a server that a killed Netra had started without archiving no longer as it is", { timeout: SLOW_MS }, async () => {
    await place.stop();
    const child = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `import { startBundledPostgres } from ${JSON.stringify(join(PROJECT_ROOT, "services/app/src/postgres.ts"))};
        await startBundledPostgres({ dataDir: ${JSON.stringify(place.dataDir)}, log: { info() {}, warn() {} }, tune: "test" });
        setInterval(() => {}, 1000);`,
    ]);
    const gone = once(child, "exit");
    await vi.waitFor(() => expect(findServer(filesOf(place.dataDir).cluster)?.ready).toBe(true), { timeout: SLOW_MS / 2 });
    child.kill("SIGKILL");
    await gone;
    await expect(place.backup()).rejects.toMatchObject({ code: "backup-not-archiving" });
    expect((await place.start()).adopted).toBe(false);
    expect((await backupState(place.config))?.server?.archiving).toBe(true);
  });

  it("says that the backups' disk is away, keeps the log meanwhile, and archives it when the disk is back", { timeout: SLOW_MS }, async () => {
    await place.stop();
    const [there, shelf] = [place.backupDir, `${place.backupDir} on a shelf`];
    renameSync(there, shelf);
    mkdirSync(there);
    const { url } = await place.start();
    expect(log.warn).toHaveBeenCalledWith("backup.away", { dir: there });
    await expect(place.backup()).rejects.toMatchObject({ code: "backup-away", message: expect.stringContaining("mount its disk") });
    await place.note("b");
    await runOnce(url("netra"), "select pg_switch_wal()");
    await vi.waitFor(async () => expect((await backupState(place.config))?.server?.failing).toBe(true), { timeout: SLOW_MS / 2 });
    expect(await backupState(place.config)).toMatchObject({ owner: "away", bases: 0 });
    expect(readdirSync(there)).toEqual([]);
    rmSync(there, { recursive: true });
    renameSync(shelf, there);
    await place.backup();
    expect((await backupState(place.config))?.server).toMatchObject({ failing: false });
    await place.stop();
  });
});
