import { conflict, type ExistingFlag } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import type { ClassifyTurn } from "./posts.ts";
import type { Scope } from "./store.ts";

/** What the classifier said, as kept. */
export interface ClassificationRow {
  readonly contestId: string;
  readonly contestHash: string;
  readonly packHash: string;
  readonly stance: "support" | "oppose" | "neutral";
  readonly targets: readonly string[];
  readonly scoreTenths: number;
  readonly thresholdTenths: number;
  readonly flagged: boolean;
  readonly possibleForms: readonly string[];
  /** Signals, contributions and reasons: the classifier's `Classification`, whole. */
  readonly detail: unknown;
}

export interface NewFlag {
  readonly contestId: string;
  readonly classificationId: string;
  readonly raisedBy: "machine" | "person";
  readonly tier: "text" | "context";
  readonly stance: string;
  readonly targets: readonly string[];
  readonly priority: number;
  readonly supersedes: string | null;
  readonly deadlineAt: Date;
}

/** The machine's side of flags: what the classify worker reads and writes, always under the post's lock. */
export function flagsIn({ db }: Scope) {
  return {
    /** Locks a post, so that its flags are decided one classification at a time. Always before a flag is locked. */
    async lockPost(postId: string): Promise<void> {
      await sql`select id from post where id = ${postId} for no key update`.execute(db);
    },

    async listForPost(postId: string, contestId: string): Promise<ExistingFlag[]> {
      const { rows } = await sql<ExistingFlag>`select id, state, version_id, stance, targets, raised_by from flag
        where post_id = ${postId} and contest_id = ${contestId} order by number for update`.execute(db);
      return rows;
    },

    /** Writes a classification once; the same version, pack and contest again returns null. */
    async saveClassification(turn: ClassifyTurn, row: ClassificationRow): Promise<string | null> {
      const { rows } = await sql<{
        id: string;
      }>`insert into classification (version_id, post_id, region, contest_id, contest_hash, pack_hash, stance, targets, score_tenths,
          threshold_tenths, flagged, possible_forms, week)
        values (${turn.versionId}, ${turn.postId}, ${turn.region}, ${row.contestId}, ${row.contestHash}, ${row.packHash}, ${row.stance}, ${sql.val([...row.targets])}::text[],
          ${row.scoreTenths}, ${row.thresholdTenths}, ${row.flagged}, ${sql.val([...row.possibleForms])}::text[], ${turn.week}::date)
        on conflict (version_id, pack_hash, contest_hash) do nothing returning id`.execute(db);
      const id = rows[0]?.id;
      if (!id) return null;
      await sql`insert into classification_detail (classification_id, week, region, body)
        values (${id}, ${turn.week}::date, ${turn.region}, ${JSON.stringify(row.detail)}::jsonb)`.execute(db);
      return id;
    },

    /** Opens a flag and pins the bytes it stands on, out of the partition. */
    async open(turn: ClassifyTurn, flag: NewFlag): Promise<string> {
      const { rows } = await sql<{
        id: string;
      }>`insert into flag (post_id, version_id, contest_id, classification_id, region, platform, kind, origin, raised_by, tier,
          stance, targets, priority, supersedes, deadline_at)
        values (${turn.postId}, ${turn.versionId}, ${flag.contestId}, ${flag.classificationId}, ${turn.region}, ${turn.platform}, ${turn.kind}, ${turn.origin},
          ${flag.raisedBy}, ${flag.tier}, ${flag.stance}, ${sql.val([...flag.targets])}::text[], ${flag.priority}, ${flag.supersedes}, ${flag.deadlineAt})
        returning id`.execute(db);
      const { id } = one(rows);
      const pinned =
        await sql`insert into evidence (flag_id, version_id, region, sha256, raw, text, content_type, connector, connector_version, captured_at)
        select ${id}::uuid, v.id, v.region, v.sha256, b.raw, b.text, b.content_type, b.connector, b.connector_version, v.captured_at
        from post_version v join capture_body b on b.week = v.week and b.version_id = v.id where v.id = ${turn.versionId} returning id`.execute(db);
      if (pinned.rows.length !== 1) throw conflict("evidence-missing", "The bytes behind this version are gone; no flag can stand on them.");
      return id;
    },

    async rescore(flagId: string, to: { classificationId: string; stance: string; targets: readonly string[]; priority: number }): Promise<void> {
      await sql`update flag set classification_id = ${to.classificationId}, stance = ${to.stance}, targets = ${sql.val([...to.targets])}::text[],
        priority = ${to.priority}, changed_at = clock_timestamp() where id = ${flagId} and state = 'open'`.execute(db);
    },

    /** Only an open flag can be withdrawn by a changed pack or contest; a claimed one waits for its reader. */
    async withdraw(flagId: string): Promise<void> {
      await sql`update flag set state = 'withdrawn', changed_at = clock_timestamp() where id = ${flagId} and state = 'open'`.execute(db);
    },

    /** The platform ids of posts that the machine flagged in a contest, for measuring. */
    async listFlaggedExternalIds(contestId: string): Promise<string[]> {
      const { rows } = await sql<{ externalId: string }>`select p.external_id from flag f join post p on p.id = f.post_id
        where f.contest_id = ${contestId} and f.raised_by = 'machine' and f.state <> 'withdrawn'`.execute(db);
      return rows.map((row) => row.externalId);
    },

    async countByState(): Promise<Record<string, number>> {
      const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from flag group by state`.execute(db);
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}
