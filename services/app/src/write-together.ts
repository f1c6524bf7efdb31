import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { conflict, invalid } from "@netra/domain";
import { syncDirectory } from "./write-once.ts";

/**
 * Writes files into a directory, which is made where it is not there: all of them, or none. A directory that holds any other file, or one of these with other bytes, is refused, so that
 * nothing is written over and nothing stands beside them that they do not name. Returns how many were not there before; then they are on the disk. Throws conflict `out-not-empty` or
 * invalid `out-unwritable`.
 */
export async function writeTogether(dir: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<number> {
  makeDirectory(dir);
  const missing = unlessUnwritable(dir, () => {
    const there = readdirSync(dir);
    for (const name of there) {
      const file = files.find((one) => one.name === name);
      if (!file) throw conflict("out-not-empty", `${dir} holds another file, ${name}: name an empty or a new directory with --out.`);
      if (!readFileSync(join(dir, name)).equals(file.bytes))
        throw conflict(
          "out-not-empty",
          `${dir} holds a ${name} with other bytes: it was changed, or made of another time. Name an empty or a new directory with --out.`,
        );
    }
    return files.filter(({ name }) => !there.includes(name));
  });
  const draftOf = (name: string): string => join(dir, `.${name}.${process.pid}`);
  try {
    unlessUnwritable(dir, () => {
      for (const { name, bytes } of missing) writeDurably(draftOf(name), bytes);
      for (const { name } of missing) renameSync(draftOf(name), join(dir, name));
      syncDirectory(dir);
    });
  } catch (error) {
    for (const { name } of missing) for (const path of [draftOf(name), join(dir, name)]) rmSync(path, { force: true });
    throw error;
  }
  return missing.length;
}

/**
 * Makes a directory level by level, from the nearest one that is there. Node's own recursive way never ends beneath a directory in which nothing can be made, such as `/proc`: the
 * system answers there that the parent is missing.
 */
function makeDirectory(dir: string): void {
  const missing: string[] = [];
  let nearest = resolve(dir);
  for (; !unlessUnwritable(nearest, () => isThere(nearest)); nearest = dirname(nearest)) missing.unshift(basename(nearest));
  for (const name of missing) {
    const parent = nearest;
    nearest = join(parent, name);
    try {
      mkdirSync(nearest);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      // Somebody made it just now.
      if (code === "EEXIST" && isThere(nearest)) continue;
      throw invalid("out-unwritable", `${nearest} cannot be made in ${parent} (${code}): name a directory with --out that you may write into.`);
    }
    try {
      syncDirectory(parent);
    } catch (error) {
      // Who may write into it but not read it cannot wait for it.
      if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    }
  }
}

/** Whether something stands at a path. The root always does. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, "w");
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const UNWRITABLE = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT", "ENAMETOOLONG", "ELOOP", "ENOSPC", "EDQUOT"];

function unlessUnwritable<T>(dir: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!UNWRITABLE.includes(code)) throw error;
    throw invalid("out-unwritable", `${dir} cannot be written to (${code}): name a directory with --out that you may write into.`);
  }
}
