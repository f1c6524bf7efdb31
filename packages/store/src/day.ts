import type { AnswerFrom, FlagState } from "@netra/domain";
import { sql } from "kysely";
import { readFirstBy, sentBy } from "./flag-detail.ts";
import { one } from "./one.ts";
import { offeredTo } from "./recusals.ts";
import { REGIONS } from "./sessions.ts";
import type { Scope } from "./store.ts";

/** A flag on somebody's day: what the triage list shows of it before a reading, and nothing more. */
export interface DayFlagRow {
  readonly id: string;
  readonly number: string;
  readonly region: string;
  /** First 300 characters of the version that raised the flag. */
  readonly text: string;
  readonly kind: string;
  readonly platform: string;
  readonly visibility: string;
  readonly state: FlagState;
  readonly holderId: string | null;
  readonly holder: string | null;
  readonly deadline: Date;
  /** Held by the asker, or waiting because they asked. */
  readonly own: boolean;
  /** End of the open lease. */
  readonly until: Date | null;
  /** Who passed the claim on to the asker, and when; null for a claim that they took. */
  readonly handedBy: string | null;
  readonly handedAt: Date | null;
  /** What was asked, and what was noted since; only of flags that wait because this person asked. */
  readonly question: string | null;
  readonly addressee: string | null;
  /** `YYYY-MM-DD`, and whether that day is over in Jakarta. */
  readonly due: string | null;
  readonly overdue: boolean | null;
  readonly askedAt: Date | null;
  readonly reminders: number;
  readonly remindedAt: Date | null;
  readonly remindedBy: string | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
}

export interface DayCounts {
  readonly claims: number;
  readonly waiting: number;
  readonly overdue: number;
  readonly answered: number;
  readonly lapsing: number;
  /** Passed on to this person and not taken up yet. */
  readonly handed: number;
  /** Flags that ask for something now: overdue, answered, lapsing or passed on, each once. */
  readonly notices: number;
}

export type DayPart = "claims" | "waiting" | "lapsing";
export type FlagNoteAct = "reminded" | "answered";

/** The longest part of a day that is listed; the counts stay true. */
const ROWS = 50;

