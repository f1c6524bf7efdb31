import { spawn } from "node:child_process";
import { appendFileSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { processStart } from "./lock.ts";
import { type BundledPostgres, findBundledPostgres, startBundledPostgres } from "./postgres.ts";
import { whoRunsServer } from "./postgres-binaries.ts";
import { filesOf, findServer } from "./postgres-files.ts";

const log = { info: vi.fn(), warn: vi.fn() };
let dataDir: string;
let server: BundledPostgres | undefined;

const start = async (): Promise<BundledPostgres> => (server = await startBundledPostgres({ dataDir, log, tune: "test" }));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "netra-postgres-"));
  // mkdtemp makes it private to us; the server's user passes through.
  rmSync(dataDir, { recursive: true });
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  vi.clearAllMocks();
});
afterAll(() => rmSync(dataDir, { recursive: true }));

describe("the bundled Postgres", () => {
  it("starts in an empty directory and answers on this machine only, in UTF-8, with checksums", { timeout: 120_000 }, async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(await query(url("postgres"), "show server_encoding")).toEqual(["UTF8"]);
    expect(await query(url("postgres"), "select datlocprovider, datlocale from pg_database where datname = 'template1'")).toEqual(["b", "C.UTF-8"]);
    expect(await query(url("postgres"), "show data_checksums")).toEqual(["on"]);
    expect(
      await query(url("postgres"), "select setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name"),
    ).toEqual(["127.0.0.1", ""]);
  });

  it("keeps data, port and password over a stop, which may come twice", async () => {
    const first = await start();
    await query(first.url("postgres"), "create table kept as select 1 as n");
    await Promise.all([first.stop(), first.stop()]);
    expect(findServer(filesOf(dataDir).cluster)).toBeNull();
    const second = await start();
    expect(second.url("postgres")).toBe(first.url("postgres"));
    expect(await query(second.url("postgres"), "select n from kept")).toEqual([1]);
  });

  it("keeps its password from other users of the machine", async () => {
    await start();
    expect(statSync(filesOf(dataDir).password).mode & 0o777).toBe(0o600);
    expect(statSync(filesOf(dataDir).log).mode & 0o777).toBe(0o600);
    const { port } = server!;
    await expect(query(`postgres://postgres:tebakan@127.0.0.1:${port}/postgres`, "select 1")).rejects.toThrow(/password authentication failed/);
  });

  it("gives every role a password of its own", async () => {
    const { url } = await start();
    const { password } = new URL(url("postgres", "netra_api"));
    expect(password).not.toBe(new URL(url("postgres")).password);
    await query(url("postgres"), `create role netra_api login password '${password}'`);
    expect(await query(url("postgres", "netra_api"), "select current_user")).toEqual(["netra_api"]);
  });

  it("refuses a second Netra on the same directory, and lets a command find the first", async () => {
    const { url } = await start();
    await expect(startBundledPostgres({ dataDir, log, tune: "test" })).rejects.toMatchObject({ kind: "conflict", code: "data-dir-in-use" });
    expect(findBundledPostgres({ dataDir })?.url("netra")).toBe(url("netra"));
  });

  it("finds nothing when no server runs", () => {
    expect(findBundledPostgres({ dataDir })).toBeNull();
  });

  it("moves to another port when its own is taken, and remembers it", async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(first.port, "127.0.0.1", resolve));
    onTestFinished(() => void squatter.close());
    const second = await start();
    expect(second.port).not.toBe(first.port);
    expect(await query(second.url("postgres"), "select n from kept")).toEqual([1]);
    expect(readFileSync(filesOf(dataDir).port, "utf8").trim()).toBe(String(second.port));
  });

  it("adopts the server of a Netra that was killed", async () => {
    const code = `import { startBundledPostgres } from ${JSON.stringify(import.meta.resolve("./postgres.ts"))};
      const quiet = { info() {}, warn() {} };
      const { port } = await startBundledPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: quiet, tune: "test" });
      console.log(port); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const port = Number(await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve)));
    const gone = new Promise((resolve) => parent.once("exit", resolve));
    parent.kill("SIGKILL");
    await gone;

    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, port });
    expect(await query(adopted.url("postgres"), "select n from kept")).toEqual([1]);
    const { pid } = findServer(filesOf(dataDir).cluster)!;
    await adopted.stop();
    expect(processStart(pid)).toBeNull();
  });

  it("starts a server that died again, on the same port", { timeout: 120_000 }, async () => {
    const { url, port } = await start();
    process.kill(findServer(filesOf(dataDir).cluster)!.pid, "SIGKILL");
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith("postgres.restarted", { port }), { timeout: 60_000 });
    expect(await query(url("postgres"), "select n from kept")).toEqual([1]);
  });

  describe("after a power cut", () => {
    /** The pid file of a server that is gone, with somebody's pid in it. */
    async function leavePidFile(pid: number): Promise<void> {
      const running = await start();
      const file = join(filesOf(dataDir).cluster, "postmaster.pid");
      const text = readFileSync(file, "utf8");
      await running.stop();
      writeFileSync(file, text.replace(/^\d+/, String(pid)), { mode: 0o600 });
      const { uid, gid } = await whoRunsServer(filesOf(dataDir).cluster);
      if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
    }

    it("starts although a pid file is left, of a process that is gone", async () => {
      const child = spawn("true");
      await new Promise((resolve) => child.once("exit", resolve));
      await leavePidFile(child.pid!);
      expect(await start()).toMatchObject({ adopted: false });
    });

    it("starts although the pid belongs to another program of the same user by now", async () => {
      const other = spawn("sleep", ["60"], { ...(await whoRunsServer(filesOf(dataDir).cluster)) });
      onTestFinished(() => void other.kill("SIGKILL"));
      await leavePidFile(other.pid!);
      expect(await start()).toMatchObject({ adopted: false });
    });
  });

  // Only root needs another user for its server.
  const forRoot = process.getuid?.() === 0 ? it : () => undefined;
  forRoot("runs for root under a directory that is closed to its own user, and may write nowhere else", async () => {
    const closed = mkdtempSync(join(tmpdir(), "netra-closed-"));
    onTestFinished(() => rmSync(closed, { recursive: true, force: true }));
    const events: string[] = [];
    const running = await startBundledPostgres({
      dataDir: join(closed, "data"),
      log: { info: (event) => void events.push(event), warn: () => {} },
      tune: "test",
    });
    onTestFinished(() => running.stop());
    expect(await query(running.url("postgres"), "select 1")).toEqual([1]);
    expect(events).toContain("postgres.passage");
    await expect(query(running.url("postgres"), `copy (select 1) to '${closed}/written'`)).rejects.toThrow(/Permission denied/);
  });

  it("logs neither statements nor the values in their errors", async () => {
    const { url } = await start();
    await query(url("postgres"), "create table secret (nip text unique)");
    await query(url("postgres"), "insert into secret values ('rahasia-1')");
    await expect(query(url("postgres"), "insert into secret values ('rahasia-1')")).rejects.toThrow(/duplicate key/);
    await expect(query(url("postgres"), "select 'rahasia-2'::int")).rejects.toThrow(/invalid input syntax/);
    expect(readFileSync(filesOf(dataDir).log, "utf8")).not.toMatch(/rahasia/);
  });

  it("moves a log of more than 1 MB aside", async () => {
    appendFileSync(filesOf(dataDir).log, "x".repeat(1_100_000));
    await start();
    expect(statSync(filesOf(dataDir).log).size).toBeLessThan(1_000_000);
    expect(statSync(`${filesOf(dataDir).log}.1`).size).toBeGreaterThan(1_000_000);
  });

  it("says in Postgres' own words why it did not start, and what to do", async () => {
    const version = join(filesOf(dataDir).cluster, "PG_VERSION");
    const { uid, gid } = await whoRunsServer(filesOf(dataDir).cluster);
    const write = (text: string): void => {
      writeFileSync(version, text);
      if (uid !== undefined && gid !== undefined) chownSync(version, uid, gid);
    };
    write("17\n");
    onTestFinished(() => write("18\n"));
    await expect(start()).rejects.toThrow(/did not start\.\n[\s\S]*initialized by PostgreSQL version 17[\s\S]*export with the Netra that made it/);
  });

  it("does not replace a lost password by another", async () => {
    const { password } = filesOf(dataDir);
    const kept = readFileSync(password, "utf8");
    rmSync(password);
    onTestFinished(() => writeFileSync(password, kept, { mode: 0o600 }));
    await expect(start()).rejects.toThrow(/postgres\.password is missing\. Put it back/);
  });

  it("discards a cluster that was only half made", { timeout: 120_000 }, async () => {
    const whole = dataDir;
    onTestFinished(() => {
      rmSync(dataDir, { recursive: true });
      dataDir = whole;
    });
    dataDir = `${whole}-half`;
    mkdirSync(filesOf(dataDir).draft, { recursive: true, mode: 0o711 });
    writeFileSync(join(filesOf(dataDir).draft, "PG_VERSION"), "18\n");
    const { url } = await start();
    expect(await query(url("postgres"), "select 1 as n")).toEqual([1]);
    await server?.stop();
  });
});
