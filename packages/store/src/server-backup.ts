import { DomainError } from "@netra/domain";
import pg from "pg";
import { createPool, quoteLiteral, runOnce } from "./pool.ts";
import { createStore, systemActor } from "./store.ts";

/** What a server says of itself that a backup needs to know. */
export interface ServerFacts {
  readonly version: string;
  /** Names the cluster for good: copies and restored clusters keep it. */
  readonly systemId: string;
  /** Bytes of one piece of the log. */
  readonly segmentBytes: number;
  readonly archiveMode: string;
  readonly archiveCommand: string;
}

/** How far the server is with copying its log away. */
export interface ArchiverState {
  readonly lastArchivedAt: Date | null;
  readonly lastFailedAt: Date | null;
  readonly lastFailedWal: string | null;
  /** Attempts that failed since the server's statistics began. */
  readonly failedCount: number;
  /** Pieces that are finished and not yet copied. */
  readonly waiting: number;
}

/** A copy of the server's directory that is under way. The server forgets it when the connection ends. */
export interface BaseBackup {
  /** Ends the copy; its files are those that go beside it. `stopLsn` as Postgres writes it; `at` by the server's clock. */
  stop(): Promise<{ readonly stopLsn: string; readonly label: string; readonly at: Date }>;
  close(): Promise<void>;
}

/** Where a server that replays its log stands. */
export interface ReplayState {
  readonly replaying: boolean;
  /** Commit time of the last transaction replayed, ISO with microseconds; null before the first. */
  readonly lastTransaction: string | null;
  /** Once it has ended: the timeline it writes now. */
  readonly timeline: number | null;
}

/** A restored database, as a person would first look at it. */
export interface RestoredState {
  readonly migrations: number;
  readonly auditRows: number;
  readonly lastAuditAt: Date | null;
}

/** Asks a server for what a backup needs. For a superuser. */
export async function readServerFacts(url: string): Promise<ServerFacts> {
  const [row] = await runOnce(
    url,
    `select current_setting('server_version') as version, (select system_identifier::text from pg_control_system()) as system_id,
      (select setting::bigint::text from pg_settings where name = 'wal_segment_size') as segment_bytes,
      current_setting('archive_mode') as archive_mode, current_setting('archive_command') as archive_command`,
  );
  return {
    version: String(row?.version),
    systemId: String(row?.system_id),
    segmentBytes: Number(row?.segment_bytes),
    archiveMode: String(row?.archive_mode),
    archiveCommand: String(row?.archive_command),
  };
}

/** Asks how the copying of the log goes. For a superuser. */
export async function readArchiver(url: string): Promise<ArchiverState> {
  const [row] = await runOnce(
    url,
    `select last_archived_time, last_failed_time, last_failed_wal, failed_count::int as failed_count,
      (select count(*)::int from pg_ls_archive_statusdir() where name like '%.ready') as waiting from pg_stat_archiver`,
  );
  return {
    lastArchivedAt: (row?.last_archived_time as Date | null) ?? null,
    lastFailedAt: (row?.last_failed_time as Date | null) ?? null,
    lastFailedWal: (row?.last_failed_wal as string | null) ?? null,
    failedCount: Number(row?.failed_count ?? 0),
    waiting: Number(row?.waiting ?? 0),
  };
}

/** Tells the server that its directory will be copied from now on; waits for a checkpoint, without spreading it. For a superuser. */
export async function startBaseBackup(url: string, label: string): Promise<BaseBackup> {
  // No time-outs: the connection is idle while the files are copied, and the checkpoint takes what it takes.
  const client = new pg.Client({ connectionString: url, application_name: "netra-backup", connectionTimeoutMillis: 10_000, keepAlive: true });
  client.on("error", () => undefined);
  await client.connect();
  const close = (): Promise<void> => client.end();
  try {
    await client.query("select pg_backup_start($1, fast => true)", [label]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    async stop() {
      const { rows } = await client.query<{ stop_lsn: string; label: string; at: Date }>(
        "select lsn::text as stop_lsn, labelfile as label, clock_timestamp() as at from pg_backup_stop(wait_for_archive => false)",
      );
      const [row] = rows;
      if (!row) throw new Error("pg_backup_stop gave no row");
      return { stopLsn: row.stop_lsn, label: row.label, at: row.at };
    },
  };
}

/** Asks a server how far its replaying is. Fails while it does not take connections yet. */
export async function readReplay(url: string): Promise<ReplayState> {
  const [row] = await runOnce(
    url,
    `select pg_is_in_recovery() as replaying,
      to_char(pg_last_xact_replay_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as last_transaction,
      case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`,
  );
  const timeline = row?.timeline as string | null | undefined;
  return {
    replaying: row?.replaying === true,
    lastTransaction: (row?.last_transaction as string | null) ?? null,
    timeline: timeline ? Number.parseInt(timeline, 16) : null,
  };
}

/** Reads a restored database through its tables and indexes as a first proof that it answers. */
export async function readRestored(url: string): Promise<RestoredState> {
  const [row] = await runOnce(
    url,
    `select (select count(*)::int from netra_migration.kysely_migration) as migrations, count(*)::int as audit_rows, max(at) as last_audit_at
      from netra.audit_event`,
  );
  return {
    migrations: Number(row?.migrations),
    auditRows: Number(row?.audit_rows),
    lastAuditAt: (row?.last_audit_at as Date | null) ?? null,
  };
}

/** Writes the restore into the audit trail: from there on its readers know why time went back. `objectId` is the backup's name. */
export async function noteRestored(
  url: string,
  entry: { readonly objectId: string; readonly detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  const unused = (): never => {
    throw new DomainError("unavailable", "no-cipher", "A restore reads no encrypted field.");
  };
  const store = createStore({
    pool: createPool(url, { name: "restore", max: 1 }),
    cipher: { encrypt: unused, decrypt: unused, blindIndex: unused },
  });
  try {
    await store.as(systemActor("operator"), (tx) => tx.audit.append({ act: "database.restored", objectType: "backup", region: "ID", ...entry }));
  } finally {
    await store.close();
  }
}

/** Gives the superuser another password, so that a restored server opens with the one that this installation keeps. */
export async function setSuperuserPassword(url: string, password: string): Promise<void> {
  await runOnce(url, `alter role current_user password ${quoteLiteral(password)}`);
}

/** How many connections of other Netra processes a server has. */
export async function countClients(url: string): Promise<number> {
  const [row] = await runOnce(
    url,
    "select count(*)::int as clients from pg_stat_activity where application_name like 'netra-%' and pid <> pg_backend_pid()",
  );
  return Number(row?.clients ?? 0);
}
