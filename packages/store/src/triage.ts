import {
  type ClaimedFrom,
  conflict,
  type DecisionAct,
  type FlagState,
  nipEnd,
  notFound,
  type Outcome,
  type OutOfScope,
  type Reading,
  recused,
} from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { employmentOf, type FlagRead, mediaTextBy, readFirstBy, readFlag, sentBy } from "./flag-detail.ts";
import { isRecused, offeredTo, recusalKey } from "./recusals.ts";
import type { Scope } from "./store.ts";
import { type CountedAsked, countLanes, type FlagFilter, listCounted, listFlags, listStandings, readingsSince } from "./triage-list.ts";
import { type FlagSearch, listSearchedPeople, searchFlags } from "./triage-search.ts";

/** A flag under its row lock, with the open lease by the database's clock. */
export interface LockedFlag {
  readonly id: string;
  readonly region: string;
  readonly kind: string;
  readonly postId: string;
  readonly contestId: string;
  readonly civilServantId: string;
  /** As it stands: a claim that ran out counts as the state it was claimed from. */
  readonly state: FlagState;
  readonly claimedFrom: ClaimedFrom | null;
  readonly fence: number;
  readonly firstReaderId: string | null;
  readonly secondReaderId: string | null;
  /** Who sent captures of the post: they do not read it. */
  readonly sentBy: readonly string[];
  /** Who wrote down words in the post's pictures or sound: they do not read it first. */
  readonly mediaTextBy: readonly string[];
  /** Who saved a first reading in this turn: they do not read it second. */
  readonly readFirstBy: readonly string[];
  readonly lease: { readonly userId: string; readonly fence: number; readonly until: Date; readonly since: Date; readonly holder: string } | null;
}

export interface DecisionRow {
  readonly act: "close" | "needs_info" | "escalate";
  readonly readerNo: number;
  readonly idempotencyKey: string;
  readonly outcome: Outcome | null;
  readonly outOfScope: OutOfScope | null;
  readonly duplicateOf: string | null;
  readonly reason: string;
  readonly question: string | null;
  readonly addressee: string | null;
  readonly due: string | null;
  readonly checklist: unknown;
  /** What the checklist was asked under; kept once by its hash (`sha256:` and hex). */
  readonly guidance?: { readonly hash: string; readonly questions: unknown } | undefined;
  readonly fromState: ClaimedFrom;
  readonly toState: FlagState;
  readonly fence: number;
}

