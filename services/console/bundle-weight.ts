import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { chunksOf, filesOf } from "./bundle-files.ts";

/** What every page behind the door loads first. */
const DESK = ["shell/desk.tsx", "words/id.ts?part=desk", "words/desk-id.ts"];

/** What a first visit may download, in kB after gzip: code, styles, words of one language and fonts. Source: the console's design, for a slow line. */
const BUDGETS_KB = [
  { visit: "sign-in", modules: ["session/sign-in-page.tsx"], budgetKb: 120 },
  { visit: "capture", modules: ["capture/capture-page.tsx"], budgetKb: 120 },
  { visit: "my day", modules: [...DESK, "day/day-page.tsx"], budgetKb: 300 },
  { visit: "triage", modules: [...DESK, "triage/triage-page.tsx"], budgetKb: 300 },
  { visit: "one flag", modules: [...DESK, "triage/flag-page.tsx"], budgetKb: 300 },
  { visit: "intake", modules: [...DESK, "intake/intake-page.tsx"], budgetKb: 300 },
  { visit: "one capture", modules: [...DESK, "intake/capture-look-page.tsx"], budgetKb: 300 },
  { visit: "reports", modules: [...DESK, "reports/reports-page.tsx"], budgetKb: 300 },
] as const;
const ALWAYS = ["src/main.tsx", "words/id.ts?part=phone"];

/** Prints the weight of each first visit and fails the build when one is over its budget. */
export function bundleWeight(): Plugin {
  return {
    name: "bundle-weight",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const sizeOf = (name: string): number => {
        const file = bundle[name];
        if (file === undefined) return 0;
        const bytes = Buffer.from(file.type === "chunk" ? file.code : file.source);
        return name.endsWith(".woff2") ? bytes.byteLength : gzipSync(bytes).byteLength;
      };
      for (const { visit, modules, budgetKb } of BUDGETS_KB) {
        const wanted = chunksOf([...ALWAYS, ...modules], bundle);
        const kb = Math.round([...filesOf(wanted, bundle)].reduce((sum, name) => sum + sizeOf(name), 0) / 1000);
        this.info(`first visit to ${visit}: ${kb} kB of ${budgetKb} kB`);
        if (kb > budgetKb)
          this.error(`The first visit to ${visit} weighs ${kb} kB, more than its ${budgetKb} kB: load something later, or leave it out.`);
      }
    },
  };
}
