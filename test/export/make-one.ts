import { createFileBlobs } from "@netra/blobs";
import { createFieldCipher, createPool, createStore, systemActor } from "@netra/store";
import { createMakeExport } from "@netra/worker-report";

/** `node make-one.ts URL DIR EXPORT`: the report worker's part of one export, alone in a process. Prints how long it took and the most memory that the process ever had. */
const [url = "", dir = "", exportId = ""] = process.argv.slice(2);
const pool = createPool(url, { name: "bench", max: 5 });
const store = createStore({ pool, cipher: createFieldCipher({ field: Buffer.alloc(32, 1), blindIndex: Buffer.alloc(32, 2) }) });
const log = { info: () => undefined, warn: console.error, error: console.error };
const make = createMakeExport({
  ...{ store, actor: systemActor("report"), blobs: createFileBlobs({ dir }), log, keptDays: 1 },
  passports: { make: () => Promise.reject(new Error("no set is made here")) },
});
const begun = performance.now();
await make({ exportId }, { signal: new AbortController().signal });
const ms = performance.now() - begun;
await store.close();
console.log(JSON.stringify({ ms, peakMb: process.resourceUsage().maxRSS / 1024 }));