/** What one person's day holds, and what is noted while a flag waits for information. */
export function dayIn({ db, actor }: Scope) {
  const me = actor.id;
  /** Flags that are not over, in the actor's regions, with the request that each waits on. */
  const standing = (
    lapsingUntil: Date,
  ) => sql`(select f.*, s.standing, s.holder_id, l.until, l.handed_by, l.taken_at, d.id as decision_id, d.question, d.addressee, d.due, d.at as asked_at,
      s.standing = 'claimed' and s.holder_id = ${me}::uuid as claims, d.user_id is not distinct from ${me}::uuid as waiting,
      d.due < (clock_timestamp() at time zone 'Asia/Jakarta')::date as overdue, f.deadline_at <= ${lapsingUntil} as lapsing,
      exists (select from flag_note n where n.decision_id = d.id and n.act = 'answered') as answered,
      s.holder_id = ${me}::uuid and l.handed_by is not null and l.taken_up_at is null as handed
    from flag f join flag_standing s on s.flag_id = f.id left join flag_lease l on l.id = s.lease_id
      left join lateral (select d.* from decision d where d.flag_id = f.id and s.standing = 'needs_info' and d.act = 'needs_info' and d.undone_at is null
        order by d.at desc limit 1) d on true
    where f.state in ('open', 'claimed', 'needs_info', 'awaiting_second', 'disputed')
      and ${offeredTo(me)}) f`;
  const order = {
    claims: sql`f.until, f.number`,
    waiting: sql`f.answered desc, f.due, f.number`,
    lapsing: sql`(f.claims or f.waiting) desc, f.deadline_at, f.number`,
  };

  return {
    /** How much a person's day holds; a deadline up to `lapsingUntil` is lapsing. */
    async count(lapsingUntil: Date): Promise<DayCounts> {
      const { rows } = await sql<DayCounts>`select count(*) filter (where f.claims)::int as claims, count(*) filter (where f.waiting)::int as waiting,
          count(*) filter (where f.waiting and f.overdue)::int as overdue, count(*) filter (where f.waiting and f.answered)::int as answered,
          count(*) filter (where f.lapsing)::int as lapsing, count(*) filter (where f.handed)::int as handed,
          count(*) filter (where f.lapsing or f.handed or (f.waiting and (f.overdue or f.answered)))::int as notices
        from ${standing(lapsingUntil)}`.execute(db);
      return one(rows);
    },

    /** One part of a person's day, what lapses first on top, at most fifty: what they hold, what waits because they asked, or what lapses in their regions (theirs first). */
    async list(part: DayPart, lapsingUntil: Date): Promise<DayFlagRow[]> {
      const { rows } = await sql<DayFlagRow>`select f.id, f.number::text, f.region, left(e.text, 300) as text, f.kind, f.platform, p.visibility,
          f.standing as state, f.holder_id, u.name as holder, f.deadline_at as deadline, f.claims or f.waiting as own, f.until,
          case when f.claims then hander.name end as handed_by, case when f.claims and hander.id is not null then f.taken_at end as handed_at,
          f.question, f.addressee, f.due::text, f.overdue, f.asked_at, n.reminders, n.reminded_at, n.reminded_by, n.answered_at, n.answered_by
        from ${standing(lapsingUntil)} join post p on p.id = f.post_id join evidence e on e.flag_id = f.id and e.version_id = f.version_id
          left join app_user u on u.id = f.holder_id left join app_user hander on hander.id = f.handed_by
          left join lateral (select count(*) filter (where n.act = 'reminded')::int as reminders, max(n.at) filter (where n.act = 'reminded') as reminded_at,
              (array_agg(w.name order by n.at desc) filter (where n.act = 'reminded'))[1] as reminded_by, min(n.at) filter (where n.act = 'answered') as answered_at,
              (array_agg(w.name order by n.at) filter (where n.act = 'answered'))[1] as answered_by
            from flag_note n join app_user w on w.id = n.user_id where n.decision_id = f.decision_id) n on true
        where ${sql.ref(`f.${part}`)} order by ${order[part]} limit ${ROWS}`.execute(db);
      return rows;
    },

    /**
     * What waits for a supervisor besides flags of their own: second readings that nobody may take by role, region, loan or recusal; papers that stood on a wrong link; rule packs that
     * were offered, or that run without anybody's confirmation.
     */
    async countForSupervisor(): Promise<{
      readonly unreadable: number;
      readonly corrections: number;
      readonly packs: number;
      readonly unconfirmed: number;
    }> {
      const { rows } = await sql<{ unreadable: number; corrections: number; packs: number; unconfirmed: number }>`select
          (select count(*)::int from flag f join flag_standing s on s.flag_id = f.id where s.standing = 'awaiting_second' and not exists (
            select from app_user u where u.active and u.role in ('analyst', 'supervisor') and u.id is distinct from f.first_reader_id
              and not (u.id::text = any (${readFirstBy("f.id")}))
              and not (u.id::text = any (${sentBy("f.post_id")}))
              and not exists (select from recused_flags(u.id, f.id))
              and exists (select from unnest(${REGIONS}) own (code) where own.code = 'ID' or f.region = own.code or starts_with(f.region, own.code || '.')))) as unreadable,
          (select count(*)::int from correction where settled_at is null) as corrections,
          (select count(*)::int from rule_pack_version where state = 'shadow') as packs,
          (select count(*)::int from rule_pack_version where state = 'live' and confirmed_at is null) as unconfirmed`.execute(db);
      return one(rows);
    },

    /** The request that a flag waits on, or undefined when it does not wait for information. Asked under the flag's lock. */
    async findRequest(flagId: string): Promise<{ decisionId: string } | undefined> {
      const { rows } = await sql<{ decisionId: string }>`select d.id as decision_id from decision d join flag_standing s on s.flag_id = d.flag_id
        where d.flag_id = ${flagId}::uuid and s.standing = 'needs_info' and d.act = 'needs_info' and d.undone_at is null order by d.at desc limit 1`.execute(
        db,
      );
      return rows[0];
    },

    /** Notes a reminder or an answer on the request that a flag waits on. False when it was noted before under the same key (a client's retry). */
    async addNote(
      flag: { readonly id: string; readonly region: string },
      note: {
        readonly decisionId: string;
        readonly act: FlagNoteAct;
        readonly idempotencyKey: string;
        /** What was answered, word for word, and who gave it by role. */
        readonly answer?: { readonly words: string; readonly givenBy: AnswerFrom };
      },
    ): Promise<boolean> {
      const { rows } = await sql`insert into flag_note (flag_id, decision_id, region, user_id, act, idempotency_key, words, given_by)
        values (${flag.id}::uuid, ${note.decisionId}::uuid, ${flag.region}, ${me}::uuid, ${note.act}, ${note.idempotencyKey},
          ${note.answer?.words ?? null}, ${note.answer?.givenBy ?? null})
        on conflict (user_id, idempotency_key) do nothing returning id`.execute(db);
      return rows.length > 0;
    },
  };
}
