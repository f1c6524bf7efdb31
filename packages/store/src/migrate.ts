import { listMigrations } from "@netra/migrations";
import { Kysely, PostgresDialect, sql } from "kysely";
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
    // Rights on a database are not part of a copy or a restored backup: given again at every start. The queue makes its own schema, also after a wipe.
    await sql`do $$ begin execute format('grant connect, create on database %I to netra_queue', current_database()); end $$`.execute(db);
    // The migrator's own schema is not netra_owner's: without it a restored copy would be migrated a second time.
    await sql`do $$ begin
      if exists (select from pg_roles where rolname = 'netra_backup') then
        grant usage on schema netra_migration to netra_backup;
        grant select on all tables in schema netra_migration to netra_backup;
      end if;
    end $$`.execute(db);
    return { applied: (results ?? []).map((result) => result.migrationName) };
  } finally {
    await db.destroy();
  }
}
