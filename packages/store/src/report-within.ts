import type { CaptureFact, HoursFact, WeekFacts } from "@netra/domain";
import { sql } from "kysely";
import type { Db } from "./store.ts";

/** A span of whole days in Jakarta, as of a time, of a region. */
export interface Within {
  readonly region: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
}

/** Where a row lies in the region. */
export const lies = (region: string, column: string) =>
  sql`(${region} = 'ID' or ${sql.ref(column)} = ${region} or starts_with(${sql.ref(column)}, ${region} || '.'))`;
const day = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Jakarta')::date`;

/** Hours from post to first capture, of what was posted within the span; what was forgotten since counts as it did. */
export async function readToCapture(db: Db, { region, from, to, asOf }: Within): Promise<WeekFacts["toCapture"]> {
  const { rows } = await sql<WeekFacts["toCapture"][number]>`with seen as (
      select p.platform, extract(epoch from v.captured_at - p.posted_at) as seconds from post p join post_version v on v.post_id = p.id and v.seq = 1
        where p.posted_at >= ${from} and p.posted_at < ${to} and p.time_trust <> 'unknown' and v.captured_at <= ${asOf} and ${lies(region, "p.region")}
      union all select s.was ->> 'platform', (s.was ->> 'seconds')::numeric from past_state s
        where s.kind = 'post' and s.until > ${asOf} and (s.was ->> 'posted')::date >= ${day(from)} and (s.was ->> 'posted')::date < ${day(to)} and ${lies(region, "s.region")}
          and s.was ->> 'seconds' is not null and (s.was -> 'versions' -> 0 ->> 'at')::timestamptz <= ${asOf})
    select platform, count(*)::int as n, round((percentile_cont(0.5) within group (order by seconds) / 3600)::numeric, 1)::float8 as median
    from seen group by grouping sets ((platform), ()) order by platform nulls last`.execute(db);
  return rows;
}

/** Captures that were received within the span, those too that came to their end since. */
export async function readCaptures(db: Db, { region, from, to, asOf }: Within): Promise<CaptureFact[]> {
  const { rows } = await sql<CaptureFact>`select c.region, c.platform, c.origin, count(*)::int as received from (
      select region, platform, origin, received_at from capture union all select region, platform, origin, received_at from expired_capture) c
    where c.received_at >= ${from} and c.received_at < ${to} and c.received_at <= ${asOf} and ${lies(region, "c.region")} group by 1, 2, 3 order by 1, 2, 3`.execute(
    db,
  );
  return rows;
}

/**
 * The weeks in which accounts were fetched or tried, a row each: `was_fetched` and `was_tried` within the span. Of a week that lies in the span in part: its first fetch, whose very moment
 * is known, and its hours there that were over.
 */
export function watchesIn({ from, to, asOf }: Omit<Within, "region">) {
  const first = (column: string) => sql`(${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to} and ${sql.ref(column)} <= ${asOf})`;
  const within = (at: string, hours: string) => sql`case when k.hours = 168 then ${sql.ref(at)} <= ${asOf}
      else ${first(at)} or position('1' in left(substring(${sql.ref(hours)} from k.first + 1 for k.hours)::text, k.over)) > 0 end`;
  return sql`(select w.account_id, w.week, w.region, w.platform, w.failed_code, ${within("w.fetched_at", "w.fetched")} as was_fetched, ${within("w.failed_at", "w.failed")} as was_tried
    from account_watch w, lateral (select f.first, least(168, (${day(to)} - w.week) * 24) - f.first as hours,
        greatest(0, floor(extract(epoch from ${asOf}::timestamptz at time zone 'Asia/Jakarta' - w.week::timestamp) / 3600)::int - f.first) as over
        from (select greatest(0, (${day(from)} - w.week) * 24) as first) f) k
    where w.week > ${day(from)} - 7 and w.week < ${day(to)})`;
}

/** The hours of the span in which a platform was fetched, and in which it was only tried. */
export async function readHours(db: Db, { region, from, to, asOf }: Within): Promise<HoursFact[]> {
  const { rows } =
    await sql<WatchedWeek>`select w.platform, (w.week - ${day(from)}) * 24 as at, bit_or(w.fetched)::text as fetched, bit_or(w.failed)::text as failed from account_watch w
    where w.week > ${day(from)} - 7 and w.week < ${day(to)} and least(w.fetched_at, w.failed_at) <= ${asOf} and ${lies(region, "w.region")} group by 1, 2 order by 1, 2`.execute(
      db,
    );
  return hoursIn((to.getTime() - from.getTime()) / HOUR_MS, rows);
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
