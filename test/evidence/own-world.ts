import { migrate } from "@netra/store";
import pg from "pg";
import { startTestPostgres } from "../support/postgres.ts";
import { openWorld, type World } from "../support/world.ts";

/** A world on a Postgres of its own, for a command that no test runner started. `close` removes everything. */
export async function openOwnWorld(): Promise<World> {
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
  const world = await openWorld({ url: at(database), server: { url: at, database }, drop: async () => undefined });
  return {
    ...world,
    close: async () => {
      await world.close();
      await postgres.stop();
    },
  };
}
