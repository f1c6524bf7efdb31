/** Vocabulary of posts, accounts and captures. All ids are stored: never rename. */
export const PLATFORMS = [
  "facebook",
  "instagram",
  "tiktok",
  "x",
  "youtube",
  "threads",
  "telegram",
  "bluesky",
  "mastodon",
  "web",
  "whatsapp",
  "other",
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What the account did. Likes and follows are never collected by a connector; they arrive one by one, by hand. */
export const POST_KINDS = ["post", "comment", "photo", "video", "share", "like", "follow"] as const;
export type PostKind = (typeof POST_KINDS)[number];

/** Where it could be seen. `friends` and `closed` are accepted only when a citizen handed the material over. */
export const VISIBILITIES = ["public", "public_group", "friends", "closed"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const ORIGINS = ["own", "complaint", "tip", "transfer"] as const;
export type Origin = (typeof ORIGINS)[number];

export const LINK_CONFIDENCES = ["declared", "agency_verified", "inferred"] as const;
export type LinkConfidence = (typeof LINK_CONFIDENCES)[number];

export const EMPLOYMENT_KINDS = ["pns", "pppk", "pppk_part_time", "non_asn"] as const;
export type EmploymentKind = (typeof EMPLOYMENT_KINDS)[number];

/** How far the time of a post can be trusted. */
export const TIME_TRUSTS = ["platform", "author", "analyst", "unknown"] as const;
export type TimeTrust = (typeof TIME_TRUSTS)[number];

/** Only a link that was declared or verified is ever polled (an inferred link exists for a received tip alone). */
export const mayBePolled = (confidence: LinkConfidence): boolean => confidence !== "inferred";

/** Acts that carry no words of their own stand in the photo-and-context lane, the lowest tier. */
export const isContextKind = (kind: PostKind): boolean =>
  kind === "photo" || kind === "video" || kind === "like" || kind === "follow" || kind === "share";

/**
 * The time a post counts by: never later than we first saw it, so that a future or skewed date cannot move it.
 * A missing date falls back to first sight and says so.
 */
export function postedAt(claimed: Date | null, firstSeen: Date, trust: TimeTrust): { at: Date; trust: TimeTrust } {
  if (claimed === null || Number.isNaN(claimed.getTime())) return { at: firstSeen, trust: "unknown" };
  return claimed.getTime() > firstSeen.getTime() ? { at: firstSeen, trust: "unknown" } : { at: claimed, trust };
}

/** Handles are compared without a leading @, spaces or case. */
export const normalizeHandle = (handle: string): string => handle.trim().replace(/^@/, "").toLowerCase();
