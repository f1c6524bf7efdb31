import type { Platform } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import type { PostOwner } from "./posts.ts";
import { noteLook, type SourceState } from "./source-state.ts";
import type { Scope } from "./store.ts";

/** What another look at a flagged post came to. `missed`: not found once; `gone`: not found twice, apart, with the account reachable. */
export type RecheckResult = "same" | "edited" | "missed" | "gone" | "unreachable" | "not_possible";

/** A flagged post that is due for another look, held by a lease on the database's clock. */
export interface RecheckTurn {
  readonly postId: string;
  readonly token: string;
  readonly platform: Platform;
  readonly externalId: string;
  /** Its address; null when nobody knows it. */
  readonly url: string | null;
  /** As `posts.save` takes it: the account, the person and the region of the post. */
  readonly owner: PostOwner;
  readonly account: { readonly handle: string; readonly externalId: string | null; readonly link: string; readonly revoked: boolean };
  /** No flag that asks for the look stands any more. */
  readonly over: boolean;
  /** Starts of the step that was tried most often, this one included. */
  readonly attempt: number;
  /** When the turn was taken, on the database's clock: an answer tells of no moment before. */
  readonly at: Date;
}

/** Hours after its flag opened. Ids are stored: never rename. Source: connectors' duties, sweep after first sight. */
const STEPS = sql`(values ('1h', 1), ('6h', 6), ('24h', 24), ('3d', 72), ('7d', 168), ('14d', 336), ('28d', 672)) as step (step, hours)`;
/** A flag from before there was a plan gets one as long as a step of it is to come. */
const LONGEST = sql`interval '28 days'`;
/** Two misses count as two only when they are so far apart. */
const APART_SECONDS = 1_800;
const CONFIRM_AFTER = sql`interval '1 hour'`;

