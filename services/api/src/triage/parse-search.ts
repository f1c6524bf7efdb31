import { invalid, normalizeHandle } from "@netra/domain";
import { canonicalUrl, guessFromUrl } from "@netra/imports";
import type { FlagSearch } from "@netra/store";

type Filter = Extract<FlagSearch, { by: "words" }>["filter"];

/** Longer is no search but a text. Characters. */
const MOST_WORDS = 200;
const NUMBER = /^B-?0*([1-9]\d{0,11})$/i;
/** A name with a dot or a line in it is how accounts are called; any other single word is a word, unless an @ says otherwise. */
const HANDLE = /^(?:@\S{1,100}|[\w-]+(?:[._][\w-]+)+)$/;
const BARE_ADDRESS = /^(?:[\w-]+\.)+[a-z]{2,}\/\S+$/i;
const BLUESKY = /^https:\/\/bsky\.app\/profile\/([^/?#]+)(\/post\/[^/?#]+)$/;

/**
 * What somebody means who types this into the one search field: a flag's number (`B-00012`), the address of a post, a handle (`@name`, or a name with a dot or a line
 * in it), else words. Throws invalid `search-too-long` for more than 200 characters that are no address.
 */
export function parseSearch(text: string, filter: Filter): FlagSearch {
  const asked = text.trim();
  const number = NUMBER.exec(asked)?.[1];
  if (number !== undefined) return { by: "number", number };
  if (/^https?:\/\/\S+$/i.test(asked)) return byAddress(asked);
  if (BARE_ADDRESS.test(asked)) return byAddress(`https://${asked}`);
  if (asked.length > MOST_WORDS) throw invalid("search-too-long", `Search for at most ${MOST_WORDS} characters, or paste the address of a post.`);
  if (HANDLE.test(asked)) return { by: "handle", handleKey: normalizeHandle(asked) };
  return { by: "words", words: asked, filter };
}

function byAddress(address: string): FlagSearch {
  const canonical = canonicalUrl(address) ?? address;
  const guess = guessFromUrl(address);
  const [, profile = "", ending = ""] = BLUESKY.exec(canonical) ?? [];
  const bare = canonical.replace(/^https:\/\//, "");
  const written = [`https://${bare}`, `https://www.${bare}`, `http://${bare}`];
  return {
    by: "address",
    addresses: [...new Set([canonical, address, ...written, ...written.map((one) => `${one}/`)])],
    post: guess?.externalId ? { platform: guess.platform, externalId: guess.externalId } : null,
    // Bluesky's pages name an account by its handle, and we keep its posts under its lasting id.
    under: profile === "" ? null : { platform: "bluesky", handleKey: normalizeHandle(profile), ending },
  };
}
