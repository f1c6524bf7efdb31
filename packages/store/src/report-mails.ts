import type { Role } from "@netra/domain";
import { sql } from "kysely";
import { readAddress } from "./mail-address.ts";
import { leasedUntil, triedAgainAt } from "./mail-wait.ts";
import type { Scope } from "./store.ts";

/** One person's notice that a draft is there, taken up to be sent. */
export interface ReportMailTurn {
  readonly reportId: string;
  readonly week: string;
  readonly userId: string;
  readonly locale: "id" | "en";
  /** Null when it cannot be read with this key. */
  readonly address: string | null;
}

/** Notices of drafts that were tried in the last seven days and did not leave, and why the newest did not; `code` null: its end is not known. */
export interface ReportMailStanding {
  readonly failed: number;
  readonly code: string | null;
}

const LONGEST_WAIT_SECONDS = 3_600;
/** A draft of which nobody was told for so long is told of by the page alone. */
const GIVEN_UP_DAYS = 7;
/** Tries whose end nobody knows, after which none follows: somebody may get a mail twice, never three times. */
const UNKNOWN_ENDS = 2;

const FAILED = `from netra.report_mail where done_at is null and (code is not null or unknown >= ${UNKNOWN_ENDS}) and asked_at > clock_timestamp() - interval '${GIVEN_UP_DAYS} days'`;
/** For whoever may read `report_mail`. */
export const REPORT_MAIL_STANDING = `select count(*)::int as failed, (array_agg(code order by asked_at desc, next_try_at desc))[1] as code ${FAILED}`;
export const REPORT_MAILS_FAILED = `select count(*)::int as n ${FAILED}`;

/** Notices that the draft of a scheduled report is there: who is to be told, and what left. */
export function reportMailsIn({ db, cipher }: Scope) {
  /** Drafts of scheduled reports and whoever may finish them, looks after their region and wants to be told. */
  const toTell = (roles: readonly Role[]) => sql`report r join report_readers() u on u.role = any(${sql.val([...roles])}::text[])
      and u.regions && array['ID', r.region, split_part(r.region, '.', 1), split_part(r.region, '.', 1) || '.' || split_part(r.region, '.', 2),
        split_part(r.region, '.', 1) || '.' || split_part(r.region, '.', 2) || '.' || split_part(r.region, '.', 3)]
    where r.scheduled and r.state = 'ready' and r.final_at is null and r.final_asked_at is null and r.ready_at > clock_timestamp() - make_interval(days => ${GIVEN_UP_DAYS})`;
  const due = sql`m.done_at is null and m.next_try_at <= clock_timestamp() and m.unknown < ${UNKNOWN_ENDS}`;
  return {
    /** Whether somebody is to be told now. */
    async hasDue(roles: readonly Role[]): Promise<boolean> {
      const { rows } = await sql`select r.id from (select r.id, u.user_id from ${toTell(roles)}) r
        where not exists (select from report_mail m where m.report_id = r.id and m.user_id = r.user_id and not (${due})) limit 1`.execute(db);
      return rows.length > 0;
    },

    /** Takes up one notice that is due; none when nothing is. Nobody else gets it until a lease is over. */
    async take(roles: readonly Role[]): Promise<ReportMailTurn | undefined> {
      await sql`insert into report_mail (report_id, user_id, region) select r.id, u.user_id, r.region from ${toTell(roles)} on conflict do nothing`.execute(
        db,
      );
      const { rows } = await sql<Omit<ReportMailTurn, "address"> & { addressCipher: Buffer }>`
        with due as (
          select m.report_id, m.user_id from report_mail m join (select r.id, u.user_id from ${toTell(roles)}) t on t.id = m.report_id and t.user_id = m.user_id
          where ${due} order by m.asked_at, m.user_id limit 1 for update of m skip locked
        ), taken as (
          update report_mail m set tries = tries + 1, unknown = unknown + 1, next_try_at = ${leasedUntil()}
          from due where (m.report_id, m.user_id) = (due.report_id, due.user_id) returning m.report_id, m.user_id
        )
        select taken.report_id, r.week, taken.user_id, u.locale, a.address_cipher from taken join report r on r.id = taken.report_id
          join report_readers() u on u.user_id = taken.user_id join digest_address a on a.user_id = taken.user_id`.execute(db);
      const [row] = rows;
      if (!row) return undefined;
      const { addressCipher, ...turn } = row;
      return { ...turn, address: readAddress(cipher, addressCipher) };
    },

    /** The server said yes. */
    async noteDone({ reportId, userId }: Pick<ReportMailTurn, "reportId" | "userId">): Promise<void> {
      await sql`update report_mail set done_at = clock_timestamp(), code = null, unknown = 0 where report_id = ${reportId}::uuid and user_id = ${userId}::uuid`.execute(
        db,
      );
    },

    /** It did not go, and the server or its absence said so: again in a minute, then four times as long each time, an hour at most. */
    async noteFailed({ reportId, userId }: Pick<ReportMailTurn, "reportId" | "userId">, code: string): Promise<void> {
      await sql`update report_mail set code = ${code}, unknown = unknown - 1, next_try_at = ${triedAgainAt({ longestSeconds: LONGEST_WAIT_SECONDS })}
        where report_id = ${reportId}::uuid and user_id = ${userId}::uuid and done_at is null and unknown > 0`.execute(db);
    },
  };
}
