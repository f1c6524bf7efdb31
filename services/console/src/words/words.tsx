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
  /** Whether a part's words are here; `askFor` fetches them, and every later change of language then brings them too. */
  readonly hasWords: (part: Part) => boolean;
  readonly askFor: (part: Part) => void;
}

interface State {
  readonly locale: Locale;
  readonly catalogue: Catalogue;
  readonly parts: readonly Part[];
}

const Context = createContext<Words | null>(null);
const STORED = "netra.locale";
const DEFAULT_ZONE = "Asia/Jakarta";

/** What is loaded on its own: the phone's pages, what reading posts needs, the other rooms, and the dashboard; `word-parts.ts` cuts them. Never the other language. */
export type Part = "phone" | "desk" | "rooms" | "overview";
const PARTS = {
  phone: { id: [() => import("./id.ts?part=phone")], en: [() => import("./en.ts?part=phone")] },
  desk: {
    id: [() => import("./id.ts?part=desk"), () => import("./desk-id.ts?part=desk")],
    en: [() => import("./en.ts?part=desk"), () => import("./desk-en.ts?part=desk")],
  },
  rooms: { id: [() => import("./desk-id.ts?part=rooms")], en: [() => import("./desk-en.ts?part=rooms")] },
  overview: { id: [() => import("./desk-id.ts?part=overview")], en: [() => import("./desk-en.ts?part=overview")] },
} as const;

/** One part in one language, from the browser's memory where it was asked for before. */
export async function loadPart(part: Part, locale: Locale): Promise<Readonly<Record<string, string>>> {
  const loaded = await Promise.all(PARTS[part][locale].map((load) => load()));
  return Object.assign({}, ...loaded.map(({ words }) => words));
}

/** The words of the pages in front of the desk. */
export const loadCatalogue = async (locale: Locale): Promise<Catalogue> => (await loadPart("phone", locale)) as Catalogue;

/** Indonesian, unless this device was set to English. */
export function storedLocale(): Locale {
  try {
    return localStorage.getItem(STORED) === "en" ? "en" : "id";
  } catch {
    return "id";
  }
}

export function WordsProvider({ first, children }: { first: { locale: Locale; catalogue: Catalogue }; children: ReactNode }) {
  const [{ locale, catalogue, parts }, setWords] = useState<State>({ ...first, parts: ["phone"] });
  const [zone, setZone] = useState(DEFAULT_ZONE);

  const [asked, setAsked] = useState<readonly Part[]>(["phone"]);
  const askFor = useCallback((part: Part) => setAsked((now) => (now.includes(part) ? now : [...now, part])), []);
  const hasWords = useCallback((part: Part) => parts.includes(part), [parts]);
  useEffect(() => {
    for (const part of asked.filter((one) => !parts.includes(one)))
      void loadPart(part, locale).then((more) =>
        setWords((now) =>
          now.locale === locale && !now.parts.includes(part)
            ? { ...now, catalogue: { ...now.catalogue, ...more }, parts: [...now.parts, part] }
            : now,
        ),
      );
  }, [asked, parts, locale]);

  const setLocale = useCallback(
    async (next: Locale) => {
      const loaded = await Promise.all(asked.map((part) => loadPart(part, next)));
      setWords({ locale: next, catalogue: Object.assign({}, ...loaded) as Catalogue, parts: asked });
      document.documentElement.lang = next;
      try {
        localStorage.setItem(STORED, next);
      } catch {
        // Private windows may refuse storage; the choice then lasts as long as the page.
      }
    },
    [asked],
  );

  const words = useMemo<Words>(
    () => ({
      say: (key, ...values) => fill(catalogue[key] ?? key, values[0]),
      sayData: (key, fallback) => (catalogue as Readonly<Record<string, string>>)[key] ?? fallback,
      format: makeFormat(locale, zone),
      locale,
      setLocale,
      setZone,
      hasWords,
      askFor,
    }),
    [catalogue, locale, zone, setLocale, hasWords, askFor],
  );
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = use(Context);
  if (words === null) throw new Error("useWords needs a WordsProvider above it.");
  return words;
}
