import { accessSync, constants, existsSync, type Stats, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { KEY_FILES, loadKeys } from "../keys.ts";
import { differingKeys, fingerprintsIn, readCopyRecord } from "../keys-copy.ts";
import type { Place } from "./check-data.ts";
import type { KeysFacts } from "./check-keys.ts";

const HAS_MODES = process.platform !== "win32";
const OTHERS = 0o007;
const GROUP = 0o070;

/** Looks at a directory that is there or is to be made. Changes nothing. */
export function lookAtPlace(path: string): Place {
  const found = look(path);
  const nearest = found ? path : nearestAbove(path);
  const { bsize, blocks, bavail } = statfsSync(nearest);
  return {
    path,
    exists: found !== null,
    directory: found?.isDirectory() ?? false,
    writable: isWritable(nearest),
    mode: found && HAS_MODES ? found.mode & 0o777 : null,
    device: statSync(nearest).dev,
    space: blocks > 0 ? { free: bavail * bsize, total: blocks * bsize } : null,
  };
}

/** Which of these paths everybody on the machine may open. Missing ones do not count. */
export const openToAll = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => ((look(path)?.mode ?? 0) & OTHERS) !== 0 && HAS_MODES);

/** The user that a path belongs to; null when it is not there. */
export const ownerOf = (path: string): number | null => look(path)?.uid ?? null;

/** Looks at the keys and at the record of their copy. `fresh` is what the database said of who depends on them. */
export function lookAtKeys(dir: string, fresh: boolean | null): KeysFacts {
  const nothing = { dir, all: KEY_FILES.length, damage: null, open: { all: [], group: [] }, fresh, copy: "none" } as const;
  if (existsSync(dir) && !isReadable(dir)) return { ...nothing, missing: null };
  const missing = KEY_FILES.filter((file) => !existsSync(join(dir, file)));
  const paths = [dir, ...KEY_FILES.map((file) => join(dir, file))].filter(existsSync);
  const all = openToAll(paths);
  const group = HAS_MODES ? paths.filter((path) => ((look(path)?.mode ?? 0) & GROUP) !== 0 && !all.includes(path)) : [];
  try {
    if (missing.length === 0) loadKeys({ dir, mayCreate: false });
    return { ...nothing, missing, open: { all, group }, copy: copyOf(dir) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return { ...nothing, missing: null };
    return { ...nothing, missing, open: { all, group }, damage: error instanceof Error ? withoutRemedy(error.message) : "the keys cannot be read" };
  }
}

function copyOf(dir: string): KeysFacts["copy"] {
  const record = readCopyRecord(dir);
  if (!record) return "none";
  return differingKeys(record.fingerprints, fingerprintsIn(dir)).length > 0 ? "other-keys" : { at: record.at, compared: record.compared };
}

/** The remedy of keys.ts is the check's own. */
const withoutRemedy = (message: string): string => message.split(". ")[0] ?? message;

const look = (path: string): Stats | null => {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    // A directory above that is a file or closed to us: as good as not there.
    return null;
  }
};

const nearestAbove = (path: string): string => (look(dirname(path)) || dirname(path) === path ? dirname(path) : nearestAbove(dirname(path)));

const isWritable = (path: string): boolean => may(path, constants.W_OK | constants.X_OK);
const isReadable = (path: string): boolean => may(path, constants.R_OK | constants.X_OK);

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
