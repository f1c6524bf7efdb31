import type { PastCalendar } from "./calendar.ts";
import type { PastClock } from "./past-clock.ts";

/**
 * Notes the hours in which accounts were fetched and had nothing new: such a poll leaves nothing but this note, and tens of thousands of them are not played one by one. Hours of a
 * gap stay without; where a platform turned requests away they are noted as tried.
 */
export async function writeQuietPolls(
  clock: PastClock,
  { calendar, until }: { readonly calendar: PastCalendar; readonly until: Date },
): Promise<void> {
  const from = new Date(calendar.opens.getTime() + 3_600_000);
  for (const gap of calendar.gaps) if (gap.platform !== null) await clock.write(TRIED, [gap.from, gap.to, gap.platform]);
  const gaps = calendar.gaps;
  await clock.write(FETCHED, [from, until, gaps.map((gap) => gap.from), gaps.map((gap) => gap.to), gaps.map(({ platform }) => platform)]);
  await clock.write("update netra.kept_since set since = $1", [calendar.opens]);
}

const HOURS = `lateral (select at, date_trunc('week', at at time zone 'Asia/Jakarta')::date as monday,
    set_bit(repeat('0', 168)::bit(168), floor(extract(epoch from at at time zone 'Asia/Jakarta' - date_trunc('week', at at time zone 'Asia/Jakarta')) / 3600)::int, 1) as bit
  from generate_series($1::timestamptz, least($2::timestamptz, a.revoked_at), interval '1 hour') at) h`;
const POLLED = "a.link <> 'inferred'";

const FETCHED = `insert into netra.account_watch as w (account_id, week, region, platform, fetched_at, fetched)
  select a.id, h.monday, a.region, a.platform, min(h.at), bit_or(h.bit) from netra.account a cross join ${HOURS}
  where ${POLLED} and not exists (select from unnest($3::timestamptz[], $4::timestamptz[], $5::text[]) g (from_at, to_at, platform)
    where h.at >= g.from_at and h.at < g.to_at and (g.platform is null or g.platform = a.platform))
  group by a.id, h.monday, a.region, a.platform
  on conflict (week, account_id) do update set fetched_at = least(w.fetched_at, excluded.fetched_at), fetched = w.fetched | excluded.fetched`;

const TRIED = `insert into netra.account_watch as w (account_id, week, region, platform, failed_at, failed_code, failed)
  select a.id, h.monday, a.region, a.platform, min(h.at), 'rate-limited', bit_or(h.bit) from netra.account a cross join ${HOURS}
  where ${POLLED} and a.platform = $3 and h.at < $2
  group by a.id, h.monday, a.region, a.platform
  on conflict (week, account_id) do update set failed_at = coalesce(w.failed_at, excluded.failed_at), failed_code = coalesce(w.failed_code, excluded.failed_code),
    failed = w.failed | excluded.failed`;
