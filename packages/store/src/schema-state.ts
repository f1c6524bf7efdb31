import { conflict } from "@netra/domain";
import { listMigrations } from "@netra/migrations";
import { runOnce } from "./pool.ts";

/** How a database's schema stands to this code. Names are those of the migrations. */
export interface SchemaState {
  /** Known to this code and not applied yet, in order. All of them when the database was never migrated. */
  readonly missing: readonly string[];
  /** Applied, and unknown to this code: the database is newer. */
  readonly unknown: readonly string[];
}

/** Compares; changes nothing. The login must be the application's or the administrator's. */
export async function readSchemaState(url: string): Promise<SchemaState> {
  const [place] = await runOnce(url, "select to_regclass('netra_migration.kysely_migration') is not null as made");
  const rows = place?.made === true ? await runOnce(url, "select name from netra_migration.kysely_migration") : [];
  return compareSchema(rows.map((row) => String(row.name)));
}

/** Compares the names of applied migrations with those this code knows. */
export function compareSchema(names: readonly string[]): SchemaState {
  const applied = new Set(names);
  const known = listMigrations().map(({ name }) => name);
  return { missing: known.filter((name) => !applied.has(name)), unknown: [...applied].filter((name) => !known.includes(name)).toSorted() };
}

/** Throws conflict `schema-mismatch` with the remedy when the database is newer than this code; gives what it lacks. */
export async function requireNotNewer(url: string): Promise<readonly string[]> {
  const { missing, unknown } = await readSchemaState(url);
  if (unknown.length === 0) return missing;
  throw conflict("schema-mismatch", `The database is newer than this program (${unknown.join(", ")}): start the newer version of Netra.`);
}

/** Throws conflict `schema-mismatch` with the remedy unless the schema is exactly the one this code was written for. */
export async function requireSchema(url: string): Promise<void> {
  const missing = await requireNotNewer(url);
  if (missing.length > 0)
    throw conflict(
      "schema-mismatch",
      `The database lacks ${missing.join(", ")}, and this login may not change it: run "netra migrate" with DATABASE_ADMIN_URL first.`,
    );
}

/** Whether a login may make roles and tables, so that it can migrate. */
export async function mayMigrate(url: string): Promise<boolean> {
  const [login] = await runOnce(url, "select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user");
  return login?.may === true;
}
