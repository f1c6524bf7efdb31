import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { FolderImage } from "./build-in-folder.ts";
import { readMount, type Service } from "./compose.ts";
import { StepFailed } from "./steps.ts";

/** Where a service's mounts lie on this machine, and what it is told differently from the compose file because there is no network of its own. */
export interface Place {
  /** Folder with `volumes/`, `secrets/` and `logs/`; each service gets one of its own beside them. */
  readonly work: string;
  readonly name: string;
  readonly overrides: Readonly<Record<string, string>>;
}

/** A service of the compose file as ordinary processes: same command, environment, user, mounts and rights; no namespaces. */
export interface Container {
  /** Starts the service's command, and again as `restart: unless-stopped` asks, a few times. Its output goes to `logs/<name>.log`. */
  start(): void;
  /** How often it was started so far. */
  readonly starts: number;
  /** Runs another command as `docker compose exec` would, with the image's working directory; gives its exit code and words. */
  exec(command: readonly string[]): Promise<{ readonly code: number | null; readonly words: string }>;
  /** Runs the command of `docker compose run`: after the image's entry point. */
  run(args: readonly string[]): Promise<{ readonly code: number | null; readonly words: string }>;
  /** Resolves with the exit code, or the signal that ended it, when it is not started again. */
  readonly ended: Promise<number | string | null>;
  kill(signal: NodeJS.Signals): void;
  readonly pid: number;
  readonly log: () => string;
}

/** Prepares a service of Netra's image. Nothing is started. */
export function createContainer(image: FolderImage, service: Service, place: Place): Container {
  const [uid = 0, gid = 0] = (service.user ?? image.user).split(":").map(Number);
  const mounts = prepareMounts(service, { ...place, uid, gid });
  const inside = (path: string): string => mapPath(path, { mounts, root: image.root });
  const settings = { ...image.env, ...service.environment, ...place.overrides };
  const env = Object.fromEntries(Object.entries({ HOME: "/", ...settings }).map(([name, value]) => [name, value.split(":").map(inside).join(":")]));
  const options = { cwd: join(image.root, image.workdir), env };
  const logFile = join(place.work, "logs", `${place.name}.log`);
  let child: ChildProcess | undefined;
  let starts = 0;
  let stopping = false;
  const { promise: ended, resolve } = Promise.withResolvers<number | string | null>();

  const exec: Container["exec"] = async (command) => {
    const ran = spawn("setpriv", [...LIKE_COMPOSE, `--reuid=${uid}`, `--regid=${gid}`, "--", ...command], {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: Buffer[] = [];
    for (const stream of [ran.stdout, ran.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(ran, "close")) as [number | null];
    return { code, words: Buffer.concat(said).toString() };
  };
  const start = (): void => {
    const output = openSync(logFile, "a", 0o600);
    const command = [...image.entrypoint, ...(service.command ?? image.command)];
    child = spawn("setpriv", [...LIKE_COMPOSE, `--reuid=${uid}`, `--regid=${gid}`, "--", ...command], {
      ...options,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    starts += 1;
    child.once("exit", (code, signal) => {
      const again = service.restart === "unless-stopped" && code !== 0 && !stopping && starts < MOST_STARTS;
      if (again) start();
      else resolve(signal ?? code);
    });
    child.once("error", () => resolve("not started"));
  };
  return {
    start,
    get starts() {
      return starts;
    },
    exec,
    run: (args) => exec([...image.entrypoint, ...args]),
    ended,
    kill(signal) {
      stopping = true;
      if (child) child.kill(signal);
      else resolve(null);
    },
    get pid() {
      return child?.pid ?? 0;
    },
    log: () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : ""),
  };
}

/** `cap_drop: [ALL]` and `no-new-privileges`. */
export const LIKE_COMPOSE = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"] as const;

/** One folder for each mount, secret and tmpfs: targets in the container to folders and files here. */
function prepareMounts(service: Service, place: Place & { readonly uid: number; readonly gid: number }): ReadonlyMap<string, string> {
  const { work, name, uid, gid } = place;
  const own = join(work, name);
  mkdirSync(join(own, "secrets"), { recursive: true, mode: 0o755 });
  const mounts = new Map<string, string>();
  for (const mount of service.volumes ?? []) {
    const { source, target } = readMount(mount);
    mounts.set(target, privateFolder(join(work, "volumes", source), { uid, gid }));
  }
  for (const [index, mount] of (service.tmpfs ?? []).entries())
    mounts.set(mount.split(":")[0] ?? "", privateFolder(join(own, `tmpfs-${index}`), { uid, gid }));
  for (const secret of service.secrets ?? []) {
    const [from, to] = [join(work, "secrets", secret), join(own, "secrets", secret)];
    copyFileSync(from, to);
    mounts.set(`/run/secrets/${secret}`, to);
  }
  return mounts;
}

/** As an engine makes a new volume from the image's folder: owned by its user, closed to others. */
function privateFolder(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): string {
  if (existsSync(path)) return path;
  mkdirSync(path, { recursive: true });
  chownSync(path, uid, gid);
  chmodSync(path, 0o700);
  return path;
}

/** A path in the container to one here: a mount's, else the image's own; what neither has is the base image's, which this machine stands for. */
function mapPath(path: string, { mounts, root }: { readonly mounts: ReadonlyMap<string, string>; readonly root: string }): string {
  if (!path.startsWith("/")) return path;
  for (const [target, folder] of mounts) if (path === target || path.startsWith(`${target}/`)) return join(folder, path.slice(target.length));
  return path !== "/" && existsSync(join(root, path)) ? join(root, path) : path;
}

/** Runs a service's health check until it says yes; throws StepFailed when it has not within `withinMs`, or when the service ends meanwhile. */
export async function untilHealthy(container: Pick<Container, "exec" | "ended" | "log">, test: readonly string[], withinMs: number): Promise<string> {
  if (test[0] !== "CMD") throw new StepFailed(`a health check of the kind ${test[0]} is not understood here`);
  let gone: number | string | null | undefined;
  void container.ended.then((how) => {
    gone = how;
  });
  for (const until = performance.now() + withinMs; ; ) {
    const { code, words } = await container.exec(test.slice(1));
    if (code === 0) return words.trim();
    if (gone !== undefined) throw new StepFailed(`ended with ${gone} before it was healthy`, container.log());
    if (performance.now() > until)
      throw new StepFailed(`not healthy in ${withinMs / 1000} s: ${basename(test[1] ?? "")} says ${words.trim()}`, container.log());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const POLL_MS = 500;
const MOST_STARTS = 3;
