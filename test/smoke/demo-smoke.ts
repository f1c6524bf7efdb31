import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Decided, FlagDetail, FlagPage, Lease, Overview, ReportList, ReportView } from "@netra/service-api/contract";
import { freePort } from "../support/free-port.ts";

/**
 * The demo as a new user meets it, over HTTP alone: start, wait for a flag, claim and decide it, make and download the report, stop, start again,
 * find everything kept; then kill -9 and start once more. Prints what it saw; the first thing that is not so ends it.
 */
const ROOT = join(import.meta.dirname, "../..");
const dataDir = mkdtempSync(join(tmpdir(), "netra-smoke-"));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;

interface Demo {
  readonly child: ChildProcess;
  readonly links: ReadonlyMap<string, string>;
  readonly seconds: number;
}

async function startDemo(): Promise<Demo> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, "bin/netra.mjs"), "demo"], {
    cwd: ROOT,
    env: { ...process.env, NETRA_DATA_DIR: dataDir, NETRA_PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const links = new Map<string, string>();
  let said = "";
  child.stdout?.setEncoding("utf8");
  await new Promise<void>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`The demo ended with ${code} before it was ready:\n${said}`)));
    child.stdout?.on("data", (chunk: string) => {
      said += chunk;
      for (const [, role, token] of said.matchAll(/^ {2}(\w+) +\S+ +\S+#(\S+)$/gm)) if (role && token && !links.has(role)) links.set(role, token);
      if (said.includes("Ctrl-C stops")) resolve();
    });
  });
  return { child, links, seconds: (performance.now() - started) / 1000 };
}

/** Runs a command beside the demo and gives what it printed. Throws unless it ends well. */
const netra = (...args: string[]): string =>
  execFileSync(process.execPath, [join(ROOT, "bin/netra.mjs"), ...args], {
    cwd: ROOT,
    env: { ...process.env, NETRA_DATA_DIR: dataDir },
    encoding: "utf8",
  });

async function stop({ child }: Demo, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const code = await ended;
  if (signal === "SIGINT") assert.equal(code, 0, "Ctrl-C ends the demo cleanly");
}

