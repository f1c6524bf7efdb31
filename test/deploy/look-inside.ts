import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runOnce } from "@netra/store";
import { type FolderImage, run } from "./build-in-folder.ts";
import type { Container } from "./container.ts";
import { StepFailed } from "./steps.ts";
import type { Store } from "./stores.ts";

/** Asked as the image's user: it may read all of Netra and write nowhere but where volumes will lie. */
export async function requireClosed({ root, workdir }: FolderImage, container: Pick<Container, "exec">): Promise<string> {
  const volumes = ["(", "-path", join(root, "data"), "-o", "-path", join(root, "keys"), ")", "-prune"];
  const { words: writable } = await container.exec(["find", root, ...volumes, "-o", "-writable", "-print"]);
  if (writable.trim() !== "") throw new StepFailed("it may write to:", writable);
  const { words: closed } = await container.exec(["find", join(root, workdir), "!", "-readable", "-print"]);
  if (closed.trim() !== "") throw new StepFailed("it may not read:", closed);
  return "all readable, nothing writable";
}

/** Every file of the image with its size, time of change, mode and owner. */
export const listFiles = async ({ root }: FolderImage): Promise<string[]> =>
  (await run(["find", root, "-printf", "%P %s %T@ %m %U\n"], { cwd: root, env: { PATH: process.env.PATH } })).split("\n");

/** What Redis counted: commands of jobs, and none that its list of logins refused. `url` is the login's. */
export async function askRedis(redis: Pick<Store, "exec">, url: string): Promise<string> {
  const { code, words } = await redis.exec(["redis-cli", "--no-auth-warning", "-u", url, "info", "commandstats"]);
  const commands = [...words.matchAll(/^cmdstat_(\S+?):calls=(\d+),.*rejected_calls=(\d+)/gm)];
  const refused = commands.filter(([, , , rejected]) => Number(rejected) > 0).map(([, name]) => name);
  const forJobs = commands.filter(([, name]) => /^(eval|evalsha|bzpopmin)$/.test(name ?? "")).reduce((sum, [, , calls]) => sum + Number(calls), 0);
  if (code !== 0 || refused.length > 0 || forJobs === 0)
    throw new StepFailed(`refused: ${refused.join(", ") || "nothing"}; calls for jobs: ${forJobs}`, words);
  return `${forJobs} calls for jobs, none refused`;
}

/** Open connections of Netra's processes by what they are for. */
export async function countConnections(adminUrl: string): Promise<string> {
  const rows = await runOnce(
    adminUrl,
    "select application_name as name, count(*)::int as count from pg_stat_activity where application_name like 'netra-%' group by 1 order by 1",
  );
  return rows.map(({ name, count }) => `${name} ${count}`).join(", ");
}

/** Resident memory of a process, now and at most so far. */
export function memoryOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mb = (field: string): number => Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024);
  return `${mb("VmRSS")} MB, at most so far ${mb("VmHWM")} MB`;
}
