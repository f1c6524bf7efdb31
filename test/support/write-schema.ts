import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describeSchema, migrate } from "@netra/store";
import { startTestPostgres } from "./postgres.ts";

/** Where the description lives, beside the migrations it sums up. */
export const SCHEMA_FILE = resolve(import.meta.dirname, "../../migrations/schema.sql");

/** `npm run schema`: runs every migration on a server of its own and writes down what came of them. */
if (process.argv[1] === import.meta.filename) {
  const server = await startTestPostgres({ migrate });
  try {
    const url = new URL(server.adminUrl);
    url.pathname = `/${server.template}`;
    writeFileSync(SCHEMA_FILE, await describeSchema(url.href));
    process.stdout.write(`${SCHEMA_FILE} is up to date.\n`);
  } finally {
    await server.stop();
  }
}
