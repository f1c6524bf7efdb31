import { spawn } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runOnce } from "@netra/store";
import { findBinaries, whoRunsServer } from "../../services/app/src/postgres-binaries.ts";
import { requireProgram } from "../support/debian.ts";
import { run } from "./build-in-folder.ts";
import type { Service } from "./compose.ts";
import { type Container, LIKE_COMPOSE, untilHealthy } from "./container.ts";

/** A store of the compose file, as a program of this machine with the file's own command line. */
export interface Store extends Pick<Container, "exec" | "ended" | "log" | "kill"> {
  readonly port: number;
}

interface Place {
  readonly work: string;
  readonly port: number;
}

/** Makes and starts Postgres as the official image does: initdb with the file's arguments, then the file's command. The programs are npm's. */
export async function startPostgres(service: Service, { work, port }: Place): Promise<Store> {
  const binaries = await findBinaries();
  const { uid = process.getuid?.() ?? 0, gid = process.getgid?.() ?? 0 } = await whoRunsServer("");
  const folder = ownFolder(join(work, "postgres"), { uid, gid });
  const cluster = join(folder, "cluster");
  const environment = service.environment ?? {};
  const [user = "", database = ""] = [environment.POSTGRES_USER, environment.POSTGRES_DB];
  const password = readFileSync(join(work, "secrets/postgres_password"), "utf8");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  chownSync(passwordFile, uid, gid);
  const asOwner = ["setpriv", ...LIKE_COMPOSE, `--reuid=${uid}`, `--regid=${gid}`, "--"];
  const args = (environment.POSTGRES_INITDB_ARGS ?? "").split(" ").filter(Boolean);
  const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C", PGPORT: String(port) } };
  await run(
    [...asOwner, binaries.initdb, "--pgdata", cluster, `--username=${user}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", ...args],
    options,
  );
  const here = [`--port=${port}`, "--listen_addresses=127.0.0.1", "--unix_socket_directories="];
  const [, ...command] = service.command ?? [];
  const store = launch([...asOwner, binaries.postgres, "-D", cluster, ...command, ...here], { ...options, port });
  await untilHealthy(store, ["CMD", requireProgram("pg_isready", "postgresql-client"), `--port=${port}`, "--host=127.0.0.1"], PATIENCE_MS);
  await runOnce(`postgres://${user}:${password}@127.0.0.1:${port}/postgres`, `create database ${database}`);
  return store;
}

/** Starts Redis with the file's command; its data and list of logins lie in the work folder. */
export function startRedis(service: Service, { work, port }: Place): Store {
  const [uid = 0, gid = 0] = (service.user ?? "").split(":").map(Number);
  const folder = ownFolder(join(work, "redis"), { uid, gid });
  const logins = join(folder, "redis_acl");
  // With its mode: as in a container, the server's user must be able to read it.
  copyFileSync(join(work, "secrets/redis_acl"), logins);
  const [program = "", ...command] = service.command ?? [];
  const here = command.map((word) => (word === "/data" ? folder : word === "/run/secrets/redis_acl" ? logins : word));
  const asOwner = ["setpriv", ...LIKE_COMPOSE, `--reuid=${uid}`, `--regid=${gid}`, "--"];
  const server = [requireProgram(program, "redis-server"), ...here, "--port", String(port), "--bind", "127.0.0.1"];
  return launch([...asOwner, ...server], { cwd: folder, env: { PATH: process.env.PATH }, port });
}

/** The file's health check, asked at this machine's port. */
export function healthCheckAt(service: Service, port: number): string[] {
  const [kind = "", program = "", ...args] = service.healthcheck?.test ?? [];
  return [kind, program, ...(program === "redis-cli" ? ["-p", String(port)] : []), ...args];
}

const PATIENCE_MS = 60_000;

function ownFolder(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): string {
  mkdirSync(path);
  chownSync(path, uid, gid);
  chmodSync(path, 0o700);
  return path;
}

function launch(
  command: readonly string[],
  { port, ...options }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly port: number },
): Store {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const { promise: ended, resolve } = Promise.withResolvers<number | string | null>();
  child.once("exit", (code, signal) => resolve(signal ?? code));
  child.once("error", () => resolve("not started"));
  return {
    port,
    ended,
    kill: (signal) => void child.kill(signal),
    log: () => Buffer.concat(said).toString(),
    exec: async (check) =>
      run(check, { ...options, cwd: "/" }).then(
        (words) => ({ code: 0, words }),
        (error: unknown) => ({ code: 1, words: error instanceof Error ? error.message : String(error) }),
      ),
  };
}
