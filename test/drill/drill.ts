import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createFileBlobs } from "@netra/blobs";
import { runOnce } from "@netra/store";
import type pg from "pg";
import { listBlobs } from "../../services/app/src/backup/blob-copies.ts";
import { type Instance, netra, type Places, startInstance } from "./instance.ts";
import { clock, connectAs, deleteAll, ensureWeek, fingerprint, ROWS_A_POST, register, savePosts, type TablePrint, withClient } from "./world.ts";

export interface DrillAsk {
  /** Posts; each brings four rows. */
  readonly posts: number;
  /** How old the newest archived piece of the log must be when the disk is lost; 0 loses it as soon as may be. */
  readonly loseDiskAfterSeconds: number;
  readonly say: (line: string) => void;
}

/** What the drill measured. All that is missing must be none. */
export interface DrillFigures {
  /** Posts, versions, bodies and audit rows that were there when the clock was noted. */
  readonly rows: number;
  readonly databaseMegabytes: number;
  readonly backupSeconds: number;
  /** Rows that were saved while the backup ran. */
  readonly rowsDuringBackup: number;
  /** Tables whose count or checksum is another than at the noted time. */
  readonly tablesThatDiffer: readonly string[];
  readonly rowsMissing: number;
  readonly auditRowsMissing: number;
  readonly filesMissing: number;
  /** `netra restore` to a time, and then a start until the database answers. */
  readonly restoreSeconds: number;
  readonly startSeconds: number;
  /** After the loss of the whole data directory: what was acknowledged and is gone … */
  readonly diskLostPosts: number;
  /** … and how long before the loss the newest post that came back was saved. */
  readonly diskLostSeconds: number;
  readonly diskLostRestoreSeconds: number;
}

const BATCH = 1_000;
const FILES = 5;

/**
 * The whole of what a backup is for, on a real instance: many rows, a backup while more are written, a mass delete, kill -9 of Netra and its server, a
 * restore to the moment before, every row compared; then the loss of the disk, and a restore from the archive alone.
 */
