import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const HERE = import.meta.dirname;
const MARK = join(HERE, "node_modules/.installed");

/** What the packages were installed for: another lock, or another machine, needs them anew. */
const wanted = createHash("sha256")
  .update(readFileSync(join(HERE, "package-lock.json")))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex");

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(program, args, { cwd: HERE, stdio: "inherit", env });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

/** Installs the servers, which are no part of the project's own packages. Nothing is compiled; about 390 MB, one to four minutes, once. */
async function install(): Promise<void> {
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === wanted) return;
  rmSync(MARK, { force: true });
  console.log("test:real: installing the servers into test/real/node_modules");
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  // What npm tells the scripts of the root's package.json is not about this one.
  for (const name of ["npm_config_local_prefix", "npm_package_json", "INIT_CWD"]) delete env[name];
  const npm = process.env.npm_execpath;
  const code = npm ? await run(process.execPath, [npm, "ci"], env) : await run("npm", ["ci"], env);
  if (code !== 0) {
    console.error("test:real: npm ci failed in test/real. It needs the package registry: put right what it says above and run it again.");
    process.exit(1);
  }
  writeFileSync(MARK, wanted);
}

await install();
// The servers say each request on standard output unless told not to.
process.exitCode = await run(process.execPath, [join(HERE, "bluesky.ts")], { ...process.env, LOG_ENABLED: "false" });
