import { conflict } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import { offeredTo } from "./recusals.ts";
import type { Scope } from "./store.ts";

/** A group as somebody sees it from one of its flags. */
export interface CaseGroupRead {
  readonly id: string;
  /** Null with the rest of the group's own row where it belongs to a region that the actor does not see. */
  readonly region: string | null;
  readonly name: string | null;
  readonly reason: string | null;
  readonly madeBy: string | null;
  readonly at: Date | null;
  /** People in it, in whatever region; a flag that was closed or withdrawn counts for nobody. */
  readonly people: number;
  /** Those within the actor's regions, in the order they came. `seat` is the person's: flags of one person share it. */
  readonly members: readonly {
    readonly flagId: string;
    readonly number: string;
    readonly region: string;
    readonly seat: number;
    readonly caseId: string | null;
    /** False for one that the actor is kept from. */
    readonly offered: boolean;
  }[];
}

/** A flag of somebody else that rests on the same as another. */
export interface SameBasis {
  readonly flagId: string;
  readonly number: string;
  readonly basis: "file" | "address" | "words";
}

/** Flags of several people that rest on the same thing. A flag stands in one group at most. */
export function caseGroupsIn({ db, actor }: Scope) {
  const me = actor.id;

  const add = async (groupId: string, flag: { readonly id: string; readonly region: string }): Promise<void> => {
    // The seat of a person's other flag, else a new one; seats are never given twice.
    const { rows } = await sql`insert into case_group_member (group_id, flag_id, region, seat, added_by)
      select ${groupId}::uuid, ${flag.id}::uuid, ${flag.region}, coalesce(
        (select m.seat from case_group_member m join flag o on o.id = m.flag_id join post op on op.id = o.post_id
          where m.group_id = ${groupId}::uuid and op.civil_servant_id = (select p.civil_servant_id from flag f join post p on p.id = f.post_id where f.id = ${flag.id}::uuid) limit 1),
        (select g.seats + 1 from group_size(${groupId}::uuid) g)), ${me}::uuid
      on conflict (flag_id) where left_at is null do nothing returning id`.execute(db);
    if (rows.length === 0) throw conflict("grouped-already", "This flag stands in a group already: it leaves that one first.");
  };

  return {
    /** Makes a group with its first flag. Throws conflict `grouped-already`. */
    async make(flag: { readonly id: string; readonly region: string }, given: { readonly name: string; readonly reason: string }): Promise<string> {
      const { rows } = await sql<{ id: string }>`insert into case_group (region, name, reason, made_by)
        values (${flag.region}, ${given.name}, ${given.reason}, ${me}::uuid) returning id`.execute(db);
      const { id } = one(rows);
      await add(id, flag);
      return id;
    },

    /** Adds a flag to a group, one at a time. Throws conflict `grouped-already`. */
    async add(groupId: string, flag: { readonly id: string; readonly region: string }): Promise<void> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.case_group'), hashtext(${groupId}))`.execute(db);
      await add(groupId, flag);
    },

    /** Ends a flag's place in its group; the row stays, with who and why. Gives the group, or undefined when it stood in none. */
    async leave(flagId: string, reason: string): Promise<string | undefined> {
      const { rows } = await sql<{
        groupId: string;
      }>`update case_group_member set left_at = clock_timestamp(), left_by = ${me}::uuid, left_reason = ${reason}
        where flag_id = ${flagId}::uuid and left_at is null returning group_id`.execute(db);
      return rows[0]?.groupId;
    },

    /** The group that a flag stands in, or undefined. Two statements. */
    async find(flagId: string): Promise<CaseGroupRead | undefined> {
      const { rows } = await sql<
        Omit<CaseGroupRead, "members">
      >`select m.group_id as id, g.region, g.name, g.reason, u.name as made_by, g.at, n.people
        from case_group_member m left join case_group g on g.id = m.group_id left join app_user u on u.id = g.made_by, group_size(m.group_id) n
        where m.flag_id = ${flagId}::uuid and m.left_at is null`.execute(db);
      const [group] = rows;
      if (!group) return undefined;
      const { rows: members } = await sql<
        CaseGroupRead["members"][number]
      >`select m.flag_id, f.number::text, m.region, m.seat, x.case_id, ${offeredTo(me)} as offered
        from case_group_member m join flag f on f.id = m.flag_id left join case_flag x on x.flag_id = f.id
        where m.group_id = ${group.id}::uuid and m.left_at is null and f.state not in ('closed', 'withdrawn') order by m.seat, f.number`.execute(db);
      return { ...group, members };
    },

    /** When flags came into groups and left them, oldest first. */
    async listMoves(
      flagIds: readonly string[],
    ): Promise<{ flagId: string; moved: "grouped" | "left_group"; by: string; reason: string | null; at: Date }[]> {
      const { rows } = await sql<{ flagId: string; moved: "grouped" | "left_group"; by: string; reason: string | null; at: Date }>`
        select m.flag_id, 'grouped' as moved, u.name as by, g.name as reason, m.at from case_group_member m join app_user u on u.id = m.added_by left join case_group g on g.id = m.group_id
          where m.flag_id = any(${sql.val([...flagIds])}::uuid[])
        union all select m.flag_id, 'left_group', u.name, m.left_reason, m.left_at from case_group_member m join app_user u on u.id = m.left_by
          where m.flag_id = any(${sql.val([...flagIds])}::uuid[]) order by 5`.execute(db);
      return rows;
    },

    /** The flag with this number in the actor's regions, or undefined. */
    async findFlag(number: number): Promise<string | undefined> {
      return (await sql<{ id: string }>`select id from flag where number = ${number}`.execute(db)).rows[0]?.id;
    },

    /**
     * Flags of other people that the actor is not kept from, that stand in no group and rest on the same file, the same address, or word for word the same text, spaces and capitals aside; at most twenty, those of
     * the same file first.
     */
    async suggest(flagId: string): Promise<SameBasis[]> {
      const said = (text: string) => sql`lower(btrim(regexp_replace(${sql.ref(text)}, '\\s+', ' ', 'g')))`;
      const { rows } = await sql<SameBasis>`with own as (
          select f.id, f.post_id, p.civil_servant_id, p.url, ${said("e.text")} as words,
            array(select u.sha256 from capture c join upload u on u.capture_id = c.id where c.post_id = f.post_id
              union select m.sha256 from post_media m where m.post_id = f.post_id and m.state = 'kept' and m.kind <> 'proof') as files
          from flag f join post p on p.id = f.post_id left join evidence e on e.flag_id = f.id and e.version_id = f.version_id where f.id = ${flagId}::uuid),
        same as (
          select c.post_id, 1 as rank, 'file' as basis from own join upload u on u.sha256 = any (own.files) join capture c on c.id = u.capture_id
          union all select m.post_id, 1, 'file' from own join post_media m on m.sha256 = any (own.files) and m.state = 'kept'
          union all select p.id, 2, 'address' from own join post p on p.url = own.url
          union all select f.post_id, 3, 'words' from own join evidence e on length(own.words) > 20 and ${said("e.text")} = own.words
            join flag f on f.id = e.flag_id and f.version_id = e.version_id)
        select distinct on (f.number) f.id as flag_id, f.number::text, same.basis from own, same join flag f on f.post_id = same.post_id join post p on p.id = f.post_id
        where p.civil_servant_id <> (select civil_servant_id from own) and f.state not in ('closed', 'withdrawn')
          and not exists (select from case_group_member m where m.flag_id = f.id and m.left_at is null) and ${offeredTo(me)}
        order by f.number, same.rank limit 20`.execute(db);
      return rows;
    },
  };
}
