import type { ConfigRow } from "@netra/config";

/** The settings as `netra --help` shows them: name, default, what it is for. */
export function settingsHelp(rows: readonly ConfigRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap((row) => [
    `  ${row.name.padEnd(width)}  ${row.description}`,
    `  ${"".padEnd(width)}  ${row.unit}; default ${row.default}; e.g. ${row.example}`,
  ]);
  return ["", "Settings (environment variables):", ...lines].join("\n");
}