/** Re-checks of flagged posts: what the source shows after a flag opened, and when a case was opened. A fact for people; it moves no score and closes nothing. */
export function rechecksIn(scope: Scope) {
  const { db } = scope;
  return {
    /** Gives every flag of the last 28 days its looks, and every flag of a case one more, once. Returns how many were added. Cheap when nothing is new. */
    async plan(): Promise<number> {
      const { rows } = await sql`insert into recheck (flag_id, post_id, region, step, due_at)
        select f.id, f.post_id, f.region, step.step, f.opened_at + make_interval(hours => step.hours) from flag f, ${STEPS}
          where f.opened_at > clock_timestamp() - ${LONGEST} and not exists (select from recheck r where r.flag_id = f.id)
        union all
        select f.id, f.post_id, f.region, 'case', clock_timestamp() from case_flag c join flag f on f.id = c.flag_id
          where not exists (select from recheck r where r.flag_id = f.id and r.step = 'case')
        on conflict (flag_id, step) do nothing returning id`.execute(db);
      return rows.length;
    },

    /** Takes the post that is due for the longest time, with all of its looks that are due, or undefined when none is free. */
    async claim(leaseSeconds: number): Promise<RecheckTurn | undefined> {
      const free = (row: string) =>
        sql`${sql.ref(`${row}.result`)} is null and ${sql.ref(`${row}.due_at`)} <= clock_timestamp()
          and (${sql.ref(`${row}.lease_until`)} is null or ${sql.ref(`${row}.lease_until`)} < clock_timestamp())`;
      // One at a time: a post has several looks, and two who each hold one of them would wait for each other's.
      await sql`select pg_advisory_xact_lock(hashtext('netra.recheck'))`.execute(db);
      const { rows } = await sql<Omit<RecheckTurn, "owner" | "account"> & TurnRow>`with next as materialized (
          select r.post_id, gen_random_uuid() as token from recheck r where ${free("r")} order by r.due_at limit 1 for update skip locked),
        taken as (
          update recheck r set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), lease_token = next.token, attempt = r.attempt + 1
          from next where r.post_id = next.post_id and ${free("r")} returning r.post_id, r.lease_token, r.flag_id, r.attempt)
        select p.id as post_id, t.lease_token as token, p.platform, p.external_id, p.url, p.account_id, p.civil_servant_id, p.region,
          a.handle, a.external_id as account_external_id, a.link, a.revoked_at is not null as revoked,
          bool_and(f.state in ('closed', 'withdrawn')) as over, max(t.attempt)::int as attempt, clock_timestamp() as at
        from taken t join flag f on f.id = t.flag_id join post p on p.id = t.post_id join account a on a.id = p.account_id
        group by p.id, t.lease_token, a.id`.execute(db);
      const row = rows[0];
      if (!row) return undefined;
      const { accountId, civilServantId, region, handle, accountExternalId, link, revoked, ...turn } = row;
      return {
        ...turn,
        owner: { id: accountId, civilServantId, region },
        account: { handle, externalId: accountExternalId, link, revoked },
      };
    },

    /** Notes that the platform no longer shows the post, though its account is there. Returns the state of the source; a miss soon after another changes nothing. */
    async noteMiss({ postId, at }: Pick<RecheckTurn, "postId" | "at">): Promise<SourceState> {
      const [looked] = await noteLook(scope, sql`p.id = ${postId}`, { kind: "missed", at, apartSeconds: APART_SECONDS });
      if (looked) return looked.after;
      const { rows } = await sql<{ state: SourceState }>`select source_state as state from post where id = ${postId}`.execute(db);
      return one(rows).state;
    },

    /** Notes that the platform no longer shows the post to everybody, where nothing is known of its account: it is suspected, never gone. True when it was not suspected before. */
    async noteSuspicion({ postId, at }: Pick<RecheckTurn, "postId" | "at">): Promise<boolean> {
      const [looked] = await noteLook(scope, sql`p.id = ${postId}`, { kind: "missed", at, accountUnknown: true });
      return looked !== undefined && looked.before !== "suspect_gone" && looked.after === "suspect_gone";
    },

    /** Notes that the platform shows the post, of which nothing was read. */
    async noteSeen({ postId, at }: Pick<RecheckTurn, "postId" | "at">): Promise<void> {
      await noteLook(scope, sql`p.id = ${postId}`, { kind: "seen", at });
      await sql`update post set source_checked_at = greatest(source_checked_at, ${at}) where id = ${postId}`.execute(db);
    },

    /** Notes when the post was last looked at. Returns the state of the source. */
    async noteChecked({ postId, at }: Pick<RecheckTurn, "postId" | "at">): Promise<SourceState> {
      const { rows } = await sql<{ state: SourceState }>`update post set source_checked_at = greatest(source_checked_at, ${at}) where id = ${postId}
        returning source_state as state`.execute(db);
      return one(rows).state;
    },

    /** Ends a turn with what was found; `confirm` asks for one more look, an hour later. False when the turn was lost: the caller must roll its transaction back. */
    async settle(
      turn: RecheckTurn,
      { result, reason, confirm }: { readonly result: RecheckResult; readonly reason: string | null; readonly confirm: boolean },
    ): Promise<boolean> {
      const { rows } = await sql<{ flagId: string }>`update recheck set result = ${result}, reason = ${reason}, checked_at = clock_timestamp(),
          lease_until = null, lease_token = null
        where post_id = ${turn.postId} and lease_token = ${turn.token} and result is null returning flag_id`.execute(db);
      if (confirm)
        await sql`insert into recheck (flag_id, post_id, region, step, due_at)
          select id, post_id, region, 'confirm', clock_timestamp() + ${CONFIRM_AFTER} from flag where id = any(${sql.val(rows.map((row) => row.flagId))}::uuid[])
          on conflict (flag_id, step) do update set due_at = excluded.due_at, result = null, reason = null, checked_at = null, attempt = 0`.execute(
          db,
        );
      return rows.length > 0;
    },

    /** Gives a turn back for later; `counted` false when the start was nobody's fault. */
    async postpone(turn: RecheckTurn, { inSeconds, counted, reason }: { inSeconds: number; counted: boolean; reason: string }): Promise<void> {
      await sql`update recheck set lease_until = null, lease_token = null, reason = ${reason}, attempt = attempt - ${counted ? 0 : 1}::int,
          due_at = clock_timestamp() + make_interval(secs => ${inSeconds})
        where post_id = ${turn.postId} and lease_token = ${turn.token} and result is null`.execute(db);
    },

    /** The looks of a flag, by when they were or are due. */
    async listFor(
      flagId: string,
    ): Promise<{ step: string; dueAt: Date; attempt: number; result: RecheckResult | null; reason: string | null; checkedAt: Date | null }[]> {
      const { rows } = await sql<{
        step: string;
        dueAt: Date;
        attempt: number;
        result: RecheckResult | null;
        reason: string | null;
        checkedAt: Date | null;
      }>`
        select step, due_at, attempt, result, reason, checked_at from recheck where flag_id = ${flagId} order by due_at, step`.execute(db);
      return rows;
    },
  };
}

interface TurnRow {
  readonly accountId: string;
  readonly civilServantId: string;
  readonly region: string;
  readonly handle: string;
  readonly accountExternalId: string | null;
  readonly link: string;
  readonly revoked: boolean;
}
