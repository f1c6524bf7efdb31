import {
  type AccountFact,
  type CaptureFact,
  dayStart,
  type HoursFact,
  type PostFact,
  type ReportContest,
  stoodAtOf,
  type WeekFacts,
} from "@netra/domain";
import { type RawBuilder, sql } from "kysely";
import { one } from "./one.ts";
import type { Db } from "./store.ts";

export interface WeekAsked {
  readonly region: string;
  /** Null for a span of days. */
  readonly week: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
}

/** When the candidates of each contest were determined, of those that were by then. */
export const determinedOf = (contests: readonly ReportContest[], asOf: Date): { id: string; from: Date }[] =>
  contests.map(({ id, stages }) => ({ id, from: new Date(dayStart(stages.candidatesDetermined)) })).filter(({ from }) => from <= asOf);

const closedBy = ({ to, asOf }: Pick<WeekAsked, "to" | "asOf">): Date => new Date(stoodAtOf({ to: to.getTime(), asOf: asOf.getTime() }));

/** Accounts that were registered at the closing of a week or of days (`stoodAtOf`), each with the first reason that holds why it was not fetched in the week or days; `watched`: it was. */
function standings({ region, from, to, ...known }: Omit<WeekAsked, "week">) {
  const asOf = closedBy({ to, asOf: known.asOf });
  const here = (column: string) => sql`(${region} = 'ID' or ${sql.ref(column)} = ${region} or starts_with(${sql.ref(column)}, ${region} || '.'))`;
  const day = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Jakarta')::date`;
  const begin = day(from);
  // Of a week that lies in the span in part: its first fetch, whose very moment is known, and its hours there that were over. Why nothing was fetched is told by the first failure of the weeks.
  const first = (column: string) => sql`(${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to} and ${sql.ref(column)} <= ${asOf})`;
  const watched = sql`select w.account_id, bool_or(case when k.hours = 168 then w.fetched_at <= ${asOf} else ${first("w.fetched_at")} or position('1' in left(substring(w.fetched from k.first + 1 for k.hours)::text, k.over)) > 0 end) as fetched,
      bool_or(t.tried) as tried, (array_agg(w.failed_code order by w.week) filter (where t.tried))[1] as failed_code
    from account_watch w, lateral (select f.first, least(168, (${day(to)} - w.week) * 24) - f.first as hours,
        greatest(0, floor(extract(epoch from ${asOf}::timestamptz at time zone 'Asia/Jakarta' - w.week::timestamp) / 3600)::int - f.first) as over
        from (select greatest(0, (${begin} - w.week) * 24) as first) f) k,
      lateral (select case when k.hours = 168 then w.failed_at <= ${asOf} else ${first("w.failed_at")} or position('1' in left(substring(w.failed from k.first + 1 for k.hours)::text, k.over)) > 0 end as tried) t
    where w.week > ${begin} - 7 and w.week < ${day(to)} group by 1`;
  return sql`(select a.id, a.region, a.platform, case
        when w.fetched then 'watched'
        when coalesce(s.was ->> 'link', a.link) = 'inferred' then 'link_inferred'
        when coalesce(s.was ->> 'state', a.state) in ('deactivated', 'deleted') then 'account_gone'
        when coalesce(s.was ->> 'state', a.state) in ('private', 'suspended') then 'account_private'
        when w.tried is not true then 'not_tried'
        when w.failed_code in ('no-connector', 'gate-closed', 'no-contest') then replace(w.failed_code, '-', '_')
        else 'failing' end as standing
    from account a left join (${watched}) w on w.account_id = a.id
      left join lateral (select was from past_state where kind = 'account' and object_id = a.id and until > ${asOf} order by until limit 1) s on true
    where a.linked_at <= ${asOf} and (a.revoked_at is null or a.revoked_at > ${asOf}) and ${here("a.region")})`;
}

/** Which accounts of a week's coverage: of one platform, and of one standing where it is given. */
export interface AccountsAsked extends Omit<WeekAsked, "week"> {
  readonly platform: string;
  readonly standing: string | null;
}

