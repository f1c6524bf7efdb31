import type { Contest, RulePack } from "@netra/classifier";
import {
  type CountedFacts,
  contestName,
  covers,
  dayStart,
  type FlagFact,
  hoursKnownFrom,
  instantsOf,
  type NamedFact,
  provinceOf,
  type ReadFact,
  type ReadSinceFact,
  type ReportContest,
  type ReportFacts,
  type ReportSpan,
  ruleName,
  spanBefore,
  type WatchedWeek,
  weekSpan,
  weeksTold,
} from "@netra/domain";
import { type RawBuilder, sql } from "kysely";
import { agreementIn } from "./agreement.ts";
import { readSinceFacts } from "./report-since.ts";
import { determinedOf, readWeekFacts, type WeekAsked } from "./report-week.ts";
import { lies } from "./report-within.ts";
import type { Db, Scope } from "./store.ts";

const DAY_MS = 86_400_000;
const AGREEMENT_DAYS = 84;
const WEEK_DAYS = 7;

export interface ReportAsked {
  readonly region: string;
  readonly of: ReportSpan;
  readonly asOf: Date;
}

/** What is asked for, and what it is compared with. */
const spansAsked = ({ region, of, asOf }: ReportAsked): { now: WeekAsked; before: WeekAsked } => ({
  now: { week: typeof of === "string" ? of : null, ...instantsOf(of), asOf, region },
  before: { ...spanBefore(of, asOf), region },
});

interface ContestRow {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly region: string;
  readonly regionName: string | null;
  readonly body: Contest;
}

/** The contests that were in force then and are of concern to the region; those that had ended before the span that is compared with are left out. */
async function readContests(db: Db, asked: ReportAsked): Promise<ContestRow[]> {
  const { region, asOf } = asked;
  const { from } = spansAsked(asked).before;
  const { rows } =
    await sql<ContestRow>`select i.name as id, i.version, i.hash, coalesce(v.body ->> 'region', 'ID') as region, g.name as region_name, v.body
    from in_force i join contest_version v on v.hash = i.hash left join region g on g.code = v.body ->> 'region'
    where i.kind = 'contest' and i.from_at <= ${asOf} and (i.to_at is null or i.to_at > ${asOf}) order by i.name`.execute(db);
  return rows.filter(
    (contest) =>
      (covers(provinceOf(contest.region), region) || covers(region, contest.region)) && dayStart(contest.body.watch.to) + DAY_MS > from.getTime(),
  );
}

/** The contests and flags of `readReportFacts` alone, for whoever asks which flags stand behind a figure of them. */
export const readFlagFacts = async (db: Db, asked: ReportAsked): Promise<CountedFacts> => countedFrom(db, asked, await readContests(db, asked));

