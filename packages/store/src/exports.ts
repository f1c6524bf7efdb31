import { type ExportFormat, type ExportKind, type ExportState, type ExportUse, notFound, type PassportReason, type Role } from "@netra/domain";
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
export type ExportAsked =
  | { readonly kind: "flags"; readonly filter: FlagListFilter }
  | { readonly kind: "audit"; readonly filter: AuditFilter }
  | { readonly kind: "evidence"; readonly filter: SetFilter };

export type ExportRow = ExportAsked & {
  readonly id: string;
  readonly format: ExportFormat;
  readonly region: string;
  readonly regionName: string;
  readonly state: ExportState;
  readonly needsApproval: boolean;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly expected: number;
  readonly decidedBy: string | null;
  readonly total: number | null;
  readonly done: number;
  readonly asOf: Date | null;
  readonly endedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly rowCount: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly failedCode: string | null;
};

/** One turn of a worker at an export. */
export type ExportTurn = ExportAsked & {
  readonly id: string;
  readonly format: ExportFormat;
  readonly region: string;
  readonly turn: number;
  readonly asOf: Date;
  readonly upto: number;
  /** Null until its rows were counted. */
  readonly total: number | null;
};

export interface ExportPart {
  readonly no: number;
  readonly blobKey: string;
  readonly bytes: number;
  readonly rowCount: number;
  /** The last row in it. */
  readonly position: number;
  /** Of a set: the file in this part. */
  readonly entry: unknown;
}

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
export interface ListSpan {
  readonly after: number;
  readonly upto: number;
  /**
   * That the actor is kept from nothing, as `isKept` said at the beginning of this turn: to ask it of every page anew costs more than the page. Whoever has been kept from anything since the
   * rows were chosen is not handed the file (`recusedSince`).
   */
  readonly keptFromNothing?: boolean;
}

