import { openOwnDatabase } from "../support/own-database.ts";
import { openWorld, type World } from "../support/world.ts";

/** A world on a Postgres of its own, for a command that no test runner started. `close` removes everything. */
export async function openOwnWorld(): Promise<World> {
  const database = await openOwnDatabase();
  const world = await openWorld(database);
  return {
    ...world,
    close: async () => {
      await world.close();
      await database.stop();
    },
  };
}
