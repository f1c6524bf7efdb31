import { type ExportFormat, type ExportKind, type ExportState, type ExportUse, notFound } from "@netra/domain";
import { sql } from "kysely";
import { type ExportAsked, exportRowsIn } from "./export-rows.ts";
import { exportTurnsIn } from "./export-turns.ts";
import { one } from "./one.ts";
import type { Scope } from "./store.ts";

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

const LISTED = 100;
/** So many are ended, or their parts forgotten, at once. */
const ROWS_AT_ONCE = 500;

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

  return {
    ...exportRowsIn(scope),
    ...exportTurnsIn(scope),

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