async function countedFrom(db: Db, asked: ReportAsked, rows: readonly ContestRow[]): Promise<CountedFacts> {
  const { region, asOf } = asked;
  const { now, before } = spansAsked(asked);
  const many = async <T>(query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows;

  const contests = rows.map(contestOf);
  const since = new Date(Math.min(sinceOf(contests, { before, asOf }).getTime(), weeksFrom(now).getTime()));

  // What was so before names its reading in words of JSON, which row security lets nobody look up by the index unless they were taken out first.
  const flags = await many(sql<FlagFact>`with wanted as materialized (
      select f.* from flag f where f.opened_at <= ${asOf} and (f.changed_at >= ${since} or f.state not in ('closed', 'escalated', 'withdrawn')) and ${lies(region, "f.region")}),
    was as materialized (
      select s.id, s.object_id, s.until, s.was, (s.was ->> 'classification')::uuid as classification from wanted f join past_state s on s.kind = 'flag' and s.object_id = f.id),
    past as (
      select k.object_id as flag_id, json_agg(json_build_object('until', ${ms("k.until")}, 'withdrawn', (k.was ->> 'withdrawn')::boolean, 'targets', k.was -> 'targets', 'rules', w.rule_ids, 'forms', w.possible_forms) order by k.until, k.id) as states
        from was k join classification w on w.id = k.classification group by 1),
    decided as (
      select d.flag_id, json_agg(json_build_object('at', ${ms("d.at")}, 'undoneAt', ${ms("d.undone_at")}, 'to', d.to_state, 'outcome', d.outcome) order by d.at, d.id) as decisions
        from wanted f join decision d on d.flag_id = f.id where d.at <= ${asOf} group by 1)
    select f.id, f.contest_id as contest, f.region, f.platform, f.origin, a.name as agency, a.region as agency_region, p.employment_kind as employment, f.raised_by,
      ${ms("f.opened_at")} as opened_at, ${ms("f.deadline_at")} as deadline_at,
      json_build_object('withdrawn', f.state = 'withdrawn', 'targets', f.targets, 'rules', c.rule_ids, 'forms', c.possible_forms) as now,
      coalesce(b.states, '[]') as past, coalesce(d.decisions, '[]') as decisions
    from wanted f join post p on p.id = f.post_id left join agency a on a.id = p.agency_id join classification c on c.id = f.classification_id
      left join past b on b.flag_id = f.id left join decided d on d.flag_id = f.id order by f.opened_at, f.id`);
  return { region, now: { week: now.week, from: now.from.getTime(), to: now.to.getTime(), asOf: asOf.getTime() }, contests, flags };
}

/** The first instant of the weeks that a report tells beside its own. */
const weeksFrom = ({ week, from }: WeekAsked): Date => (week === null ? from : weekSpan(weeksTold(week)[0] as string).from);

const nameOf = ({ title, kind, region, stages }: Contest, regionName: string | null) =>
  contestName({ title, kind, region: region === null ? null : (regionName ?? region), vote: stages.vote });

/** What a report of a contest's whole time reaches back to. */
const sinceOf = (contests: readonly ReportContest[], { before, asOf }: { readonly before: WeekAsked; readonly asOf: Date }): Date =>
  new Date(Math.min(before.from.getTime(), ...determinedOf(contests, asOf).map(({ from }) => from.getTime())));

/**
 * Everything a report of a week or a span of days counts, as it was at a time: the same question gives the same facts, whatever happened since. Within the actor's regions and the region asked for.
 * Cost: grows with the posts since the oldest open contest's determination; measured figures stand in the README.
 */
export async function readReportFacts(scope: Scope, asked: ReportAsked): Promise<ReportFacts> {
  const { db } = scope;
  const { region, asOf } = asked;
  const many = async <T>(query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows;
  const here = (column: string) => lies(region, column);
  const { now, before } = spansAsked(asked);
  const bodies = await readContests(db, asked);
  const { contests, flags } = await countedFrom(db, asked, bodies);
  const determined = determinedOf(contests, asOf);
  const since = sinceOf(contests, { before, asOf });

  const determinedSince = sql`since (contest, from_at) as (
      select * from unnest(${sql.val(determined.map(({ id }) => id))}::text[], ${sql.val(determined.map(({ from }) => from.toISOString()))}::timestamptz[]))`;

  const read = await many(sql<ReadFact>`with told as (
      select c.contest_id as contest, c.region, (p.posted_at at time zone 'Asia/Jakarta')::date as day, c.post_id as post, c.at from classification c join post p on p.id = c.post_id
        where c.at <= ${asOf} and p.posted_at >= ${since} and p.posted_at < ${now.to} and ${here("c.region")}
      union all select r.item ->> 'contest', s.region, (s.was ->> 'posted')::date, s.object_id, (r.item ->> 'at')::timestamptz
        from past_state s, jsonb_array_elements(coalesce(nullif(s.was -> 'read', 'null'), '[]')) r (item)
        where s.kind = 'post' and s.until > ${asOf} and (r.item ->> 'at')::timestamptz <= ${asOf} and (s.was ->> 'posted')::date >= (${since}::timestamptz at time zone 'Asia/Jakarta')::date
          and (s.was ->> 'posted')::date < (${now.to}::timestamptz at time zone 'Asia/Jakarta')::date and ${here("s.region")})
    select contest, region, day::text, count(*)::int as posts, count(*) filter (where first <= ${before.asOf})::int as posts_before
    from (select contest, region, day, post, min(at) as first from told group by 1, 2, 3, 4) posts group by 1, 2, 3 order by 1, 2, 3`);

  const readSince = await many(sql<ReadSinceFact>`with ${determinedSince}, told as (
      select c.contest_id as contest, c.region, p.agency_id, p.employment_kind, p.platform, p.origin, c.post_id as post
        from since s join classification c on c.contest_id = s.contest and c.at <= ${asOf} join post p on p.id = c.post_id
        where p.posted_at >= s.from_at and p.posted_at < ${now.to} and ${here("c.region")}
      union all select s.contest, k.region, (k.was ->> 'agency')::uuid, k.was ->> 'employment', k.was ->> 'platform', k.was ->> 'origin', k.object_id
        from past_state k, jsonb_array_elements(coalesce(nullif(k.was -> 'read', 'null'), '[]')) r (item), since s
        where k.kind = 'post' and k.until > ${asOf} and s.contest = r.item ->> 'contest' and (r.item ->> 'at')::timestamptz <= ${asOf}
          and (k.was ->> 'posted')::date >= (s.from_at at time zone 'Asia/Jakarta')::date and (k.was ->> 'posted')::date < (${now.to}::timestamptz at time zone 'Asia/Jakarta')::date and ${here("k.region")})
    select t.contest, t.region, a.name as agency, a.region as agency_region, t.employment_kind as employment, t.platform, t.origin, count(distinct t.post)::int as posts
    from told t left join agency a on a.id = t.agency_id group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`);

  const named = await many(sql<NamedFact>`with ${determinedSince}, told as (
      select c.contest_id as contest, n.candidate, c.post_id as post, c.flagged and n.candidate = any (c.targets) as flagged
        from since s join classification c on c.contest_id = s.contest and c.named <> '{}' and c.at <= ${asOf} join post p on p.id = c.post_id, unnest(c.named) n (candidate)
        where p.posted_at >= s.from_at and p.posted_at < ${now.to} and ${here("c.region")}
      union all select r.item ->> 'contest', n.candidate, k.object_id, false
        from past_state k, jsonb_array_elements(coalesce(nullif(k.was -> 'read', 'null'), '[]')) r (item), jsonb_array_elements_text(coalesce(nullif(r.item -> 'named', 'null'), '[]')) n (candidate), since s
        where k.kind = 'post' and k.until > ${asOf} and s.contest = r.item ->> 'contest' and (r.item ->> 'at')::timestamptz <= ${asOf}
          and (k.was ->> 'posted')::date >= (s.from_at at time zone 'Asia/Jakarta')::date and (k.was ->> 'posted')::date < (${now.to}::timestamptz at time zone 'Asia/Jakarta')::date and ${here("k.region")})
    select contest, candidate, count(distinct post)::int as posts, count(distinct post) filter (where flagged)::int as flagged from told group by 1, 2 order by 1, 2`);

  const packs = await many(sql<ReportFacts["packs"][number]>`select name as id, version, hash, ${ms("from_at")} as "from" from in_force
    where kind = 'pack' and from_at <= ${asOf} and (to_at is null or to_at > ${now.from}) order by from_at, name`);
  const knownSince = await many(sql<ReportFacts["knownSince"][number]>`select what, ${ms("since")} as since from kept_since order by what`);
  const pairs = await agreementIn(scope).listPairs({
    // Twelve weeks to its end, of a span too: rules for figures of a team are made for these.
    from: new Date(now.to.getTime() - AGREEMENT_DAYS * DAY_MS),
    recentFrom: new Date(now.to.getTime() - WEEK_DAYS * DAY_MS),
    to: now.to,
    asOf,
  });
  // Ids of rules are for ever: the newest pack that had one says what it is called.
  const rules = await many(sql<{
    id: string;
    reason: RulePack["rules"][number]["reason"];
  }>`select distinct on (1) r.rule ->> 'id' as id, r.rule -> 'reason' as reason
    from in_force i join rule_pack_version v on v.hash = i.hash, jsonb_path_query(v.body, '$.rules[*]') r (rule)
    where i.kind = 'pack' and i.from_at <= ${asOf} order by 1, i.from_at desc, i.name`);
  // Hours that were not over yet, and those of before they were kept, count for nothing, as in the coverage.
  const known = new Date(hoursKnownFrom(knownSince));
  const hoursTo = (at: Date) =>
    sql`greatest(0, least(168, floor(extract(epoch from ${at}::timestamptz at time zone 'Asia/Jakarta' - w.week::timestamp) / 3600)::int))`;
  const watchedWeeks = await many(sql<WatchedWeek>`select to_char(w.week, 'IYYY"-W"IW') as week,
      bit_count(substring(bit_or(w.fetched) from ${hoursTo(known)} + 1 for greatest(0, ${hoursTo(asOf)} - ${hoursTo(known)})))::int as hours
    from account_watch w where w.fetched_at <= ${asOf} and w.week >= (${weeksFrom(now)}::timestamptz at time zone 'Asia/Jakarta')::date
      and w.week < (${now.to}::timestamptz at time zone 'Asia/Jakarta')::date and ${here("w.region")} group by w.week order by w.week`);
  return {
    region,
    names: {
      contest: Object.fromEntries(bodies.map(({ id, regionName, body }) => [id, nameOf(body, regionName)])),
      rule: Object.fromEntries(rules.map(({ id, reason }) => [id, ruleName(reason)])),
    },
    watchedWeeks,
    now: await readWeekFacts(db, now),
    before: await readWeekFacts(db, before),
    contests,
    packs,
    flags,
    read,
    since: await readSinceFacts(db, { region, determined, to: now.to, asOf }),
    readSince,
    named,
    pairs: pairs.filter((pair) => covers(region, pair.region)),
    knownSince,
  };
}

/** Milliseconds since 1970, with decimals. */
const ms = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;

function contestOf({ body, ...contest }: ContestRow): ReportContest {
  const { watch, stages, candidates } = body;
  return {
    id: contest.id,
    version: contest.version,
    hash: contest.hash,
    region: contest.region,
    kind: body.kind,
    watch: { from: watch.from, to: watch.to },
    stages: {
      candidatesDetermined: stages.candidates_determined,
      campaignFrom: stages.campaign_from,
      quietFrom: stages.quiet_from,
      vote: stages.vote,
    },
    candidates: candidates.map(({ id, number, people, empty_box }) => ({
      id,
      number,
      people: empty_box ? [] : [...people],
      emptyBox: empty_box ?? false,
    })),
  };
}
