import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import type { DeskWordKey, deskId } from "./desk-id.ts";
import { fill, type Holes } from "./fill.ts";
import { type Format, type Locale, makeFormat } from "./format.ts";
import type { id, WordKey } from "./id.ts";

type Sentences = typeof id & typeof deskId;
type Key = keyof Sentences;
type Catalogue = Readonly<Record<WordKey, string> & Partial<Record<DeskWordKey, string>>>;
type Values<K extends Key> = [Holes<Sentences[K]>] extends [never] ? [] : [Readonly<Record<Holes<Sentences[K]>, string | number>>];

/** Looks a word up; asks for exactly the placeholders that its sentence has. */
export type Say = <K extends Key>(key: K, ...values: Values<K>) => string;

interface Words {
  readonly say: Say;
  readonly format: Format;
  readonly locale: Locale;
  /** For keys made of data (`state.${state}`, `status.why.${why}`): falls back to the data itself when the catalogue lacks it. */
  readonly sayData: (key: string, fallback: string) => string;
  readonly setLocale: (locale: Locale) => Promise<void>;
  readonly setZone: (zone: string) => void;
  /** Whether the desk's own words are here; `askForDesk` fetches them, and every later change of language then brings them too. */
  readonly deskReady: boolean;
  readonly askForDesk: () => void;
}

const Context = createContext<Words | null>(null);
const STORED = "netra.locale";
const DEFAULT_ZONE = "Asia/Jakarta";

/** Of each catalogue a phone fetches only the words that its pages say, and never the other language; `word-parts.ts` cuts them. */
const PARTS = {
  phone: { id: () => import("./id.ts?part=phone"), en: () => import("./en.ts?part=phone") },
  desk: { id: () => import("./id.ts?part=desk"), en: () => import("./en.ts?part=desk") },
};

/** The words of the pages in front of the desk. */
export const loadCatalogue = async (locale: Locale): Promise<Catalogue> => (await PARTS.phone[locale]()).words;

/** All other words, in chunks of their own. */
export async function loadDeskWords(locale: Locale): Promise<Readonly<Record<string, string>>> {
  const own = locale === "id" ? import("./desk-id.ts").then(({ deskId }) => deskId) : import("./desk-en.ts").then(({ deskEn }) => deskEn);
  const [rest, desk] = await Promise.all([PARTS.desk[locale](), own]);
  return { ...rest.words, ...desk };
}
const hasDesk = (catalogue: Catalogue): boolean => "look.title" in catalogue;

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

  const [desk, setDesk] = useState(false);
  const askForDesk = useCallback(() => setDesk(true), []);
  const deskReady = hasDesk(catalogue);
  useEffect(() => {
    if (!desk || deskReady) return;
    void loadDeskWords(locale).then((more) =>
      setWords((now) => (now.locale === locale ? { ...now, catalogue: { ...now.catalogue, ...more } } : now)),
    );
  }, [desk, deskReady, locale]);

  const setLocale = useCallback(
    async (next: Locale) => {
      const [words, more] = await Promise.all([loadCatalogue(next), desk ? loadDeskWords(next) : {}]);
      setWords({ locale: next, catalogue: { ...words, ...more } });
      document.documentElement.lang = next;
      try {
        localStorage.setItem(STORED, next);
      } catch {
        // Private windows may refuse storage; the choice then lasts as long as the page.
      }
    },
    [desk],
  );

  const words = useMemo<Words>(
    () => ({
      say: (key, ...values) => fill(catalogue[key] ?? key, values[0]),
      sayData: (key, fallback) => (catalogue as Readonly<Record<string, string>>)[key] ?? fallback,
      format: makeFormat(locale, zone),
      locale,
      setLocale,
      setZone,
      deskReady,
      askForDesk,
    }),
    [catalogue, locale, zone, setLocale, deskReady, askForDesk],
  );
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = use(Context);
  if (words === null) throw new Error("useWords needs a WordsProvider above it.");
  return words;
}
