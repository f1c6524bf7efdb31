import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnce } from "@netra/store";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { PROCESS_ROLES } from "../../services/app/src/process-roles.ts";
import { requireProgram } from "../support/debian.ts";
import { freePort } from "../support/free-port.ts";
import { startNetraProcess } from "../support/netra-process.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

vi.setConfig({ testTimeout: 180_000 });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function dataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "netra-processes-"));
  // The bundled server's user passes through.
  chmodSync(dir, 0o711);
  closers.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function database(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  closers.push(() => fresh.drop());
  return fresh;
}

/** Runs `netra …` to its end. */
async function netra(args: readonly string[], env: Readonly<Record<string, string>>, wrapper: readonly string[] = []) {
  const line = [...wrapper, process.execPath, join(import.meta.dirname, "../../bin/netra.mjs"), ...args];
  const child = spawn(line[0] ?? "", line.slice(1), {
    env: { PATH: process.env.PATH, NETRA_LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  const [code] = (await once(child, "exit")) as [number | null];
  return { code, said };
}

const admin = (database: FreshDatabase) => database.url;
const appLogin = (database: FreshDatabase) => database.server.url(database.server.database, "netra_app");

test("seven processes that start at once on an empty directory share one bundled server, and end without an error", async () => {
  const env = { NETRA_DATA_DIR: dataDir(), NETRA_PORT: String(await freePort()), NETRA_LOG_LEVEL: "warn" };
  const processes = [...PROCESS_ROLES, "classify" as const].map((role) => startNetraProcess({ roles: [role], happenings: {} }, env));
  closers.push(() => Promise.all(processes.map((process) => process.stop())));
  await Promise.all(processes.map(({ ready }) => ready));
  const health = await fetch(`http://127.0.0.1:${env.NETRA_PORT}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok" });
  const ends = await Promise.all(processes.map((process) => process.stop()));
  expect(ends.map(({ code }) => code)).toEqual(processes.map(() => 0));
});

test("a process that may not change the schema is refused until netra migrate has run, and again when the database is newer", async () => {
  const given = await database();
  await runOnce(given.url, "drop schema netra cascade");
  await runOnce(given.url, "drop schema netra_migration cascade");
  const own = { NETRA_DATA_DIR: dataDir(), DATABASE_URL: appLogin(given), QUEUE_URL: "redis://127.0.0.1:1" };
  // The login exists on the shared server; its password is whatever the last installation gave it.
  await runOnce(given.url, `alter role netra_app password '${decodeURIComponent(new URL(appLogin(given)).password)}'`);
  const early = await netra(["users", "list"], own);
  expect(early).toMatchObject({ code: 1, said: expect.stringContaining('run "netra migrate" with DATABASE_ADMIN_URL') });

  expect(await netra(["migrate"], { ...own, DATABASE_ADMIN_URL: admin(given) })).toMatchObject({ code: 0 });
  expect(await netra(["users", "list"], own)).toMatchObject({ code: 0 });

  const { QUEUE_URL: _, ...withoutRedis } = own;
  expect(await netra(["migrate"], { ...withoutRedis, DATABASE_ADMIN_URL: admin(given) })).toMatchObject({ code: 0 });
  expect(await netra(["users", "list"], withoutRedis)).toMatchObject({ code: 0 });

  await runOnce(given.url, "insert into netra_migration.kysely_migration (name, timestamp) values ('9999_later', 'now')");
  const late = await netra(["users", "list"], own);
  expect(late).toMatchObject({ code: 1, said: expect.stringContaining("newer than this program (9999_later)") });
});

test("a process whose clock is a day off is refused with the remedy, and leaves nothing behind", async () => {
  const given = await database();
  const wrapper = [requireProgram("faketime", "faketime"), "-f", "+1d"];
  const env = { NETRA_DATA_DIR: dataDir(), DATABASE_URL: given.url, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
  const { code, said } = await netra(["start", "scheduler"], env, wrapper);
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(/clock is 86400 s ahead .*NTP/s) });
  const client = new pg.Client({ connectionString: given.url });
  await client.connect();
  closers.push(() => client.end());
  const { rows } = await client.query("select to_regclass('netra_queue.job') as queue");
  expect(rows).toEqual([{ queue: null }]);
});
