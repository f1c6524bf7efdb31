import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backupState } from "../../services/app/src/backup/backup-state.ts";
import { takeFiles } from "../../services/app/src/backup/take-backup.ts";
import { startBundledPostgres } from "../../services/app/src/postgres.ts";
import { filesOf } from "../../services/app/src/postgres-files.ts";
import { newPlace, type Place } from "../drill/place.ts";

/** A restore starts a server that replays its log: seconds on a free machine, a minute on a busy one. */
const SLOW_MS = 300_000;
const log = { info: () => undefined, warn: () => undefined };

describe("netra restore", () => {
  let place: Place;
  const times: Record<string, string> = {};
  beforeAll(async () => {
    place = await newPlace(log);
  });
  afterAll(() => place.remove());

  it("refuses while the database is in use, and before there is a backup", async () => {
    await expect(place.restore()).rejects.toMatchObject({ kind: "conflict", code: "backup-none" });
    await place.backup();
    await expect(place.restore()).rejects.toMatchObject({ kind: "conflict", code: "data-dir-in-use" });
  });

  it("goes back to a moment, keeps what was there before, and writes itself into the audit trail", { timeout: SLOW_MS }, async () => {
    await place.note("a");
    times.a = await place.now();
    await place.note("b");
    times.b = await place.now();
    await place.stop();
    const done = await place.restore(times.a);
    expect(done).toMatchObject({ endedBefore: false, timeline: 2, aside: expect.stringContaining("postgres.before-restore-") });
    expect(done.lastTransaction && done.lastTransaction < (times.a ?? "")).toBe(true);
    expect(existsSync(join(done.aside ?? "", "PG_VERSION"))).toBe(true);
    const { url } = await place.start();
    expect(await place.notes()).toBe("a");
    expect(
      await runOnce(url("netra"), "select object_id, detail ->> 'timeline' as timeline from netra.audit_event where act = 'database.restored'"),
    ).toEqual([{ object_id: done.base, timeline: "2" }]);
  });

  it("goes on being archived: what was written after a restore can be restored, and so can what the restore took back", {
    timeout: SLOW_MS,
  }, async () => {
    await place.note("c");
    times.c = await place.now();
    await place.note("d");
    const { base } = await place.backup();
    await place.note("e");
    await place.stop();

    expect(await place.restore()).toMatchObject({ base: base.name, timeline: 3 });
    await place.start();
    expect(await place.notes()).toBe("acde");
    await place.stop();

    await place.restore(times.c);
    await place.start();
    expect(await place.notes()).toBe("ac");
    await place.stop();

    // At that time nobody had gone back yet, and nothing more was written before somebody did.
    expect(await place.restore(times.b)).toMatchObject({ endedBefore: true });
    await place.start();
    expect(await place.notes()).toBe("ab");
  });

  it("names the file of a backup that was changed, and changes nothing itself", { timeout: SLOW_MS }, async () => {
    const { base } = await place.backup();
    await place.stop();
    const largest = base.files.toSorted((one, other) => other.bytes - one.bytes)[0]?.path ?? "";
    const file = join(place.backupDir, base.name, largest);
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(4_000) ^ 1, 4_000);
    writeFileSync(file, changed);
    const before = readdirSync(place.dataDir).sort();
    await expect(place.restore()).rejects.toMatchObject({ code: "backup-damaged", message: expect.stringContaining(`${file} has other bytes`) });
    rmSync(file);
    await expect(place.restore()).rejects.toMatchObject({ code: "backup-damaged", message: expect.stringContaining(`${file} is missing`) });
    expect(readdirSync(place.dataDir).sort()).toEqual(before);
    writeFileSync(file, whole);
    await place.start();
    expect(await place.notes()).toBe("ab");
  });

  it("stops at a damaged piece of the log instead of taking it for the end", { timeout: SLOW_MS }, async () => {
    await place.note("c");
    await place.stop();
    const wal = join(place.backupDir, "wal");
    const pieces = readdirSync(wal).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name));
    const last = join(wal, pieces.sort().at(-1) ?? "");
    const whole = readFileSync(last);
    writeFileSync(last, whole.subarray(0, 1_000));
    await expect(place.restore()).rejects.toMatchObject({
      code: "restore-failed",
      message: expect.stringMatching(/Nothing was changed\.\n[\s\S]*netra restore: [0-9A-F]{24} cannot be read/),
    });
    writeFileSync(last, whole);
    await place.start();
    expect(await place.notes()).toBe("abc");
  });

  it("puts back the files that are missing, and says which are nowhere", { timeout: SLOW_MS }, async () => {
    const dir = join(place.dataDir, "blobs");
    const blobs = createFileBlobs({ dir });
    const [kept, lost, nowhere, later] = await Promise.all(["kept", "lost", "nowhere", "later"].map((text) => blobs.put(Buffer.from(text))));
    await place.backup();
    expect(await takeFiles(place.config, { say: () => undefined })).toMatchObject({ copied: 0, known: 4 });
    const pathOf = (root: string, key = ""): string => join(root, key.slice(0, 2), key.slice(2, 4), key);
    for (const blob of [lost, nowhere, later]) rmSync(pathOf(dir, blob?.key));
    rmSync(pathOf(join(place.backupDir, "blobs"), nowhere?.key));
    await place.stop();
    expect(await place.restore()).toMatchObject({ blobs: { copied: 2, known: 1 }, blobsMissing: 1 });
    expect(await Promise.all([kept, lost, nowhere, later].map((blob) => blobs.verify(blob?.key ?? "")))).toEqual([
      "intact",
      "intact",
      "missing",
      "intact",
    ]);
  });

  it("finishes a restore that was killed in its last step", { timeout: SLOW_MS }, async () => {
    const { cluster, restored } = filesOf(place.dataDir);
    renameSync(cluster, restored);
    await place.start();
    expect(await place.notes()).toBe("abc");
  });

  describe("after the disk is lost", () => {
    let lostAt: string;
    beforeAll(async () => {
      await place.note("d");
      await place.stop();
      lostAt = new Date().toISOString();
      rmSync(place.dataDir, { recursive: true });
    });

    it("is not begun anew by a start, which would write over the backups", async () => {
      await expect(place.start()).rejects.toMatchObject({ kind: "conflict", code: "backup-of-another" });
      expect(existsSync(filesOf(place.dataDir).cluster)).toBe(false);
      expect(await backupState(place.config)).toMatchObject({ owner: "of-another" });
    });

    it("says up to when the archive leads, for a later time", { timeout: SLOW_MS }, async () => {
      await expect(place.restore(lostAt)).rejects.toMatchObject({
        code: "restore-too-late",
        message: expect.stringMatching(/last transaction is of 20\d\d-/),
      });
      expect(existsSync(filesOf(place.dataDir).cluster)).toBe(false);
    });

    it("comes back beside an installation that was begun meanwhile, and opens with its password", { timeout: SLOW_MS }, async () => {
      rmSync(place.dataDir, { recursive: true });
      const fresh = await startBundledPostgres({ dataDir: place.dataDir, log, tune: "test" });
      await fresh.stop();
      const password = readFileSync(filesOf(place.dataDir).password, "utf8");
      expect(await place.restore()).toMatchObject({ aside: expect.stringContaining("before-restore") });
      await place.start();
      expect(await place.notes()).toBe("abcd");
      expect(readFileSync(filesOf(place.dataDir).password, "utf8")).toBe(password);
    });
  });
});
