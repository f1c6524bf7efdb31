import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Say } from "../start.ts";
import { formatBytes, tellEvery } from "./blob-copies.ts";
import { CONTROL_FILE, listCluster } from "./cluster-files.ts";
import { copyFile, forEachFile } from "./copy-files.ts";
import type { ManifestFile } from "./manifest.ts";

export interface CopyAsk {
  /** Called once with what there is to copy, before anything is. */
  readonly requireRoom: (bytes: number) => void;
  readonly say: Say;
}

/** Copies the directory of a server that runs and has been told so. Every file is hashed as it is copied, and safe when this returns. */
export async function copyCluster(
  from: string,
  to: string,
  { requireRoom, say }: CopyAsk,
): Promise<{ readonly directories: readonly string[]; readonly files: readonly ManifestFile[] }> {
  const { directories, files, bytes } = listCluster(from);
  requireRoom(bytes);
  for (const path of directories) mkdirSync(join(to, path), { recursive: true, mode: 0o700 });
  let done = 0;
  const tell = tellEvery(10_000, () => say(`  database: ${formatBytes(done)} of about ${formatBytes(bytes)}`));
  const onBytes = (count: number): void => {
    done += count;
    tell();
  };
  const copied = await forEachFile(
    files.filter((path) => path !== CONTROL_FILE),
    async (path): Promise<ManifestFile[]> => {
      const file = await copyFile(join(from, path), join(to, path), { sync: true, onBytes });
      return file ? [{ path, ...file }] : [];
    },
  );
  return { directories, files: [...copied.flat(), await copyControl(from, to)] };
}

const TRIES = 100;

/** The server rewrites this file in place: what was read is whole when the next reading is the same. */
async function copyControl(from: string, to: string): Promise<ManifestFile> {
  const read = (): Buffer => readFileSync(join(from, CONTROL_FILE));
  for (let [bytes, tries] = [read(), 1]; ; tries += 1) {
    const again = read();
    if (again.equals(bytes) || tries === TRIES) {
      await writeFile(join(to, CONTROL_FILE), again, { flag: "wx", mode: 0o600, flush: true });
      return { path: CONTROL_FILE, bytes: again.length, sha256: createHash("sha256").update(again).digest("hex") };
    }
    bytes = again;
  }
}
