import type { FlagQuery, Lane } from "@netra/service-api/contract";

/** What the list shows, as it stands in the address: enums and opaque ids only, so that a link to a list can be shared and logged. */
export interface Filters {
  readonly lane: Lane;
  readonly region: string | null;
  readonly platform: NonNullable<FlagQuery["platform"]> | null;
  readonly kind: NonNullable<FlagQuery["kind"]> | null;
  readonly origin: NonNullable<FlagQuery["origin"]> | null;
}

export const LANES = [
  "open",
  "mine",
  "needs_info",
  "second",
  "disputed",
  "source_gone",
  "photo",
  "escalated",
  "closed",
] as const satisfies readonly Lane[];
export const FILTER_VALUES = {
  platform: ["facebook", "instagram", "tiktok", "x", "youtube", "threads", "telegram", "bluesky", "mastodon", "web", "whatsapp", "other"],
  kind: ["post", "comment", "photo", "video", "share", "like", "follow"],
  origin: ["own", "complaint", "tip", "transfer"],
} as const;

const oneOf = <T extends string>(values: readonly T[], given: string | null): T | null => values.find((value) => value === given) ?? null;

/** Reads filters from an address; what is not a known value is as if it were not there. */
export function parseFilters(query: URLSearchParams): Filters {
  const region = query.get("region");
  return {
    lane: oneOf(LANES, query.get("lane")) ?? "open",
    region: region !== null && /^(ID|\d{2}(\.\d{2,4})*)$/.test(region) ? region : null,
    platform: oneOf(FILTER_VALUES.platform, query.get("platform")),
    kind: oneOf(FILTER_VALUES.kind, query.get("kind")),
    origin: oneOf(FILTER_VALUES.origin, query.get("origin")),
  };
}

/** The address of these filters; the usual lane is left out. */
export function filtersToQuery(filters: Filters): URLSearchParams {
  const { lane, ...rest } = filters;
  const query = new URLSearchParams(lane === "open" ? {} : { lane });
  for (const [name, value] of Object.entries(rest)) if (value !== null) query.set(name, value);
  return query;
}

export const isFiltered = (filters: Filters): boolean =>
  [filters.region, filters.platform, filters.kind, filters.origin].some((value) => value !== null);
export const withoutFilters = (filters: Filters): Filters => ({ lane: filters.lane, region: null, platform: null, kind: null, origin: null });
