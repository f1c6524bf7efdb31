import { realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { invalid } from "@netra/domain";
import { type Reading, verdict } from "./read-rows.ts";

/** A row that was read wrongly, with its text: for a file outside the repository, never for a terminal. */
export interface Miss {
  readonly set: string;
  readonly id: string;
  readonly contest: string;
  readonly label: string;
  readonly said: string;
  readonly points: number;
  readonly why: string;
  readonly text: string;
}

/** Rows whose verdict is not their label. */
export function missesOf(set: string, readings: readonly Reading[]): Miss[] {
  return readings
    .filter(({ row, got }) => verdict(got) !== row.label)
    .map(({ row, got }) => ({
      set,
      id: row.id,
      contest: row.contest,
      label: row.label,
      said: got.flagged || got.stance === "neutral" ? verdict(got) : `neutral, leaning to ${got.stance}`,
      points: got.scoreTenths / 10,
      why: got.contributions.map(({ ruleId, tenths }) => `${ruleId} ${tenths / 10}`).join(", "),
      text: row.text,
    }));
}

/** The file's real path. Throws when it lies inside the repository: real posts never enter it. */
export function outsideRepository(file: string): string {
  let folder: string;
  try {
    folder = realpathSync(dirname(resolve(file)));
  } catch {
    throw invalid("misses-folder", `--misses ${file}: there is no such folder; make it first.`);
  }
  const path = join(folder, basename(file));
  if (`${path}${sep}`.startsWith(`${realpathSync(PROJECT_ROOT)}${sep}`))
    throw invalid(
      "misses-inside",
      `--misses ${file}: the file holds texts, so it may not lie in the repository; choose a folder outside ${PROJECT_ROOT}.`,
    );
  return path;
}

/** Writes one JSON object a line. */
export function writeMisses(path: string, misses: readonly Miss[]): void {
  writeFileSync(path, misses.map((miss) => `${JSON.stringify(miss)}\n`).join(""), { mode: 0o600 });
}
