import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { chunksOf, filesOf } from "./bundle-files.ts";

/** What every page behind the door loads first. */
const DESK = ["shell/desk.tsx", "words/id.ts?part=desk", "words/desk-id.ts?part=desk"];
const ROOM = [...DESK, "words/desk-id.ts?part=rooms"];

interface Budget {
  readonly visit: string;
  readonly modules: readonly string[];
  readonly budgetKb: number;
  /** The same without fonts, where a page has a limit of its own. */
  readonly codeKb?: number;
}

/** What a first visit may download, in kB after gzip: code, styles, words of one language and fonts. Source: the console's design, for a slow line. */
const BUDGETS_KB: readonly Budget[] = [
  { visit: "sign-in", modules: ["session/sign-in-page.tsx"], budgetKb: 120 },
  { visit: "capture", modules: ["capture/capture-page.tsx"], budgetKb: 120 },
  { visit: "my day", modules: [...DESK, "day/day-page.tsx"], budgetKb: 300 },
  { visit: "triage", modules: [...DESK, "triage/triage-page.tsx"], budgetKb: 300, codeKb: 250 },
  { visit: "one flag", modules: [...DESK, "triage/flag-page.tsx"], budgetKb: 300 },
  { visit: "intake", modules: [...ROOM, "intake/intake-page.tsx"], budgetKb: 300 },
  { visit: "one capture", modules: [...ROOM, "intake/capture-look-page.tsx"], budgetKb: 300 },
  { visit: "one report", modules: [...ROOM, "reports/report-page.tsx"], budgetKb: 300 },
  { visit: "overview", modules: [...DESK, "words/desk-id.ts?part=overview", "overview/overview-page.tsx"], budgetKb: 300 },
  { visit: "reports", modules: [...ROOM, "reports/reports-page.tsx"], budgetKb: 300 },
  { visit: "one case", modules: [...ROOM, "cases/case-page.tsx"], budgetKb: 300 },
  { visit: "a draft of rules", modules: [...ROOM, "rules/draft-page.tsx"], budgetKb: 300 },
];
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
      for (const { visit, modules, budgetKb, codeKb } of BUDGETS_KB) {
        const files = [...filesOf(chunksOf([...ALWAYS, ...modules], bundle), bundle)];
        const weigh = (names: readonly string[]): number => Math.round(names.reduce((sum, name) => sum + sizeOf(name), 0) / 1000);
        const [kb, code] = [weigh(files), weigh(files.filter((name) => !name.endsWith(".woff2")))];
        this.info(`first visit to ${visit}: ${kb} kB of ${budgetKb} kB${codeKb === undefined ? "" : `, without fonts ${code} kB of ${codeKb} kB`}`);
        if (kb > budgetKb)
          this.error(`The first visit to ${visit} weighs ${kb} kB, more than its ${budgetKb} kB: load something later, or leave it out.`);
        if (codeKb !== undefined && code > codeKb)
          this.error(
            `The first visit to ${visit} weighs ${code} kB without fonts, more than its ${codeKb} kB: load something later, or leave it out.`,
          );
      }
    },
  };
}
