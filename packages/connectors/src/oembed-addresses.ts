import type { Platform } from "@netra/domain";
import { canonicalUrl, guessFromUrl } from "@netra/imports";

/** Platforms that answer a public oEmbed request without a credential. Names are those of NETRA_OEMBED: never rename. */
export const OEMBED_PLATFORMS = ["facebook", "instagram", "threads", "tiktok", "x", "youtube"] as const satisfies readonly Platform[];
export type OembedPlatform = (typeof OEMBED_PLATFORMS)[number];

/**
 * Where each kind of address is asked for. Sources: Meta, Graph API reference `oembed_post`, `oembed_video`, `instagram_oembed` (no credential since 2026-06-15); Threads reference
 * `oembed`; X documentation, oEmbed API (docs.x.com: `publish.x.com`, formerly `publish.twitter.com`); TikTok and YouTube: their entries in the list of oembed.com.
 */
export const OEMBED_ENDPOINTS = {
  "facebook-post": "https://graph.facebook.com/v26.0/oembed_post",
  "facebook-video": "https://graph.facebook.com/v26.0/oembed_video",
  instagram: "https://graph.facebook.com/v26.0/instagram_oembed",
  threads: "https://graph.threads.net/v1.0/oembed",
  tiktok: "https://www.tiktok.com/oembed",
  x: "https://publish.x.com/oembed",
  youtube: "https://www.youtube.com/oembed?format=json",
} as const;
export type OembedEndpoint = keyof typeof OEMBED_ENDPOINTS;

/** What is asked: one of the platform's own addresses of a post, built anew from its ids, so that nothing else of what somebody typed leaves. */
export interface OembedQuestion {
  readonly endpoint: OembedEndpoint;
  readonly address: string;
}

interface Form {
  readonly endpoint: OembedEndpoint;
  /** Matched against path and query of the canonical address. */
  readonly form: RegExp;
  readonly to: (found: Readonly<Record<string, string>>) => string;
}

/**
 * Forms of addresses that the platform's documentation takes. Others (groups, reels and short links of Facebook, photos of TikTok, community posts of YouTube) are not asked for: an
 * answer to a form that is not supported could be taken for a post that is missing.
 */
const FORMS: Readonly<Record<OembedPlatform, readonly Form[]>> = {
  facebook: [
    {
      endpoint: "facebook-post",
      form: /^\/(?<page>[\w.-]+)\/posts\/(?<id>\w+)$/,
      to: ({ page, id }) => `https://www.facebook.com/${page}/posts/${id}`,
    },
    {
      endpoint: "facebook-post",
      form: /^\/permalink\.php\?story_fbid=(?<id>\w+)&id=(?<page>\d+)$/,
      to: ({ page, id }) => `https://www.facebook.com/permalink.php?story_fbid=${id}&id=${page}`,
    },
    { endpoint: "facebook-post", form: /^\/photo\/\?fbid=(?<id>\d+)$/, to: ({ id }) => `https://www.facebook.com/photo.php?fbid=${id}` },
    {
      endpoint: "facebook-video",
      form: /^\/(?<page>[\w.-]+)\/videos\/(?<id>\d+)$/,
      to: ({ page, id }) => `https://www.facebook.com/${page}/videos/${id}/`,
    },
    { endpoint: "facebook-video", form: /^\/watch\/\?v=(?<id>\d+)$/, to: ({ id }) => `https://www.facebook.com/video.php?v=${id}` },
  ],
  instagram: [{ endpoint: "instagram", form: /^\/p\/(?<id>[\w-]+)$/, to: ({ id }) => `https://www.instagram.com/p/${id}/` }],
  threads: [
    { endpoint: "threads", form: /^\/@(?<page>[\w.]+)\/post\/(?<id>[\w-]+)$/, to: ({ page, id }) => `https://www.threads.com/@${page}/post/${id}` },
  ],
  tiktok: [
    { endpoint: "tiktok", form: /^\/@(?<page>[\w.]+)\/video\/(?<id>\d+)$/, to: ({ page, id }) => `https://www.tiktok.com/@${page}/video/${id}` },
  ],
  x: [{ endpoint: "x", form: /^\/(?!i\/)(?<page>\w+)\/status\/(?<id>\d+)$/, to: ({ page, id }) => `https://x.com/${page}/status/${id}` }],
  youtube: [{ endpoint: "youtube", form: /^\/watch\?v=(?<id>[\w-]{11})$/, to: ({ id }) => `https://www.youtube.com/watch?v=${id}` }],
};

/** Reads what may be asked about an address; null for one that is no post of this platform in a form it takes (a comment, an account, another host, a short link). Pure, never throws. */
export function questionAbout(url: string, platform: Platform): OembedQuestion | null {
  const guess = guessFromUrl(url);
  const canonical = canonicalUrl(url);
  if (guess === null || canonical === null || guess.platform !== platform || guess.externalId === null) return null;
  const { pathname, search } = new URL(canonical);
  for (const { endpoint, form, to } of formsOf(platform)) {
    const found = form.exec(`${pathname}${search}`)?.groups;
    if (found) return { endpoint, address: to(found) };
  }
  return null;
}

const formsOf = (platform: Platform): readonly Form[] => (isOembedPlatform(platform) ? FORMS[platform] : []);

/** Whether a platform is one of those that can be opened. */
export const isOembedPlatform = (platform: string): platform is OembedPlatform => (OEMBED_PLATFORMS as readonly string[]).includes(platform);
