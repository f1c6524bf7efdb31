import type { ClaimedFrom, Role } from "@netra/domain";
import { sql } from "kysely";
import { mediaTextBy, readFirstBy, sentBy } from "./flag-detail.ts";
import { one } from "./one.ts";
import { recusalKey } from "./recusals.ts";
import { REGIONS } from "./sessions.ts";
import { storableText } from "./storable.ts";
import type { Scope } from "./store.ts";
import type { LockedFlag } from "./triage.ts";

/** Somebody who reads flags in the same region. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** A flag that the actor holds: what says who else may have it. */
export interface HeldFlag
  extends Pick<LockedFlag, "id" | "region" | "fence" | "firstReaderId" | "secondReaderId" | "sentBy" | "mediaTextBy" | "readFirstBy"> {
  /** The lane it was claimed in. */
  readonly claimedFrom: ClaimedFrom;
}

/** The open lease of a flag that somebody passed on. */
export interface PassedOn {
  readonly userId: string;
  readonly fence: number;
  readonly until: Date;
  readonly handedBy: string | null;
  /** Its new reader prolonged it, or saved a reading. */
  readonly takenUp: boolean;
  readonly ageMs: number;
}

/** Claims that go from one reader to another. The lease that ends and the one that begins are rows of their own; both stay. */
export function passingOnIn({ db, actor }: Scope) {
  /** Begins the next lease of a locked flag in the same lane, under the next fence, as the database's clock says. */
  const begin = async (
    flag: LockedFlag,
    to: { readonly userId: string; readonly minutes: number; readonly handedBy: string | null; readonly note: string | null },
  ): Promise<{ fence: number; until: Date }> => {
    const fence = flag.fence + 1;
    await sql`update flag_lease set ended_at = clock_timestamp(), note = null where flag_id = ${flag.id} and ended_at is null`.execute(db);
    await sql`update flag set fence = ${fence}, changed_at = clock_timestamp() where id = ${flag.id}`.execute(db);
    const { rows } = await sql<{ until: Date }>`insert into flag_lease (flag_id, region, user_id, fence, claimed_from, until, handed_by, note)
      values (${flag.id}, ${flag.region}, ${to.userId}::uuid, ${fence}, ${flag.claimedFrom}, clock_timestamp() + make_interval(mins => ${to.minutes}),
        ${to.handedBy}::uuid, ${to.note === null ? null : storableText(to.note)}) returning until`.execute(db);
    return { fence, until: one(rows).until };
  };

  /** People other than the actor who read flags and work where each of these lies, loans included, and are kept from none of them; by name. */
  const listColleagues = async (flagIds: readonly string[]): Promise<Colleague[]> => {
    const ids = sql`${sql.val([...flagIds])}::uuid[]`;
    const { rows } = await sql<Colleague>`select u.id, u.name, u.role from app_user u
      where u.active and u.role in ('analyst', 'supervisor') and u.id is distinct from ${actor.id}::uuid
        and not exists (select from flag f where f.id = any (${ids}) and not exists (
          select from unnest(${REGIONS}) own (code) where own.code = 'ID' or f.region = own.code or starts_with(f.region, own.code || '.')))
        and not exists (select from recused_flags(u.id) k where k.flag_id = any (${ids}))
      order by u.name, u.id`.execute(db);
    return rows;
  };

  return {
    /**
     * Waits until nobody enters an interest of these readers, and keeps whoever would enter one waiting until this transaction ends; in one order, so that two who pass on to each other
     * do not wait in a circle. Before any flag is locked.
     */
    async hold(userIds: readonly string[]): Promise<void> {
      for (const id of [...new Set(userIds)].toSorted()) await sql`select pg_advisory_xact_lock_shared(${recusalKey(id)})`.execute(db);
    },

    /** Those of these flags that the actor holds now, in the order of their numbers. */
    async listHeld(flagIds: readonly string[]): Promise<HeldFlag[]> {
      const { rows } = await sql<HeldFlag>`select f.id, f.region, f.fence, f.claimed_from, f.first_reader_id, f.second_reader_id,
          ${sentBy("f.post_id")} as sent_by, ${mediaTextBy("f.post_id")} as media_text_by, ${readFirstBy("f.id")} as read_first_by
        from flag f join flag_standing s on s.flag_id = f.id
        where f.id = any (${sql.val([...flagIds])}::uuid[]) and s.standing = 'claimed' and s.holder_id = ${actor.id}::uuid order by f.number`.execute(
        db,
      );
      return rows;
    },

    listColleagues,

    /** One of them, for a locked flag; undefined for who may not have it by region, role, recusal or because they were switched off. Under `hold`. */
    async findColleague(flag: LockedFlag, userId: string): Promise<Colleague | undefined> {
      return (await listColleagues([flag.id])).find(({ id }) => id === userId);
    },

    /** Moves the actor's lease of a locked flag to another reader. Under `hold`. */
    pass: (flag: LockedFlag, to: { readonly userId: string; readonly minutes: number; readonly note: string | null }) =>
      begin(flag, { ...to, handedBy: actor.id }),

    /** Moves a lease that was passed on back to the actor. */
    takeBack: (flag: LockedFlag, minutes: number) => begin(flag, { userId: actor.id ?? "", minutes, handedBy: null, note: null }),

    /** The open lease of a locked flag with who passed it on, or undefined. */
    async findOpen(flagId: string): Promise<PassedOn | undefined> {
      const { rows } = await sql<PassedOn>`select l.user_id, l.fence, l.until, l.handed_by,
          l.taken_up_at is not null or exists (select from reading r where r.flag_id = l.flag_id and r.user_id = l.user_id and r.at >= l.taken_at) as taken_up,
          (extract(epoch from clock_timestamp() - l.taken_at) * 1000)::float8 as age_ms
        from flag_lease l where l.flag_id = ${flagId}::uuid and l.ended_at is null and l.until > clock_timestamp()`.execute(db);
      return rows[0];
    },
  };
}
