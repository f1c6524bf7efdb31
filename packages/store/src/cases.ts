import { type BothLanguages, type CaseState, conflict, recused, type StepMade } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import { isRecusedFromAny, recusalKey } from "./recusals.ts";
import type { Scope } from "./store.ts";

/** A case in a list. Names nobody. */
export interface CaseListed {
  readonly id: string;
  readonly number: string;
  readonly region: string;
  readonly regionName: string | null;
  readonly contestId: string;
  readonly state: CaseState;
  readonly openedAt: Date;
  /** That stand in it now. */
  readonly flags: number;
}

/** A step that a supervisor noted, or a correction of one. */
export interface CaseStepRow {
  readonly id: string;
  readonly kind: "forward" | "correction";
  readonly from: CaseState;
  readonly to: CaseState;
  readonly plenaryNumber: string | null;
  /** `YYYY-MM-DD` */
  readonly plenaryOn: string | null;
  readonly reason: string;
  /** Ids of bodies, of a step to `referred`; null of others, and of those noted before it was kept. */
  readonly referredTo: readonly string[] | null;
  readonly by: string;
  readonly at: Date;
}

/** A case under its lock, with what a step is checked against. */
export interface LockedCase {
  readonly region: string;
  readonly contestKind: string;
  readonly openedOn: string;
  readonly today: string;
  readonly flags: number;
  readonly steps: readonly CaseStepRow[];
}

/** A flag that stands or stood in a case, joined and left with a decision. */
export interface CaseFlagMove {
  readonly flagId: string;
  readonly number: string;
  readonly moved: "joined" | "left";
  readonly at: Date;
}

/** An act of the audit trail on a case, one of its flags, or its person. */
export interface CaseAct {
  readonly act: "identity.opened" | "passport.exported";
  readonly of: "case" | "flag" | "person";
  readonly by: string;
  readonly reason: string | null;
  readonly at: Date;
}

export interface CaseRead extends CaseListed {
  /** For asking the register, never for showing. */
  readonly civilServantId: string;
  readonly contestKind: string;
  /** Stand in it now, smallest number first. */
  readonly flagIds: readonly string[];
  readonly moves: readonly CaseFlagMove[];
  readonly steps: readonly CaseStepRow[];
  readonly replies: readonly {
    readonly id: string;
    readonly words: string;
    readonly givenOn: string;
    readonly by: string;
    readonly at: Date;
    readonly purged: boolean;
  }[];
  readonly acts: readonly CaseAct[];
  /** Flags of the same person in this contest and region that were closed, by outcome. */
  readonly closed: readonly { readonly outcome: string; readonly flags: number }[];
  /** Escalations that stand, of the flags in it now. */
  readonly checklists: readonly {
    readonly flagId: string;
    readonly readerNo: number;
    readonly checklist: Readonly<Record<string, string>>;
    /** The questions as they were asked; null where their words were not kept. */
    readonly asked: readonly { readonly id: string; readonly ask: BothLanguages }[] | null;
    readonly at: Date;
  }[];
  readonly times: readonly CaseFlagTimes[];
}

/** The instants of one flag that limits and readers ask for. */
export interface CaseFlagTimes {
  readonly flagId: string;
  readonly number: string;
  readonly origin: string;
  readonly occurredAt: Date;
  /** False where nobody knows when it was posted. */
  readonly timeKnown: boolean;
  /** When somebody here first learned of it, or first read it. */
  readonly knownAt: Date | null;
  readonly capturedAt: Date | null;
  readonly flaggedAt: Date;
  /** When a person first proposed to escalate it. */
  readonly confirmedAt: Date | null;
}

/** A case that is not over, with what its limits are counted from. */
export interface StandingCase extends Omit<CaseListed, "regionName" | "flags"> {
  readonly contestKind: string;
  readonly origins: readonly string[];
  readonly flaggedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly registeredOn: string | null;
  readonly referredOn: string | null;
  /** Of the step that brought it to `referred`; null where that was not noted. */
  readonly referredTo: readonly string[] | null;
}

