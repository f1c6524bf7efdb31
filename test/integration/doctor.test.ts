import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, loadConfig, PROJECT_ROOT } from "@netra/config";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import type { Running } from "../../services/app/src/roles.ts";
import { startInstance } from "../../services/app/src/start.ts";
import { startTestRedis } from "../support/redis.ts";

/** Each command is a process of its own: two seconds on a free machine, several on a busy one. */
const SLOW_MS = 120_000;
const SECRET = "kata-sandi-rahasia";

let home: string;
/** Where nothing answers: the usual port may be taken on the machine that runs the tests. */
let port: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "netra-doctor-"));
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  port = String((probe.address() as { port: number }).port);
  probe.close();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as an operator runs it. Whatever it says, it never says a password. */
async function netra(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "services/app/src/main.ts"), ...args], {
    env: { PATH: environment().PATH ?? "", HOME: environment().HOME ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  const said = { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
  expect(said.out + said.err).not.toContain(SECRET);
  return said;
}
const doctor = (env: Record<string, string>, ...options: string[]) => netra(["doctor", ...options], { NETRA_PORT: port, ...env });
const emptyDirectory = (): string => mkdtempSync(join(home, "empty-"));

test("before the first start it says what is to come, and makes nothing", { timeout: SLOW_MS }, async () => {
  const above = emptyDirectory();
  const before = statSync(above).mtimeMs;
  const { code, out, err } = await doctor({ NETRA_DATA_DIR: join(above, "netra") });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Settings\n {2}ok {4}valid; set: NETRA_PORT, NETRA_DATA_DIR; the other \d+ have their defaults\n/);
  expect(out).toMatch(/\nData directory\n {2}note {2}\S+ does not exist yet; the first start makes it\n/);
  expect(out).toMatch(/\nKeys\n {2}note {2}there are none in \S+ yet; the first start makes them\n/);
  expect(out).toMatch(/\nDatabase\n {2}note {2}the bundled Postgres has no database yet; the first start makes it\n/);
  expect(out).toMatch(/\nWork\n {2}note {2}nothing is in it yet\n/);
  expect(out).toMatch(/\n\n\d+ ok, \d+ notes, \d+ warnings?, 0 failures\.\n/);
  expect(readdirSync(above)).toEqual([]);
  expect(statSync(above).mtimeMs).toBe(before);
});

test("settings that cannot be used are told all at once, and the rest is looked at all the same", { timeout: SLOW_MS }, async () => {
  const { code, out } = await doctor({
    NETRA_DATA_DIR: emptyDirectory(),
    NETRA_PORT: "99999",
    NETRA_PROT: "8080",
    DATABASE_URL: `mysql://netra:${SECRET}@db/netra`,
    QUEUE_URL_FILE: join(home, "missing"),
  });
  expect(code).toBe(1);
  expect(out).toMatch(/FAIL {2}NETRA_PORT: expected a port 1–65535, got "99999"\n {8}→ Write it like this: NETRA_PORT=8080\n/);
  expect(out).toMatch(/FAIL {2}NETRA_PROT: no such setting\n/);
  expect(out).toMatch(/FAIL {2}DATABASE_URL: expected .* \(not shown: it may hold a password\)\n/);
  expect(out).toMatch(/FAIL {2}QUEUE_URL_FILE: the file \S+ cannot be read \(ENOENT\)\n/);
  expect(out).toMatch(/\nDatabase\n {2}note {2}not looked at, since DATABASE_URL cannot be used\n/);
  expect(out).toMatch(/\nQueue\n {2}note {2}not looked at, since QUEUE_URL cannot be used\n/);
  expect(out).toMatch(/\nKeys\n {2}\w+ {2,}there are none in /);
  expect(out).toMatch(/, 4 failures\.\nFirst: Settings: /);
});

test("a database that is away fails, and hides nothing of the rest", { timeout: SLOW_MS }, async () => {
  const url = `postgres://netra:${SECRET}@127.0.0.1:1/netra`;
  const { code, out, err } = await doctor({ NETRA_DATA_DIR: emptyDirectory(), DATABASE_URL: url, DATABASE_ADMIN_URL: url });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(
    /\nDatabase\n {2}FAIL {2}nothing listens at 127\.0\.0\.1:1\/netra\n {8}→ Start the database, or correct DATABASE_URL\.\n {2}FAIL {2}for the administrator, nothing listens/,
  );
  for (const group of ["Settings", "This machine", "Data directory", "Keys", "Queue", "Backup", "Work"])
    expect(out).toMatch(new RegExp(`^${group}$`, "m"));
});

test("servers that take the connection and say nothing are not waited for", { timeout: SLOW_MS }, async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket.on("error", () => undefined))).listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const taken = String((silent.address() as { port: number }).port);
  const at = `127.0.0.1:${taken}`;
  const { code, out } = await doctor({
    NETRA_DATA_DIR: emptyDirectory(),
    DATABASE_URL: `postgres://netra:${SECRET}@${at}/netra`,
    QUEUE_URL: `redis://:${SECRET}@${at}`,
    NETRA_PORT: taken,
  });
  expect(code).toBe(1);
  expect(out).toContain(`FAIL  ${at}/netra gives no answer in time\n`);
  expect(out).toContain(`FAIL  ${at} gives no answer in time\n`);
  expect(out).toContain(`FAIL  something that is not Netra answers at ${at}\n`);
});

