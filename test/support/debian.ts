import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Finds a program on the PATH, or where Debian puts servers; null when it is not installed. */
export const findProgram = (name: string): string | null =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin"].map((directory) => join(directory, name)).find(existsSync) ?? null;

/**
 * Gives the path of a program that comes from a Debian package, and installs the package when it is missing: about 15 s, once a machine.
 * Needs root for that; otherwise throws with the line to type. A service that the package would start is not started.
 */
export function requireProgram(name: string, debianPackage: string): string {
  const found = findProgram(name);
  if (found) return found;
  const byHand = `${name} is missing: run "sudo apt-get install ${debianPackage}" and try again.`;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !findProgram("apt-get")) throw new Error(byHand);
  // Runlevel 1 is how Debian's own scripts are told that services rest.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...args: string[]) => spawnSync("apt-get", ["-qq", ...args], { env, encoding: "utf8" });
  const install = () => apt("install", "-y", "--no-install-recommends", debianPackage);
  // Without fresh lists the package may be unknown, or its file gone.
  const tried = install().status === 0 || (apt("update").status === 0 && install().status === 0);
  const installed = tried ? findProgram(name) : null;
  if (!installed) throw new Error(byHand);
  return installed;
}
