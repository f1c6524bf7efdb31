import type { Hashed, ToHash } from "./hash-worker.ts";

let worker: Worker | null = null;
let asked = 0;
const waiting = new Map<number, (sha256: string | null) => void>();

/** SHA-256 of a file as it lies on this phone, beside the page and a slice at a time; null where that is not possible. Never throws. */
export function hashFile(blob: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    asked += 1;
    waiting.set(asked, resolve);
    try {
      worker ??= startWorker();
      worker.postMessage({ number: asked, blob } satisfies ToHash);
    } catch {
      giveUp();
    }
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<Hashed>) => {
    waiting.get(data.number)?.(data.sha256);
    waiting.delete(data.number);
  });
  started.addEventListener("error", giveUp);
  return started;
}

/** Its script could not be loaded: no line yet. The next file tries anew. */
function giveUp(): void {
  worker?.terminate();
  worker = null;
  for (const resolve of waiting.values()) resolve(null);
  waiting.clear();
}
