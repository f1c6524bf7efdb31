import type { ClaimedFrom } from "@netra/domain";
import { type RawBuilder, sql } from "kysely";
import { alikeCount, clusterOf } from "./alike-count.ts";
import { NOVELTY, waitingKey } from "./reading-order.ts";
import { offeredTo } from "./recusals.ts";
import type { Db } from "./store.ts";

export const LANES = ["open", "mine", "needs_info", "second", "disputed", "source_gone", "photo", "escalated", "closed"] as const;
export type Lane = (typeof LANES)[number];

export interface FlagFilter {
  readonly lane: Lane;
  readonly contest?: string | undefined;
  readonly region?: string | undefined;
  readonly platform?: string | undefined;
  readonly kind?: string | undefined;
  readonly origin?: string | undefined;
}

export interface FlagListRow {
  readonly id: string;
  readonly number: string;
  readonly text: string;
  readonly kind: string;
  readonly platform: string;
  readonly visibility: string;
  readonly origin: string;
  readonly postedAt: Date;
  readonly timeTrust: string;
  readonly region: string;
  readonly contestId: string;
  readonly state: string;
  readonly holderId: string | null;
  readonly holder: string | null;
  readonly deadline: Date;
  readonly versions: number;
  readonly source: string;
  /** As the flag itself counts them. */
  readonly files: number;
  /** How many other flags say the same, within the asker's regions. */
  readonly alike: number;
  readonly clusterId: string | null;
  /** It waits for its first reading and says what an earlier flag says; see `WAITING`. Never in what a search finds, which novelty does not order. */
  readonly repeats: boolean;
  /** What it answers or passes on was written down, and is kept. */
  readonly parentKept: boolean;
  /** People beside the one of this flag in the group that it stands in, in whatever region; null in none. For whoever sees beyond the post. */
  readonly groupOthers: number | null;
  readonly claimedFrom: ClaimedFrom | null;
  /** Seats that the asker read from; while they hold the flag, only since its readings last began anew. */
  readonly readAs: readonly number[];
  /** Waits for a first reading, and the asker's own is saved. */
  readonly readByMe: boolean;
  /** Where the next page starts. */
  readonly sortKey: string;
}

/** A flag as it stands now, in the lane it is worked in. */
const STANDING = sql`(select f.*, s.holder_id, s.standing, coalesce(f.claimed_from, f.state) as lane_state
  from flag f join flag_standing s on s.flag_id = f.id) f`;

const laneCondition = (lane: Lane, userId: string) =>
  ({
    open: sql`f.lane_state = 'open' and f.tier = 'text' and f.holder_id is distinct from ${userId}::uuid`,
    mine: sql`f.standing = 'claimed' and f.holder_id = ${userId}::uuid`,
    needs_info: sql`f.lane_state = 'needs_info'`,
    second: sql`f.lane_state = 'awaiting_second'`,
    disputed: sql`f.lane_state = 'disputed'`,
    source_gone: sql`p.source_state in ('suspect_gone', 'gone') and f.standing not in ('closed', 'withdrawn', 'escalated')`,
    photo: sql`f.lane_state = 'open' and f.tier = 'context' and f.holder_id is distinct from ${userId}::uuid`,
    escalated: sql`f.standing = 'escalated'`,
    closed: sql`f.standing in ('closed', 'withdrawn')`,
  })[lane];

/** That a flag fits a filter, and that this person is not kept from it. */
export const fits = (filter: Omit<FlagFilter, "lane">, userId: string) => sql`
  (${filter.contest ?? null}::text is null or f.contest_id = ${filter.contest ?? null})
  and (${filter.region ?? null}::text is null or f.region = ${filter.region ?? null} or starts_with(f.region, ${filter.region ?? null} || '.'))
  and (${filter.platform ?? null}::text is null or f.platform = ${filter.platform ?? null})
  and (${filter.kind ?? null}::text is null or f.kind = ${filter.kind ?? null})
  and (${filter.origin ?? null}::text is null or f.origin = ${filter.origin ?? null})
  and ${offeredTo(userId)}`;

