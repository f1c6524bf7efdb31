import { sql } from "kysely";
import { one } from "./accounts.ts";
import { offeredTo } from "./recusals.ts";
import type { Scope } from "./store.ts";

/** What stands around a post, as far as it was kept. Names nobody; who may see it when is the API's question. */
export interface Surroundings {
  /** What people wrote down of the post above, oldest first. */
  readonly parents: readonly { readonly url: string | null; readonly text: string }[];
  /** Handles that the account had, as they are compared, and the platform's id of it: for telling whether a parent is its own. */
  readonly ownHandles: readonly string[];
  readonly ownExternalId: string | null;
  /** The flagged version as it was fetched, where its connector's answer names what is answered or passed on; null else. */
  readonly record: { readonly connector: string; readonly raw: Buffer } | null;
}

/** What is known of the account behind a post. Counts and dates only. */
export interface AccountContext {
  readonly state: "active" | "private" | "suspended" | "deactivated" | "deleted";
  readonly linkedAt: Date;
  /** What the link rests on: kinds with the day each was recorded, oldest first. */
  readonly evidence: readonly { readonly kind: string; readonly on: string }[];
  readonly handleChanges: number;
  /**
   * Other posts of the account that were read against this contest; how many of these raised a flag, and how many of those were closed as taking no side. Flags of the same cluster are left
   * out, since how the copies were decided would sway; and so is what the actor is kept from.
   */
  readonly postsRead: number;
  readonly flagged: number;
  readonly notPartisan: number;
  /** Kept posts of the seven days before the day of the act, of that day, and of the seven after it, in Jakarta. */
  readonly postsBefore: number;
  readonly postsOn: number;
  readonly postsAfter: number;
}

/** Connectors whose answers name the parent. */
const NAMING = ["bluesky"];
/** Longer than any record that a person wrote. */
const MOST_RECORD_BYTES = 200_000;
const MOST_PARENTS = 5;

/** What stands around a flagged post. */
export function contextIn({ db, actor }: Scope) {
  return {
    /** Three short statements. */
    async readSurroundings(flagId: string): Promise<Surroundings> {
      const parents = await sql<Surroundings["parents"][number]>`select parent_url as url, parent_text as text from (
          select distinct on (c.parent_url, c.parent_text) c.parent_url, c.parent_text, c.received_at from flag f join capture c on c.post_id = f.post_id
          where f.id = ${flagId} and c.purged_at is null and (c.parent_url is not null or c.parent_text <> '') order by c.parent_url, c.parent_text, c.received_at) told
        order by received_at limit ${MOST_PARENTS}`.execute(db);
      const own = await sql<{ ownHandles: string[]; ownExternalId: string | null }>`select a.external_id as own_external_id,
          array(select a.handle_key union select h.handle_key from handle_period h where h.account_id = a.id) as own_handles
        from flag f join post p on p.id = f.post_id join account a on a.id = p.account_id where f.id = ${flagId}`.execute(db);
      const record = await sql<{ connector: string; raw: Buffer }>`select e.connector, e.raw from flag f
          join evidence e on e.flag_id = f.id and e.version_id = f.version_id
        where f.id = ${flagId} and e.purged_at is null and e.connector = any(${sql.val(NAMING)}::text[])
          and octet_length(e.raw) <= ${MOST_RECORD_BYTES}`.execute(db);
      return { parents: parents.rows, ...one(own.rows), record: record.rows[0] ?? null };
    },

    /** One statement over the account's own posts. */
    async readAccount(flagId: string): Promise<AccountContext> {
      const day = sql`(n.posted_at at time zone 'Asia/Jakarta')::date`;
      const { rows } = await sql<AccountContext>`with here as (
          select f.id, f.contest_id, p.id as post_id, p.account_id, (p.posted_at at time zone 'Asia/Jakarta')::date as on_day
          from flag f join post p on p.id = f.post_id where f.id = ${flagId})
        select a.state, a.linked_at, around.*,
          coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'on', l.day) order by l.day, l.kind)
            from (select kind, min((at at time zone 'Asia/Jakarta')::date)::text as day from link_evidence where account_id = a.id group by kind) l), '[]') as evidence,
          greatest(0, (select count(*) from handle_period h where h.account_id = a.id) - 1)::int as handle_changes,
          (select count(*)::int from post o where o.account_id = a.id and o.id <> here.post_id
            and exists (select from classification c where c.post_id = o.id and c.contest_id = here.contest_id)) as posts_read,
          others.flagged, others.not_partisan
        from here join account a on a.id = here.account_id
          cross join lateral (select count(*)::int as flagged, count(*) filter (where f.state = 'closed' and f.outcome = 'not_partisan')::int as not_partisan
            from flag f join post p on p.id = f.post_id where p.account_id = a.id and f.contest_id = here.contest_id and f.id <> here.id and ${offeredTo(actor.id)}
              and not exists (select from flag_likeness k join flag_likeness n on n.cluster_id = k.cluster_id where k.flag_id = here.id and n.flag_id = f.id)) others
          cross join lateral (select count(*) filter (where ${day} < here.on_day)::int as posts_before, count(*) filter (where ${day} = here.on_day)::int as posts_on,
              count(*) filter (where ${day} > here.on_day)::int as posts_after
            from post n where n.account_id = a.id and n.posted_at > (here.on_day - 8)::timestamptz and ${day} between here.on_day - 7 and here.on_day + 7) around`.execute(
        db,
      );
      return one(rows);
    },
  };
}
