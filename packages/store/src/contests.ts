import { sql } from "kysely";
import type { Scope } from "./store.ts";

export interface LiveContest {
  readonly id: string;
  readonly region: string;
  readonly regionName: string | null;
  readonly version: number;
  readonly hash: string;
  /** The contest as published; its shape is the classifier's `Contest`. */
  readonly body: unknown;
  readonly demo: boolean;
}

/** Who stands: contests and their immutable versions. */
export function contestsIn({ db, actor }: Scope) {
  const list = (condition: ReturnType<typeof sql>) =>
    sql<LiveContest>`select c.id, c.region, g.name as region_name, v.version, v.hash, v.body, c.demo
    from contest c join contest_version v on v.hash = c.live_hash left join region g on g.code = c.region where ${condition} order by c.id`.execute(
      db,
    );

  return {
    /** The newest published version of every contest. Whether its watch window is open is the reader's question. */
    listLive: async (): Promise<LiveContest[]> => (await list(sql`true`)).rows,
    findLive: async (id: string): Promise<LiveContest | undefined> => (await list(sql`c.id = ${id}`)).rows[0],
    /** Publishes a version; the same bytes again change nothing. Returns false then. */
    async publish(contest: { id: string; region: string; hash: string; body: unknown; demo: boolean }): Promise<boolean> {
      await sql`insert into contest (id, region, demo) values (${contest.id}, ${contest.region}, ${contest.demo}) on conflict (id) do nothing`.execute(
        db,
      );
      const { rows: live } = await sql<{ liveHash: string | null }>`select live_hash from contest where id = ${contest.id} for update`.execute(db);
      if (live[0]?.liveHash === contest.hash) return false;
      await sql`insert into contest_version (hash, contest_id, version, body, published_by)
        select ${contest.hash}, ${contest.id}, coalesce(max(version), 0) + 1, ${JSON.stringify(contest.body)}::jsonb, ${actor.id}::uuid
        from contest_version where contest_id = ${contest.id} on conflict (hash) do nothing`.execute(db);
      await sql`update contest set live_hash = ${contest.hash}, region = ${contest.region} where id = ${contest.id}`.execute(db);
      return true;
    },
  };
}
