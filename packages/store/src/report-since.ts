import type { SinceFacts } from "@netra/domain";
import { sql } from "kysely";
import { lies, readCaptures, readHours, readToCapture, type Within, watchesIn } from "./report-within.ts";
import type { Db } from "./store.ts";

/**
 * What belongs to no contest, since the first of these determinations that lies before the end; null where there is none. As it was at a time, like everything of a report.
 * Cost: one pass over the posts since then, and over a row for each account and week.
 */
export async function readSinceFacts(
  db: Db,
  { determined, ...of }: Omit<Within, "from"> & { readonly determined: readonly { readonly from: Date }[] },
): Promise<SinceFacts | null> {
  const first = Math.min(...determined.map(({ from }) => from.getTime()));
  if (first >= of.to.getTime()) return null;
  const within = { ...of, from: new Date(first) };
  const { rows: accounts } = await sql<SinceFacts["accounts"][number]>`select region, platform, count(*)::int as accounts from (
      select distinct on (w.account_id) w.region, w.platform from ${watchesIn(within)} w where w.was_fetched and ${lies(of.region, "w.region")}
      order by w.account_id, w.week desc) w group by 1, 2 order by 1, 2`.execute(db);
  return {
    from: first,
    captures: await readCaptures(db, within),
    accounts,
    toCapture: await readToCapture(db, within),
    hours: await readHours(db, within),
  };
}