/** A signed-in client: keeps the cookie of one person. */
async function signIn(demo: Demo, role: string) {
  const token = demo.links.get(role);
  assert.ok(token, `the demo printed a link for ${role}`);
  const answer = await post("/api/session/link", { token }, "");
  assert.equal(answer.status, 200, `the ${role}'s link signs in`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return {
    get: async <T>(path: string): Promise<T> => ok<T>(await fetch(base + path, { headers: { cookie } }), path),
    bytes: (path: string) => fetch(base + path, { headers: { cookie } }),
    post: async <T>(path: string, body: unknown): Promise<T> => ok<T>(await post(path, body, cookie), path),
  };
}

const post = (path: string, body: unknown, cookie: string) =>
  fetch(base + path, { method: "POST", headers: { "content-type": "application/json", origin: base, cookie }, body: JSON.stringify(body) });

async function ok<T>(answer: Response, path: string): Promise<T> {
  const text = await answer.text();
  assert.ok(answer.ok, `${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 120; tries += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(500);
  }
  throw new Error(`${what}: not seen within 60 s`);
}

const done = (line: string): void => console.log(`ok  ${line}`);
let running: Demo | undefined;
try {
  running = await startDemo();
  done(`the demo is ready after ${running.seconds.toFixed(0)} s`);
  assert.deepEqual(await ok(await fetch(`${base}/api/health`), "/api/health"), { status: "ok" });

  const analyst = await signIn(running, "analyst");
  const page = await until("an open flag", async () => {
    const seen = await analyst.get<FlagPage>("/api/flags?lane=open");
    return seen.flags.length > 0 ? seen : undefined;
  });
  done(`${page.counts.open} flags are open`);

  const shown = await until("a picture of a flagged post", async () => {
    const { flags } = await analyst.get<FlagPage>("/api/flags?lane=open");
    for (const { id } of flags.filter(({ kind }) => kind === "photo")) {
      const kept = (await analyst.get<FlagDetail>(`/api/flags/${id}`)).files.find(({ from }) => from === "platform");
      if (kept) return kept;
    }
    return undefined;
  });
  assert.equal(shown.mediaType, "image/png");
  done("a picture that hangs on a flagged post was fetched");

  const id = page.flags[0]?.id ?? "";
  const { fence } = await analyst.post<Lease>(`/api/flags/${id}/claim`, {});
  assert.equal((await analyst.get<FlagDetail>(`/api/flags/${id}`)).machine, null, "nothing of the machine is shown before the reading");
  const read = await analyst.post<FlagDetail>(`/api/flags/${id}/reading`, { fence, reading: "neither", targetId: null });
  assert.ok(read.machine && read.machine.signals.length > 0, "signals are shown after the reading");
  const decided = await analyst.post<Decided>(`/api/flags/${id}/decision`, {
    fence,
    idempotencyKey: randomUUID(),
    act: "close",
    outcome: "not_partisan",
    reason: "Uji asap.",
  });
  assert.equal(decided.state, "closed");
  done("a flag is claimed, read and decided");

  const supervisor = await signIn(running, "supervisor");
  const signed = await until("the reports of the past weeks", async () => {
    const { reports } = await supervisor.get<ReportList>("/api/reports");
    const final = reports.filter(({ state }) => state === "final");
    return final.length >= 2 && reports.some(({ state, mayBeFinal }) => state === "draft" && mayBeFinal === "yes") ? final : undefined;
  });
  const { weeks } = await supervisor.get<Overview>("/api/overview?region=19.06");
  assert.ok(
    weeks.slice(0, -1).filter(({ opened, report }) => report && opened && opened.value > 0).length >= 3,
    "the dashboard has weeks to compare",
  );
  const folder = join(dataDir, "signed");
  mkdirSync(folder);
  for (const { name } of signed[0]?.files ?? [])
    writeFileSync(join(folder, name), Buffer.from(await (await supervisor.bytes(`/api/reports/${signed[0]?.id}/files/${name}`)).arrayBuffer()));
  assert.match(
    netra("verify", folder, "--key", netra("checkpoint", "--print-key").trim()),
    /Every file is the one that its manifest names/,
    "a signed report of the past holds",
  );
  done(`${signed.length} reports of past weeks are signed, and one waits as a draft; ${signed[0]?.week} is verified`);

  const { currentWeek } = await supervisor.get<{ currentWeek: string }>("/api/reports");
  const asked = await supervisor.post<ReportView>("/api/reports", { week: currentWeek, region: "19.06" });
  const report = await until("the report", async () => {
    const seen = await supervisor.get<ReportView>(`/api/reports/${asked.id}`);
    return seen.state === "draft" ? seen : undefined;
  });
  assert.ok(report.files.length >= 2, "the report has a table and a page");
  for (const file of report.files) {
    const bytes = Buffer.from(await (await supervisor.bytes(`/api/reports/${report.id}/files/${file.name}`)).arrayBuffer());
    assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256, `${file.name} is served as stored`);
  }
  done(`the report of ${currentWeek} is downloaded: ${report.files.map((file) => file.name).join(", ")}`);

  const { number } = await supervisor.get<FlagDetail>(`/api/flags/${id}`);
  const passport = join(dataDir, "one.passport.zip");
  netra("passport", "flag", `${number}`, "--by", "dewi", "--reason", "own_check", "--out", passport);
  assert.match(netra("verify", passport, "--key", netra("checkpoint", "--print-key").trim()), /it holds/, "the passport holds");
  assert.match(netra("ledger", "check"), /Nothing is wrong/, "the ledger is whole");
  done(`the passport of flag ${number} is made and verified, and the ledger checked`);

  await stop(running, "SIGINT");
  done("Ctrl-C stops it clean");

  running = await startDemo();
  const again = await signIn(running, "analyst");
  assert.equal((await again.get<FlagDetail>(`/api/flags/${id}`)).state, "closed", "the decision is kept");
  done(`the second start is ready after ${running.seconds.toFixed(0)} s and kept the decision`);

  await stop(running, "SIGKILL");
  running = await startDemo();
  const third = await signIn(running, "supervisor");
  assert.equal((await third.get<ReportView>(`/api/reports/${report.id}`)).files[0]?.sha256, report.files[0]?.sha256, "the report is kept");
  done(`killed with -9, it starts again after ${running.seconds.toFixed(0)} s and kept the report`);
  await stop(running, "SIGINT");
  running = undefined;
  console.log("The demo works as the README says.");
} finally {
  if (running) running.child.kill("SIGTERM");
  await pause(running ? 5000 : 0);
  rmSync(dataDir, { recursive: true, force: true });
}
