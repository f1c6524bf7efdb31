import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { conflict } from "@netra/domain";

/** A lock that is held. Releasing twice is harmless. */
export interface Lock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the lock in `file` for this process, or throws conflict `data-dir-in-use` while another living process holds it.
 *
 * A lock left by a killed process is taken over: the file names its pid and the moment it started, so a pid that was given to another program
 * is not mistaken for the holder. Both processes must see each other's pids (one machine, one container).
 */
export function acquireLock(file: string): Lock {
  const mine = JSON.stringify({ pid: process.pid, started: processStart(process.pid) ?? "" } satisfies Holder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    while (!linked(draft, file)) evict(file);
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => void (read(file) === mine && rmSync(file, { force: true })) };
}

/** A hard link appears whole or not at all, so nobody ever reads half a lock. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock of a dead holder. */
function evict(file: string): void {
  const found = read(file);
  if (found === null) return;
  const holder = parse(found);
  if (holder && holder.started !== "" && processStart(holder.pid) === holder.started)
    throw conflict(
      "data-dir-in-use",
      `Another Netra (process ${holder.pid}) is using this data directory (${file}). Stop it first, or set NETRA_DATA_DIR to another directory.`,
      { pid: holder.pid },
    );
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  // Somebody else may have evicted the dead holder and moved in since we read: put theirs back.
  if (read(aside) !== found) linked(aside, file);
  unlinkSync(aside);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === "number" && typeof value.started === "string" ? { pid: value.pid, started: value.started } : null;
  } catch {
    return null;
  }
}

/**
 * The moment a process started, as an opaque mark that no other process of this machine ever shares; null when it does not run.
 * Without /proc (macOS, Windows) only "it runs" can be told.
 */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; fields are counted after it: state is the 3rd of proc(5), start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return process.platform === "linux" ? null : isAlive(pid) ? "running" : null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
