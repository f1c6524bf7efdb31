import { type InterestDays, type InterestKind, recused } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import type { Db, Scope } from "./store.ts";

/** One entry of the recusal list. */
export interface InterestRow {
  readonly id: string;
  readonly region: string;
  readonly userId: string;
  /** Who has the interest. */
  readonly reader: string;
  readonly about: InterestKind;
  /** The civil servant's name; null where the entry came from a flag, which tells nobody who that is. */
  readonly person: string | null;
  readonly agency: string | null;
  readonly contestId: string | null;
  /** Of the flag that it was entered from. */
  readonly flagNumber: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly enteredBy: string;
  readonly by: string;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

/** What an interest is in, by id. */
export type InterestSubject =
  | { readonly about: "person"; readonly civilServantId: string }
  | { readonly about: "person"; readonly flagId: string }
  | { readonly about: "agency"; readonly agencyId: string }
  | { readonly about: "contest"; readonly contestId: string };

/** More than these nobody reads through. */
const ROWS = 500;

/** That `f` is a flag that this reader is not kept from. Looked up once a statement, not once a flag. */
export const offeredTo = (userId: string | null) => sql`f.id not in (select k.flag_id from recused_flags(${userId}::uuid) k)`;

/** Whether a reader is kept from one flag, in whatever region it lies. */
export async function isRecused(db: Db, userId: string, flagId: string): Promise<boolean> {
  return (await sql`select from recused_flags(${userId}::uuid, ${flagId}::uuid) limit 1`.execute(db)).rows.length > 0;
}

/** Whether a reader is kept from at least one of these flags. */
export async function isRecusedFromAny(db: Db, userId: string, flagIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from recused_flags(${userId}::uuid) k where k.flag_id = any(${sql.val([...flagIds])}::uuid[]) limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Held by acts of a reader on flags, shared, and by whoever enters an interest of that reader, alone. */
export const recusalKey = (userId: string) => sql`hashtext('netra.recusal'), hashtext(${userId})`;

/** The recusal list: what readers have an interest in. */
export function recusalsIn({ db, actor }: Scope) {
  const select = async (where: ReturnType<typeof sql>): Promise<InterestRow[]> =>
    (
      await sql<InterestRow>`select i.id, i.region, i.user_id, u.name as reader,
          case when i.civil_servant_id is not null then 'person' when i.agency_id is not null then 'agency' else 'contest' end as about,
          case when i.flag_id is null then c.name end as person, g.name as agency, i.contest_id, f.number::text as flag_number, i.from_day::text as "from", i.to_day::text as "to",
          i.entered_by, b.name as by, i.at, i.ended_at, e.name as ended_by
        from reader_interest i join app_user u on u.id = i.user_id join app_user b on b.id = i.entered_by left join app_user e on e.id = i.ended_by
          left join civil_servant c on c.id = i.civil_servant_id left join agency g on g.id = i.agency_id left join flag f on f.id = i.flag_id
        where ${where} order by i.ended_at is not null, i.at desc, i.id limit ${ROWS}`.execute(db)
    ).rows;
  return {
    /** Waits until no act of this reader on a flag is under way, and keeps new ones waiting until this transaction ends. Before any flag is locked. */
    async hold(userId: string): Promise<void> {
      await sql`select pg_advisory_xact_lock(${recusalKey(userId)})`.execute(db);
    },

    /** Locks the posts of what a reader holds and of one more flag, in the order of whoever else locks several posts. Under `hold`, before any flag is locked. */
    async lockPosts(userId: string, flagId: string | null): Promise<void> {
      await sql`select from post where id in (select f.post_id from flag f where f.id = ${flagId}::uuid
          or f.id in (select l.flag_id from flag_lease l where l.user_id = ${userId}::uuid and l.ended_at is null))
        order by id for no key update`.execute(db);
    },

    /**
     * Refuses what the actor would do to everything of some accounts, or of a person, with forbidden `recused`: where they are kept from one of the flags, or have an interest in the person
     * or in where the person works. No such interest comes up until this transaction ends. Before anything is locked.
     */
    async refuseKept(of: { readonly accountIds: readonly string[]; readonly civilServantId?: string }): Promise<void> {
      if (actor.id === null) return;
      await sql`select pg_advisory_xact_lock_shared(${recusalKey(actor.id)})`.execute(db);
      const { rows } = await sql<{
        kept: boolean;
      }>`select kept_from_accounts(${actor.id}::uuid, ${sql.val([...of.accountIds])}::uuid[], ${of.civilServantId ?? null}::uuid) as kept`.execute(
        db,
      );
      if (one(rows).kept) throw recused();
    },

    /** Keeps an entry. Under `hold`. */
    async add(entry: {
      readonly userId: string;
      readonly region: string;
      readonly subject: InterestSubject;
      readonly days: InterestDays;
    }): Promise<string> {
      const { userId, region, subject, days } = entry;
      const flagId = "flagId" in subject ? subject.flagId : null;
      const civilServant =
        flagId === null
          ? "civilServantId" in subject
            ? subject.civilServantId
            : null
          : sql`(select p.civil_servant_id from flag f join post p on p.id = f.post_id where f.id = ${flagId}::uuid)`;
      const { rows } = await sql<{
        id: string;
      }>`insert into reader_interest (region, user_id, civil_servant_id, agency_id, contest_id, flag_id, from_day, to_day, entered_by)
        values (${region}, ${userId}::uuid, ${civilServant}, ${"agencyId" in subject ? subject.agencyId : null}::uuid, ${"contestId" in subject ? subject.contestId : null},
          ${flagId}::uuid, ${days.from}::date, ${days.to}::date, ${actor.id}::uuid) returning id`.execute(db);
      return one(rows).id;
    },

    /** Entries about the actor. */
    listOwn: () => select(sql`i.user_id = ${actor.id}::uuid`),
    /** Entries of the actor's regions, those that were not ended first, newest first, at most 500. */
    list: () => select(sql`true`),
    /** One entry in the actor's regions. */
    async find(id: string): Promise<InterestRow | undefined> {
      return (await select(sql`i.id = ${id}::uuid`))[0];
    },

    /** Ends an entry. False when it was ended before. */
    async end(id: string): Promise<boolean> {
      const { rows } = await sql`update reader_interest set ended_at = clock_timestamp(), ended_by = ${actor.id}::uuid
        where id = ${id}::uuid and ended_at is null returning id`.execute(db);
      return rows.length > 0;
    },

    /** Flags in the actor's regions that this reader holds and is kept from, in the order in which flags are locked. Under `hold`. */
    async listHeld(userId: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`select f.id from flag f join flag_lease l on l.flag_id = f.id and l.ended_at is null
        where l.user_id = ${userId}::uuid and f.state = 'claimed' and not (${offeredTo(userId)}) order by f.post_id, f.id`.execute(db);
      return rows.map(({ id }) => id);
    },

    /** Samples of a comparison that this reader is kept from. Asks over every region: only the operator's right reaches it. */
    async listKeptSamples(userId: string, comparisonId: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`select sample_id as id from recused_samples(${userId}::uuid, ${comparisonId}::uuid)`.execute(db);
      return rows.map(({ id }) => id);
    },

    /** Agencies of the actor's regions, by name. */
    async listAgencies(): Promise<{ id: string; name: string; region: string }[]> {
      return (
        await sql<{ id: string; name: string; region: string }>`select id, name, region from agency order by name, id limit ${ROWS}`.execute(db)
      ).rows;
    },
  };
}