/** Asking for information and reopening start the readings anew. */
export const readingsSince = (flagId: RawBuilder<unknown>) => sql`coalesce((select max(n.at) from decision n
    where n.flag_id = ${flagId} and n.undone_at is null and n.to_state in ('needs_info', 'open')), '-infinity')`;

/** The same bytes count once from people and once from the platform, as in `readFlag`. */
const FILES = sql`((select count(distinct x.sha256) from upload x join capture c on c.id = x.capture_id where c.post_id = f.post_id)
    + (select count(distinct m.sha256) from post_media m where m.version_id = f.version_id and m.state = 'kept' and m.kind <> 'proof'))::int`;

/** What a row of a list says to a person, of `FLAG_ROWS`. */
export const flagColumns = (
  userId: string,
) => sql`f.id, f.number::text, left(e.text, 300) as text, f.kind, f.platform, p.visibility, f.origin, p.posted_at, p.time_trust,
  f.region, f.contest_id, f.standing as state, f.holder_id, u.name as holder, f.deadline_at as deadline,
  (select count(*)::int from post_version v where v.post_id = f.post_id) as versions, p.source_state as source,
  ${FILES} as files, ${alikeCount("f.id", userId)} as alike, ${clusterOf("f.id", userId)} as cluster_id,
  exists (select from capture c where c.post_id = f.post_id and c.purged_at is null and btrim(c.parent_text) <> '') as parent_kept,
  (select greatest(0, n.people - (f.state not in ('closed', 'withdrawn'))::int) from case_group_member m, group_size(m.group_id) n
    where m.flag_id = f.id and m.left_at is null) as group_others, f.claimed_from,
  array(select distinct r.reader_no from reading r where r.flag_id = f.id and r.user_id = ${userId}::uuid
    and (f.holder_id is distinct from r.user_id or r.at > ${readingsSince(sql`f.id`)})) as read_as,
  f.lane_state = 'open' and exists (select from reading r where r.flag_id = f.id and r.user_id = ${userId}::uuid and r.reader_no = 1
    and r.at > ${readingsSince(sql`f.id`)}) as read_by_me`;
/** Flags as they stand (`f`), with their post (`p`), the words that were flagged (`e`) and who holds them (`u`). */
export const FLAG_ROWS = sql`${STANDING} join post p on p.id = f.post_id join evidence e on e.flag_id = f.id and e.version_id = f.version_id
  left join app_user u on u.id = f.holder_id`;

/** Digits of the moment before a row's key. */
const SECONDS = 10;

/**
 * One page of a lane, keyset-paged: by reading priority, novelty and the nearness of the deadline for lanes that wait; newest change first for lanes that ended.
 * `after` is the sortKey of the last row seen: it holds the moment of the first page, so that no row moves from page to page as the hours pass. What is withdrawn or
 * joined meanwhile may move: a list that is begun anew shows it.
 */
export async function listFlags(db: Db, userId: string, filter: FlagFilter, page: { after: string | null; limit: number }): Promise<FlagListRow[]> {
  const ended = filter.lane === "closed" || filter.lane === "escalated";
  const asOf = sql`to_timestamp(coalesce(${page.after?.slice(0, SECONDS) ?? null}::bigint, extract(epoch from clock_timestamp())::bigint))`;
  const after = page.after?.slice(SECONDS) ?? null;
  const key = ended
    ? sql`lpad((99999999999999 - (extract(epoch from f.changed_at) * 1000)::bigint)::text, 14, '0') || f.id`
    : waitingKey(sql`t.as_of`);
  // Which rows are of the page is found first: what a row says is looked up for these alone.
  const { rows } = await sql<FlagListRow>`with t as materialized (select ${asOf} as as_of),
    lane as materialized (select f.id, f.number, f.tier, f.stance, f.targets, f.priority, f.deadline_at, f.changed_at, f.lane_state from ${STANDING} join post p on p.id = f.post_id where ${laneCondition(filter.lane, userId)} and ${fits(filter, userId)}),
    ${NOVELTY(userId, { counts: !ended })},
    page as materialized (select f.id, f.repeats, o.key, t.as_of from told f cross join t cross join lateral (select ${key} as key offset 0) o
      where ${after}::text is null or o.key > ${after} order by o.key limit ${page.limit})
    select ${flagColumns(userId)}, page.repeats, extract(epoch from page.as_of)::bigint || page.key as sort_key
    from ${FLAG_ROWS} join page on page.id = f.id order by page.key`.execute(db);
  return rows;
}

