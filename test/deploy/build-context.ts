import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What git would take of a checkout, changed and new files included, without what `.dockerignore` leaves out: paths with `/`, sorted. */
export function listBuildContext(root: string): string[] {
  const isLeftOut = readIgnore(readFileSync(join(root, ".dockerignore"), "utf8"));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const deleted = execFileSync("git", ["ls-files", "-z", "--deleted"], { cwd: root, encoding: "utf8" });
  const gone = new Set(deleted.split("\0"));
  return [...new Set(listed.split("\0"))].filter((path) => path !== "" && !gone.has(path) && !isLeftOut(path)).sort();
}

/**
 * Reads a `.dockerignore`: tells whether a path is left out. The last line that matches the path or a directory above it counts; `!` takes back.
 * Source: docs.docker.com/build/concepts/context/#dockerignore-files.
 */
export function readIgnore(text: string): (path: string) => boolean {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ leavesOut: !line.startsWith("!"), pattern: toPattern(line.replace(/^!/, "").replace(/^\/|\/$/g, "")) }));
  return (path) => {
    const parts = path.split("/");
    const above = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    return rules.findLast(({ pattern }) => above.some((part) => pattern.test(part)))?.leavesOut ?? false;
  };
}

const toPattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .split(/(\*\*\/|\*\*|\*|\?)/)
      .map((part) => WILD[part] ?? part.replace(/[.+^${}()|[\]\\]/g, "\\$&"))
      .join("")}$`,
  );

const WILD: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
