import type { Role } from "@netra/domain";
import { sql } from "kysely";
import { readAddress } from "./mail-address.ts";
import { leasedUntil, triedAgainAt } from "./mail-wait.ts";
import type { Scope } from "./store.ts";

/** One person's morning mail, taken up to be sent. */
export interface DigestTurn {
  readonly day: string;
  readonly userId: string;
  readonly role: Role;
  readonly regions: readonly string[];
  readonly locale: "id" | "en";
  /** Null when it cannot be read with this key. */
  readonly address: string | null;
}

/** Morning mails as they stand. */
export interface DigestStanding {
  /** People who want one. */
  readonly wanted: number;
  /** Mails of the last seven days that were tried and did not leave. */
  readonly failed: number;
  /** Why the newest of them did not. */
  readonly code: string | null;
}

const LONGEST_WAIT_SECONDS = 3_600;
const KEPT_DAYS = 30;

const LATELY = "done_at is null and code is not null and day > (clock_timestamp() at time zone 'UTC')::date - 7";
/** For whoever may read `digest_mail` and who wants one. */
export const DIGEST_STANDING = `select (select count(*)::int from netra.digest_address where wanted) as wanted, count(*)::int as failed,
  (array_agg(code order by day desc, next_try_at desc))[1] as code from netra.digest_mail where ${LATELY}`;
export const DIGESTS_FAILED = `select count(*)::int as n from netra.digest_mail where ${LATELY}`;

/** A mail in the morning: where it goes, who wants it, and what left. */
export function digestsIn({ db, actor, cipher }: Scope) {
  const wanting = (roles: readonly Role[]) => sql`from digest_readers() u where u.role = any(${sql.val([...roles])}::text[])`;
  return {
    /** Where these people's mail goes (null: nowhere, or nobody can read where), and whether they want it; nothing of whom no address was ever set. */
    async list(userIds: readonly string[]): Promise<{ userId: string; address: string | null; wanted: boolean; reports: boolean }[]> {
      const { rows } = await sql<{
        userId: string;
        addressCipher: Buffer | null;
        wanted: boolean;
        reports: boolean;
      }>`select user_id, address_cipher, wanted, reports from digest_address
        where user_id = any(${sql.val([...userIds])}::uuid[])`.execute(db);
      return rows.map(({ addressCipher, ...mail }) => ({ ...mail, address: addressCipher && readAddress(cipher, addressCipher) }));
    },

    /** Sets where a person's mail goes; with null nothing goes any more. */
    async setAddress(userId: string, address: string | null): Promise<void> {
      await sql`insert into digest_address (user_id, address_cipher, set_by) values (${userId}::uuid, ${address && cipher.encrypt(address)}, ${actor.id}::uuid)
        on conflict (user_id) do update set address_cipher = excluded.address_cipher, set_by = excluded.set_by, set_at = clock_timestamp(),
          wanted = digest_address.wanted and excluded.address_cipher is not null`.execute(db);
    },

    /** Switches the actor's own mail on or off. False when nobody has set an address. */
    async want(wanted: boolean): Promise<boolean> {
      const { rows } =
        await sql`update digest_address set wanted = ${wanted} where user_id = ${actor.id}::uuid and (address_cipher is not null or not ${wanted}::boolean) returning user_id`.execute(
          db,
        );
      return rows.length > 0 || !wanted;
    },

    /** Switches the notices of the actor's drafts of reports on or off. False when nobody has set an address. */
    async wantReports(wanted: boolean): Promise<boolean> {
      const { rows } =
        await sql`update digest_address set reports = ${wanted} where user_id = ${actor.id}::uuid and address_cipher is not null returning user_id`.execute(
          db,
        );
      return rows.length > 0 || !wanted;
    },

    /** Whether somebody of these roles waits for the mail of this day. */
    async hasDue(day: string, roles: readonly Role[]): Promise<boolean> {
      const { rows } =
        await sql`select u.user_id ${wanting(roles)} and not exists (select from digest_mail m where m.day = ${day}::date and m.user_id = u.user_id
        and (m.done_at is not null or m.next_try_at > clock_timestamp())) limit 1`.execute(db);
      return rows.length > 0;
    },

    /** Takes up one mail of this day that is due; none when nothing is. Nobody else gets it until a lease is over. */
    async take(day: string, roles: readonly Role[]): Promise<DigestTurn | undefined> {
      await sql`delete from digest_mail where day < ${day}::date - ${KEPT_DAYS}::int`.execute(db);
      await sql`insert into digest_mail (day, user_id) select ${day}::date, u.user_id ${wanting(roles)} on conflict do nothing`.execute(db);
      const { rows } = await sql<Omit<DigestTurn, "address"> & { addressCipher: Buffer }>`
        with due as (
          select m.day, m.user_id from digest_mail m join digest_readers() u on u.user_id = m.user_id
          where m.day = ${day}::date and m.done_at is null and m.next_try_at <= clock_timestamp() order by m.user_id limit 1 for update of m skip locked
        ), taken as (
          update digest_mail m set tries = tries + 1, next_try_at = ${leasedUntil()}
          from due where (m.day, m.user_id) = (due.day, due.user_id) returning m.day, m.user_id
        )
        select taken.day::text, taken.user_id, u.role, u.regions, u.locale, a.address_cipher
          from taken join digest_readers() u on u.user_id = taken.user_id join digest_address a on a.user_id = taken.user_id`.execute(db);
      const [row] = rows;
      if (!row) return undefined;
      const { addressCipher, ...turn } = row;
      return { ...turn, address: readAddress(cipher, addressCipher) };
    },

    /** The server said yes, or nothing waited: no more today. */
    async noteDone({ day, userId }: Pick<DigestTurn, "day" | "userId">): Promise<void> {
      await sql`update digest_mail set done_at = clock_timestamp(), code = null where day = ${day}::date and user_id = ${userId}::uuid`.execute(db);
    },

    /** It did not go: again in a minute, then four times as long each time, an hour at most. */
    async noteFailed({ day, userId }: Pick<DigestTurn, "day" | "userId">, code: string): Promise<void> {
      await sql`update digest_mail set code = ${code}, next_try_at = ${triedAgainAt({ longestSeconds: LONGEST_WAIT_SECONDS })}
        where day = ${day}::date and user_id = ${userId}::uuid and done_at is null`.execute(db);
    },
  };
}
