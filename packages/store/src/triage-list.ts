import { sql } from "kysely";
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
  readonly files: number;
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

/** That a flag fits a filter, and that this person did not pass it on. */
export const fits = (filter: Omit<FlagFilter, "lane">, userId: string) => sql`
  (${filter.contest ?? null}::text is null or f.contest_id = ${filter.contest ?? null})
  and (${filter.region ?? null}::text is null or f.region = ${filter.region ?? null} or starts_with(f.region, ${filter.region ?? null} || '.'))
  and (${filter.platform ?? null}::text is null or f.platform = ${filter.platform ?? null})
  and (${filter.kind ?? null}::text is null or f.kind = ${filter.kind ?? null})
  and (${filter.origin ?? null}::text is null or f.origin = ${filter.origin ?? null})
  and not exists (select from flag_recusal r where r.flag_id = f.id and r.user_id = ${userId}::uuid)`;

/** What a row of a list says, of `FLAG_ROWS`. */
export const FLAG_COLUMNS = sql`f.id, f.number::text, left(e.text, 300) as text, f.kind, f.platform, p.visibility, f.origin, p.posted_at, p.time_trust,
  f.region, f.contest_id, f.standing as state, f.holder_id, u.name as holder, f.deadline_at as deadline,
  (select count(*)::int from post_version v where v.post_id = f.post_id) as versions, p.source_state as source,
  (select count(distinct x.sha256)::int from upload x join capture c on c.id = x.capture_id where c.post_id = f.post_id) as files`;
/** Flags as they stand (`f`), with their post (`p`), the words that were flagged (`e`) and who holds them (`u`). */
export const FLAG_ROWS = sql`${STANDING} join post p on p.id = f.post_id join evidence e on e.flag_id = f.id and e.version_id = f.version_id
  left join app_user u on u.id = f.holder_id`;

/**
 * One page of a lane, keyset-paged: by reading priority, then deadline, for lanes that wait; newest change first for lanes that ended.
 * `after` is the sortKey of the last row seen.
 */
export async function listFlags(db: Db, userId: string, filter: FlagFilter, page: { after: string | null; limit: number }): Promise<FlagListRow[]> {
  const ended = filter.lane === "closed" || filter.lane === "escalated";
  // One sortable text per row: larger first becomes smaller text, so that a single comparison pages both orders.
  const key = ended
    ? sql`lpad((99999999999999 - (extract(epoch from f.changed_at) * 1000)::bigint)::text, 14, '0') || f.id`
    : sql`lpad((1000000 - f.priority)::text, 7, '0') || lpad(extract(epoch from f.deadline_at)::bigint::text, 12, '0') || f.id`;
  const { rows } = await sql<FlagListRow>`select ${FLAG_COLUMNS}, ${key} as sort_key from ${FLAG_ROWS}
    where ${laneCondition(filter.lane, userId)} and ${fits(filter, userId)} and (${page.after}::text is null or ${key} > ${page.after})
    order by ${key} limit ${page.limit}`.execute(db);
  return rows;
}

/** What may have changed about a flag since its row was loaded. */
export type FlagStandingRow = Pick<FlagListRow, "id" | "region" | "state" | "holderId" | "holder" | "versions" | "source">;

/** How these flags stand now; what the actor may not see, or passed on, is left out. */
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
