import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, PROJECT_ROOT } from "@netra/config";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

/** Each command is a process of its own: a second on a free machine, several on a busy one. */
const SLOW_MS = 120_000;

let database: FreshDatabase;
let data: string;
beforeAll(async () => {
  database = await freshDatabase();
  data = mkdtempSync(join(tmpdir(), "netra-cli-"));
});
afterAll(async () => {
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as an operator runs it. It ends by itself. */
async function netra(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "services/app/src/main.ts"), ...args], {
    env: { PATH: environment().PATH ?? "", HOME: environment().HOME ?? "", NETRA_DATA_DIR: data, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}
const beside = (...args: string[]) => netra(args, { DATABASE_URL: database.url });

test("the help lists every setting with its default, and an example", { timeout: SLOW_MS }, async () => {
  const { code, out } = await netra(["--help"]);
  expect(code).toBe(0);
  expect(out).toMatch(/Settings \(environment variables\):/);
  expect(out).toMatch(/NETRA_PORT +Port of the console and the API\.\n +port; default 8080; e\.g\. NETRA_PORT=8080/);
  expect(out).toMatch(/DATABASE_URL +Postgres 16 or newer\.\n +URL; default absent: the bundled Postgres/);
});

test("a link is revoked in a supervisor's name, who may then be switched off", { timeout: SLOW_MS }, async () => {
  expect((await beside("users", "add", "dewi", "--name", "Dewi", "--role", "supervisor", "--region", "19.06")).out).toMatch(/\/sign-in#[\w-]{43}\n$/);
  const register = join(data, "register.csv");
  writeFileSync(
    register,
    "nip,name,employment_kind,agency,agency_region,from,platform,handle,link,link_source\n" +
      "198609262015051000,Contoh Sari,pns,Dinas Contoh,19.06,2015-05-01,facebook,contoh.sari,declared,surat\n",
  );
  expect((await beside("accounts", "import", register, "--save")).out).toMatch(/Saved: 1 new, 0 changed, 0 unchanged\./);
  const revoked = await beside("accounts", "revoke", "facebook", "@Contoh.Sari", "--by", "dewi", "--reason", "surat 12");
  expect(revoked).toMatchObject({ code: 0, err: "" });
  expect(revoked.out).toBe(
    "The link is revoked; nothing more is fetched for this account. Flags withdrawn: 0. What was captured of it stays. Nothing that went out is to be corrected.\n",
  );
  expect(await runOnce(database.url, "select actor_role, reason from netra.audit_event where act = 'link.revoked'")).toEqual([
    { actor_role: "supervisor", reason: "surat 12" },
  ]);
  expect((await beside("users", "off", "dewi")).out).toMatch(/^dewi is off/);
});

test.each(["accounts revoke", "posts forget"])(
  "%s asks for a number instead of names, since the reason stays in the audit trail",
  { timeout: SLOW_MS },
  async (command) => {
    expect((await netra([...command.split(" "), "--help"])).out.replace(/\s+/g, " ")).toMatch(
      /--reason <text> number of the case or letter.*no names/,
    );
  },
);

test("the demo on a taken port says so in one sentence", { timeout: SLOW_MS }, async () => {
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  const { port } = squatter.address() as { port: number };
  const { code, err } = await netra(["demo"], { NETRA_DATA_DIR: join(data, "demo"), NETRA_PORT: String(port), NETRA_LOG_LEVEL: "silent" });
  squatter.close();
  expect({ code, err }).toEqual({
    code: 1,
    err: `netra: Port ${port} is taken by another program: stop it, or choose another with NETRA_PORT=${port + 1}.\n`,
  });
});

test("a wrong password of the database is one sentence that holds no password", { timeout: SLOW_MS }, async () => {
  const url = new URL(database.url);
  url.password = "tebakan";
  expect(await netra(["users", "list"], { DATABASE_URL: url.href })).toEqual({
    code: 1,
    out: "",
    err: "netra: The database refuses this password: correct DATABASE_URL.\n",
  });
});

test("the demo and real work keep out of each other's data", { timeout: SLOW_MS }, async () => {
  const real = join(data, "real");
  mkdirSync(join(real, "postgres"), { recursive: true });
  expect(await netra(["demo", "--reset"], { NETRA_DATA_DIR: real })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^netra: .* not the demo's: .*\n$/),
  });
  expect(readdirSync(real)).toEqual(["postgres"]);

  const demo = join(data, "of-demo");
  mkdirSync(demo);
  writeFileSync(join(demo, "demo-first-start"), "2026-11-21T00:00:00Z\n");
  expect(await netra(["start"], { NETRA_DATA_DIR: demo })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^netra: .* holds the demo: set NETRA_DATA_DIR .*\n$/),
  });
  expect(readdirSync(demo)).toEqual(["demo-first-start"]);
});
