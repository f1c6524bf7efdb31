import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { fill, type Holes } from "./fill.ts";
import { type Format, type Locale, makeFormat } from "./format.ts";
import type { id, WordKey } from "./id.ts";

type Catalogue = Readonly<Record<WordKey, string>>;
type Values<K extends WordKey> = [Holes<(typeof id)[K]>] extends [never] ? [] : [Readonly<Record<Holes<(typeof id)[K]>, string | number>>];

/** Looks a word up; asks for exactly the placeholders that its sentence has. */
export type Say = <K extends WordKey>(key: K, ...values: Values<K>) => string;

interface Words {
  readonly say: Say;
  readonly format: Format;
  readonly locale: Locale;
  /** For keys made of data (`state.${state}`, `status.why.${why}`): falls back to the data itself when the catalogue lacks it. */
  readonly sayData: (key: string, fallback: string) => string;
  readonly setLocale: (locale: Locale) => Promise<void>;
  readonly setZone: (zone: string) => void;
}

const Context = createContext<Words | null>(null);
const STORED = "netra.locale";
const DEFAULT_ZONE = "Asia/Jakarta";

/** One language a chunk: nobody downloads the other one. */
export const loadCatalogue = async (locale: Locale): Promise<Catalogue> =>
  locale === "id" ? (await import("./id.ts")).id : (await import("./en.ts")).en;

/** Indonesian, unless this device was set to English. */
export function storedLocale(): Locale {
  try {
    return localStorage.getItem(STORED) === "en" ? "en" : "id";
  } catch {
    return "id";
  }
}

export function WordsProvider({ first, children }: { first: { locale: Locale; catalogue: Catalogue }; children: ReactNode }) {
  const [{ locale, catalogue }, setWords] = useState(first);
  const [zone, setZone] = useState(DEFAULT_ZONE);

  const setLocale = useCallback(async (next: Locale) => {
    setWords({ locale: next, catalogue: await loadCatalogue(next) });
    document.documentElement.lang = next;
    try {
      localStorage.setItem(STORED, next);
    } catch {
      // Private windows may refuse storage; the choice then lasts as long as the page.
    }
  }, []);

  const words = useMemo<Words>(
    () => ({
      say: (key, ...values) => fill(catalogue[key], values[0]),
      sayData: (key, fallback) => (catalogue as Readonly<Record<string, string>>)[key] ?? fallback,
      format: makeFormat(locale, zone),
      locale,
      setLocale,
      setZone,
    }),
    [catalogue, locale, zone, setLocale],
  );
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = use(Context);
  if (words === null) throw new Error("useWords needs a WordsProvider above it.");
  return words;
}