describe("a queue in Redis", () => {
  test("that evicts fails with the line to type, and is well once that was typed", { timeout: SLOW_MS }, async () => {
    const redis = await startTestRedis({ args: ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"] });
    onTestFinished(() => redis.stop());
    const env = { NETRA_DATA_DIR: emptyDirectory(), QUEUE_URL: redis.url };
    const bad = await doctor(env);
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(
      /FAIL {2}maxmemory-policy is allkeys-lru: .*\n {8}→ Run redis-cli CONFIG SET maxmemory-policy noeviction, and write "maxmemory-policy noeviction" into redis\.conf/,
    );
    const mended = await startTestRedis();
    onTestFinished(() => mended.stop());
    const good = await doctor({ ...env, QUEUE_URL: mended.url });
    expect(good.out).toMatch(/ok {4}maxmemory-policy is noeviction/);
    expect(good.code).toBe(0);
  });
});

describe("beside a running instance", () => {
  let data: string;
  let context: Context;
  let running: Running;
  beforeAll(async () => {
    data = mkdtempSync(join(home, "running-"));
    context = await createContext(loadConfig({ NETRA_DATA_DIR: data }), { log: createLog("silent"), roles: ["custody"] });
    running = await startInstance(context, ["custody"], () => undefined);
  }, SLOW_MS);
  afterAll(async () => {
    await running?.stop();
    await context?.close();
  });

  const env = () => ({ NETRA_DATA_DIR: data });
  const files = () => readdirSync(data).toSorted();

  test("it looks at everything and changes nothing", { timeout: SLOW_MS }, async () => {
    const before = files();
    const { code, out } = await doctor(env());
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`ok {4}the bundled Postgres runs at 127\\.0\\.0\\.1:\\d+ \\(process \\d+\\) for Netra \\(process ${process.pid}\\)\n`),
    );
    for (const line of [
      "all 4 are whole",
      "the schema is the one this Netra expects",
      "the login may take on every role of Netra's processes",
      "what is committed is on the disk",
      "data checksums are on",
      "this machine's clock and the database's agree",
      "jobs wait in the database, schema netra_queue",
    ])
      expect(out).toContain(`  ok    ${line}\n`);
    expect(out).toMatch(/note {2}rule pack inti \d+ is live; no supervisor has confirmed it\n/);
    expect(out).toMatch(/note {2}no contest is open: nothing is fetched\n/);
    expect(files()).toEqual(before);
  });

  test("warnings fail when asked to, and the JSON says the same", { timeout: SLOW_MS }, async () => {
    const { code, out } = await doctor(env(), "--strict", "--json");
    const { exitCode, counts, findings } = JSON.parse(out) as {
      exitCode: number;
      counts: Record<string, number>;
      findings: Record<string, unknown>[];
    };
    expect({ code, exitCode }).toEqual({ code: 1, exitCode: 1 });
    expect(counts).toMatchObject({ fail: 0 });
    expect(findings).toContainEqual({
      group: "Keys",
      check: "copy",
      level: "warn",
      seen: "no copy elsewhere is on record: if this disk dies, every NIP is lost for good",
      remedy: 'Copy the keys directory to another place, then run: npx netra keys copied --to "that place"',
    });
  });

  test("a copy of the keys that was noted is a warning less", { timeout: SLOW_MS }, async () => {
    expect(await netra(["keys", "copied", "--to", "safe of the office"], env())).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Noted\. .*\n {2}[0-9a-f]{64} {2}field\.key\n/),
    });
    expect((await doctor(env())).out).toMatch(/ok {4}a copy elsewhere is on record since \d{4}-\d{2}-\d{2}\n/);
  });

  test("once it has stopped its Postgres stays stopped", { timeout: SLOW_MS }, async () => {
    await running.stop();
    await context.close();
    const before = files();
    const { code, out } = await doctor(env());
    expect(code).toBe(0);
    expect(out).toMatch(/\nDatabase\n {2}note {2}the bundled Postgres does not run/);
    expect(files()).toEqual(before);
    expect(existsSync(join(data, "postgres", "postmaster.pid"))).toBe(false);
  });
});
