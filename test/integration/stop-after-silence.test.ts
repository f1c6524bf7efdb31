import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FakeEvent } from "@netra/connectors";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { loadKeys } from "../../services/app/src/keys.ts";
import { type ChaosProxy, startChaosProxy } from "../chaos/src/proxy.ts";
import { type NetraProcess, startNetraProcess } from "../support/netra-process.ts";
import { contestIn, HERE, openWorld, publish, register, type World } from "../support/world.ts";

vi.setConfig({ testTimeout: 150_000 });

/** What a supervisor waits before it kills (`stop_grace_period` of a worker). */
const SUPERVISOR_MS = 30_000;
const DONE = /"event":"job\.done"/;
const HANDLE = "contoh.garis.sunyi";
const post = (n: number): FakeEvent => ({
  act: "create",
  at: new Date(Date.now() - 3_600_000 + n),
  externalId: `sunyi-${n}`,
  kind: "post",
  text: `Selamat pagi yang ke-${n}`,
});

let world: World;
let proxy: ChaosProxy;
let dir: string;
beforeAll(async () => {
  world = await openWorld();
  proxy = await startChaosProxy({ target: { host: "127.0.0.1", port: Number(new URL(databaseUrl()).port) } });
  dir = mkdtempSync(join(tmpdir(), "netra-silence-"));
  // Made before a process looks for them, as the first start leaves them.
  loadKeys({ dir: join(dir, "keys"), mayCreate: true });
  await publish(world, contestIn(HERE));
  await register(world, HERE, { handle: HANDLE });
});
afterAll(async () => {
  await proxy.close();
  await world.close();
  rmSync(dir, { recursive: true });
});

const databaseUrl = (): string => world.server.url(world.server.database);

/** A process of workers that takes a job every few seconds, over the line. */
async function atWork(): Promise<NetraProcess> {
  proxy.set("pass");
  const url = Object.assign(new URL(databaseUrl()), { port: String(proxy.port) }).href;
  const env = { NETRA_DATA_DIR: dir, DATABASE_URL: url, NETRA_FETCH_SECONDS: "5" };
  const worker = startNetraProcess({ roles: ["scheduler", "ingest", "classify"], happenings: { [HANDLE]: [post(1), post(2)] } }, env);
  onTestFinished(async () => {
    // Lets go of a process that waits on the line, so that a failure ends too.
    proxy.set("reset");
    await worker.stop();
  });
  await worker.ready;
  await hears(worker, DONE);
  return worker;
}

/** Waits until the process says it, after what it had said before. */
const hears = (worker: NetraProcess, what: RegExp, after = 0): Promise<void> =>
  expect.poll(() => worker.said().slice(after), { timeout: 60_000, interval: 50 }).toMatch(what);

/** Ends the process as a deploy does, and tells how it went. */
async function ends(worker: NetraProcess): Promise<{ code: number | null } | "still there"> {
  const { promise: late, resolve } = Promise.withResolvers<"still there">();
  const timer = setTimeout(() => resolve("still there"), SUPERVISOR_MS);
  const end = await Promise.race([worker.stop(), late]);
  clearTimeout(timer);
  return end === "still there" ? end : { code: end.code };
}

test("a worker whose database fell silent ends while the silence lasts", async () => {
  const worker = await atWork();
  proxy.set("blackhole");
  expect(await ends(worker)).toEqual({ code: 0 });
});

test("a worker whose database was silent for longer than its patience, and came back, takes jobs again and ends", async () => {
  const worker = await atWork();
  proxy.set("blackhole");
  const before = worker.said().length;
  await hears(worker, /"event":"queue\.error"/, before);
  proxy.set("pass");
  await hears(worker, DONE, worker.said().length);
  expect(await ends(worker)).toEqual({ code: 0 });
});
