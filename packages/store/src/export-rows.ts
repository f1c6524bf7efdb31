import type { PassportReason } from "@netra/domain";
import { type RawBuilder, sql } from "kysely";
import { one } from "./one.ts";
import { offeredTo } from "./recusals.ts";
import type { Scope } from "./store.ts";

/** Which flags of a region; days are of Asia/Jakarta, both included. Codes only. */
export interface FlagListFilter {
  readonly region: string;
  readonly contest?: string;
  readonly platform?: string;
  readonly origin?: string;
  readonly state?: string;
  /** Opened on these days. */
  readonly from?: string;
  readonly to?: string;
}
/** Which acts of a region. `act` is a whole name, such as `flag.claimed`, or its first part. */
export interface AuditFilter {
  readonly region: string;
  readonly act?: string;
  readonly from?: string;
  readonly to?: string;
}
/** Which passports. */
export interface SetFilter {
  readonly region: string;
  readonly reason: PassportReason;
  readonly items: readonly { readonly kind: "flag" | "case"; readonly id: string; readonly number: number }[];
}
/** What an export is asked to hold. */
export type ExportAsked =
  | { readonly kind: "flags"; readonly filter: FlagListFilter }
  | { readonly kind: "audit"; readonly filter: AuditFilter }
  | { readonly kind: "evidence"; readonly filter: SetFilter };

/**
 * A flag in a list: codes and figures, by the names of the columns; times are ISO 8601 in UTC, lists have spaces between. What the asker may not know of it yet is null. Named and written as
 * the file has them, since a list may have a million.
 */
export interface FlagForList {
  readonly number: number;
  readonly region: string;
  readonly contest: string;
  readonly platform: string;
  readonly kind: string;
  readonly origin: string;
  readonly raised_by: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly machine_reading: string | null;
  readonly candidate_ids: string | null;
  readonly rule_ids: string | null;
  /** Null where nobody knows it. */
  readonly posted_at: string | null;
  readonly time_trust: string;
  readonly opened_at: string;
  /** When somebody first decided anything about it, and when it was last closed or escalated; what was undone counts in neither. */
  readonly first_act_at: string | null;
  readonly decided_at: string | null;
  readonly deadline_at: string;
  readonly changed_at: string;
  readonly agency: string | null;
  readonly agency_region: string | null;
  readonly employment: string | null;
}

/** An act in an extract, likewise. Names nobody, and holds no reason: those are words. */
export interface ActForList {
  readonly id: number;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_role: string;
  readonly region: string;
  readonly act: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly detail: string;
}

/**
 * Behind which number a page begins, and its last number. A page is a stretch of numbers and not a count of rows: however few rows a filter leaves, each question is short, and
 * the database never has reason to read everything for it.
 */
interface ListSpan {
  readonly after: number;
  readonly upto: number;
  /**
   * That the actor is kept from nothing, as `isKept` said at the beginning of this turn: to ask it of every page anew costs more than the page. Whoever has been kept from anything since the
   * rows were chosen is not handed the file (`recusedSince`).
   */
  readonly keptFromNothing?: boolean;
}

const dayStart = (day: string | undefined) => sql`(${day ?? null}::date::timestamp at time zone 'Asia/Jakarta')`;
const utc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const inRegion = (column: string, region: string) =>
  sql`(${region} = 'ID' or ${sql.ref(column)} = ${region} or starts_with(${sql.ref(column)}, ${region} || '.'))`;
const onDays = (
  column: string,
  { from, to }: { readonly from?: string; readonly to?: string },
) => sql`(${from ?? null}::date is null or ${sql.ref(column)} >= ${dayStart(from)})
  and (${to ?? null}::date is null or ${sql.ref(column)} < ${dayStart(to)} + interval '1 day')`;

/** How a flag stands by the database's clock, as in `flag_standing`. */
const STANDING = sql`case when f.state = 'claimed' and not exists (select from flag_lease l where l.flag_id = f.id and l.ended_at is null and l.until > clock_timestamp())
  then f.claimed_from else f.state end`;
