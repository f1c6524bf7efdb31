type Locale = "id" | "en";
interface Look {
  readonly locale: Locale;
  readonly wide: boolean;
}

/** Whether everything is walked, and pictures are taken: `npm run test:e2e`. */
export const WHOLE = process.env.NETRA_E2E_WHOLE === "1";

const LOCALES: readonly Locale[] = ["id", "en"];

/**
 * How screens are walked. Whole: each language in both sizes, two windows at once, since a page that paints leaves the other core idle. With `npm test`, which must not
 * take long: each language and each size once, one after the other, since a person speaks one language at a time.
 */
export const WALKS: readonly { readonly name: string; readonly looks: readonly Look[] }[] = WHOLE
  ? LOCALES.map((locale) => ({ name: `in ${locale}, wide and narrow`, looks: [true, false].map((wide) => ({ locale, wide })) }))
  : LOCALES.map((locale) => ({ name: `in ${locale}, ${locale === "id" ? "wide" : "narrow"}`, looks: [{ locale, wide: locale === "id" }] }));
