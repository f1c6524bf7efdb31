import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type Figures } from "./table.ts";

const HOME = join(import.meta.dirname, "..");
const HEAD = `# What the chaos runner measured

Written by the runner (\`npm run chaos\`) from the files in \`results/\`, newest first; never by hand. What the words mean is in [README.md](README.md).
`;

/** Keeps the figures of a run by date, and writes the page that shows all of them again. A second run of a day replaces the first. */
export function keepResults(figures: Figures, home = HOME): string {
  const folder = join(home, "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${figures.date}-${figures.backend}.json`);
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .reverse()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Figures);
  writeFileSync(join(home, "RESULTS.md"), [HEAD, ...all.map(describe)].join("\n"));
  return file;
}
