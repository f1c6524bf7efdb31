import type { PostKind, TimeTrust } from "@netra/domain";
import { sql } from "kysely";
import type { ComparisonKind } from "./drafts.ts";
import type { Scope } from "./store.ts";

/** A stored version whose words are still kept, with how people decided its flags. */
export interface StoredVersion {
  readonly id: string;
  readonly text: string;
  readonly kind: PostKind;
  readonly postedAt: Date;
  readonly timeTrust: TimeTrust;
  readonly region: string;
  /** Days since it was first seen, on the database's clock. */
  readonly ageDays: number;
  readonly decided: readonly {
    readonly contestId: string;
    readonly state: "closed" | "escalated";
    readonly outcome: string | null;
    readonly at: string;
  }[];
}

/** A comparison that this worker holds. */
export interface ComparisonTurn {
  readonly id: string;
  readonly draftId: string;
  readonly revision: number;
  readonly beforeHash: string;
  readonly changes: unknown;
  /** Which turn it is: who comes with an earlier one writes nothing. */
  readonly attempts: number;
}

export interface NewSample {
  readonly kind: ComparisonKind;
  readonly versionId: string;
  readonly contestId: string;
  readonly decidedAt: string | null;
  readonly tenthsBefore: number;
  readonly tenthsAfter: number;
}

type Turn = Pick<ComparisonTurn, "id" | "attempts">;

const ATTEMPTS = 3;
const LEASE_SECONDS = 30;
const STORED = sql`v.state = 'classified' and (v.body_dropped_at is null or exists (select from evidence where version_id = v.id and purged_at is null))`;

/** The worker's side of comparisons: one holds it, counts its progress, and writes its figures once. */
export function comparisonsIn({ db }: Scope) {
  return {
    /** Those that nobody holds, oldest first. */
    async listWaiting(): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`select id from pack_comparison
        where state in ('waiting', 'running') and (lease_until is null or lease_until < clock_timestamp()) order by asked_at limit 10`.execute(db);
      return rows.map(({ id }) => id);
    },
    /** Takes a comparison that nobody holds, from its beginning; after three that did not end it has failed. */
    async take(id: string): Promise<ComparisonTurn | undefined> {
      await sql`update pack_comparison set state = 'failed', finished_at = clock_timestamp(), lease_until = null
        where id = ${id} and state in ('waiting', 'running') and attempts >= ${ATTEMPTS} and (lease_until is null or lease_until < clock_timestamp())`.execute(
        db,
      );
      const { rows } = await sql<ComparisonTurn>`update pack_comparison c set state = 'running', attempts = attempts + 1, done = 0,
          total = (select count(*) from post_version v where ${STORED}), lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
        from pack_draft d where d.id = c.draft_id and c.id = ${id} and c.state in ('waiting', 'running') and (c.lease_until is null or c.lease_until < clock_timestamp())
        returning c.id, c.draft_id, c.revision, c.before_hash, c.attempts, d.changes`.execute(db);
      if (rows[0]) await sql`delete from comparison_row where comparison_id = ${id}`.execute(db);
      return rows[0];
    },
    /** Stored versions in the order of their ids. */
    async listStored(after: string | null, limit: number): Promise<StoredVersion[]> {
      const { rows } = await sql<StoredVersion>`select v.id, coalesce(e.text, b.text, '') as text, p.kind, p.posted_at, p.time_trust, v.region,
          (extract(epoch from clock_timestamp() - v.captured_at) / 86400)::float8 as age_days,
          coalesce((select jsonb_agg(jsonb_build_object('contestId', f.contest_id, 'state', f.state, 'outcome', f.outcome, 'at', f.changed_at))
            from flag f where f.version_id = v.id and (f.state = 'escalated' or f.state = 'closed')), '[]') as decided
        from post_version v join post p on p.id = v.post_id left join capture_body b on b.week = v.week and b.version_id = v.id
          left join lateral (select text from evidence where version_id = v.id and purged_at is null limit 1) e on true
        where ${STORED} and v.id > ${after ?? "00000000-0000-0000-0000-000000000000"}::uuid order by v.id limit ${limit}`.execute(db);
      return rows;
    },
    /** Keeps what would differ and says how far it came. False, and nothing is kept, when the turn was lost. */
    async progress({ id, attempts }: Turn, done: number, samples: readonly NewSample[]): Promise<boolean> {
      const held = await sql`update pack_comparison set done = ${done}, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
        where id = ${id} and state = 'running' and attempts = ${attempts} returning id`.execute(db);
      if (held.rows.length === 0) return false;
      for (const one of samples)
        await sql`insert into comparison_row (comparison_id, kind, version_id, contest_id, decided_at, tenths_before, tenths_after)
          values (${id}, ${one.kind}, ${one.versionId}, ${one.contestId}, ${one.decidedAt}::timestamptz, ${one.tenthsBefore}, ${one.tenthsAfter})`.execute(
          db,
        );
      return true;
    },
    /** Writes the figures. What was opened in the comparison before stays opened, and that one goes. False, and nothing is written, when the turn was lost. */
    async finish(turn: Turn & Pick<ComparisonTurn, "draftId">, figures: unknown): Promise<boolean> {
      const held =
        await sql`update pack_comparison set state = 'done', done = total, figures = ${JSON.stringify(figures)}::jsonb, finished_at = clock_timestamp(), lease_until = null
        where id = ${turn.id} and state = 'running' and attempts = ${turn.attempts} returning id`.execute(db);
      if (held.rows.length === 0) return false;
      await sql`update comparison_row r set read_by = old.read_by, read_at = old.read_at from comparison_row old join pack_comparison k on k.id = old.comparison_id
        where r.comparison_id = ${turn.id} and k.draft_id = ${turn.draftId} and k.id <> ${turn.id} and old.read_at is not null
          and old.version_id = r.version_id and old.contest_id = r.contest_id and old.kind = r.kind`.execute(db);
      await sql`delete from pack_comparison where draft_id = ${turn.draftId} and id <> ${turn.id} and state in ('done', 'failed')`.execute(db);
      return true;
    },
  };
}
