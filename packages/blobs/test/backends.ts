import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startS3 } from "../../../test/support/s3-server.ts";
import { type Blobs, createFileBlobs, createS3Blobs } from "../src/index.ts";

/** A place for blobs, with a way to do to it what must not happen. */
export interface Backend {
  readonly blobs: Blobs;
  /** A directory beside it. */
  readonly home: string;
  /** What another process passes to `openBackend` of the same place. */
  readonly place: string;
  /** Puts other bytes under a key. */
  damage(key: string, bytes: string): Promise<void>;
  /** Makes a blob look as if it was put then. */
  age(key: string, to: Date): Promise<void>;
  close(): Promise<void>;
}

/** On a busy machine nothing is quick; nobody is away here. */
const PATIENCE = { connectMs: 10_000, idleMs: 20_000, totalMs: 30_000, attempts: 2, backoffMs: 20 };

/** Both forms, each in a place of its own. */
export const BACKENDS: Readonly<Record<"files" | "bucket", () => Promise<Backend>>> = {
  async files() {
    const home = await mkdtemp(join(tmpdir(), "netra-blobs-"));
    const dir = join(home, "blobs");
    const pathOf = (key: string): string => join(dir, key.slice(0, 2), key.slice(2, 4), key);
    return {
      home,
      place: JSON.stringify({ dir }),
      blobs: createFileBlobs({ dir }),
      damage: (key, bytes) => writeFile(pathOf(key), bytes),
      age: (key, to) => utimes(pathOf(key), to, to),
      close: () => rm(home, { recursive: true }),
    };
  },
  async bucket() {
    const [home, server] = await Promise.all([mkdtemp(join(tmpdir(), "netra-blobs-")), startS3()]);
    const place = { settings: server.settings, spoolDir: join(home, "blobs", "tmp"), patience: PATIENCE };
    return {
      home,
      place: JSON.stringify(place),
      blobs: createS3Blobs(place),
      damage: (key, bytes) => writeFile(server.pathOf(key), bytes),
      age: server.age,
      close: () => Promise.all([server.close(), rm(home, { recursive: true })]).then(() => undefined),
    };
  },
};

/** The same place in another process. */
export function openBackend(place: string): Blobs {
  const given = JSON.parse(place) as Parameters<typeof createS3Blobs>[0] & { readonly dir?: string };
  return given.dir === undefined ? createS3Blobs(given) : createFileBlobs({ dir: given.dir });
}
