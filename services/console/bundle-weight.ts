import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** What every page behind the door loads first. */
const DESK = ["shell/desk.tsx", "words/desk-id.ts"];

/** What a first visit may download, in kB after gzip: code, styles, words of one language and fonts. Source: the console's design, for a slow line. */
const BUDGETS_KB = [
  { visit: "sign-in", modules: ["session/sign-in-page.tsx"], budgetKb: 120 },
  { visit: "capture", modules: ["capture/capture-page.tsx"], budgetKb: 120 },
  { visit: "triage", modules: [...DESK, "triage/triage-page.tsx"], budgetKb: 300 },
  { visit: "one flag", modules: [...DESK, "triage/flag-page.tsx"], budgetKb: 300 },
  { visit: "intake", modules: [...DESK, "intake/intake-page.tsx"], budgetKb: 300 },
  { visit: "one capture", modules: [...DESK, "intake/capture-look-page.tsx"], budgetKb: 300 },
  { visit: "reports", modules: [...DESK, "reports/reports-page.tsx"], budgetKb: 300 },
] as const;
const ALWAYS = ["src/main.tsx", "words/id.ts"];

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } };

/** Prints the weight of each first visit and fails the build when one is over its budget. */
export function bundleWeight(): Plugin {
  return {
    name: "bundle-weight",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === "chunk");
      const sizeOf = (name: string): number => {
        const file = bundle[name];
        if (file === undefined) return 0;
        const bytes = Buffer.from(file.type === "chunk" ? file.code : file.source);
        return name.endsWith(".woff2") ? bytes.byteLength : gzipSync(bytes).byteLength;
      };
      for (const { visit, modules, budgetKb } of BUDGETS_KB) {
        const wanted = chunks.filter((chunk) => [...ALWAYS, ...modules].some((module) => chunk.moduleIds.some((id) => id.endsWith(module))));
        const kb = Math.round([...filesOf(wanted, bundle)].reduce((sum, name) => sum + sizeOf(name), 0) / 1000);
        this.info(`first visit to ${visit}: ${kb} kB of ${budgetKb} kB`);
        if (kb > budgetKb)
          this.error(`The first visit to ${visit} weighs ${kb} kB, more than its ${budgetKb} kB: load something later, or leave it out.`);
      }
    },
  };
}

/** The chunks, what they import statically, their styles, and the fonts those name. */
function filesOf(chunks: readonly Chunk[], bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const add = (chunk: Chunk): void => {
    if (files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) {
      files.add(css);
      const source = bundle[css];
      if (source?.type === "asset")
        for (const [, font] of String(source.source).matchAll(/url\(\/?(assets\/[^)]+\.woff2)\)/g)) if (font) files.add(font);
    }
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") add(imported as Chunk);
    }
  };
  for (const chunk of chunks) add(chunk);
  return files;
}
