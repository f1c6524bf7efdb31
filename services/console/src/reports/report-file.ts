import type { DeskWordKey } from "../words/desk-id.ts";

export type FileEdition = "internal" | "shareable" | null;

/** What a stored file is, told from its name: its words, its language, its edition, and whether it is for people to read or for programs. */
export interface KnownFile {
  readonly key: DeskWordKey | null;
  readonly language: "ID" | "EN" | null;
  /** A superior's columns have a name of their own. */
  readonly title: string | null;
  readonly edition: FileEdition;
  readonly forReading: boolean;
}

/** By the end of the name; the first that fits counts. */
const ENDINGS: readonly (readonly [RegExp, DeskWordKey, boolean])[] = [
  [/\.pdf$/, "rep.file_pdf", true],
  [/\.xlsx$/, "rep.file_xlsx", true],
  [/\.html$/, "rep.file_html", true],
  [/\.tables\.zip$/, "rep.file_tables", false],
  [/\.csv$/, "rep.file_csv", false],
  [/\.manifest\.json$/, "rep.file_manifest", false],
  [/\.manifest\.note$/, "rep.file_signature", false],
  [/\.schema\.json$/, "rep.file_schema", false],
  [/\.json$/, "rep.file_json", false],
];

/** Reads a name such as `netra-2029-W42-19.71-v1.internal.id.pdf`. What is without an edition in its name is internal, as pages and tables once were; a schema is of none. */
export function knownFile(name: string): KnownFile {
  const [, key = null, forReading = false] = ENDINGS.find(([ending]) => ending.test(name)) ?? [];
  const language = (/\.(id|en)\.\w+$/.exec(name)?.[1]?.toUpperCase() ?? null) as KnownFile["language"];
  const said = /\.(internal|shareable)\./.exec(name)?.[1] as "internal" | "shareable" | undefined;
  const title = language === null ? (/\.(?:internal|shareable)\.([a-z0-9-]+)\.xlsx$/.exec(name)?.[1] ?? null) : null;
  return { key, language, title, edition: said ?? (key === "rep.file_schema" ? null : "internal"), forReading };
}

/** The printable pages in a language, of each edition that has one: the internal one first. */
export const pagesIn = (
  files: readonly { readonly name: string }[],
  locale: "id" | "en",
): { readonly edition: "internal" | "shareable"; readonly name: string }[] =>
  (["internal", "shareable"] as const).flatMap((edition) => {
    const page = files.find(({ name }) => {
      const known = knownFile(name);
      return known.key === "rep.file_html" && known.language === locale.toUpperCase() && known.edition === edition;
    });
    return page === undefined ? [] : [{ edition, name: page.name }];
  });

/** In the order in which people look for them: what is read before what is computed with, then as the list above. */
export function byUse(a: { readonly name: string }, b: { readonly name: string }): number {
  const place = ({ name }: { readonly name: string }): number => ENDINGS.findIndex(([ending]) => ending.test(name));
  const language = ({ name }: { readonly name: string }): number => (knownFile(name).language === "EN" ? 1 : 0);
  return place(a) - place(b) || language(a) - language(b) || (a.name < b.name ? -1 : 1);
}
