import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { environment } from "@netra/config";

const HERE = import.meta.dirname;
const MARK = join(HERE, "node_modules/.installed");
const env = environment();

/** What the packages were installed for: another lock, another machine or another Node needs them anew. */
const wanted = createHash("sha256")
  .update(readFileSync(join(HERE, "package-lock.json")))
  .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  .digest("hex");

async function run(program: string, args: readonly string[], childEnv: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { cwd: HERE, stdio: ["inherit", "inherit", "inherit"], env: childEnv });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

/** Installs the matchers that are compared, which are no part of the project's own packages. re2 is compiled: two to five minutes, once. */
async function install(): Promise<void> {
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === wanted) return;
  rmSync(MARK, { force: true });
  process.stderr.write("bench: installing what is compared into test/bench/node_modules; re2 is compiled, which takes minutes, once\n");
  // A package is compiled against the headers of the Node that runs it, not of the one that npm runs on; the pinned Node brings its own.
  const home = dirname(dirname(process.execPath));
  const headers = existsSync(join(home, "include/node/node.h")) ? { npm_config_nodedir: home } : {};
  const childEnv: NodeJS.ProcessEnv = { ...env, ...headers, PATH: `${dirname(process.execPath)}${delimiter}${env.PATH}` };
  // What npm tells the scripts of the root's package.json is not about this one.
  for (const name of ["npm_config_local_prefix", "npm_package_json", "INIT_CWD"]) delete childEnv[name];
  const npm = env.npm_execpath;
  const code = npm ? await run(process.execPath, [npm, "ci"], childEnv) : await run("npm", ["ci"], childEnv);
  if (code !== 0) {
    process.stderr.write(
      "bench: npm ci failed in test/bench. It needs the package registry, and g++, make and python3 for re2 (Debian: build-essential, python3): put right what it says above and run it again.\n",
    );
    process.exit(1);
  }
  writeFileSync(MARK, wanted);
}

await install();
process.exitCode = await run(process.execPath, ["--expose-gc", join(HERE, "src/main.ts"), ...process.argv.slice(2)], env);
