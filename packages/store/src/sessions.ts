import { CONFIRMED_MINUTES, ROLES, type SessionLife, sessionLifeOf } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import type { Scope } from "./store.ts";
import type { User } from "./users.ts";

export interface SessionRow extends User {
  readonly mustSetPassword: boolean;
  /** Signed in, or confirmed again, within the last minutes (`CONFIRMED_MINUTES`), on the database's clock. */
  readonly confirmed: boolean;
  /** Two-step verification is set up: a code is asked for beside the password. */
  readonly secondFactor: boolean;
}

/** Consecutive failures of one name before it is slowed, and for how long. */
const FAILURES_BEFORE_BLOCK = 10;
const BLOCK_MINUTES = 15;

/** Minutes of a session's rule, for the role of `app_user u`. */
const minutesByRole = (rule: keyof SessionLife) =>
  sql`case u.role ${sql.join(
    ROLES.map((role) => sql`when ${role} then ${sessionLifeOf(role)[rule]}::int`),
    sql` `,
  )} end`;

/** Where a person works: the own regions first, then those of loans that run by the database's clock. */
export const REGIONS = sql`u.regions || lent_regions(u.id)`;

const HAS_FACTOR = sql`exists (select from second_factor f where f.user_id = u.id and f.active_at is not null)`;

/** That the session `s` of `app_user u` has not ended, idled or expired, and its person is not switched off. */
export const STILL_OPEN = sql`u.active and s.ended_at is null and s.expires_at > clock_timestamp()
  and s.seen_at > clock_timestamp() - make_interval(mins => ${minutesByRole("idleMinutes")})`;

/** Sessions, one-time links and failures, all by hash: the database never holds a token. */
export function sessionsIn({ db }: Scope) {
  return {
    /** Opens a session for as long as the person's role allows; `confirmed`: it counts as fresh for what needs that. */
    async open(tokenHash: Buffer, userId: string, given: { readonly mustSetPassword: boolean; readonly confirmed: boolean }): Promise<void> {
      await sql`insert into user_session (token_hash, user_id, must_set_password, confirmed_at, expires_at)
        select ${tokenHash}, id, ${given.mustSetPassword}, case when ${given.confirmed} then clock_timestamp() else '-infinity' end,
          clock_timestamp() + make_interval(mins => ${minutesByRole("lifeMinutes")}) from app_user u where id = ${userId}`.execute(db);
    },
    /** The live session of a token, marked as seen; undefined when it ended, idled, expired, or its person was switched off. */
    async touch(tokenHash: Buffer): Promise<SessionRow | undefined> {
      const { rows } = await sql<SessionRow>`update user_session s set seen_at = clock_timestamp() from app_user u
        where s.token_hash = ${tokenHash} and u.id = s.user_id and ${STILL_OPEN}
        returning u.id, u.username, u.name, u.role, ${REGIONS} as regions, u.locale, u.active, s.must_set_password,
          s.confirmed_at > clock_timestamp() - make_interval(mins => ${CONFIRMED_MINUTES}) as confirmed, ${HAS_FACTOR} as second_factor`.execute(db);
      return rows[0];
    },
    /** Where a person works now, loans included. */
    async regionsOf(userId: string): Promise<string[]> {
      return one((await sql<{ regions: string[] }>`select ${REGIONS} as regions from app_user u where u.id = ${userId}`.execute(db)).rows).regions;
    },
    /** Notes that the person of a live session proved again who they are. */
    async confirm(tokenHash: Buffer): Promise<void> {
      await sql`update user_session set confirmed_at = clock_timestamp() where token_hash = ${tokenHash} and ended_at is null`.execute(db);
    },
    async end(tokenHash: Buffer): Promise<void> {
      await sql`update user_session set ended_at = clock_timestamp() where token_hash = ${tokenHash} and ended_at is null`.execute(db);
    },
    /** Ends every session of a person (a new password). */
    async endAll(userId: string): Promise<void> {
      await sql`update user_session set ended_at = clock_timestamp() where user_id = ${userId} and ended_at is null`.execute(db);
    },
    /** Ends every session of a person but this one (two-step verification: the others never gave a code). */
    async endOthers(userId: string, tokenHash: Buffer): Promise<void> {
      await sql`update user_session set ended_at = clock_timestamp() where user_id = ${userId} and token_hash <> ${tokenHash} and ended_at is null`.execute(
        db,
      );
    },
    /** Spends every link of a person: a new password, or a person switched off, leaves no other way in. */
    async spendLinks(userId: string): Promise<void> {
      await sql`update sign_in_link set used_at = clock_timestamp() where user_id = ${userId} and used_at is null`.execute(db);
    },
    async addLink(tokenHash: Buffer, userId: string, minutes: number): Promise<void> {
      await sql`insert into sign_in_link (token_hash, user_id, expires_at)
        values (${tokenHash}, ${userId}, clock_timestamp() + make_interval(mins => ${minutes}))`.execute(db);
    },
    /** Spends a link: the first to come gets the person, everybody later undefined. */
    async useLink(tokenHash: Buffer): Promise<User | undefined> {
      const { rows } = await sql<User>`update sign_in_link l set used_at = clock_timestamp() from app_user u
        where l.token_hash = ${tokenHash} and l.used_at is null and l.expires_at > clock_timestamp() and u.id = l.user_id and u.active
        returning u.id, u.username, u.name, u.role, ${REGIONS} as regions, u.locale, u.active`.execute(db);
      return rows[0];
    },
    /**
     * Counts a try for a name before anybody looks at it, one at a time per name. Returns the seconds to wait, 0 when it may be looked at;
     * a try that must wait is not counted.
     */
    async countTry(nameHash: Buffer): Promise<number> {
      const { rows } = await sql<{ wait: number }>`insert into sign_in_failure as f (name_hash, failures) values (${nameHash}, 0)
        on conflict (name_hash) do update set failures = f.failures
        returning greatest(0, ceil(extract(epoch from coalesce(blocked_until, '-infinity') - clock_timestamp())))::int as wait`.execute(db);
      const { wait } = one(rows);
      if (wait > 0) return wait;
      await sql`update sign_in_failure set failures = failures + 1, at = clock_timestamp(),
        blocked_until = case when failures + 1 >= ${FAILURES_BEFORE_BLOCK} then clock_timestamp() + make_interval(mins => ${BLOCK_MINUTES}) end
        where name_hash = ${nameHash}`.execute(db);
      return 0;
    },
    /** Housekeeping: what no longer says anything about anybody. A name's tries after a day; links and sessions that ended a month ago. */
    async forgetOld(): Promise<void> {
      await sql`delete from sign_in_failure where at < clock_timestamp() - interval '1 day'`.execute(db);
      await sql`delete from sign_in_link where least(used_at, expires_at) < clock_timestamp() - interval '30 days'`.execute(db);
      await sql`delete from user_session where least(ended_at, expires_at) < clock_timestamp() - interval '30 days'`.execute(db);
    },
    /** Forgets the tries of a name. */
    async succeeded(nameHash: Buffer): Promise<void> {
      await sql`delete from sign_in_failure where name_hash = ${nameHash}`.execute(db);
    },
  };
}