const OVER = sql`f.state in ('closed', 'escalated', 'withdrawn')`;

const flagsWhere = (filter: FlagListFilter, offered: RawBuilder<unknown>) => sql`${inRegion("f.region", filter.region)}
  and (${filter.contest ?? null}::text is null or f.contest_id = ${filter.contest ?? null}) and (${filter.platform ?? null}::text is null or f.platform = ${filter.platform ?? null})
  and (${filter.origin ?? null}::text is null or f.origin = ${filter.origin ?? null}) and (${filter.state ?? null}::text is null or ${STANDING} = ${filter.state ?? null})
  and ${onDays("f.opened_at", filter)} and ${offered}`;

/** An act on a flag that somebody is kept from stays out with it. */
const actsOffered = (userId: string | null) =>
  sql`not (a.object_type = 'flag' and a.object_id in (select k.flag_id::text from recused_flags(${userId}::uuid) k))`;
const NOTHING_KEPT = sql`true`;
const actsWhere = (filter: AuditFilter, offered: RawBuilder<unknown>) => sql`${inRegion("a.region", filter.region)}
  and (${filter.act ?? null}::text is null or a.act = ${filter.act ?? null} or starts_with(a.act, ${filter.act ?? null} || '.')) and ${onDays("a.at", filter)} and ${offered}`;

/**
 * What the actor may know of a flag beyond the post, as `sightOf` says: an auditor all, a supervisor what is over, a reader what is over and they read. A column of its own for the
 * role, so that a supervisor's list asks no reading.
 */
const seenBy = (userId: string | null, role: string) =>
  role === "auditor"
    ? sql`true`
    : role === "supervisor"
      ? OVER
      : sql`(${OVER} and exists (select from reading r where r.flag_id = f.id and r.user_id = ${userId}::uuid))`;

/**
 * One page of a list of flags by number, for its actor: what they are kept from is not in it. Also the plain query that a list is compared with.
 */
export const flagListQuery = (actor: Pick<Scope["actor"], "id" | "role">, filter: FlagListFilter, span: ListSpan): RawBuilder<FlagForList> => {
  const seen = seenBy(actor.id, actor.role);
  return sql<FlagForList>`select f.number::float8 as number, f.region, f.contest_id as contest, f.platform, f.kind, f.origin, f.raised_by, ${STANDING} as state,
      case when ${seen} then f.outcome end as outcome, case when ${seen} then f.stance end as machine_reading, case when ${seen} then array_to_string(f.targets, ' ') end as candidate_ids,
      case when ${seen} then array_to_string(c.rule_ids, ' ') end as rule_ids, case when p.time_trust <> 'unknown' then ${utc("p.posted_at")} end as posted_at, p.time_trust,
      ${utc("f.opened_at")} as opened_at,
      case when ${seen} then (select ${utc("first")} from (select min(d.at) as first from decision d where d.flag_id = f.id and d.undone_at is null) d) end as first_act_at,
      case when ${seen} then (select ${utc("last")} from (select max(d.at) as last from decision d
        where d.flag_id = f.id and d.undone_at is null and d.to_state in ('closed', 'escalated')) d) end as decided_at, ${utc("f.deadline_at")} as deadline_at, ${utc("f.changed_at")} as changed_at, g.name as agency, g.region as agency_region,
      p.employment_kind as employment
    from flag f join post p on p.id = f.post_id join classification c on c.id = f.classification_id left join agency g on g.id = p.agency_id
    where f.number > ${span.after} and f.number <= ${span.upto} and ${flagsWhere(filter, span.keptFromNothing ? NOTHING_KEPT : offeredTo(actor.id))} order by f.number`;
};

