import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Config } from "@netra/config";
import { conflict } from "@netra/domain";
import { acquireLock } from "../lock.ts";
import { stopLeftServer } from "../postgres.ts";
import { filesOf } from "../postgres-files.ts";

/** Written before anything else of a demo: a directory that holds it is the demo's, one that holds data without it is somebody's. */
const MARK = "demo-first-start";
/** Its second line while the past weeks of a first start are being made: one that was stopped meanwhile is begun again. */
const UNFINISHED = "past unfinished";
/** What an installation for real work leaves behind, with the bundled Postgres or another. */
const DATA = ["postgres", "keys", "blobs", "uploads"];

const markOf = (config: Config): string => join(config.paths.data, MARK);

/** Whether the data directory is the demo's. */
export const isDemoData = (config: Config): boolean => existsSync(markOf(config));

/** Throws conflict `data-dir-of-demo` before an instance for real work starts on the demo's made-up people. */
export function refuseDemoData(config: Config): void {
  if (isDemoData(config))
    throw conflict(
      "data-dir-of-demo",
      `${config.paths.data} holds the demo: set NETRA_DATA_DIR to a directory of its own for real work, or run \`npm run demo\`.`,
    );
}

/** Throws before the demo touches an installation for real work: its database, its queue or its data directory. */
export function refuseRealData(config: Config): void {
  const { data } = config.paths;
  if (config.database.url !== null || config.queue.url !== null)
    throw conflict("demo-on-real-database", "The demo only runs on a database of its own: unset DATABASE_URL and QUEUE_URL, then start it again.");
  if (!existsSync(markOf(config)) && DATA.some((name) => existsSync(join(data, name)))) throw notTheDemos(data);
}

/**
 * Deletes what the demo made; a missing or empty directory is left as it is. Call after `refuseRealData`.
 *
 * Takes the directory's lock first: conflict `data-dir-in-use` while a Netra runs there, conflict `data-dir-not-of-demo` for anything but a demo. A server
 * that a killed demo left running is stopped before. The mark goes last, so that a kill on the way leaves a demo that can be reset.
 */
export async function resetDemo(config: Config): Promise<void> {
  const { data } = config.paths;
  const files = filesOf(data);
  const entries = (): string[] => readdirSync(data).filter((name) => name !== basename(files.lock));
  if (!existsSync(data) || entries().length === 0) return;
  if (!existsSync(markOf(config))) throw notTheDemos(data);
  const lock = acquireLock(files.lock);
  try {
    await stopLeftServer({ dataDir: data });
    for (const name of entries()) if (name !== MARK) rmSync(join(data, name), { recursive: true, force: true });
    rmSync(markOf(config), { force: true });
  } finally {
    lock.release();
  }
}

const notTheDemos = (data: string) =>
  conflict("data-dir-not-of-demo", `${data} holds data that is not the demo's: set NETRA_DATA_DIR to an empty directory, or leave it unset.`);

/** The demo's calendar hangs on its first start: kept beside the data, so that the second start shows the same world. The past of a new one is to be made, and `rememberPast` called then. */
export function rememberFirstStart(config: Config): { firstStart: Date; again: boolean } {
  const [kept] = readMark(config);
  if (kept !== undefined) return { firstStart: new Date(kept), again: true };
  const firstStart = new Date();
  mkdirSync(config.paths.data, { recursive: true, mode: 0o711 });
  writeFileSync(markOf(config), `${firstStart.toISOString()}\n${UNFINISHED}\n`);
  return { firstStart, again: false };
}

/** Whether the first start of this demo was stopped before its past was there: nobody has seen anything of it. */
export const isUnfinished = (config: Config): boolean => readMark(config)[1] === UNFINISHED;

/** The past is there: from now on everything is kept. */
export function rememberPast(config: Config): void {
  const [firstStart] = readMark(config);
  writeFileSync(markOf(config), `${firstStart}\n`);
}

const readMark = (config: Config): (string | undefined)[] => (isDemoData(config) ? readFileSync(markOf(config), "utf8").trim().split("\n") : []);
