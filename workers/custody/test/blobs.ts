import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Blobs, createFileBlobs } from "@netra/blobs";

/** A house without files. */
export const noBlobs: Pick<Blobs, "list" | "remove" | "clearUnfinished"> = {
  async *list() {},
  remove: async () => "missing",
  clearUnfinished: async () => undefined,
};

/** A file store of its own, with the way to a file on disk. */
export async function openBlobs() {
  const home = await mkdtemp(join(tmpdir(), "netra-custody-"));
  const dir = join(home, "blobs");
  return {
    blobs: createFileBlobs({ dir }),
    dir,
    pathOf: (key: string): string => join(dir, key.slice(0, 2), key.slice(2, 4), key),
    close: () => rm(home, { recursive: true }),
  };
}
