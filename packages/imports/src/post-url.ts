import { normalizeHandle, type Platform, type PostKind } from "@netra/domain";

/** Longer than any address a browser shows; what is longer is not read. */
export const MAX_URL_CHARS = 4096;

/** What an address alone tells. A post's `handle` is its author's; null where the address does not say. */
export interface UrlGuess {
  readonly platform: Platform;
  readonly handle: string | null;
  readonly kind: PostKind | null;
  /** The platform's own id of the post or the comment. */
  readonly externalId: string | null;
}

/**
 * Reads a platform, an account and a post off an address, without asking anybody. Null for an address of no platform we know by address.
 * A short or "share" link (`vm.tiktok.com/…`, `facebook.com/share/…`) tells its platform only. Never throws.
 */
export function guessFromUrl(url: string): UrlGuess | null {
  const read = readAddress(url);
  if (read === null || read.platform === null) return null;
  const { platform, post } = read;
  return post === null
    ? { platform, handle: read.handle, kind: null, externalId: null }
    : { platform, handle: post.handle, kind: post.kind, externalId: post.id };
}

/**
 * The one address that stands for all of a post's addresses: https, host in lower case without `www.` or `m.`, without what tells who shared it,
 * without trailing slash or fragment; for a post on a platform we know, the form with its id. Null for what is no web address. Never throws.
 *
 * @NOTE It is for comparing. On a site we do not know it need not open (some serve only `www.`): keep the address as given beside it.
 */
export function canonicalUrl(url: string): string | null {
  const read = readAddress(url);
  if (read === null) return null;
  if (read.post !== null) return `https://${read.host}${read.post.path}`;
  const query = new URLSearchParams(read.url.searchParams);
  for (const name of [...query.keys()]) if (TRACKING.test(name) || (read.platform !== null && PLATFORM_TRACKING.test(name))) query.delete(name);
  query.sort();
  const path = read.url.pathname.replace(/\/+$/, "");
  return `https://${read.host}${path}${query.size === 0 ? "" : `?${query}`}`;
}

const TRACKING = /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igsh|igshid|mc_[ce]id|_ga|mibextid)$/;
const PLATFORM_TRACKING =
  /^(?:s|t|si|ref|ref_src|ref_url|_rdr|_rdc|rdid|share_url|__cft__.*|__tn__|_r|_t|is_from_webapp|sender_device|web_id|xmt|slof|pp|feature|hl)$/;

/** Hosts by the name they have in a canonical address. A `short` one leads elsewhere by a code and tells no more than the platform. */
const HOSTS: Readonly<Record<string, { readonly platform: Platform; readonly host: string; readonly short?: true }>> = {
  "facebook.com": { platform: "facebook", host: "facebook.com" },
  "fb.com": { platform: "facebook", host: "facebook.com" },
  "fb.watch": { platform: "facebook", host: "fb.watch", short: true },
  "instagram.com": { platform: "instagram", host: "instagram.com" },
  "tiktok.com": { platform: "tiktok", host: "tiktok.com" },
  "vm.tiktok.com": { platform: "tiktok", host: "vm.tiktok.com", short: true },
  "vt.tiktok.com": { platform: "tiktok", host: "vt.tiktok.com", short: true },
  "x.com": { platform: "x", host: "x.com" },
  "twitter.com": { platform: "x", host: "x.com" },
  "youtube.com": { platform: "youtube", host: "youtube.com" },
  "youtu.be": { platform: "youtube", host: "youtube.com" },
  "threads.com": { platform: "threads", host: "threads.com" },
  "threads.net": { platform: "threads", host: "threads.com" },
};

/** How a platform writes the address of a post. `path` and `query` give `id`, sometimes `handle` and what else `to` needs. First match wins. */
interface PostForm {
  readonly platform: Platform;
  readonly path: RegExp;
  /** The parameter that holds the id, where the path does not. */
  readonly idParam?: string;
  readonly kind: PostKind;
  readonly to: (found: { readonly id: string; readonly handle: string | null; readonly group: string; readonly url: URL }) => string;
}