const asked = ({ platform, standing, ...of }: AccountsAsked) =>
  sql`from ${standings(of)} a where a.platform = ${platform} and (${standing}::text is null or a.standing = ${standing})`;

export async function listAccounts(
  db: Db,
  of: AccountsAsked,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ id: string; region: string; standing: string }[]> {
  const { rows } = await sql<{ id: string; region: string; standing: string }>`select a.id, a.region, a.standing ${asked(of)}
    and (${page.after}::uuid is null or a.id > ${page.after}::uuid) order by a.id limit ${page.limit}`.execute(db);
  return rows;
}

export const countAccounts = async (db: Db, of: AccountsAsked): Promise<number> =>
  one((await sql<{ n: number }>`select count(*)::int as n ${asked(of)}`.execute(db)).rows).n;

/** What one week or span of days counts by dates of its own, as it was at a time, and how things stood at its closing. Rows that were changed or removed since are read from `past_state`. */
export async function readWeekFacts(db: Db, { region, week, from, to, asOf }: WeekAsked): Promise<WeekFacts> {
  const many = async <T>(query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows;
  const here = (column: string) => sql`(${region} = 'ID' or ${sql.ref(column)} = ${region} or starts_with(${sql.ref(column)}, ${region} || '.'))`;
  const day = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Jakarta')::date`;
  const begin = day(from);
  const stoodAt = closedBy({ to, asOf });
  /** Posts that were forgotten since. */
  const gone = sql`past_state s where s.kind = 'post' and s.until > ${asOf} and (s.was ->> 'posted')::date >= ${begin} and (s.was ->> 'posted')::date < ${day(to)} and ${here("s.region")}`;

  const posts = await many(sql<PostFact>`with seen as (
      select p.region, p.agency_id, p.employment_kind, p.platform, p.origin, v.n, p.kind in ('photo', 'video') or v.wordless as wordless, p.time_trust = 'unknown' as undated
        from post p, lateral (select count(*)::int as n, bool_and(v.wordless) as wordless from post_version v where v.post_id = p.id and v.captured_at <= ${asOf}) v
        where p.posted_at >= ${from} and p.posted_at < ${to} and v.n > 0 and ${here("p.region")}
      union all select s.region, (s.was ->> 'agency')::uuid, s.was ->> 'employment', s.was ->> 'platform', s.was ->> 'origin', v.n,
          s.was ->> 'kind' in ('photo', 'video') or v.wordless, (s.was ->> 'undated')::boolean
        from (select * from ${gone}) s, lateral (select count(*)::int as n, bool_and((i.item ->> 'wordless')::boolean) as wordless
          from jsonb_array_elements(s.was -> 'versions') i (item) where (i.item ->> 'at')::timestamptz <= ${asOf}) v where v.n > 0)
    select s.region, a.name as agency, a.region as agency_region, s.employment_kind as employment, s.platform, s.origin, count(*)::int as posts, sum(s.n)::int as versions,
      count(*) filter (where s.wordless)::int as wordless, count(*) filter (where s.undated)::int as undated
    from seen s left join agency a on a.id = s.agency_id group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`);

  const toCapture = await many(sql<WeekFacts["toCapture"][number]>`with seen as (
      select p.platform, extract(epoch from v.captured_at - p.posted_at) as seconds from post p join post_version v on v.post_id = p.id and v.seq = 1
        where p.posted_at >= ${from} and p.posted_at < ${to} and p.time_trust <> 'unknown' and v.captured_at <= ${asOf} and ${here("p.region")}
      union all select s.was ->> 'platform', (s.was ->> 'seconds')::numeric from ${gone} and s.was ->> 'seconds' is not null
        and (s.was -> 'versions' -> 0 ->> 'at')::timestamptz <= ${asOf})
    select platform, count(*)::int as n, round((percentile_cont(0.5) within group (order by seconds) / 3600)::numeric, 1)::float8 as median
    from seen group by grouping sets ((platform), ()) order by platform nulls last`);

  const captures = await many(sql<CaptureFact>`select c.region, c.platform, c.origin, count(*)::int as received from (
      select region, platform, origin, received_at from capture union all select region, platform, origin, received_at from expired_capture) c
    where c.received_at >= ${from} and c.received_at < ${to} and c.received_at <= ${asOf} and ${here("c.region")} group by 1, 2, 3 order by 1, 2, 3`);

  const accounts = await many(sql<AccountFact>`select region, platform, standing, count(*)::int as accounts
    from ${standings({ region, from, to, asOf })} a group by 1, 2, 3 order by 1, 2, 3`);

  const hours = hoursIn(
    (to.getTime() - from.getTime()) / HOUR_MS,
    await many(sql<WatchedWeek>`select w.platform, (w.week - ${begin}) * 24 as at, bit_or(w.fetched)::text as fetched, bit_or(w.failed)::text as failed from account_watch w
      where w.week > ${begin} - 7 and w.week < ${day(to)} and least(w.fetched_at, w.failed_at) <= ${asOf} and ${here("w.region")} group by 1, 2 order by 1, 2`),
  );

  const numbers = await many(sql<{ capturesWaiting: number; quarantined: number; drift: number }>`select
    (select count(*)::int from (
        select c.region, c.received_at, l.at as looked_at, c.purged_at as ended_at from capture c left join capture_look l on l.capture_id = c.id where c.needs_look
        union all select region, received_at, looked_at, at from expired_capture where needs_look) c
      where c.received_at <= ${stoodAt} and (c.looked_at is null or c.looked_at > ${stoodAt}) and (c.ended_at is null or c.ended_at > ${stoodAt}) and ${here("c.region")}) as captures_waiting,
    (select count(*)::int from (
        select v.region, v.captured_at, coalesce((select (was ->> 'quarantined')::boolean from past_state where kind = 'version' and object_id = v.id and until > ${asOf} order by until limit 1),
            v.state = 'quarantined') as aside
          from post_version v where v.id in (select id from post_version where state = 'quarantined' union select object_id from past_state where kind = 'version' and until > ${asOf})
        union all select s.region, (i.item ->> 'at')::timestamptz, (i.item ->> 'quarantined')::boolean from past_state s, jsonb_array_elements(s.was -> 'versions') i (item)
          where s.kind = 'post' and s.until > ${asOf}) v
      where v.aside and v.captured_at >= ${from} and v.captured_at < ${to} and v.captured_at <= ${asOf} and ${here("v.region")}) as quarantined,
    (select count(*)::int from (select region, at from drift union all select region, (was ->> 'at')::timestamptz from past_state where kind = 'drift') d
      where d.at >= ${from} and d.at < ${to} and d.at <= ${asOf} and ${here("d.region")}) as drift`);

  return {
    week,
    from: from.getTime(),
    to: to.getTime(),
    asOf: asOf.getTime(),
    posts,
    toCapture,
    captures,
    accounts,
    hours,
    ...one(numbers),
  };
}

const HOUR_MS = 3_600_000;

/** A platform's week: its 168 hours, of which the first lies so many hours after the span's (or before, below nought). */
interface WatchedWeek {
  readonly platform: string;
  readonly at: number;
  readonly fetched: string;
  readonly failed: string;
}

/** The hours of a span from those of its weeks. */
function hoursIn(length: number, weeks: readonly WatchedWeek[]): HoursFact[] {
  const bits = (own: readonly WatchedWeek[], of: "fetched" | "failed"): string => {
    const hours = Array<string>(length).fill("0");
    for (const week of own) for (const [hour, bit] of [...week[of]].entries()) if (hours[week.at + hour] !== undefined) hours[week.at + hour] = bit;
    return hours.join("");
  };
  return [...Map.groupBy(weeks, ({ platform }) => platform)].map(([platform, own]) => ({
    platform,
    fetched: bits(own, "fetched"),
    failed: bits(own, "failed"),
  }));
}