/** What stands in exports, counted and read page by page as whoever asked. */
export function exportRowsIn({ db, actor }: Scope) {
  const isKept = async (): Promise<boolean> =>
    one((await sql<{ kept: boolean }>`select exists (select from recused_flags(${actor.id}::uuid)) as kept`.execute(db)).rows).kept;
  return {
    /** How many rows an export would have now, for the actor. */
    async count(asked: ExportAsked, span?: Pick<ListSpan, "upto">): Promise<number> {
      if (asked.kind === "evidence") return asked.filter.items.length;
      const upto = span?.upto ?? Number.MAX_SAFE_INTEGER;
      // Whoever is kept from nothing is asked once: the database counts a million rows in parallel only where no function of its owner stands beside each of them.
      const kept = await isKept();
      const { rows } = await (asked.kind === "flags"
        ? sql<{
            n: number;
          }>`select count(*)::float8 as n from flag f where f.number <= ${upto} and ${flagsWhere(asked.filter, kept ? offeredTo(actor.id) : NOTHING_KEPT)}`
        : sql<{
            n: number;
          }>`select count(*)::float8 as n from audit_event a where a.id <= ${upto} and ${actsWhere(asked.filter, kept ? actsOffered(actor.id) : NOTHING_KEPT)}`
      ).execute(db);
      return one(rows).n;
    },

    /** Ids of flags and cases by number, in the actor's regions and not kept from the actor. Who asks for one that is not there gets fewer. */
    async resolve(numbers: {
      readonly flags: readonly number[];
      readonly cases: readonly number[];
    }): Promise<(SetFilter["items"][number] & { region: string; flagIds: string[] })[]> {
      const { rows } = await sql<SetFilter["items"][number] & { region: string; flagIds: string[] }>`
        select 'flag' as kind, f.id, f.number::float8 as number, f.region, array[f.id] as flag_ids from flag f
          where f.number = any(${sql.val([...numbers.flags])}::bigint[]) and ${offeredTo(actor.id)}
        union all select 'case', k.id, k.number::float8, k.region, array(select c.flag_id from case_flag c where c.case_id = k.id) from case_file k
          where k.number = any(${sql.val([...numbers.cases])}::bigint[]) and not exists (select from case_flag c join recused_flags(${actor.id}::uuid) x on x.flag_id = c.flag_id where c.case_id = k.id)
        order by 1 desc, 3`.execute(db);
      return rows;
    },

    /** Whether the actor is kept from any flag at all. */
    isKept,

    /** Whether the actor has been kept from flags since an export's rows were chosen. */
    async recusedSince(since: Date): Promise<boolean> {
      return one((await sql<{ since: boolean }>`select recused_since(${actor.id}::uuid, ${since}) as since`.execute(db)).rows).since;
    },

    /** One page of flags by number, for the actor. */
    listFlags: async (filter: FlagListFilter, span: ListSpan): Promise<FlagForList[]> =>
      (await flagListQuery(actor, filter, span).execute(db.withoutPlugins())).rows,

    /** One page of acts by id, for the actor. */
    async listActs(filter: AuditFilter, { after, upto, keptFromNothing }: ListSpan): Promise<ActForList[]> {
      const { rows } =
        await sql<ActForList>`select a.id::float8 as id, ${utc("a.at")} as at, a.actor_kind, a.actor_id, a.actor_role, a.region, a.act, a.object_type, a.object_id, a.detail::text as detail
        from audit_event a where a.id > ${after} and a.id <= ${upto} and ${actsWhere(filter, keptFromNothing ? NOTHING_KEPT : actsOffered(actor.id))} order by a.id`.execute(
          db.withoutPlugins(),
        );
      return rows;
    },

    /** Numbers on the ballot of every contest's candidates. */
    async listBallots(): Promise<{ contest: string; candidate: string; number: number | null }[]> {
      const { rows } = await sql<{
        contest: string;
        candidate: string;
        number: number | null;
      }>`select c.id as contest, k.item ->> 'id' as candidate, (k.item ->> 'number')::int as number
        from contest c join contest_version v on v.hash = c.live_hash, jsonb_array_elements(v.body -> 'candidates') k (item)`.execute(db);
      return rows;
    },
  };
}
