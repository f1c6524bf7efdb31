import { useQueryClient } from "@tanstack/react-query";
import type { Locale } from "../words/format.ts";
import { useWords } from "../words/words.tsx";
import { saveLocale } from "./session-api.ts";
import style from "./sign-in.module.css";
import { useSession } from "./use-session.ts";

const LANGUAGES = [
  { locale: "id", word: "ID", name: "Bahasa Indonesia" },
  { locale: "en", word: "EN", name: "English" },
] as const;

/** ID / EN. This device remembers at once; the account follows when somebody is signed in, and a failure to save is no reason to stay. */
export function LanguageSwitch() {
  const { say, locale, setLocale } = useWords();
  const session = useSession();
  const client = useQueryClient();

  const choose = (next: Locale): void => {
    if (!session.data) return void setLocale(next);
    // The page follows the session (app.tsx): one source, so that the two cannot pull apart.
    client.setQueryData(["session"], { ...session.data, locale: next });
    saveLocale(next).catch(() => {});
  };
  return (
    <fieldset aria-label={say("nav.language")} className={style.languages}>
      {LANGUAGES.map((language) => (
        <button
          key={language.locale}
          type="button"
          className={style.language}
          aria-pressed={locale === language.locale}
          aria-label={`${language.word}, ${language.name}`}
          lang={language.locale}
          onClick={() => choose(language.locale)}
        >
          {language.word}
        </button>
      ))}
    </fieldset>
  );
}
