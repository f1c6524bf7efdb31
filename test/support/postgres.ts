import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { type BundledPostgres, startBundledPostgres } from "../../services/app/src/postgres.ts";
import { urlOf } from "../../services/app/src/postgres-files.ts";

/** A server for one run of the tests. Strings only: it travels to the test processes. */
export interface TestPostgres {
  /** Superuser, database `postgres`. */
  readonly adminUrl: string;
  /** Has every migration; each test file's database is a copy of it. */
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

type Migrate = (url: string) => Promise<unknown>;
const PREFIX = "netra-test-";
const TEMPLATE = "netra_template";
/** PostgreSQL's code for a database that somebody is connected to. */
const OBJECT_IN_USE = "55006";
const silent = { info: () => undefined, warn: () => undefined };

/** Starts a server in a temporary directory, without flushing to disk, and migrates the template once. `stop()` removes everything. */
export async function startTestPostgres({ migrate }: { readonly migrate: Migrate }): Promise<TestPostgres & { stop(): Promise<void> }> {
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  // The server's user passes through.
  chmodSync(dataDir, 0o711);
  let server: BundledPostgres | undefined;
  const stop = async (): Promise<void> => {
    await server?.stop();
    rmSync(dataDir, { recursive: true });
  };
  try {
    server = await startBundledPostgres({ dataDir, log: silent, tune: "test" });
    await execute(server.url("postgres"), `create database ${TEMPLATE}`);
    await migrate(server.url(TEMPLATE));
    return { adminUrl: server.url("postgres"), template: TEMPLATE, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A run that was killed leaves its server behind: take it over, which fails while the run lives, and end it. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dataDir = join(tmpdir(), name);
    // Without a lock it is being made this moment.
    if (!existsSync(join(dataDir, "netra.lock"))) continue;
    const left = await startBundledPostgres({ dataDir, log: silent, tune: "test" }).catch(() => null);
    await left?.stop();
    if (left) rmSync(dataDir, { recursive: true });
  }
}

/** One server for all projects of a run: vitest loads this file once a project. */
interface Shared {
  running?: ReturnType<typeof startTestPostgres>;
  users: number;
}
const holder = globalThis as { netraTestPostgres?: Shared };
holder.netraTestPostgres ??= { users: 0 };
const shared = holder.netraTestPostgres;

/** vitest's global setup. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.users += 1;
  shared.running ??= import("@netra/store").then(({ migrate }) => startTestPostgres({ migrate }));
  const { adminUrl, template, stop } = await shared.running;
  project.provide("postgres", { adminUrl, template });
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await stop();
  };
}

export interface FreshDatabase {
  /** For the superuser. */
  readonly url: string;
  /** The database as `createContext` takes it: for any login, whose password is the one in its URL. */
  readonly server: { url(database: string, user?: string): string; readonly database: string };
  drop(): Promise<void>;
}

/** A migrated database for one test file, in about 50 ms; or a copy of another that nobody is connected to. Dropping it is optional: it goes with the server. */
export async function freshDatabase(from?: FreshDatabase): Promise<FreshDatabase> {
  const { adminUrl, ...whole } = inject("postgres");
  const template = from?.server.database ?? whole.template;
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  await execute(adminUrl, `create database ${name} template ${template}`);
  const { password, port } = new URL(adminUrl);
  const url = urlOf(password, Number(port));
  return { url: url(name), server: { url, database: name }, drop: () => drop(adminUrl, name) };
}

/**
 * The server waits five seconds for connections that are saying farewell, which a pool that has ended does not: cut in that moment, they would end the test's
 * process by an error that nobody listens to any more. Those that stay are cut.
 */
async function drop(adminUrl: string, name: string): Promise<void> {
  try {
    await execute(adminUrl, `drop database ${name}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== OBJECT_IN_USE) throw error;
    await execute(adminUrl, `drop database ${name} with (force)`);
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
