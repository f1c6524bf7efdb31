/** Signs of a regular expression. Nobody writes these in a word, a name or a hashtag. */
const SIGNS: readonly RegExp[] = [
  /^\/.+\/[dgimsuvy]*$/, // /…/
  /\.[*+]/, // .* .+
  /\(\?/, // (?:
  /\\[A-Za-z]/, // \w \b
  /\[[^\]]*\]/, // [a-z]
  /\{\d+,?\d*\}/, // {2,3}
  /[^|]\|[^|]/, // a|b
  /^\^|\$$/, // ^… …$
  /[A-Za-z)][*+](?:$|\s|[A-Za-z(])/, // a+ a*
];

/**
 * Why an entry is refused, or null. Packs and contests hold words, never patterns: no entry ever reaches a regular-expression engine, so none can make one
 * slow; one that looks like a pattern would silently match nothing.
 */
export function refusePattern(entry: string): string | null {
  if (!SIGNS.some((sign) => sign.test(entry))) return null;
  return `“${entry}” looks like a regular expression, and patterns are not read; write each form as an entry of its own, or "stem: true" for the forms of a word`;
}
