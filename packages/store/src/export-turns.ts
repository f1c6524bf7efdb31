import type { ExportFormat, Role } from "@netra/domain";
import { sql } from "kysely";
import type { ExportAsked } from "./export-rows.ts";
import type { Scope } from "./store.ts";

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

/** Starts without a finished part before an export has failed. */
const ATTEMPTS = 5;
const LEASE_SECONDS = 30;

/** The work at exports: taken where it stopped, kept part by part, ended. */
export function exportTurnsIn({ db }: Scope) {
  const held = ({ id, turn }: Pick<ExportTurn, "id" | "turn">) => sql`id = ${id} and turn = ${turn} and state = 'running'`;

  return {
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

    /** The parts of an export in order. */
    async listParts(id: string): Promise<ExportPart[]> {
      const { rows } =
        await sql<ExportPart>`select no, blob_key, bytes::float8 as bytes, row_count::float8 as row_count, position::float8 as position, entry
        from export_part where export_id = ${id}::uuid order by no`.execute(db);
      return rows;
    },
  };
}
