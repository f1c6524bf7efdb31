import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import { chunksOf, filesOf } from "./bundle-files.ts";

const PART = /\/src\/words\/(desk-)?(id|en)\.ts\?part=(phone|desk|rooms|overview)$/;
/** Words of the pages that must be small, by the first part of their key. */
const PHONE = new Set(["app", "cap", "empty", "err", "kind", "nav", "offline", "origin", "password", "platform", "role", "sign_in", "visibility"]);
/** Words of the rooms that are not visited with every post; of the desk's own catalogue. Every other word is the desk's. */
const ROOMS = new Set([..."case confirm quality rules reg agree team set rep exp rec status intake look mask reporter pass".split(" ")]);
/** Words that one room alone says, of the desk's own catalogue. */
const OWN: Readonly<Record<string, Part>> = { over: "overview" };
const PHONE_PAGES = ["src/main.tsx", "session/sign-in-page.tsx", "capture/capture-page.tsx", "capture/later-steps.tsx"];
const DESK_PAGES = ["shell/desk.tsx", "triage/triage-page.tsx", "triage/flag-page.tsx", "day/day-page.tsx"];
/** A key of such a word that is made of data. */
const MADE_KEY = new RegExp(`\`(?:${[...ROOMS, "over"].join("|")})\\.[\\w.]*\\$\\{`, "g");

type Part = "phone" | "desk" | "rooms" | "overview";
const partOf = (key: string, own: boolean): Part => {
  const first = key.split(".")[0] ?? "";
  return !own && PHONE.has(first) ? "phone" : (own && (OWN[first] ?? (ROOMS.has(first) ? "rooms" : undefined))) || "desk";
};

/**
 * Cuts the catalogues when they are loaded: a phone fetches only the words that its pages say, the desk those of reading posts, and the other rooms the rest. In the
 * source a language stays one list. Fails the build when a page says a word that its part lacks.
 */
export function wordParts(): Plugin {
  let deskKeys: readonly string[] = [];
  let roomKeys: readonly string[] = [];
  return {
    name: "word-parts",
    enforce: "pre",
    async load(id) {
      const [, own, locale, part] = PART.exec(id) ?? [];
      if (locale === undefined) return null;
      const words = join(import.meta.dirname, "src/words");
      for (const file of readdirSync(words)) this.addWatchFile(join(words, file));
      const file = pathToFileURL(join(words, `${own ?? ""}${locale}.ts`));
      const name = own === undefined ? locale : `desk${locale === "id" ? "Id" : "En"}`;
      const catalogue = ((await import(`${file}?${Date.now()}`)) as Record<string, Readonly<Record<string, string>>>)[name] ?? {};
      const cut = Object.entries(catalogue).filter(([key]) => partOf(key, own !== undefined) === part);
      if (own === undefined && part === "desk") deskKeys = cut.map(([key]) => key);
      if (part === "rooms" || part === "overview") roomKeys = [...new Set([...roomKeys, ...cut.map(([key]) => key)])];
      return `export const words = ${JSON.stringify(Object.fromEntries(cut))};`;
    },
    generateBundle(_options, bundle) {
      const codeOf = (pages: readonly string[]) =>
        [...filesOf(chunksOf(pages, bundle), bundle)].flatMap((name) => {
          const file = bundle[name];
          return file?.type === "chunk" ? [{ name: basename(name), code: file.code }] : [];
        });
      const saidIn = (code: string, keys: readonly string[]) => keys.filter((key) => code.includes(`"${key}"`) || code.includes(`\`${key}\``));
      const refuse = (name: string, strange: readonly string[], remedy: string): void => {
        if (strange.length > 0) this.error(`${name} says ${strange.join(", ")}, which it has not loaded: ${remedy}`);
      };
      for (const { name, code } of codeOf(PHONE_PAGES)) refuse(name, saidIn(code, deskKeys), "add the key's first part to PHONE in word-parts.ts.");
      for (const { name, code } of codeOf(DESK_PAGES))
        refuse(
          name,
          [...saidIn(code, roomKeys), ...(code.match(MADE_KEY) ?? [])],
          "give the key a first part that is not in ROOMS of word-parts.ts.",
        );
    },
  };
}