const LISTED = sql`k.id, k.number::text, k.region, r.name as region_name, k.contest_id, k.state, k.opened_at,
  (select count(*)::int from case_flag x where x.case_id = k.id) as flags`;
/** That no flag that stands or stood in case `k` is kept from this reader. */
const openTo = (userId: string | null) => sql`k.id not in (
  with kept as materialized (select r.flag_id from recused_flags(${userId}::uuid) r)
  select x.case_id from kept join case_flag x on x.flag_id = kept.flag_id
  union all select s.case_id from kept join decision d on d.flag_id = kept.flag_id join case_step s on s.decision_id = d.id)`;
const OVER = sql`k.state in ('discontinued', 'done')`;
const KIND = sql`coalesce((select v.body ->> 'kind' from contest c join contest_version v on v.hash = c.live_hash where c.id = k.contest_id), '')`;

/** Cases: what was found, what people did, and what the plenary decided. Locks come after those of post and flag. */
export function casesIn({ db, actor }: Scope) {
  const me = actor.id;

  const steps = async (caseId: string): Promise<CaseStepRow[]> => {
    const { rows } =
      await sql<CaseStepRow>`select s.id, s.kind, s.from_state as "from", s.to_state as "to", s.plenary_number, s.plenary_on::text, s.reason, s.referred_to, u.name as by, s.at
      from case_step s join app_user u on u.id = s.user_id where s.case_id = ${caseId}::uuid and s.kind is not null order by s.at, s.id`.execute(db);
    return rows;
  };

  const times = async (flagIds: readonly string[]): Promise<CaseFlagTimes[]> => {
    const { rows } =
      await sql<CaseFlagTimes>`select f.id as flag_id, f.number::text, f.origin, p.posted_at as occurred_at, p.time_trust <> 'unknown' as time_known,
        least(e.known_at, (select min(r.at) from reading r where r.flag_id = f.id)) as known_at, e.captured_at, f.opened_at as flagged_at,
        (select min(d.at) from decision d where d.flag_id = f.id and d.act = 'escalate' and d.undone_at is null) as confirmed_at
      from flag f join post p on p.id = f.post_id
        left join lateral (select min(e.known_at) as known_at, min(e.captured_at) as captured_at from evidence e where e.flag_id = f.id) e on true
      where f.id = any(${sql.val([...flagIds])}::uuid[]) order by f.opened_at, f.number`.execute(db);
    return rows;
  };

  /** Flags that stand or stood in a case, since a step keeps the decision that brought each in. */
  const touchedBy = async (caseId: string): Promise<string[]> => {
    const { rows } = await sql<{ id: string }>`select x.flag_id as id from case_flag x where x.case_id = ${caseId}::uuid
      union select d.flag_id from case_step s join decision d on d.id = s.decision_id where s.case_id = ${caseId}::uuid`.execute(db);
    return rows.map(({ id }) => id);
  };

  return {
    /** Cases of the actor's regions that they are not kept from, newest first, below a number; over or not. */
    async list(which: { readonly over: boolean; readonly below: string | null; readonly limit: number }): Promise<CaseListed[]> {
      const { rows } = await sql<CaseListed>`select ${LISTED} from case_file k left join region r on r.code = k.region
        where ${OVER} = ${which.over} and ${openTo(me)} and (${which.below}::bigint is null or k.number < ${which.below}::bigint) order by k.number desc limit ${which.limit}`.execute(
        db,
      );
      return rows;
    },

    async count(): Promise<{ readonly standing: number; readonly over: number }> {
      const { rows } = await sql<{ standing: number; over: number }>`select count(*) filter (where not ${OVER})::int as standing,
        count(*) filter (where ${OVER})::int as over from case_file k where ${openTo(me)}`.execute(db);
      return one(rows);
    },

    /**
     * One case under its lock, for an act of the actor. Whoever enters an interest of theirs waits until the act is over, or was there before it. Undefined outside the actor's
     * regions; throws forbidden `recused` for who is kept from a flag that stands or stood in it. Before any other lock.
     */
    async lock(caseId: string): Promise<LockedCase | undefined> {
      if (me !== null) await sql`select pg_advisory_xact_lock_shared(${recusalKey(me)})`.execute(db);
      const { rows } = await sql<
        Omit<LockedCase, "flags" | "steps">
      >`select k.region, ${KIND} as contest_kind, (k.opened_at at time zone 'Asia/Jakarta')::date::text as opened_on,
        (clock_timestamp() at time zone 'Asia/Jakarta')::date::text as today from case_file k where k.id = ${caseId}::uuid for update of k`.execute(
        db,
      );
      if (!rows[0]) return undefined;
      if (me !== null && (await isRecusedFromAny(db, me, await touchedBy(caseId)))) throw recused();
      const { rows: flags } = await sql<{ n: number }>`select count(*)::int as n from case_flag where case_id = ${caseId}::uuid`.execute(db);
      return { ...rows[0], flags: one(flags).n, steps: await steps(caseId) };
    },

    /**
     * One case whole, without its flags' own rows. Nine statements. Undefined outside the actor's regions; throws forbidden `recused` for who is kept from a flag that stands or stood
     * in it.
     */
    async find(caseId: string): Promise<CaseRead | undefined> {
      const { rows } = await sql<
        CaseListed & { civilServantId: string; contestKind: string }
      >`select ${LISTED}, k.civil_servant_id, ${KIND} as contest_kind
        from case_file k left join region r on r.code = k.region where k.id = ${caseId}::uuid`.execute(db);
      const [found] = rows;
      if (!found) return undefined;
      const { rows: inside } = await sql<{
        id: string;
      }>`select f.id from case_flag x join flag f on f.id = x.flag_id where x.case_id = ${caseId}::uuid order by f.number`.execute(db);
      const flagIds = inside.map(({ id }) => id);
      const { rows: moves } =
        await sql<CaseFlagMove>`select d.flag_id, f.number::text, case when s.to_state = 'flag_taken_back' then 'left' else 'joined' end as moved, s.at
        from case_step s join decision d on d.id = s.decision_id join flag f on f.id = d.flag_id where s.case_id = ${caseId}::uuid order by s.at, s.id`.execute(
          db,
        );
      const touched = [...new Set([...flagIds, ...moves.map(({ flagId }) => flagId)])];
      if (me !== null && (await isRecusedFromAny(db, me, touched))) throw recused();
      const { rows: replies } = await sql<
        CaseRead["replies"][number]
      >`select r.id, r.words, r.given_on::text, u.name as by, r.at, r.purged_at is not null as purged
        from case_reply r join app_user u on u.id = r.user_id where r.case_id = ${caseId}::uuid order by r.at`.execute(db);
      const { rows: acts } =
        await sql<CaseAct>`select a.act, case a.object_type when 'civil-servant' then 'person' else a.object_type end as of, u.name as by, a.reason, a.at
        from audit_event a join app_user u on u.id = a.actor_id
        where a.act in ('identity.opened', 'passport.exported') and ((a.object_type = 'case' and a.object_id = ${caseId}) or (a.object_type = 'flag' and a.object_id = any(${sql.val(touched)}::text[]))
          or (a.object_type = 'civil-servant' and a.object_id = ${found.civilServantId})) order by a.id`.execute(db);
      const { rows: closed } = await sql<
        CaseRead["closed"][number]
      >`select f.outcome, count(*)::int as flags from flag f join post p on p.id = f.post_id
        where p.civil_servant_id = ${found.civilServantId} and f.contest_id = ${found.contestId} and f.region = ${found.region} and f.state = 'closed' group by 1 order by 1`.execute(
        db,
      );
      const { rows: checklists } = await sql<CaseRead["checklists"][number]>`select d.flag_id, d.reader_no, d.checklist, d.at,
          (select jsonb_agg(jsonb_build_object('id', q ->> 'id', 'ask', q -> 'ask')) from jsonb_array_elements(g.body -> 'questions') q) as asked
        from decision d left join guidance g on g.hash = d.guidance_hash
        where d.flag_id = any(${sql.val([...flagIds])}::uuid[]) and d.act = 'escalate' and d.undone_at is null and d.checklist is not null order by d.at`.execute(
        db,
      );
      return { ...found, flagIds, moves, steps: await steps(caseId), replies, acts, closed, checklists, times: await times(flagIds) };
    },

    /** Adds a step under the case's lock and moves the case. False when it was noted before under the same key (a client's retry). */
    async addStep(at: { readonly caseId: string; readonly region: string }, step: StepMade & { readonly idempotencyKey: string }): Promise<boolean> {
      const { rows } =
        await sql`insert into case_step (case_id, region, kind, user_id, from_state, to_state, plenary_number, plenary_on, reason, referred_to, idempotency_key)
        values (${at.caseId}::uuid, ${at.region}, ${step.kind}, ${me}::uuid, ${step.from}, ${step.to}, ${step.plenaryNumber}, ${step.plenaryOn}::date, ${step.reason},
          ${step.referredTo === null ? null : sql.val([...step.referredTo])}::text[], ${step.idempotencyKey})
        on conflict (user_id, idempotency_key) do nothing returning id`.execute(db);
      if (rows.length > 0) await sql`update case_file set state = ${step.to} where id = ${at.caseId}::uuid`.execute(db);
      return rows.length > 0;
    },

    /** True when this person noted a step under this key before: a client's retry is answered with the case as it stands. */
    async hasStep(caseId: string, idempotencyKey: string): Promise<boolean> {
      const { rows } = await sql<{
        caseId: string;
      }>`select case_id from case_step where user_id = ${me}::uuid and idempotency_key = ${idempotencyKey}`.execute(db);
      if (rows[0] && rows[0].caseId !== caseId) throw conflict("key-used", "This idempotency key belongs to a step of another case. Make a new one.");
      return rows.length > 0;
    },

    /** Keeps what the person of a case said, word for word. False when it was kept before under the same key. */
    async addReply(
      at: { readonly caseId: string; readonly region: string },
      reply: { readonly words: string; readonly givenOn: string; readonly idempotencyKey: string },
    ): Promise<boolean> {
      const { rows } = await sql`insert into case_reply (case_id, region, user_id, words, given_on, idempotency_key)
        values (${at.caseId}::uuid, ${at.region}, ${me}::uuid, ${reply.words}, ${reply.givenOn}::date, ${reply.idempotencyKey})
        on conflict (user_id, idempotency_key) do nothing returning id`.execute(db);
      return rows.length > 0;
    },

    /** Cases of the actor's regions that are not over and that they are not kept from, with what their limits are counted from: the first of their flags. */
    async listStanding(): Promise<StandingCase[]> {
      const plenaryOf = (state: CaseState) =>
        sql`(select s.plenary_on::text from case_step s where s.case_id = k.id and s.kind = 'forward' and s.to_state = ${state} order by s.at desc limit 1)`;
      const { rows } = await sql<StandingCase>`select k.id, k.number::text, k.region, k.contest_id, k.state, k.opened_at, ${KIND} as contest_kind,
          coalesce(f.origins, '{}') as origins, f.flagged_at, f.confirmed_at, ${plenaryOf("registration")} as registered_on, ${plenaryOf("referred")} as referred_on,
          (select s.referred_to from case_step s where s.case_id = k.id and s.kind = 'forward' and s.to_state = 'referred' order by s.at desc limit 1) as referred_to
        from case_file k left join lateral (
          select array_agg(distinct f.origin) as origins, min(f.opened_at) as flagged_at,
            min((select min(d.at) from decision d where d.flag_id = f.id and d.act = 'escalate' and d.undone_at is null)) as confirmed_at
          from case_flag x join flag f on f.id = x.flag_id where x.case_id = k.id) f on true
        where not ${OVER} and ${openTo(me)} order by k.number`.execute(db);
      return rows;
    },
  };
}
