import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import { chunksOf, filesOf } from "./bundle-files.ts";

const PART = /\/src\/words\/(id|en)\.ts\?part=(phone|desk)$/;
/** Words of the pages that must be small, by the first part of their key. Every other word is the desk's. */
const PHONE = new Set(["app", "cap", "empty", "err", "kind", "nav", "offline", "origin", "password", "platform", "role", "sign_in", "visibility"]);
const PHONE_PAGES = ["src/main.tsx", "session/sign-in-page.tsx", "capture/capture-page.tsx", "capture/later-steps.tsx"];

const isPhone = (key: string): boolean => PHONE.has(key.split(".")[0] ?? "");

/**
 * Cuts each catalogue in two when it is loaded: a phone fetches only the words that its pages say, and the desk the rest. In the source a language stays
 * one list. Fails the build when a page of the phone says a word of the desk.
 */
export function wordParts(): Plugin {
  let deskKeys: readonly string[] = [];
  return {
    name: "word-parts",
    enforce: "pre",
    async load(id) {
      const [, locale, part] = PART.exec(id) ?? [];
      if (locale === undefined) return null;
      const file = join(import.meta.dirname, "src/words", `${locale}.ts`);
      this.addWatchFile(file);
      const catalogue = ((await import(`${pathToFileURL(file)}?${Date.now()}`)) as Record<string, Readonly<Record<string, string>>>)[locale] ?? {};
      if (part === "desk") deskKeys = Object.keys(catalogue).filter((key) => !isPhone(key));
      return `export const words = ${JSON.stringify(Object.fromEntries(Object.entries(catalogue).filter(([key]) => isPhone(key) === (part === "phone"))))};`;
    },
    generateBundle(_options, bundle) {
      for (const name of filesOf(chunksOf(PHONE_PAGES, bundle), bundle)) {
        const file = bundle[name];
        if (file?.type !== "chunk") continue;
        const strange = deskKeys.filter((key) => file.code.includes(`"${key}"`) || file.code.includes(`\`${key}\``));
        if (strange.length > 0)
          this.error(
            `${basename(name)} says ${strange.join(", ")}, which a phone has not loaded: add the key's first part to PHONE in word-parts.ts.`,
          );
      }
    },
  };
}
