import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Puts a whole file in place, or leaves the one that is there: it survives a power cut in the moment it is made. */
export function writeOnce(dir: string, name: string, { content, mode }: { readonly content: string | Uint8Array; readonly mode: number }): void {
  const draft = join(dir, `.${name}.${process.pid}`);
  const descriptor = openSync(draft, "w", mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
    linkSync(draft, join(dir, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
  syncDirectory(dir);
}

/** A new or removed name is durable only once its directory is; Windows cannot and need not. */
export function syncDirectory(dir: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(dir, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