const POST_FORMS: readonly PostForm[] = [
  {
    platform: "facebook",
    path: /^\/(?:permalink|story)\.php$/,
    idParam: "story_fbid",
    kind: "post",
    to: ({ id, url }) => `/permalink.php?story_fbid=${id}&id=${encodeURIComponent(url.searchParams.get("id") ?? "")}`,
  },
  { platform: "facebook", path: /^\/photo(?:\.php)?$/, idParam: "fbid", kind: "photo", to: ({ id }) => `/photo/?fbid=${id}` },
  { platform: "facebook", path: /^\/watch$/, idParam: "v", kind: "video", to: ({ id }) => `/watch/?v=${id}` },
  { platform: "facebook", path: /^\/reel\/(?<id>\d+)$/, kind: "video", to: ({ id }) => `/reel/${id}` },
  {
    platform: "facebook",
    path: /^\/groups\/(?<group>[\w.]+)\/(?:posts|permalink)\/(?<id>\d+)$/,
    kind: "post",
    to: ({ id, group }) => `/groups/${group.toLowerCase()}/posts/${id}`,
  },
  {
    platform: "facebook",
    path: /^\/(?<handle>[\w.-]+)\/posts\/(?:[^/]+\/)?(?<id>pfbid\w+|\d+)$/,
    kind: "post",
    to: ({ id, handle }) => `/${handle}/posts/${id}`,
  },
  {
    platform: "facebook",
    path: /^\/(?<handle>[\w.-]+)\/videos\/(?:[^/]+\/)?(?<id>\d+)$/,
    kind: "video",
    to: ({ id, handle }) => `/${handle}/videos/${id}`,
  },
  { platform: "facebook", path: /^\/(?<handle>[\w.-]+)\/photos\/(?:[^/]+\/)?(?<id>\d+)$/, kind: "photo", to: ({ id }) => `/photo/?fbid=${id}` },
  { platform: "instagram", path: /^\/(?:(?<handle>[\w.]+)\/)?p\/(?<id>[\w-]+)$/, kind: "post", to: ({ id }) => `/p/${id}` },
  { platform: "instagram", path: /^\/(?:(?<handle>[\w.]+)\/)?(?:reel|reels|tv)\/(?<id>[\w-]+)$/, kind: "video", to: ({ id }) => `/p/${id}` },
  { platform: "instagram", path: /^\/p\/(?<group>[\w-]+)\/c\/(?<id>\d+)$/, kind: "comment", to: ({ id, group }) => `/p/${group}/c/${id}` },
  { platform: "tiktok", path: /^\/@(?<handle>[\w.]+)\/video\/(?<id>\d+)$/, kind: "video", to: ({ id, handle }) => `/@${handle}/video/${id}` },
  { platform: "tiktok", path: /^\/@(?<handle>[\w.]+)\/photo\/(?<id>\d+)$/, kind: "photo", to: ({ id, handle }) => `/@${handle}/photo/${id}` },
  { platform: "tiktok", path: /^\/v\/(?<id>\d+)\.html$/, kind: "video", to: ({ id }) => `/v/${id}.html` },
  { platform: "x", path: /^\/i\/(?:web\/)?status\/(?<id>\d+)$/, kind: "post", to: ({ id }) => `/i/status/${id}` },
  {
    platform: "x",
    path: /^\/(?<handle>\w+)\/status(?:es)?\/(?<id>\d+)(?:\/(?:photo|video)\/\d)?$/,
    kind: "post",
    to: ({ id, handle }) => `/${handle}/status/${id}`,
  },
  { platform: "youtube", path: /^\/watch$/, idParam: "v", kind: "video", to: ({ id }) => `/watch?v=${id}` },
  { platform: "youtube", path: /^\/(?:shorts|live|embed)\/(?<id>[\w-]{11})$/, kind: "video", to: ({ id }) => `/watch?v=${id}` },
  { platform: "youtube", path: /^\/post\/(?<id>[\w-]+)$/, kind: "post", to: ({ id }) => `/post/${id}` },
  { platform: "threads", path: /^\/@(?<handle>[\w.]+)\/post\/(?<id>[\w-]+)$/, kind: "post", to: ({ id, handle }) => `/@${handle}/post/${id}` },
];

