/**
 * Where the page that checks passports without a network lies: one HTML file, put into every passport as `verify.html`. For Node alone (a `file:` URL);
 * built from page/ by `node packages/evidence/page/build-page.ts`.
 */
export const VERIFY_PAGE: URL = new URL("../page/verify.html", import.meta.url);
