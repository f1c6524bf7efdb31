import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DIR = fileURLToPath(new URL("..", import.meta.url));

/** Every migration in the order it runs. Plain SQL, forward-only: a file that has landed is never changed. */
export function listMigrations(): { name: string; sql: string }[] {
  return readdirSync(DIR)
    .filter((file) => /^\d{4}_[a-z_]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), sql: readFileSync(`${DIR}/${file}`, "utf8") }));
}
