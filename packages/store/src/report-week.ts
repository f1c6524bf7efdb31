import { type AccountFact, dayStart, type PostFact, type ReportContest, stoodAtOf, type WeekFacts } from "@netra/domain";
import { type RawBuilder, sql } from "kysely";
import { one } from "./one.ts";
import { lies, readCaptures, readHours, readToCapture, type Within, watchesIn } from "./report-within.ts";
import type { Db } from "./store.ts";

export interface WeekAsked extends Within {
  /** Null for a span of days. */
  readonly week: string | null;
}

/** When the candidates of each contest were determined, of those that were by then. */
export const determinedOf = (contests: readonly ReportContest[], asOf: Date): { id: string; from: Date }[] =>
  contests.map(({ id, stages }) => ({ id, from: new Date(dayStart(stages.candidatesDetermined)) })).filter(({ from }) => from <= asOf);

const closedBy = ({ to, asOf }: Pick<WeekAsked, "to" | "asOf">): Date => new Date(stoodAtOf({ to: to.getTime(), asOf: asOf.getTime() }));

/** Accounts that were registered at the closing of a week or of days (`stoodAtOf`), each with the first reason that holds why it was not fetched in the week or days; `watched`: it was. */
function standings({ region, from, to, ...known }: Within) {
  const asOf = closedBy({ to, asOf: known.asOf });
  const here = (column: string) => lies(region, column);
  // Why nothing was fetched is told by the first failure of the weeks.
  const watched = sql`select w.account_id, bool_or(w.was_fetched) as fetched, bool_or(w.was_tried) as tried,
      (array_agg(w.failed_code order by w.week) filter (where w.was_tried))[1] as failed_code
    from ${watchesIn({ from, to, asOf })} w group by 1`;
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
export interface AccountsAsked extends Within {
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
export async function readWeekFacts(db: Db, { week, ...within }: WeekAsked): Promise<WeekFacts> {
  const { region, from, to, asOf } = within;
  const many = async <T>(query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows;
  const here = (column: string) => lies(region, column);
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

  const accounts = await many(sql<AccountFact>`select region, platform, standing, count(*)::int as accounts
    from ${standings({ region, from, to, asOf })} a group by 1, 2, 3 order by 1, 2, 3`);

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
    toCapture: await readToCapture(db, within),
    captures: await readCaptures(db, within),
    accounts,
    hours: await readHours(db, within),
    ...one(numbers),
  };
}
