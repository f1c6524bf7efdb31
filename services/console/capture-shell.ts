import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { chunksOf, filesOf } from "./bundle-files.ts";

const WORKER = "src/capture/capture-worker.js";
/** What the capture page shows without a line: its own code, what it loads later, and both languages. */
const PAGE = ["src/main.tsx", "capture/capture-page.tsx", "words/id.ts?part=phone", "words/en.ts?part=phone"];
const LATER = ["capture/later-steps.tsx", "node_modules/tus-js-client/lib.esm/browser/index.js"];
const HASHING = /^assets\/hash-worker-.*\.js$/;

/**
 * Writes `capture-worker.js` with the names of this build's files in it: a new build is a new worker, which keeps its own files and forgets the old ones.
 * Fails the build when a part of the page cannot be found in it.
 */
export function captureShell(): Plugin {
  return {
    name: "capture-shell",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const hashing = Object.keys(bundle).filter((name) => HASHING.test(name));
      for (const module of [...PAGE, ...LATER])
        if (chunksOf([module], bundle).length === 0)
          this.error(`No file of the build holds ${module}: the capture page would not open without a line.`);
      if (hashing.length !== 1) this.error("The build has no file hash-worker: the capture page would not open without a line.");
      const shell = ["icon.svg", ...filesOf(chunksOf([...PAGE, ...LATER], bundle), bundle), ...hashing].map((name) => `/${name}`).sort();
      const page = bundle["index.html"];
      const version = createHash("sha256")
        .update(JSON.stringify([shell, page?.type === "asset" ? String(page.source) : ""]))
        .digest("hex")
        .slice(0, 12);
      const source = readFileSync(join(import.meta.dirname, WORKER), "utf8")
        .replace('"__VERSION__"', JSON.stringify(version))
        .replace('"__SHELL__"', JSON.stringify(shell));
      this.emitFile({ type: "asset", fileName: "capture-worker.js", source });
    },
  };
}