/** A comment is named by parameters added to the address of what it stands under; the innermost comes first. */
const COMMENT_PARAMS: Readonly<Partial<Record<Platform, readonly string[]>>> = { facebook: ["reply_comment_id", "comment_id"], youtube: ["lc"] };

/** How a platform writes the address of an account. */
const ACCOUNT_PATHS: Readonly<Partial<Record<Platform, RegExp>>> = {
  facebook:
    /^\/(?!(?:watch|groups|reel|share|photo|events|pages|login|help|marketplace|hashtag|search)\/?$)(?<handle>[\w-]+(?:\.[\w-]+)*(?<!\.php))$/,
  instagram: /^\/(?!(?:explore|accounts|direct|reels|stories)\/?$)(?<handle>[\w.]+)$/,
  tiktok: /^\/@(?<handle>[\w.]+)$/,
  x: /^\/(?!(?:home|explore|search|i|hashtag|intent|settings|share|login)\/?$)(?<handle>\w{1,15})$/,
  youtube: /^\/@(?<handle>[\w.-]+)$/,
  threads: /^\/@(?<handle>[\w.]+)$/,
};

interface Address {
  readonly url: URL;
  readonly host: string;
  readonly platform: Platform | null;
  readonly handle: string | null;
  readonly post: { readonly id: string; readonly handle: string | null; readonly kind: PostKind; readonly path: string } | null;
}

function readAddress(text: string): Address | null {
  const url = text.length > MAX_URL_CHARS ? null : URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") return null;
  const bare = url.hostname.replace(/^(?:(?:www|m|mobile|mbasic|touch|web)\.)+(?=[^.]+\.)/, "");
  const known = Object.hasOwn(HOSTS, bare) ? HOSTS[bare] : undefined;
  if (known === undefined) {
    const host = url.hostname.replace(/^(?:(?:www|m)\.)+(?=[^.]+\.)/, "");
    return { url, host: url.port === "" ? host : `${host}:${url.port}`, platform: null, handle: null, post: null };
  }
  const { platform, host } = known;
  if (known.short) return { url, host, platform, handle: null, post: null };
  const path = url.pathname.replace(/\/+$/, "");
  const post = postAt(platform, bare === "youtu.be" ? new URL(`/watch?v=${path.slice(1)}`, url) : url);
  const handle = ACCOUNT_PATHS[platform]?.exec(path)?.groups?.handle;
  return { url, host, platform, handle: handle === undefined ? null : normalizeHandle(handle), post };
}

function postAt(platform: Platform, url: URL): Address["post"] {
  const path = url.pathname.replace(/\/+$/, "");
  for (const form of POST_FORMS) {
    const match = form.platform === platform ? form.path.exec(path) : null;
    if (match === null) continue;
    const id = form.idParam === undefined ? match.groups?.id : url.searchParams.get(form.idParam);
    if (id === undefined || id === null || !/^[\w-]+$/.test(id)) continue;
    const named = match.groups?.handle;
    const handle = named === undefined ? null : normalizeHandle(named);
    const postPath = form.to({ id, handle, group: match.groups?.group ?? "", url });
    return commentAt(platform, url, postPath) ?? { id, handle, kind: form.kind, path: postPath };
  }
  return null;
}

/** The comment an address points at. Whose it is the address does not say: the handle in it is the post's. */
function commentAt(platform: Platform, url: URL, postPath: string): Address["post"] {
  for (const param of COMMENT_PARAMS[platform] ?? []) {
    const id = url.searchParams.get(param);
    if (id !== null && /^[\w.-]+$/.test(id))
      return { id, handle: null, kind: "comment", path: `${postPath}${postPath.includes("?") ? "&" : "?"}${param}=${id}` };
  }
  return null;
}
