import { migrate } from "@netra/store";
import pg from "pg";
import { type FreshDatabase, startTestPostgres } from "./postgres.ts";

/** A migrated database on a Postgres of its own, for a command that no test runner started. `stop` removes everything. */
export async function openOwnDatabase(): Promise<FreshDatabase & { stop(): Promise<void> }> {
  const postgres = await startTestPostgres({ migrate });
  const database = "t_figures";
  const at = (name: string, user?: string): string => {
    const url = new URL(postgres.adminUrl);
    url.pathname = `/${name}`;
    if (user !== undefined) url.username = user;
    return url.toString();
  };
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  try {
    await admin.connect();
    await admin.query(`create database ${database} template ${postgres.template}`);
  } finally {
    await admin.end();
  }
  return { url: at(database), server: { url: at, database }, drop: async () => undefined, stop: () => postgres.stop() };
}