/** What may have changed about a flag since its row was loaded. */
export type FlagStandingRow = Pick<FlagListRow, "id" | "region" | "state" | "holderId" | "holder" | "versions" | "source">;

/** How these flags stand now; what the actor may not see, or is kept from, is left out. */
export async function listStandings(db: Db, userId: string, ids: readonly string[]): Promise<FlagStandingRow[]> {
  const { rows } = await sql<FlagStandingRow>`select f.id, f.region, f.standing as state, f.holder_id, u.name as holder, p.source_state as source,
      (select count(*)::int from post_version v where v.post_id = f.post_id) as versions
    from ${STANDING} join post p on p.id = f.post_id left join app_user u on u.id = f.holder_id
    where f.id = any(${sql.val([...ids])}::uuid[]) and ${fits({}, userId)}`.execute(db);
  return rows;
}

/** How many flags stand in each lane, under the same filters. */
export async function countLanes(db: Db, userId: string, filter: Omit<FlagFilter, "lane">): Promise<Record<Lane, number>> {
  const columns = sql.join(LANES.map((lane) => sql`count(*) filter (where ${laneCondition(lane, userId)})::int as ${sql.ref(`lane_${lane}`)}`));
  const { rows } = await sql<Record<string, number>>`select ${columns} from ${STANDING} join post p on p.id = f.post_id
    where ${fits(filter, userId)}`.execute(db);
  const counts = rows[0] ?? {};
  const camel = (lane: string) => `lane${lane[0]?.toUpperCase()}${lane.slice(1).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
  return Object.fromEntries(LANES.map((lane) => [lane, counts[camel(lane)] ?? 0])) as Record<Lane, number>;
}

/** Flags by number, newest first, that stand behind a figure. */
export interface CountedAsked {
  readonly ids: readonly string[];
  /** Leaves out what has not ended, or what waits for its first reading: that it was decided once is told to nobody who may yet read it. */
  readonly only: "ended" | "begun" | "all";
}

const stands = ({ ids, only }: CountedAsked, userId: string) =>
  sql`f.id = any(${sql.val([...ids])}::uuid[]) and ${
    { ended: sql`f.standing in ('closed', 'withdrawn', 'escalated')`, begun: sql`f.lane_state <> 'open'`, all: sql`true` }[only]
  } and ${fits({}, userId)}`;

/** A page of them, and how many this person may be shown. `after` is the number of the last row seen. */
export async function listCounted(
  db: Db,
  userId: string,
  asked: CountedAsked,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ rows: FlagListRow[]; total: number }> {
  const { rows } = await sql<FlagListRow>`select ${flagColumns(userId)}, false as repeats, f.number::text as sort_key from ${FLAG_ROWS}
    where ${stands(asked, userId)} and (${page.after}::bigint is null or f.number < ${page.after}::bigint) order by f.number desc limit ${page.limit}`.execute(
    db,
  );
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total from ${STANDING} join post p on p.id = f.post_id
    where ${stands(asked, userId)}`.execute(db);
  return { rows, total: counted[0]?.total ?? 0 };
}
