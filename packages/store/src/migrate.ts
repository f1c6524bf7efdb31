import { listMigrations } from "@netra/migrations";
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { createPool } from "./pool.ts";

/**
 * Brings a database to the newest schema; `url` must be allowed to make roles. Safe to call from several processes at once (the migrator
 * takes a lock) and again at every start. Refuses a database that is newer than this code.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(url, { name: "migrate", max: 2, searchPath: "public" }) }) });
  const migrations: Record<string, Migration> = {};
  for (const { name, sql: text } of listMigrations()) {
    migrations[name] = {
      async up(tx) {
        await sql.raw(text).execute(tx);
        await sql`reset role`.execute(tx);
        await sql`set local search_path = public`.execute(tx);
      },
    };
  }
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations }, migrationTableSchema: "netra_migration" });
    const { error, results } = await migrator.migrateToLatest();
    if (error)
      throw new Error(`The database could not be brought up to date: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    await db.transaction().execute(grantAgain);
    return { applied: (results ?? []).map((result) => result.migrationName) };
  } finally {
    await db.destroy();
  }
}

/**
 * What is not part of a migration, given at every start. Rights on a database are not part of a copy or a restored backup, and the queue makes its own schema,
 * also after a wipe. The migrator's own schema is not netra_owner's: without rights on it a restored copy would be migrated a second time, and a process that
 * may not migrate could not see that it need not. Processes that start together take turns.
 */
async function grantAgain(tx: Transaction<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('netra.grants'))`.execute(tx);
  await sql`do $$ begin
    execute format('grant connect, create on database %I to netra_queue', current_database());
    grant usage on schema netra_migration to netra_app;
    grant select on netra_migration.kysely_migration to netra_app;
    if exists (select from pg_roles where rolname = 'netra_backup') then
      grant usage on schema netra_migration to netra_backup;
      grant select on all tables in schema netra_migration to netra_backup;
    end if;
  end $$`.execute(tx);
}