/** The people's side of flags. Every act locks post, then flag, then case, in that order. */
export function triageIn({ db, actor, cipher }: Scope) {
  const me = (): string => {
    if (actor.id === null) throw new Error("store: triage acts need a person");
    return actor.id;
  };

  const lock = async (flagId: string, { evenRecused = false }: { readonly evenRecused?: boolean } = {}): Promise<LockedFlag> => {
    const asked = actor.id !== null && !evenRecused;
    // Whoever enters an interest of this reader waits until this act is over, or was there before it.
    if (asked) await sql`select pg_advisory_xact_lock_shared(${recusalKey(me())})`.execute(db);
    const { rows: posts } = await sql<{ id: string; civilServantId: string }>`select p.id, p.civil_servant_id from post p
      where p.id = (select post_id from flag where id = ${flagId}) for no key update`.execute(db);
    if (!posts[0]) throw notFound("flag");
    const { rows } = await sql<
      Omit<LockedFlag, "lease" | "civilServantId"> & { leaseId: string | null }
    >`select f.id, f.region, f.kind, f.post_id, f.contest_id,
      s.standing as state, s.lease_id, f.claimed_from, f.fence, f.first_reader_id, f.second_reader_id, ${sentBy("f.post_id")} as sent_by,
      ${mediaTextBy("f.post_id")} as media_text_by, ${readFirstBy("f.id")} as read_first_by
      from flag f join flag_standing s on s.flag_id = f.id where f.id = ${flagId} for update of f`.execute(db);
    if (asked && (await isRecused(db, me(), flagId))) throw recused();
    const { leaseId, ...flag } = one(rows);
    const { rows: leases } = await sql<NonNullable<LockedFlag["lease"]>>`select l.user_id, l.fence, l.until, l.taken_at as since, u.name as holder
      from flag_lease l join app_user u on u.id = l.user_id where l.id = ${leaseId}`.execute(db);
    return { ...flag, civilServantId: posts[0].civilServantId, lease: leases[0] ?? null };
  };

  const endLeases = (flagId: string) =>
    sql`update flag_lease set ended_at = clock_timestamp(), note = null where flag_id = ${flagId} and ended_at is null`.execute(db);

  const setState = (flagId: string, to: { state: FlagState; claimedFrom: ClaimedFrom | null; outcome: Outcome | null; fence: number }) =>
    sql`update flag set state = ${to.state}, claimed_from = ${to.claimedFrom}, outcome = ${to.outcome}, fence = ${to.fence}, changed_at = clock_timestamp()
      where id = ${flagId}`.execute(db);

  /** Who read first and second follows from the decisions that stand. */
  const setReaders = (flagId: string) =>
    sql`with standing as (
        select d.user_id, d.to_state, d.at from decision d where d.flag_id = ${flagId} and d.undone_at is null and d.at > ${readingsSince(sql.val(flagId))})
      update flag set
        first_reader_id = (select user_id from standing where to_state = 'awaiting_second' order by at desc limit 1),
        second_reader_id = (select user_id from standing where to_state = 'disputed' order by at desc limit 1)
      where id = ${flagId}`.execute(db);

  /** Takes a flag out of its case, with a step that names the decision. Does nothing for a flag that is in none. */
  const leaveCase = async (flagId: string, decisionId: string): Promise<void> => {
    await sql`insert into case_step (case_id, region, decision_id, to_state)
      select case_id, region, ${decisionId}, 'flag_taken_back' from case_flag where flag_id = ${flagId}`.execute(db);
    await sql`delete from case_flag where flag_id = ${flagId}`.execute(db);
  };

  const lease = async (flag: LockedFlag, claimedFrom: ClaimedFrom, minutes: number): Promise<{ fence: number; until: Date }> => {
    const fence = flag.fence + 1;
    await endLeases(flag.id);
    await setState(flag.id, { state: "claimed", claimedFrom, outcome: null, fence });
    const { rows } = await sql<{ until: Date }>`insert into flag_lease (flag_id, region, user_id, fence, claimed_from, until)
      values (${flag.id}, ${flag.region}, ${me()}, ${fence}, ${claimedFrom}, clock_timestamp() + make_interval(mins => ${minutes})) returning until`.execute(
      db,
    );
    return { fence, until: one(rows).until };
  };

  return {
    /** One flag under its lock, for an act of the actor. Throws not-found, or forbidden `recused` for who is kept from it; `evenRecused` for letting go of it. */
    lock,
    list: (filter: FlagFilter, page: { after: string | null; limit: number }) => listFlags(db, me(), filter, page),
    count: (filter: Omit<FlagFilter, "lane">) => countLanes(db, me(), filter),
    counted: (asked: CountedAsked, page: { after: string | null; limit: number }) => listCounted(db, me(), asked, page),
    standings: (ids: readonly string[]) => listStandings(db, me(), ids),
    search: (search: FlagSearch, page: { after: string | null; limit: number }) => searchFlags(db, me(), search, page),
    searchedPeople: (search: FlagSearch) => listSearchedPeople(db, me(), search),
    /** Everything about one flag that a page may need; what may be shown when is the API's question. Throws not-found, or forbidden `recused` for who is kept from it. */
    async read(flagId: string): Promise<FlagRead> {
      const flag = await readFlag(db, flagId, actor.id);
      if (actor.id !== null && (await isRecused(db, me(), flagId))) throw recused();
      return flag;
    },

    /** Takes a flag under lock: ends any lease that ran out, raises the fence, remembers the lane it came from. */
    claim: (flag: LockedFlag, minutes: number) => lease(flag, flag.state as ClaimedFrom, minutes),

    /** Prolongs the own open lease of a locked flag; one that was passed on is taken up with it, and from then on lasts as any other. */
    async renew(flag: LockedFlag, minutes: number): Promise<{ fence: number; until: Date }> {
      const { rows } = await sql<{ fence: number; until: Date }>`update flag_lease set until = clock_timestamp() + make_interval(mins => ${minutes}),
          taken_up_at = case when handed_by is not null then coalesce(taken_up_at, clock_timestamp()) end
        where flag_id = ${flag.id} and user_id = ${me()} and ended_at is null returning fence, until`.execute(db);
      return one(rows);
    },

    /** Gives a flag back to the lane it was claimed from. */
    async release(flag: LockedFlag): Promise<void> {
      await endLeases(flag.id);
      await setState(flag.id, { state: flag.claimedFrom ?? "open", claimedFrom: null, outcome: null, fence: flag.fence });
    },

    /** Readings are only ever added; the newest counts. */
    async addReading(flag: LockedFlag, reading: { readerNo: number; reading: Reading; targetId: string | null }): Promise<void> {
      await sql`insert into reading (flag_id, region, user_id, reader_no, reading, target_id)
        values (${flag.id}, ${flag.region}, ${me()}, ${reading.readerNo}, ${reading.reading}, ${reading.targetId})`.execute(db);
    },

    /** True when this person has read this flag in this turn of reading: since information was last asked for, or the flag reopened. */
    async hasReading(flagId: string, readerNo: number): Promise<boolean> {
      const { rows } = await sql`select from reading where flag_id = ${flagId} and user_id = ${me()} and reader_no = ${readerNo}
        and at > ${readingsSince(sql.val(flagId))} limit 1`.execute(db);
      return rows.length > 0;
    },

    /** The newest first reading of this person on a flag, in this turn or an earlier one; undefined when there is none. */
    async findFirstReading(flagId: string): Promise<{ reading: Reading; targetId: string | null } | undefined> {
      const { rows } = await sql<{ reading: Reading; targetId: string | null }>`select reading, target_id from reading
        where flag_id = ${flagId} and user_id = ${me()} and reader_no = 1 order by at desc limit 1`.execute(db);
      return rows[0];
    },

    /** A decision of this person with what was decided, and its age by the database's clock; undefined when it is not theirs. */
    async findOwnDecision(decisionId: string): Promise<OwnDecision | undefined> {
      const { rows } = await sql<OwnDecision>`select id, flag_id, act, to_state, reader_no, outcome, out_of_scope, duplicate_of, reason,
        undone_at is not null as undone, (extract(epoch from clock_timestamp() - at) * 1000)::float8 as age_ms
        from decision where id = ${decisionId} and user_id = ${me()}`.execute(db);
      return rows[0];
    },

    /** The region of a flag that the actor can see and is not kept from, or undefined. */
    async findRegion(flagId: string): Promise<string | undefined> {
      return (await sql<{ region: string }>`select f.region from flag f where f.id = ${flagId} and ${offeredTo(actor.id)}`.execute(db)).rows[0]
        ?.region;
    },

    /** A decision that was stored before under the same key (a client's retry), or undefined. Read it under the flag's lock. */
    async findDecision(idempotencyKey: string): Promise<StoredDecision | undefined> {
      const { rows } =
        await sql<StoredDecision>`select id, flag_id, to_state, outcome, at from decision where user_id = ${me()} and idempotency_key = ${idempotencyKey}`.execute(
          db,
        );
      return rows[0];
    },

    /** Writes a decision and moves the flag; the lease ends with it. */
    async saveDecision(flag: LockedFlag, row: DecisionRow): Promise<{ id: string; at: Date }> {
      if (row.guidance)
        await sql`insert into guidance (hash, body) values (${row.guidance.hash}, ${JSON.stringify({ questions: row.guidance.questions })}::jsonb)
          on conflict do nothing`.execute(db);
      const { rows } = await sql<{
        id: string;
        at: Date;
      }>`insert into decision (flag_id, region, user_id, reader_no, idempotency_key, act, outcome, out_of_scope, duplicate_of,
          reason, question, addressee, due, checklist, guidance_hash, from_state, to_state, fence)
        values (${flag.id}, ${flag.region}, ${me()}, ${row.readerNo}, ${row.idempotencyKey}, ${row.act}, ${row.outcome}, ${row.outOfScope}, ${row.duplicateOf}, ${row.reason},
          ${row.question}, ${row.addressee}, ${row.due}, ${row.checklist === undefined ? null : JSON.stringify(row.checklist)}::jsonb, ${row.guidance?.hash ?? null}, ${row.fromState}, ${row.toState}, ${row.fence})
        returning id, at`.execute(db);
      await endLeases(flag.id);
      await setState(flag.id, { state: row.toState, claimedFrom: null, outcome: row.toState === "closed" ? row.outcome : null, fence: flag.fence });
      await setReaders(flag.id);
      return one(rows);
    },

    /** Opens the case of this civil servant in this contest and region, or adds the flag to it, with a step that names the decision. */
    async addToCase(flag: LockedFlag, decisionId: string): Promise<string> {
      await sql`insert into case_file (civil_servant_id, contest_id, region) values (${flag.civilServantId}, ${flag.contestId}, ${flag.region})
        on conflict (civil_servant_id, contest_id, region) do nothing`.execute(db);
      const { rows } = await sql<{ id: string }>`select id from case_file
        where civil_servant_id = ${flag.civilServantId} and contest_id = ${flag.contestId} and region = ${flag.region} for update`.execute(db);
      const { id } = one(rows);
      await sql`insert into case_flag (case_id, flag_id, region) values (${id}, ${flag.id}, ${flag.region}) on conflict do nothing`.execute(db);
      await sql`insert into case_step (case_id, region, decision_id, to_state) values (${id}, ${flag.region}, ${decisionId}, 'initial_information')`.execute(
        db,
      );
      return id;
    },

    /** The newest decision on a flag, with its age by the database's clock. */
    async lastDecision(flagId: string): Promise<LastDecision | undefined> {
      const { rows } = await sql<LastDecision>`select id, user_id, act,
        (extract(epoch from clock_timestamp() - at) * 1000)::float8 as age_ms, undone_at is not null as undone, from_state, to_state
        from decision where flag_id = ${flagId} order by at desc limit 1`.execute(db);
      return rows[0];
    },

    /** Takes a decision back: it stays, marked; the flag is claimed again by the same person. */
    async undo(
      flag: LockedFlag,
      decision: { id: string; fromState: ClaimedFrom; toState: FlagState },
      minutes: number,
    ): Promise<{ fence: number; until: Date }> {
      await sql`update decision set undone_at = clock_timestamp() where id = ${decision.id}`.execute(db);
      await setReaders(flag.id);
      if (decision.toState === "escalated") await leaveCase(flag.id, decision.id);
      return lease(flag, decision.fromState, minutes);
    },

    /** Opens a closed flag again; the decision that closed it stays, and the readings start anew. */
    async reopen(flag: LockedFlag, reason: string): Promise<void> {
      await sql`insert into decision (flag_id, region, user_id, reader_no, idempotency_key, act, reason, from_state, to_state, fence)
        values (${flag.id}, ${flag.region}, ${me()}, 0, gen_random_uuid()::text, 'reopen', ${reason}, ${flag.state}, 'open', ${flag.fence})`.execute(
        db,
      );
      await setState(flag.id, { state: "open", claimedFrom: null, outcome: null, fence: flag.fence });
      await setReaders(flag.id);
    },

    /** This person knows the people or the event: the flag is given back and not offered again. */
    async recuse(flag: LockedFlag): Promise<void> {
      await sql`insert into flag_recusal (flag_id, region, user_id) values (${flag.id}, ${flag.region}, ${me()}) on conflict do nothing`.execute(db);
    },
    isRecused: (flagId: string) => isRecused(db, me(), flagId),

    /** Who stands behind a flag. Asked for only by the route that writes the reason into the audit trail. */
    async readIdentity(flagId: string): Promise<Identity> {
      const { rows } = await sql<
        Omit<Identity, "nipEnd"> & { nipCipher: Buffer | null }
      >`select c.name, a.handle, a.platform, g.name as agency, e.unit, e.position, c.nip_cipher
        from flag f join post p on p.id = f.post_id join account a on a.id = p.account_id join civil_servant c on c.id = p.civil_servant_id
        ${employmentOf("p")} left join agency g on g.id = e.agency_id where f.id = ${flagId}`.execute(db);
      if (!rows[0]) throw notFound("flag");
      const { nipCipher, ...identity } = rows[0];
      return { ...identity, agency: identity.agency ?? "", nipEnd: nipCipher ? nipEnd(cipher.decrypt(nipCipher)) : null };
    },

    /** The pinned bytes of a flag's evidence. */
    async readEvidence(flagId: string, versionId: string): Promise<{ raw: Buffer; contentType: string; sha256: Buffer }> {
      const { rows } = await sql<{ raw: Buffer; contentType: string; sha256: Buffer }>`select raw, content_type, sha256 from evidence
        where flag_id = ${flagId} and version_id = ${versionId}`.execute(db);
      if (!rows[0]) throw notFound("evidence");
      return rows[0];
    },

    /**
     * Revokes an account's link: every flag on its posts is withdrawn from whatever state, and leaves its case, by a named person, in one
     * transaction. Returns the flags withdrawn.
     */
    async revokeLink(accountId: string, reason: string): Promise<string[]> {
      const { rows } =
        await sql`update account set revoked_at = clock_timestamp() where id = ${accountId} and revoked_at is null returning id`.execute(db);
      if (rows.length === 0) throw conflict("link-revoked", "This account's link was revoked before, or is not in your region.");
      await sql`update handle_period set to_at = clock_timestamp() where account_id = ${accountId} and to_at is null`.execute(db);
      await sql`select id from post where account_id = ${accountId} order by id for no key update`.execute(db);
      const { rows: flags } = await sql<{
        id: string;
        region: string;
        state: FlagState;
        fence: number;
      }>`select f.id, f.region, s.standing as state, f.fence from flag f join flag_standing s on s.flag_id = f.id join post p on p.id = f.post_id
        where p.account_id = ${accountId} and f.state <> 'withdrawn' order by f.id for update of f`.execute(db);
      for (const flag of flags) {
        await endLeases(flag.id);
        const { rows: decisions } = await sql<{
          id: string;
        }>`insert into decision (flag_id, region, user_id, reader_no, idempotency_key, act, reason, from_state, to_state, fence)
          values (${flag.id}, ${flag.region}, ${me()}, 0, gen_random_uuid()::text, 'withdraw', ${reason}, ${flag.state}, 'withdrawn', ${flag.fence}) returning id`.execute(
          db,
        );
        await leaveCase(flag.id, one(decisions).id);
        await setState(flag.id, { state: "withdrawn", claimedFrom: null, outcome: null, fence: flag.fence });
      }
      return flags.map((flag) => flag.id);
    },
  };
}

export interface LastDecision {
  readonly id: string;
  readonly userId: string;
  readonly act: DecisionAct;
  readonly ageMs: number;
  readonly undone: boolean;
  readonly fromState: ClaimedFrom;
  readonly toState: FlagState;
}

export interface OwnDecision {
  readonly id: string;
  readonly flagId: string;
  readonly act: DecisionAct;
  readonly toState: FlagState;
  readonly readerNo: number;
  readonly outcome: Outcome | null;
  readonly outOfScope: OutOfScope | null;
  readonly duplicateOf: string | null;
  readonly reason: string;
  readonly undone: boolean;
  readonly ageMs: number;
}

export interface StoredDecision {
  readonly id: string;
  readonly flagId: string;
  readonly toState: FlagState;
  /** What was proposed; the flag itself carries it only once it is closed. */
  readonly outcome: Outcome | null;
  readonly at: Date;
}

export interface Identity {
  readonly name: string;
  readonly handle: string;
  readonly platform: string;
  readonly agency: string;
  readonly unit: string | null;
  readonly position: string | null;
  readonly nipEnd: string | null;
}
