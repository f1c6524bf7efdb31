import { conflict } from "@netra/domain";

/** RE2's set of patterns, as the package `re2` gives it: which patterns are in a text, not where. */
export interface Re2Set {
  match(text: string): number[];
}

/** The package `modern-ahocorasick`, as far as it is used. */
export interface AhoCorasick {
  search(text: string): readonly { readonly patternIndex: number; readonly start: number }[];
}

interface Packages {
  readonly re2: { readonly Set: new (patterns: readonly string[], options: { readonly maxMem: number }) => Re2Set };
  readonly "modern-ahocorasick": new (patterns: readonly string[], options?: { readonly boundary: "whitespace" }) => AhoCorasick;
}

/** Loads a package of this folder's own lock file. The rest of the project is checked without it, so the name is no literal. */
export async function loadPackage<Name extends keyof Packages>(name: Name): Promise<Packages[Name]> {
  const specifier: string = name;
  try {
    return ((await import(specifier)) as { default: Packages[Name] }).default;
  } catch (error) {
    throw conflict(
      "bench-package",
      `${name} cannot be loaded (${(error as { code?: string }).code ?? "unknown"}): remove test/bench/node_modules and run the bench again; re2 is compiled there and needs g++, make and python3.`,
    );
  }
}