export async function drill({ posts, loseDiskAfterSeconds, say }: DrillAsk): Promise<DrillFigures> {
  const home = mkdtempSync(join(tmpdir(), "netra-drill-"));
  chmodSync(home, 0o711);
  const places: Places = { dataDir: join(home, "data"), backupDir: join(home, "back up"), keysDir: join(home, "keys") };
  let instance: Instance | undefined;
  try {
    instance = await start(places);
    say(`Netra runs after ${instance.seconds.toFixed(1)} s.`);
    const filled = await fill(places, instance, { posts, say });
    const before = await withClient(connectAs(instance.url("netra"), null), fingerprint);
    const blobs = listBlobs(join(places.dataDir, "blobs"));
    say(`${before.at}: ${countRows(before.tables)} rows. Then everything is deleted.`);
    await deleteLater(instance, before.at);
    await instance.kill();
    rmSync(join(places.dataDir, "blobs"), { recursive: true });
    say("Netra and its server are killed with -9.");

    const restored = await must(places, ["restore", "--to", before.at], say);
    instance = await start(places);
    const after = await withClient(connectAs(instance.url("netra"), null), fingerprint);
    const differences = compare(before.tables, after.tables);
    say(`Compared ${before.tables.size} tables: ${differences.tables.length === 0 ? "all equal" : `${differences.tables.join(", ")} differ`}.`);

    const lost = await loseDisk(places, instance, { from: posts + 1, after: loseDiskAfterSeconds, say });
    return {
      rows: countRows(before.tables),
      ...filled,
      tablesThatDiffer: differences.tables,
      rowsMissing: differences.missing,
      auditRowsMissing: (before.tables.get("audit_event")?.rows ?? 0) - (after.tables.get("audit_event")?.rows ?? 0),
      filesMissing: blobs.length - listBlobs(join(places.dataDir, "blobs")).filter((key) => blobs.includes(key)).length,
      restoreSeconds: restored.seconds,
      startSeconds: instance.seconds,
      ...lost,
    };
  } catch (error) {
    say(`Netra's last words: ${instance?.words() || "none"}`);
    throw error;
  } finally {
    await instance?.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

const start = (places: Places): Promise<Instance> =>
  startInstance(places, async (url) => (await runOnce(url, "select count(*)::int as regions from netra.region"))[0]?.regions !== 0);

/** A third of the posts, at most another while a backup runs, and the rest after it; and a few files. */
async function fill(
  { dataDir, ...places }: Places,
  instance: Instance,
  { posts, say }: Pick<DrillAsk, "posts" | "say">,
): Promise<Pick<DrillFigures, "databaseMegabytes" | "backupSeconds" | "rowsDuringBackup">> {
  const url = instance.url("netra", "netra_app");
  await withClient(connectAs(url, "operator"), (client) => register(client, 100));
  return withClient(connectAs(url, "ingest"), async (client) => {
    await ensureWeek(client);
    const third = Math.floor(posts / 3);
    await savePostsInBatches(client, 1, third);
    const blobs = createFileBlobs({ dir: join(dataDir, "blobs") });
    for (let number = 0; number < FILES; number += 1) await blobs.put(Buffer.from(`a made-up picture, number ${number}`));
    const backup = { done: false };
    const backingUp = must({ dataDir, ...places }, ["backup"], say).finally(() => {
      backup.done = true;
    });
    let during = third;
    while (!backup.done && during < 2 * third) {
      const to = Math.min(during + BATCH, 2 * third);
      await savePosts(client, { from: during + 1, to });
      during = to;
    }
    const { seconds } = await backingUp;
    await savePostsInBatches(client, during + 1, posts);
    const [size] = await runOnce(instance.url("netra"), "select (pg_database_size(current_database()) / 1000000)::int as mb");
    return { databaseMegabytes: Number(size?.mb), backupSeconds: seconds, rowsDuringBackup: (during - third) * ROWS_A_POST };
  });
}

async function savePostsInBatches(client: pg.Client, from: number, to: number): Promise<void> {
  for (let next = from; next <= to; next += BATCH) await savePosts(client, { from: next, to: Math.min(next + BATCH - 1, to) });
}

/** A post too late and the mass delete: both after the noted time by the server's clock. */
async function deleteLater(instance: Instance, at: string): Promise<void> {
  await withClient(connectAs(instance.url("netra"), null), async (client) => {
    while ((await clock(client)) <= at);
    await client.query(
      "insert into netra.audit_event (actor_kind, actor_role, region, act, object_type, object_id) values ('system','system','ID','too.late','drill','1')",
    );
    await deleteAll(client);
  });
}

/**
 * Starts anew after a kill, saves a post a moment, waits until the archive is as old as it may get, loses the data directory, and restores from the
 * backup directory alone.
 */
async function loseDisk(
  places: Places,
  before: Instance,
  { from, after, say }: { readonly from: number; readonly after: number; readonly say: DrillAsk["say"] },
): Promise<Pick<DrillFigures, "diskLostPosts" | "diskLostSeconds" | "diskLostRestoreSeconds">> {
  await must(places, ["backup", "--keep", "1"], say);
  await before.kill();
  let instance = await start(places);
  try {
    const acknowledged = await savePostsUntilOld(instance, { from, after });
    await instance.kill();
    const lostAt = Date.now();
    rmSync(places.dataDir, { recursive: true });
    say("The data directory is lost.");
    const restored = await must(places, ["restore"], say);
    instance = await start(places);
    const rows = await runOnce(instance.url("netra"), "select substr(external_id, 7)::int as number from netra.post order by 1");
    const back = new Set(rows.map(({ number }) => number));
    const newest = acknowledged.findLast(({ number }) => back.has(number));
    return {
      diskLostPosts: acknowledged.filter(({ number }) => !back.has(number)).length,
      diskLostSeconds: newest ? (lostAt - newest.at) / 1000 : Number.POSITIVE_INFINITY,
      diskLostRestoreSeconds: restored.seconds,
    };
  } finally {
    await instance.kill();
  }
}

/** Until a piece of the log has been archived, by the clock or, with `after` 0, by hand, and the next one is that many seconds in the making. */
async function savePostsUntilOld(
  instance: Instance,
  { from, after }: { readonly from: number; readonly after: number },
): Promise<{ readonly number: number; readonly at: number }[]> {
  const acknowledged: { number: number; at: number }[] = [];
  const archivedAt = async (): Promise<number> => {
    const [row] = await runOnce(instance.url("postgres"), "select last_archived_time as at from pg_stat_archiver");
    return (row?.at as Date | null)?.getTime() ?? 0;
  };
  const begun = await archivedAt();
  return withClient(connectAs(instance.url("netra", "netra_app"), "ingest"), async (client) => {
    for (let number = from; ; number += 1) {
      await savePosts(client, { from: number, to: number });
      acknowledged.push({ number, at: Date.now() });
      if (number === from && after === 0) await runOnce(instance.url("postgres"), "select pg_switch_wal()");
      const last = await archivedAt();
      if (last > begun && Date.now() - last >= after * 1000 && acknowledged.length > 1) return acknowledged;
      await pause(100);
    }
  });
}

async function must(places: Places, args: readonly string[], say: DrillAsk["say"]) {
  const said = await netra(places, args, (line) => say(`  netra: ${line}`));
  if (said.code !== 0) throw new Error(`netra ${args.join(" ")} ended with ${said.code}:\n${said.out}${said.err}`);
  return said;
}

const countRows = (tables: ReadonlyMap<string, TablePrint>): number =>
  ["post", "post_version", "capture_body", "audit_event"].reduce((sum, name) => sum + (tables.get(name)?.rows ?? 0), 0);

function compare(before: ReadonlyMap<string, TablePrint>, after: ReadonlyMap<string, TablePrint>): { tables: string[]; missing: number } {
  const tables = [...before].filter(([name, { rows, sum }]) => after.get(name)?.rows !== rows || after.get(name)?.sum !== sum).map(([name]) => name);
  const missing = [...before].reduce((sum, [name, { rows }]) => sum + Math.max(0, rows - (after.get(name)?.rows ?? 0)), 0);
  return { tables, missing };
}
