import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { PROCESS_ROLES } from "../../services/app/src/process-roles.ts";
import { freePort } from "../support/free-port.ts";
import { type FolderImage, run } from "./build-in-folder.ts";
import { milliseconds, readCompose, type Service } from "./compose.ts";
import { type Container, createContainer, untilHealthy } from "./container.ts";
import { askRedis, countConnections, listFiles, memoryOf, requireClosed } from "./look-inside.ts";
import { StepFailed, type Steps } from "./steps.ts";
import { healthCheckAt, type Store, startPostgres, startRedis } from "./stores.ts";
import { letPostsThrough } from "./try-posts.ts";

/** Anything that was started. */
export type Process = Pick<Container, "kill" | "ended" | "log">;

export interface Installation {
  readonly steps: Steps;
  readonly work: string;
  readonly image: FolderImage;
  /** Takes all that is started, for the caller to end whatever happens. */
  readonly running: Process[];
}

const compose = readCompose(join(PROJECT_ROOT, "docker-compose.yml"));
const serviceOf = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new StepFailed(`docker-compose.yml has no service ${name}`);
  return found;
};

/** Runs what the compose file describes, from an image's folder, and looks whether it does what it should. Throws StepFailed. */
export async function runInstallation({ steps, work, image, running }: Installation): Promise<void> {
  const ports = { postgres: await freePort(), redis: await freePort(), api: await freePort() };
  const secret = (name: string): string => readFileSync(join(work, "secrets", name), "utf8");
  const container = async (name: string): Promise<Container> => {
    const made = createContainer(image, serviceOf(name), { work, name, overrides: await onThisMachine(ports.api) });
    running.push(made);
    return made;
  };
  const store = async (name: "postgres" | "redis", start: () => Promise<Store> | Store): Promise<Store> => {
    const started = await steps.step(`${name} starts`, start, ({ port }) => `port ${port}`);
    running.push(started);
    await steps.step(`${name} is healthy`, () => untilHealthy(started, healthCheckAt(serviceOf(name), started.port), patience(name)));
    return started;
  };

  await steps.step("secrets, by the lines of docs/operations.md", () => makeSecrets(work, ports));
  const postgres = await store("postgres", () => startPostgres(serviceOf("postgres"), { work, port: ports.postgres }));
  const redis = await store("redis", () => startRedis(serviceOf("redis"), { work, port: ports.redis }));
  const adminUrl = secret("database_admin_url");

  const before = await listFiles(image);
  const migration = await container("migrate");
  await steps.step("the image is closed to its user", () => requireClosed(image, migration));
  await steps.step("migrate ends with 0", () => endsWithZero(migration));
  await steps.step("the keys are closed, as their read-only mount is", () => closeKeys(join(work, "volumes/keys")));

  const roles = new Map<string, Container>();
  for (const role of PROCESS_ROLES) roles.set(role, await container(role));
  for (const role of roles.values()) role.start();
  for (const [name, role] of roles)
    await steps.step(`${name} is healthy`, async () => {
      const words = await untilHealthy(role, serviceOf(name).healthcheck?.test ?? [], patience(name));
      return role.starts === 1 ? words : `${words}, but only after ${role.starts} starts: ${firstComplaint(role.log())}`;
    });

  await steps.step("GET /api/health", () => answers(ports.api, "/api/health", /"status":"ok"/));
  await steps.step("GET / is the console", () => answers(ports.api, "/", /<div id="root">/));
  const classifyPid = roles.get("classify")?.pid ?? 0;
  await steps.step("posts go through", async () => letPostsThrough({ container: await container("api"), work, adminUrl, classifyPid }));
  await steps.step("netra doctor finds nothing that fails", async () => soundness(await container("api")));
  await steps.step("Redis serves its login and refuses it nothing", () => askRedis(redis, secret("queue_url")));
  await steps.step("connections to Postgres", () => countConnections(adminUrl));
  for (const [name, { pid }] of roles) await steps.step(`memory of ${name}`, () => memoryOf(pid));
  await steps.step("nothing in the image has changed", async () => {
    const changed = (await listFiles(image)).filter((line) => !before.includes(line));
    if (changed.length > 0) throw new StepFailed("changed or new:", changed.join("\n"));
  });

  for (const role of roles.values()) role.kill("SIGTERM");
  for (const [name, role] of roles) await steps.step(`SIGTERM ends ${name}`, () => endsInTime(role, name));

  const all = createContainer(
    image,
    { ...serviceOf("api"), command: image.command },
    { work, name: "all", overrides: await onThisMachine(ports.api) },
  );
  running.push(all);
  all.start();
  await steps.step(`the image's own command, ${image.command.join(" ")}, is healthy`, () =>
    untilHealthy(all, serviceOf("api").healthcheck?.test ?? [], patience("api")),
  );
  await steps.step("memory of all roles in one process", () => memoryOf(all.pid));
  all.kill("SIGTERM");
  await steps.step("SIGTERM ends it", () => endsInTime(all, "api"));

  redis.kill("SIGTERM");
  await steps.step("redis stops", () => endsInTime(redis, "redis"));
  // What the official image asks an engine to send.
  postgres.kill("SIGINT");
  await steps.step("postgres stops", () => endsInTime(postgres, "postgres"));
}

