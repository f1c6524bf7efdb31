import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { lastOf, namesAbsolutePath, type Stage, type Step } from "./dockerfile.ts";
import { StepFailed, type Steps } from "./steps.ts";

/** An image as it came out: a folder that stands for its root, and what it says about running. Paths in `env` and `workdir` are the image's. */
export interface FolderImage {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  /** `uid:gid`. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

interface Built {
  readonly root: string;
  readonly env: Record<string, string>;
  workdir: string;
}

interface Deps {
  readonly steps: Steps;
  /** Folder that takes one folder a stage. */
  readonly work: string;
  /** Checkout and the files of it that the builder is given. */
  readonly context: { readonly root: string; readonly files: readonly string[] };
  /** What a shell needs of this machine. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Carries out the instructions of a Dockerfile in their order, each stage in a folder of its own; RUN lines run as root in the stage's working directory.
 * The programs of this machine stand for those of the base images. Throws StepFailed.
 */
export async function buildInFolder(stages: readonly Stage[], deps: Deps): Promise<FolderImage> {
  const built = new Map<string, Built>();
  let last: Built | undefined;
  for (const [index, stage] of stages.entries()) {
    last = await deps.steps.step(
      `FROM ${stage.from}${stage.name ? ` AS ${stage.name}` : ""}`,
      () => begin(stage, { earlier: built.get(stage.from), root: join(deps.work, `stage-${index}`) }),
      () => (built.has(stage.from) ? "" : `in its place: ${thisMachine()}`),
    );
    for (const step of stage.steps) await carryOut(step, last, { ...deps, built });
    if (stage.name) built.set(stage.name, last);
  }
  const image = stages.at(-1);
  if (!last || !image) throw new StepFailed("the Dockerfile has no stage");
  const { root, env, workdir } = last;
  const [entrypoint, command] = ["ENTRYPOINT", "CMD"].map((keyword) => lastOf(image, keyword)?.words ?? []) as [string[], string[]];
  return { root, env, workdir, user: lastOf(image, "USER")?.text ?? "0:0", entrypoint, command };
}

async function begin({ from }: Stage, { earlier, root }: { readonly earlier: Built | undefined; readonly root: string }): Promise<Built> {
  mkdirSync(root, { mode: 0o755 });
  if (!earlier && !from.includes(":")) throw new StepFailed(`${from} is no stage above and has no tag`);
  if (earlier) await run(["cp", "-a", `${earlier.root}/.`, root], { cwd: root, env: process.env });
  return { root, env: { ...earlier?.env }, workdir: earlier?.workdir ?? "/" };
}

async function carryOut(step: Step, at: Built, deps: Deps & { readonly built: ReadonlyMap<string, Built> }): Promise<void> {
  const act = ACTS[step.keyword];
  if (act) await deps.steps.step(`line ${step.line}: ${step.keyword} ${step.text}`, () => act(step, at, deps));
  else if (!NOTED.has(step.keyword)) throw new StepFailed(`line ${step.line}: ${step.keyword} is not known here`);
}

type Act = (step: Step, at: Built, deps: Deps & { readonly built: ReadonlyMap<string, Built> }) => Promise<string> | string;

/** What says something about the image and does nothing to it. */
const NOTED: ReadonlySet<string> = new Set(["LABEL", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"]);

const ACTS: Readonly<Record<string, Act>> = {
  WORKDIR({ text }, at) {
    at.workdir = posix.resolve(at.workdir, text);
    mkdirSync(join(at.root, at.workdir), { recursive: true, mode: 0o755 });
    return "";
  },
  ENV({ values }, at) {
    for (const [name, value] of Object.entries(values)) at.env[name] = value.replace(/\$\{?PATH\}?/, () => at.env.PATH ?? BASE_PATH);
    return "";
  },
  async RUN({ text }, at, { env }) {
    if (namesAbsolutePath(text)) throw new StepFailed("names an absolute path, which would be this machine's");
    await run(["sh", "-c", text], { cwd: join(at.root, at.workdir), env: { ...env, ...without(at.env, "PATH") } });
    return "";
  },
  async COPY({ words, flags }, at, { built, context }) {
    const [source, target, ...more] = words;
    if (source === undefined || target === undefined || more.length > 0) throw new StepFailed("one source and one target are understood here");
    const to = join(at.root, posix.resolve(at.workdir, target));
    mkdirSync(to, { recursive: true, mode: 0o755 });
    if (flags.from !== undefined) {
      const from = join(built.get(flags.from)?.root ?? "", source);
      if (!statSync(from).isDirectory()) throw new StepFailed(`${source} is no folder of stage ${flags.from}`);
      await run(["cp", "-a", `${from}/.`, to], { cwd: to, env: process.env });
      return "";
    }
    if (source !== ".") throw new StepFailed("of the checkout only all of it is understood here");
    for (const file of context.files) copyClosed(join(context.root, file), { from: context.root, to: join(to, file) });
    return `${context.files.length} files, as a checkout made under umask 077`;
  },
};

const BASE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The strictest checkout there may be: nobody but its owner may read it. */
function copyClosed(source: string, { to }: { readonly from: string; readonly to: string }): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(source, to);
  chmodSync(to, statSync(source).mode & 0o700);
}

/** Runs a program to its end; throws StepFailed with its last words. */
export async function run(command: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<string> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", resolve);
  const code = await promise;
  const words = Buffer.concat(said).toString();
  if (code !== 0) throw new StepFailed(`ended with ${code}`, words);
  return words;
}

const without = (env: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([key]) => key !== name));

function thisMachine(): string {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return `this machine, ${/PRETTY_NAME="(.*)"/.exec(release)?.[1] ?? process.platform}, Node ${process.versions.node}`;
}
