import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "@netra/config";
import { DomainError } from "@netra/domain";
import { mayMigrate, migrate, quoteLiteral, requireNotNewer, requireSchema, runOnce } from "@netra/store";
import { type BundledPostgres, findBundledPostgres, type PostgresLog, startBundledPostgres } from "./postgres.ts";
import { DATABASE } from "./postgres-files.ts";

/** A database server and how to reach it. */
export interface DatabaseServer {
  /** May make roles and tables; null when this process may not. */
  readonly adminUrl: string | null;
  readonly appUrl: string;
  readonly queueUrl: string;
  /** Stops the server when this process started it. */
  stop(): Promise<void>;
}

/**
 * How a process comes to the bundled server: `own` starts it and refuses when another Netra has it; `join` uses another Netra's when there is one, so that
 * several processes share a machine; `attach` does so too and expects it to be ready, for a command beside a running instance.
 */
export type BundledUse = "own" | "join" | "attach";

/** A server that somebody else runs: the URL of a database for a login. */
export interface GivenServer {
  url(database: string, user?: string): string;
  readonly database: string;
}

interface Ask {
  readonly given: GivenServer | undefined;
  readonly bundled: BundledUse;
  readonly tune: "test" | undefined;
  readonly log: PostgresLog;
}

const JOIN_PATIENCE_MS = 60_000;

/** Opens the configured server, the given one, or the bundled one. Changes no schema. */
export async function openServer(config: Config, { given, bundled, tune, log }: Ask): Promise<DatabaseServer> {
  const { url, adminUrl } = config.database;
  if (url !== null) {
    const admin = adminUrl ?? ((await mayMigrate(url)) ? url : null);
    return { adminUrl: admin, appUrl: url, queueUrl: url, stop: async () => undefined };
  }
  if (given) return urlsOf(given.url, given.database, async () => undefined);
  const dataDir = config.paths.data;
  const running = bundled === "attach" ? findBundledPostgres({ dataDir }) : null;
  if (running) return urlsOf(running.url, DATABASE, async () => undefined);
  const start = () => startBundledPostgres({ dataDir, log, backupDir: config.paths.backup, ...(tune ? { tune } : {}) });
  const server = bundled === "join" ? await startOrJoin(start, { dataDir, log }) : await start();
  try {
    const rows = await runOnce(server.url("postgres"), `select from pg_database where datname = ${quoteLiteral(DATABASE)}`);
    if (rows.length === 0) await createDatabase(server.url("postgres"));
    return urlsOf(server.url, DATABASE, () => server.stop());
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Brings the schema up to date where this process may, and makes sure that it is the one this code expects. The logins get the passwords that their URLs
 * hold; nothing is stored beside them. `keepsJobs`: the queue is in this database too.
 */
export async function prepareDatabase(server: DatabaseServer, { keepsJobs }: { readonly keepsJobs: boolean }): Promise<void> {
  const { adminUrl, appUrl, queueUrl } = server;
  if (adminUrl === null) return requireSchema(appUrl);
  await requireNotNewer(adminUrl);
  await migrate(adminUrl);
  for (const url of new Set([appUrl, queueUrl])) await setPassword(adminUrl, url);
  // On a server of the office's own one login does both; the queue makes its schema itself, also after a wipe.
  if (keepsJobs && queueUrl === appUrl && appUrl !== adminUrl)
    await runOnce(
      adminUrl,
      `do $$ begin execute format('grant create on database %I to %I', current_database(), ${quoteLiteral(new URL(appUrl).username)}); end $$`,
    );
}

/** True while the database holds nobody: no user, and no civil servant whose NIP needs a key. */
export async function isFresh({ adminUrl, appUrl }: DatabaseServer): Promise<boolean> {
  // With the rights of the operator's tools: row security hides every civil servant from a login without regions, the tables' owner included.
  const url = new URL(adminUrl ?? appUrl);
  url.searchParams.set("options", "-c role=netra_operator -c netra.regions=ID");
  const [state] = await runOnce(url.href, "select not exists (select from netra.app_user) and not exists (select from netra.civil_servant) as fresh");
  return state?.fresh === true;
}

/** Owns the server when nobody does, also one that a killed Netra left; uses the owner's otherwise, once it is ready. */
async function startOrJoin(
  start: () => Promise<BundledPostgres>,
  { dataDir, log }: { readonly dataDir: string; readonly log: PostgresLog },
): Promise<Pick<BundledPostgres, "url" | "stop">> {
  for (const until = performance.now() + JOIN_PATIENCE_MS; ; await pause(200)) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "data-dir-in-use") throw error;
      const running = findBundledPostgres({ dataDir });
      if (running) {
        log.info("postgres.joined", { port: running.port });
        return { url: running.url, stop: async () => undefined };
      }
      if (performance.now() > until) throw error;
    }
  }
}

/** Two processes that start at once may both find none. */
async function createDatabase(url: string): Promise<void> {
  await runOnce(url, `create database ${DATABASE}`).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code !== "42P04" && code !== "23505") throw error;
  });
}

const urlsOf = (url: GivenServer["url"], database: string, stop: () => Promise<void>): DatabaseServer => ({
  adminUrl: url(database),
  appUrl: url(database, "netra_app"),
  queueUrl: url(database, "netra_queue"),
  stop,
});

/** Gives one of our logins the password of its URL, unless that is its password already. Another login is its owner's business. */
async function setPassword(adminUrl: string, url: string): Promise<void> {
  const { username, password } = new URL(url);
  if (!["netra_app", "netra_queue"].includes(username) || (await runOnce(url, "select 1").catch(() => null))) return;
  const alter = `alter role ${username} password ${quoteLiteral(decodeURIComponent(password))}`;
  await runOnce(adminUrl, inTurn(alter));
}

/**
 * Roles belong to the whole server, and Postgres refuses two changes of one at the same moment: changes of one installation wait for each other, and of all
 * databases where the administrator is a superuser.
 */
const inTurn = (statement: string): string =>
  `begin; do $$ begin lock table pg_authid in share update exclusive mode; exception when insufficient_privilege then perform pg_advisory_xact_lock(hashtext('netra.roles')); end $$; ${statement}; commit`;
