/** Where bytes came from and how, for whoever must show it later. Times are by our own clock. */
export interface FetchTrace {
  /** The address asked, without secrets; `form` or `file` for what people handed over. */
  readonly source: string;
  /** Of HTTP; null where nothing was asked for by HTTP. */
  readonly status: number | null;
  /** A few of the answer's headers, names in lower case, values bounded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** What a file of a post is. `proof`: the platform's own signature over the post. Stored: never rename. */
export const MEDIA_KINDS = ["image", "video", "proof"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/** A file that hangs on a version of a post, as its platform names it. */
export interface MediaReference {
  readonly kind: MediaKind;
  /** What the connector needs to fetch it; at most 2,000 characters. */
  readonly reference: string;
  /** SHA-256 of the bytes, 64 lower-case hex digits, where the platform's name tells it; else null. */
  readonly sha256: string | null;
}

/** The longest file that is fetched from a platform: a video of three minutes. */
export const MAX_FETCHED_BYTES = 100 * 1024 * 1024;
/** The most files of one version that are noted. */
export const MAX_MEDIA = 24;

/** The trace of what people handed over, by the console's form or in a file: nothing was asked of any server. */
export const handedOver = (source: "form" | "file", at: Date): FetchTrace => ({ source, status: null, headers: {}, askedAt: at, answeredAt: at });