/** Starts without a finished part before an export has failed. */
const ATTEMPTS = 5;
const LEASE_SECONDS = 30;
const LISTED = 100;
/** So often the acts of one part are looked at. */
const ROWS_AT_ONCE = 500;

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
      ${utc("f.opened_at")} as opened_at, ${utc("f.deadline_at")} as deadline_at, ${utc("f.changed_at")} as changed_at, g.name as agency, g.region as agency_region,
      p.employment_kind as employment
    from flag f join post p on p.id = f.post_id join classification c on c.id = f.classification_id left join agency g on g.id = p.agency_id
    where f.number > ${span.after} and f.number <= ${span.upto} and ${flagsWhere(filter, span.keptFromNothing ? NOTHING_KEPT : offeredTo(actor.id))} order by f.number`;
};

/** Exports: asked for, approved, made part by part, fetched, and gone. */
export function exportsIn(scope: Scope) {
  const { db, actor } = scope;
  const list = async (where: ReturnType<typeof sql>, order = sql`e.asked_at desc, e.id`): Promise<ExportRow[]> =>
    (
      await sql<ExportRow>`select e.id, e.kind, e.format, e.filter, e.region, coalesce(g.name, e.region) as region_name,
          case when e.state = 'ready' and e.expires_at <= clock_timestamp() then 'expired' else e.state end as state, e.needs_approval, e.asked_by, u.name as asked_by_name, e.asked_at,
          e.expected::float8 as expected, d.name as decided_by, e.total::float8 as total, e.done::float8 as done, e.as_of, e.ended_at, e.expires_at,
          e.row_count::float8 as row_count, e.bytes::float8 as bytes, encode(e.sha256, 'hex') as sha256, e.failed_code
        from export e join app_user u on u.id = e.asked_by left join region g on g.code = e.region left join app_user d on d.id = coalesce(e.approved_by, e.refused_by)
        where ${where} order by ${order} limit ${LISTED}`.execute(db)
    ).rows;
  const held = ({ id, turn }: Pick<ExportTurn, "id" | "turn">) => sql`id = ${id} and turn = ${turn} and state = 'running'`;

  return {
    /** The actor's own, and those of the actor's regions that wait for a second person's word or had it, of kinds that the actor may say it to. Newest first, at most 100. */
    listFor: (kinds: readonly ExportKind[]) =>
      list(sql`e.asked_by = ${actor.id}::uuid or (e.needs_approval and e.kind = any(${sql.val([...kinds])}::text[]))`),
    /** One export in the actor's regions. Throws not-found. */
    async get(id: string): Promise<ExportRow> {
      const [row] = await list(sql`e.id = ${id}::uuid`);
      if (!row) throw notFound("export");
      return row;
    },
    /** The same, locked until the transaction ends. */
    async lock(id: string): Promise<ExportRow> {
      await sql`select from export where id = ${id}::uuid for update`.execute(db);
      return this.get(id);
    },

    /** How many rows an export would have now, for the actor. */
    async count(asked: ExportAsked, span?: Pick<ListSpan, "upto">): Promise<number> {
      if (asked.kind === "evidence") return asked.filter.items.length;
      const upto = span?.upto ?? Number.MAX_SAFE_INTEGER;
      const { rows } = await (asked.kind === "flags"
        ? sql<{ n: number }>`select count(*)::float8 as n from flag f where f.number <= ${upto} and ${flagsWhere(asked.filter, offeredTo(actor.id))}`
        : sql<{
            n: number;
          }>`select count(*)::float8 as n from audit_event a where a.id <= ${upto} and ${actsWhere(asked.filter, actsOffered(actor.id))}`
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

    /** What the actor asked for since Jakarta's last midnight of one kind. Until the transaction ends nobody else counts for this person. */
    async used(kind: ExportKind): Promise<ExportUse & { now: Date }> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.export'), hashtext(${actor.id}))`.execute(db);
      const { rows } = await sql<
        ExportUse & { now: Date }
      >`select count(e.id)::int as exports, coalesce(sum(coalesce(e.total, e.expected)), 0)::float8 as rows, clock_timestamp() as now
        from export e where e.asked_by = ${actor.id}::uuid and e.kind = ${kind} and e.state not in ('failed', 'refused') and not (e.state = 'cancelled' and e.done = 0)
          and e.asked_at >= (date_trunc('day', clock_timestamp() at time zone 'Asia/Jakarta') at time zone 'Asia/Jakarta')`.execute(db);
      return one(rows);
    },

    async add(asked: ExportAsked & { readonly format: ExportFormat; readonly expected: number; readonly needsApproval: boolean }): Promise<string> {
      const { rows } = await sql<{
        id: string;
      }>`insert into export (kind, format, region, filter, state, needs_approval, asked_by, asked_role, expected)
        values (${asked.kind}, ${asked.format}, ${asked.filter.region}, ${JSON.stringify(asked.filter)}::jsonb, ${asked.needsApproval ? "waiting_approval" : "waiting"},
          ${asked.needsApproval}, ${actor.id}::uuid, ${actor.role}, ${asked.expected}) returning id`.execute(db);
      return one(rows).id;
    },

    /** Writes an act of a person. Under `lock`. */
    async decide(id: string, to: "waiting" | "refused" | "cancelled"): Promise<void> {
      const by = sql`${actor.id}::uuid`;
      await sql`update export set state = ${to}, approved_by = ${to === "waiting" ? by : sql`approved_by`}, approved_at = ${to === "waiting" ? sql`clock_timestamp()` : sql`approved_at`},
        refused_by = ${to === "refused" ? by : sql`refused_by`}, lease_until = null, ended_at = ${to === "waiting" ? sql`ended_at` : sql`clock_timestamp()`} where id = ${id}`.execute(
        db,
      );
    },

    /** Whether the actor is kept from any flag at all. */
    async isKept(): Promise<boolean> {
      return one((await sql<{ kept: boolean }>`select exists (select from recused_flags(${actor.id}::uuid)) as kept`.execute(db)).rows).kept;
    },

    /** Whether the actor has been kept from flags since an export's rows were chosen. */
    async recusedSince(since: Date): Promise<boolean> {
      return one((await sql<{ since: boolean }>`select recused_since(${actor.id}::uuid, ${since}) as since`.execute(db)).rows).since;
    },

    /** The parts of an export in order. */
    async listParts(id: string): Promise<ExportPart[]> {
      const { rows } =
        await sql<ExportPart>`select no, blob_key, bytes::float8 as bytes, row_count::float8 as row_count, position::float8 as position, entry
        from export_part where export_id = ${id}::uuid order by no`.execute(db);
      return rows;
    },

    /** Exports that nobody makes now, oldest first: the worklist, whatever became of their jobs. */
    async listWaiting(): Promise<string[]> {
      const { rows } = await sql<{
        id: string;
      }>`select id from export where state in ('waiting', 'running') and (lease_until is null or lease_until < clock_timestamp())
        order by asked_at limit 50`.execute(db);
      return rows.map(({ id }) => id);
    },

    /**
     * Takes an export that nobody makes, where it stopped; undefined when there is none to take. At the first start its last possible row is fixed, so that what comes later is
     * not in it. After five starts in a row without a finished part it has failed.
     */
    async take(id: string): Promise<ExportTurn | undefined> {
      const free = sql`state in ('waiting', 'running') and (lease_until is null or lease_until < clock_timestamp())`;
      await sql`update export set state = 'failed', failed_code = 'gave-up', ended_at = clock_timestamp(), lease_until = null where id = ${id}::uuid and ${free} and attempts >= ${ATTEMPTS}`.execute(
        db,
      );
      const { rows } =
        await sql<ExportTurn>`update export e set state = 'running', attempts = attempts + 1, turn = turn + 1, as_of = coalesce(as_of, clock_timestamp()),
          upto = coalesce(upto, case kind when 'flags' then (select coalesce(max(number), 0) from flag) when 'audit' then (select coalesce(max(id), 0) from audit_event)
            else jsonb_array_length(filter -> 'items') end), lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
        where id = ${id}::uuid and ${free} returning id, kind, format, filter, region, turn, as_of, upto::float8 as upto, total::float8 as total`.execute(
          db,
        );
      return rows[0];
    },

    /** Who asked, as they stand now; undefined where they were switched off. */
    async findAsker(id: string): Promise<{ id: string; role: Role; regions: string[] } | undefined> {
      return (await sql<{ id: string; role: Role; regions: string[] }>`select id, role, regions from export_asker(${id}::uuid)`.execute(db)).rows[0];
    },

    /** Says how far a turn came, and keeps it. False when it was lost, or the export was cancelled. */
    async beat(turn: Pick<ExportTurn, "id" | "turn">, told: { readonly done: number; readonly total?: number }): Promise<boolean> {
      const { rows } = await sql`update export set done = ${told.done}, total = coalesce(${told.total ?? null}::bigint, total),
          lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) where ${held(turn)} returning id`.execute(db);
      return rows.length > 0;
    },

    /** Keeps a finished part; the next start goes on behind it. False, and nothing is kept, when the turn was lost. */
    async addPart(turn: Pick<ExportTurn, "id" | "turn" | "region">, part: ExportPart): Promise<boolean> {
      const { rows } =
        await sql`update export set attempts = 0, done = (select coalesce(sum(row_count), 0) from export_part where export_id = ${turn.id}) + ${part.rowCount},
          lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) where ${held(turn)} returning id`.execute(db);
      if (rows.length === 0) return false;
      await sql`insert into export_part (export_id, region, no, blob_key, bytes, row_count, position, entry)
        values (${turn.id}, ${turn.region}, ${part.no}, ${part.blobKey}, ${part.bytes}, ${part.rowCount}, ${part.position}, ${part.entry === null ? null : JSON.stringify(part.entry)}::jsonb)`.execute(
        db,
      );
      return true;
    },

    /** Ends an export well. False, and nothing is written, when the turn was lost. */
    async finish(
      turn: Pick<ExportTurn, "id" | "turn">,
      made: { readonly rows: number; readonly bytes: number; readonly sha256: string; readonly days: number },
    ): Promise<boolean> {
      const { rows } =
        await sql`update export set state = 'ready', ended_at = clock_timestamp(), lease_until = null, row_count = ${made.rows}, done = ${made.rows},
          bytes = ${made.bytes}, sha256 = decode(${made.sha256}, 'hex'), expires_at = clock_timestamp() + make_interval(days => ${made.days}) where ${held(turn)} returning id`.execute(
          db,
        );
      return rows.length > 0;
    },

    /** Lets a turn go, so that anybody may take it at once. */
    async release(turn: Pick<ExportTurn, "id" | "turn">): Promise<void> {
      await sql`update export set lease_until = null, attempts = greatest(0, attempts - 1) where ${held(turn)}`.execute(db);
    },

    /** Lets a turn go after an error; for good where trying again changes nothing. */
    async fail(turn: Pick<ExportTurn, "id" | "turn">, { code, final }: { readonly code: string; readonly final: boolean }): Promise<boolean> {
      const { rows } = await sql<{
        failed: boolean;
      }>`update export set lease_until = null, state = case when ${final} or attempts >= ${ATTEMPTS} then 'failed' else state end,
          failed_code = case when ${final} or attempts >= ${ATTEMPTS} then ${code} end, ended_at = case when ${final} or attempts >= ${ATTEMPTS} then clock_timestamp() end
        where ${held(turn)} returning state = 'failed' as failed`.execute(db);
      return rows[0]?.failed ?? false;
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

    /** Ends what is older than its time. Returns what ended, for the audit. */
    async expire(): Promise<{ id: string; region: string }[]> {
      const { rows } = await sql<{ id: string; region: string }>`update export set state = 'expired', ended_at = clock_timestamp() where id in (
          select id from export where (state = 'ready' and expires_at <= clock_timestamp()) or (state = 'waiting_approval' and asked_at < clock_timestamp() - interval '7 days')
          order by asked_at limit ${ROWS_AT_ONCE} for update skip locked) returning id, region`.execute(db);
      return rows;
    },

    /** Forgets the parts of what is over, and returns their files. */
    async dropParts(): Promise<string[]> {
      const { rows } = await sql<{ id: string; blobKey: string }>`delete from export_part where id in (
        select p.id from export_part p join export e on e.id = p.export_id where e.state in ('expired', 'cancelled', 'failed') limit ${ROWS_AT_ONCE}) returning id, blob_key`.execute(
        db,
      );
      await sql`delete from fixity_check where kind = 'export' and object_id = any(${sql.val(rows.map(({ id }) => id))}::text[])`.execute(db);
      return [...new Set(rows.map(({ blobKey }) => blobKey))];
    },
  };
}
