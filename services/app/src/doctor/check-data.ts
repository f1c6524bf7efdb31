import { type Checks, fail, note, ok, type Verdict, warn } from "./finding.ts";

/** A directory as it is, or as the nearest one above it that exists. */
export interface Place {
  readonly path: string;
  readonly exists: boolean;
  readonly directory: boolean;
  /** Of the nearest directory above when it does not exist. */
  readonly writable: boolean;
  /** Permission bits; null while there is none, or where the system has no such thing. */
  readonly mode: number | null;
  /** Names the disk. */
  readonly device: number;
  /** Bytes. Null when the system does not tell. */
  readonly space: { readonly free: number; readonly total: number } | null;
}

export interface DataFacts {
  readonly data: Place;
  /** Holds the demo's made-up people. */
  readonly demo: boolean;
  /** What lies in it and can be opened by other users of the machine, as paths. */
  readonly open: readonly string[];
}

const WARN_BELOW = 0.1;
const FAIL_BELOW = 0.02;
/** Postgres keeps up to 1 GB of its log by itself; with less than half of it free, the next busy hour may be the last. */
const FAIL_BELOW_BYTES = 500 * 1024 ** 2;

export const DATA_CHECKS: Checks<DataFacts> = {
  directory: ({ data }) => usable("NETRA_DATA_DIR", data),
  space: ({ data }) => (data.space ? roomOn(data.path, data.space) : null),
  rights: ({ data, open }) => {
    if (data.mode === null) return null;
    if ((data.mode & 0o022) !== 0) return fail(`other users of this machine may write to ${data.path}`, `Run chmod go-w ${data.path}`);
    if ((data.mode & 0o004) !== 0) return warn(`other users of this machine may list ${data.path}`, `Run chmod o-r ${data.path}`);
    if (open.length > 0) return fail(`other users of this machine may open ${open.join(", ")}`, `Run chmod go-rwx ${open.join(" ")}`);
    return ok("nobody else on this machine may look into it");
  },
  demo: ({ data, demo }) =>
    demo
      ? fail(
          `${data.path} holds the demo with its made-up people; npm start refuses it`,
          "Set NETRA_DATA_DIR to a directory of its own for real work.",
        )
      : null,
};

/** Whether a directory can be used as a setting says. */
export function usable(setting: string, { path, exists, directory, writable }: Place): Verdict {
  if (exists && !directory) return fail(`${path} is not a directory`, `Set ${setting} to a directory.`);
  if (!writable)
    return fail(
      `${exists ? path : `${path} does not exist, and the directory above it`} cannot be written by you`,
      `Give its owner the right, or correct ${setting}.`,
    );
  return exists ? ok(path) : note(`${path} does not exist yet; the first start makes it`);
}

/** Whether there is room left on a disk. */
export function roomOn(path: string, { free, total }: { readonly free: number; readonly total: number }): Verdict {
  const share = free / total;
  const seen = `${bytes(free)} of ${bytes(total)} free (${Math.floor(share * 100)} %)`;
  const remedy = `Free some space on the disk of ${path}, or move to a larger one.`;
  if (share < FAIL_BELOW || free < FAIL_BELOW_BYTES) return fail(`${seen}: Postgres stops when it is full`, remedy);
  return share < WARN_BELOW ? warn(seen, remedy) : ok(seen);
}

/** `512 MB`, `79 GB`. */
export function bytes(n: number): string {
  const power = Math.min(4, Math.floor(Math.log(Math.max(n, 1)) / Math.log(1024)));
  const value = n / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${["B", "KB", "MB", "GB", "TB"][power]}`;
}
