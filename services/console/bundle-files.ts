import type { Rolldown } from "vite";

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } };

/** The chunks of a build that hold one of these modules, named by the end of their path. */
export function chunksOf(modules: readonly string[], bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === "chunk");
  return chunks.filter((chunk) => modules.some((module) => chunk.moduleIds.some((id) => id.endsWith(module))));
}

/** Names of these chunks, of what they import statically, of their styles, and of the fonts that those name. */
export function filesOf(chunks: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): Set<string> {
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
  for (const chunk of chunks) add(chunk as Chunk);
  return files;
}
