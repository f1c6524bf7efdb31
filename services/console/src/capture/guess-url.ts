import type { UrlGuess } from "@netra/service-api/contract";
import { withScheme } from "./draft.ts";

type Guess = Pick<UrlGuess, "platform" | "handle" | "kind">;
type Platform = NonNullable<Guess["platform"]>;

const HOSTS: readonly (readonly [RegExp, Platform])[] = [
  [/(^|\.)(facebook\.com|fb\.watch|fb\.com)$/, "facebook"],
  [/(^|\.)instagram\.com$/, "instagram"],
  [/(^|\.)tiktok\.com$/, "tiktok"],
  [/(^|\.)(x\.com|twitter\.com)$/, "x"],
  [/(^|\.)(youtube\.com|youtu\.be)$/, "youtube"],
  [/(^|\.)threads\.(net|com)$/, "threads"],
  [/(^|\.)(t\.me|telegram\.me)$/, "telegram"],
  [/(^|\.)bsky\.app$/, "bluesky"],
];

/** Path segments that are the platform's own and never an account. */
const NOT_A_HANDLE = new Set([
  "p",
  "reel",
  "reels",
  "watch",
  "share",
  "groups",
  "story.php",
  "permalink.php",
  "photo",
  "photo.php",
  "videos",
  "i",
  "stories",
  "shorts",
  "profile",
  "c",
  "s",
]);

/**
 * What a link tells without asking anybody, for the moment without a line. The server's own guess replaces it when it comes.
 * Null where the link does not say; never a wrong handle for a short link.
 */
export function guessFromUrl(url: string): Guess {
  const parsed = URL.parse(withScheme(url));
  if (parsed === null || !parsed.hostname.includes(".")) return { platform: null, handle: null, kind: null };
  const host = parsed.hostname.toLowerCase();
  const platform = HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? null;
  const [first = "", second = ""] = parsed.pathname.split("/").filter((segment) => segment !== "");
  const path = parsed.pathname.toLowerCase();
  return { platform, handle: platform === null ? null : handleOf(platform, first, second), kind: kindOf(path, parsed.search) };
}

function handleOf(platform: Platform, first: string, second: string): string | null {
  if (platform === "bluesky") return first === "profile" && second !== "" ? second : null;
  if (platform === "youtube") return first.startsWith("@") ? first.slice(1) : null;
  // A path of one short segment is a shortened link, not a profile, on the hosts that shorten.
  if (first === "" || second === "" || NOT_A_HANDLE.has(first.toLowerCase())) return null;
  return first.replace(/^@/, "");
}

function kindOf(path: string, search: string): Guess["kind"] {
  if (/comment_id=/.test(search)) return "comment";
  if (/\/(reels?|videos?|watch|shorts)(\/|$)/.test(path)) return "video";
  return /\/photos?(\/|\.php|$)/.test(path) ? "photo" : null;
}