/** How long the file gives a service to become healthy. */
function patience(name: string): number {
  const { healthcheck } = serviceOf(name);
  return milliseconds(healthcheck?.start_period ?? "0s") + (healthcheck?.retries ?? 1) * milliseconds(healthcheck?.interval ?? "30s");
}

/** There is one network here, loopback, where each process needs ports of its own. */
const onThisMachine = async (apiPort: number): Promise<Record<string, string>> => ({
  NETRA_HOST: "127.0.0.1",
  NETRA_PORT: String(apiPort),
  NETRA_METRICS_PORT: String(await freePort()),
});

/** The guide's own lines, carried out; names of the compose network become ports of this machine. */
async function makeSecrets(work: string, ports: { readonly postgres: number; readonly redis: number }): Promise<string> {
  const guide = readFileSync(join(PROJECT_ROOT, "docs/operations.md"), "utf8");
  const lines = /```sh\n(umask 077\n[^`]*secrets[^`]*)```/.exec(guide)?.[1];
  if (lines === undefined) throw new StepFailed("docs/operations.md has no block of sh that begins with umask 077 and makes secrets/");
  await run(["sh", "-eu", "-c", lines], { cwd: work, env: { PATH: process.env.PATH } });
  const folder = join(work, "secrets");
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8")
      .replace("@postgres:5432", `@127.0.0.1:${ports.postgres}`)
      .replace("@redis:6379", `@127.0.0.1:${ports.redis}`);
    const { mode } = statSync(path);
    chmodSync(path, 0o600);
    writeFileSync(path, text);
    // As the guide left it: the users in the containers must be able to read it.
    chmodSync(path, mode);
  }
  return readdirSync(folder).join(", ");
}

async function endsWithZero(container: Container): Promise<string> {
  container.start();
  const code = await container.ended;
  if (code !== 0) throw new StepFailed(`ended with ${code}`, container.log());
  return container.log().trim().split("\n").at(-1) ?? "";
}

/** What Netra said when it ended by itself. */
const firstComplaint = (log: string): string => /^netra: .*$/m.exec(log)?.[0] ?? "it did not say why";

function closeKeys(folder: string): string {
  const keys = readdirSync(folder);
  if (keys.length === 0) throw new StepFailed(`${folder} is empty: the migration made no keys`);
  for (const key of keys) chmodSync(join(folder, key), 0o400);
  chmodSync(folder, 0o500);
  return keys.join(", ");
}

async function answers(port: number, path: string, expected: RegExp): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  const text = await response.text();
  if (response.status !== 200 || !expected.test(text)) throw new StepFailed(`${response.status}`, text.slice(0, 500));
  return `${response.status} ${response.headers.get("content-type")}`;
}

async function soundness(container: Container): Promise<string> {
  const { code, words } = await container.run(["doctor"]);
  if (code !== 0) throw new StepFailed(`ended with ${code}`, words);
  return /^\d+ ok, .*$/m.exec(words)?.[0] ?? "";
}

async function endsInTime(one: Process, name: string): Promise<string> {
  const { stop_grace_period = "10s" } = serviceOf(name);
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(`still there after ${stop_grace_period}`), milliseconds(stop_grace_period));
  const code = await Promise.race([one.ended, late]);
  clearTimeout(timer);
  if (code !== 0) throw new StepFailed(`ended with ${code}`, one.log());
  return "0";
}
