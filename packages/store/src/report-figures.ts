import { sql } from "kysely";
import type { Db } from "./store.ts";

/** What a weekly report counts. Each list says by which date it counts. */
export interface ReportFigures {
  /** By the day a post counts by. */
  readonly posts: readonly { platform: string; posts: number; versions: number; quarantined: number }[];
  /** As of the report's time: registered, fetched, and not fetched with the reason. */
  readonly accounts: readonly { platform: string; registered: number; watched: number; neverFetched: number; inferred: number }[];
  /** By the day a flag opened. */
  readonly opened: readonly { contestId: string; platform: string; origin: string; flags: number }[];
  /** By the day of the decision; undone ones are not counted. `closed` and `escalated`: those after which the flag was, which a second reader's close or a first reader's proposal is not. */
  readonly decided: readonly { contestId: string; act: string; outcome: string | null; decisions: number; closed: number; escalated: number }[];
  /** As of the report's time, over all weeks. */
  readonly standing: readonly { state: string; flags: number; late: number }[];
  /** By the day a decision closed or escalated: flags decided per candidate the machine named. */
  readonly candidates: readonly { contestId: string; candidateId: string; decided: number; escalated: number }[];
  readonly captures: number;
  readonly drift: number;
  /** Hours from post to capture, and from flag to the first decision; null without any. */
  readonly medianHours: { readonly toCapture: number | null; readonly toDecision: number | null };
}

export async function readReportFigures(db: Db, span: { region: string; from: Date; to: Date; asOf: Date }): Promise<ReportFigures> {
  const { from, to, asOf } = span;
  const here = (column: string) =>
    sql`(${span.region} = 'ID' or ${sql.ref(column)} = ${span.region} or starts_with(${sql.ref(column)}, ${span.region} || '.'))`;
  const many = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> => (await query.execute(db)).rows;

  const [numbers] = await many(sql<{ captures: number; drift: number; toCapture: number | null; toDecision: number | null }>`select
    (select count(*)::int from capture c where c.received_at >= ${from} and c.received_at < ${to} and ${here("c.region")}) as captures,
    (select count(*)::int from drift d where d.at >= ${from} and d.at < ${to} and ${here("d.region")}) as drift,
    (select round((percentile_cont(0.5) within group (order by extract(epoch from v.captured_at - p.posted_at)) / 3600)::numeric, 1)::float8
      from post_version v join post p on p.id = v.post_id where v.seq = 1 and p.posted_at >= ${from} and p.posted_at < ${to} and ${here("p.region")}) as to_capture,
    (select round((percentile_cont(0.5) within group (order by extract(epoch from first.at - f.opened_at)) / 3600)::numeric, 1)::float8
      from (select flag_id, min(at) as at from decision where undone_at is null group by flag_id) first join flag f on f.id = first.flag_id
      where first.at >= ${from} and first.at < ${to} and ${here("f.region")}) as to_decision`);
  return {
    posts:
      await many(sql`select p.platform, count(distinct p.id)::int as posts, count(v.id)::int as versions, count(v.id) filter (where v.state = 'quarantined')::int as quarantined
      from post p join post_version v on v.post_id = p.id where p.posted_at >= ${from} and p.posted_at < ${to} and v.captured_at <= ${asOf} and ${here("p.region")}
      group by p.platform order by p.platform`),
    accounts: await many(sql`select a.platform, count(*)::int as registered, count(*) filter (where a.fetched_at >= ${from})::int as watched,
      count(*) filter (where a.fetched_at is null and a.link <> 'inferred')::int as never_fetched, count(*) filter (where a.link = 'inferred')::int as inferred
      from account a where a.revoked_at is null and a.linked_at <= ${asOf} and ${here("a.region")} group by a.platform order by a.platform`),
    opened: await many(sql`select f.contest_id, f.platform, f.origin, count(*)::int as flags from flag f
      where f.opened_at >= ${from} and f.opened_at < ${to} and f.opened_at <= ${asOf} and ${here("f.region")}
      group by 1, 2, 3 order by 1, 2, 3`),
    decided: await many(sql`select f.contest_id, d.act, d.outcome, count(*)::int as decisions,
      count(*) filter (where d.to_state = 'closed')::int as closed,
      count(*) filter (where d.to_state = 'escalated')::int as escalated from decision d join flag f on f.id = d.flag_id
      where d.undone_at is null and d.at >= ${from} and d.at < ${to} and d.at <= ${asOf} and ${here("f.region")} group by 1, 2, 3 order by 1, 2, 3 nulls first`),
    standing:
      await many(sql`select s.standing as state, count(*)::int as flags, count(*) filter (where f.deadline_at < ${asOf} and s.standing not in ('closed', 'withdrawn', 'escalated'))::int as late
      from flag f join flag_standing s on s.flag_id = f.id where f.opened_at <= ${asOf} and ${here("f.region")} group by 1 order by 1`),
    candidates:
      await many(sql`select f.contest_id, t.candidate_id, count(distinct f.id)::int as decided, count(distinct f.id) filter (where d.to_state = 'escalated')::int as escalated
      from decision d join flag f on f.id = d.flag_id cross join unnest(f.targets) as t(candidate_id)
      where d.undone_at is null and d.to_state in ('closed', 'escalated') and d.at >= ${from} and d.at < ${to} and d.at <= ${asOf} and ${here("f.region")}
      group by 1, 2 order by 1, 2`),
    captures: numbers?.captures ?? 0,
    drift: numbers?.drift ?? 0,
    medianHours: { toCapture: numbers?.toCapture ?? null, toDecision: numbers?.toDecision ?? null },
  };
}
