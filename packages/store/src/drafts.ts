import { notFound } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { storableText } from "./storable.ts";
import type { Scope } from "./store.ts";

export type DraftState = "open" | "offered" | "live" | "dropped";

/** A draft of a pack: changes over the version that was in force when they were last saved. */
export interface DraftRow {
  readonly id: string;
  readonly baseHash: string;
  readonly basePack: string;
  readonly baseVersion: number;
  /** The classifier's `TermChange`s. */
  readonly changes: unknown;
  /** The classifier's `Problem`s. */
  readonly problems: unknown;
  readonly revision: number;
  readonly state: DraftState;
  readonly madeAt: Date;
  readonly changedAt: Date;
  /** The version that was offered last. */
  readonly packHash: string | null;
  readonly packVersion: number | null;
  readonly note: string;
  readonly refusedAt: Date | null;
  readonly refusal: string;
}

export type ComparisonKind = "missed" | "spared" | "fresh";

/** What a draft would change over what is stored. */
export interface ComparisonRow {
  readonly id: string;
  readonly draftId: string;
  readonly revision: number;
  readonly beforeHash: string;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly done: number;
  readonly total: number;
  /** What the worker wrote; null until it is done. */
  readonly figures: unknown;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
}

/** A stored reading that would differ, without its words. */
export interface SampleRow {
  readonly id: string;
  readonly comparisonId: string;
  readonly kind: ComparisonKind;
  readonly contestId: string;
  readonly decidedAt: Date | null;
  readonly tenthsBefore: number;
  readonly tenthsAfter: number;
  readonly readAt: Date | null;
}

/** A sample with its words, and the names and handles to be covered in them before anybody sees it. */
export interface SampleText extends SampleRow {
  readonly draftId: string;
  /** Null when the words are no longer kept. */
  readonly text: string | null;
  readonly postedAt: Date;
  readonly timeTrust: string;
  readonly region: string;
  readonly name: string;
  readonly handles: readonly string[];
}

const DRAFT = sql`d.id, d.base_hash, b.pack_id as base_pack, b.version as base_version, d.changes, d.problems, d.revision, d.state, d.made_at, d.changed_at,
    d.pack_hash, o.version as pack_version, d.note, d.refused_at, d.refusal
  from pack_draft d join rule_pack_version b on b.hash = d.base_hash left join rule_pack_version o on o.hash = d.pack_hash`;
const COMPARISON = sql`id, draft_id, revision, before_hash, state, done, total, figures, asked_at, finished_at from pack_comparison`;
const SAMPLE = sql`r.id, r.comparison_id, r.kind, r.contest_id, r.decided_at, r.tenths_before, r.tenths_after, r.read_at`;

/** Drafts of the rule pack on their way, and what they would change. One is worked on at a time. */
export function draftsIn({ db, actor }: Scope) {
  const find = async (condition: ReturnType<typeof sql>): Promise<DraftRow | undefined> =>
    (await sql<DraftRow>`select ${DRAFT} where ${condition}`.execute(db)).rows[0];
  const need = (draft: DraftRow | undefined): DraftRow => {
    if (draft === undefined) throw notFound("draft");
    return draft;
  };
  return {
    /** The draft that is worked on or offered now. */
    findWorking: () => find(sql`d.state in ('open', 'offered')`),
    /** The draft that a version was made from. */
    findByPack: (hash: string) => find(sql`d.pack_hash = ${hash}`),
    get: async (id: string): Promise<DraftRow> => need(await find(sql`d.id = ${id}`)),
    /** One draft, held until this transaction ends. */
    lock: async (id: string): Promise<DraftRow> => need(await find(sql`d.id = ${id} for update of d`)),
    /** Begins a draft on a version, or goes on with the one there is: its id. */
    async begin(baseHash: string): Promise<{ readonly id: string; readonly isNew: boolean }> {
      const { rows } = await sql<{ id: string }>`insert into pack_draft (base_hash, made_by) values (${baseHash}, ${actor.id}::uuid)
        on conflict do nothing returning id`.execute(db);
      if (rows[0]) return { id: rows[0].id, isNew: true };
      return { id: one((await sql<{ id: string }>`select id from pack_draft where state in ('open', 'offered')`.execute(db)).rows).id, isNew: false };
    },
    /** Writes changes and what is wrong with them over a version; the revision counts up. */
    async save(
      id: string,
      to: { readonly baseHash: string; readonly changes: readonly unknown[]; readonly problems: readonly unknown[] },
    ): Promise<void> {
      await sql`update pack_draft set base_hash = ${to.baseHash}, changes = ${JSON.stringify(to.changes)}::jsonb, problems = ${JSON.stringify(to.problems)}::jsonb,
        revision = revision + 1, changed_at = clock_timestamp() where id = ${id}`.execute(db);
    },
    async drop(id: string): Promise<void> {
      await sql`update pack_draft set state = 'dropped', changed_at = clock_timestamp() where id = ${id}`.execute(db);
    },
    /** Moves a draft on its way: offered as a version, in force, or open again after a refusal. */
    async offered(id: string, packHash: string, note: string): Promise<void> {
      await sql`update pack_draft set state = 'offered', pack_hash = ${packHash}, note = ${storableText(note)}, refused_by = null, refused_at = null, refusal = '' where id = ${id}`.execute(
        db,
      );
    },
    async inForce(id: string): Promise<void> {
      await sql`update pack_draft set state = 'live' where id = ${id}`.execute(db);
    },
    async refused(id: string, reason: string): Promise<void> {
      await sql`update pack_draft set state = 'open', refused_by = ${actor.id}::uuid, refused_at = clock_timestamp(), refusal = ${storableText(reason)} where id = ${id}`.execute(
        db,
      );
    },

    /** Asks for a comparison of a draft as it stands; the one that is under way answers for a second one. */
    async ask(draft: Pick<DraftRow, "id" | "revision" | "baseHash">): Promise<string> {
      const { rows } = await sql<{ id: string }>`insert into pack_comparison (draft_id, revision, before_hash, asked_by)
        values (${draft.id}, ${draft.revision}, ${draft.baseHash}, ${actor.id}::uuid) on conflict do nothing returning id`.execute(db);
      if (rows[0]) return rows[0].id;
      const running = sql<{ id: string }>`select id from pack_comparison where draft_id = ${draft.id} and state in ('waiting', 'running')`;
      return one((await running.execute(db)).rows).id;
    },
    /** The newest comparison of a draft. */
    async findComparison(draftId: string): Promise<ComparisonRow | undefined> {
      return (await sql<ComparisonRow>`select ${COMPARISON} where draft_id = ${draftId} order by asked_at desc limit 1`.execute(db)).rows[0];
    },
    /** What would differ, a kind at a time, in a fixed order: all that are kept. */
    async listSamples(comparisonId: string, kind: ComparisonKind): Promise<SampleRow[]> {
      const { rows } = await sql<SampleRow>`select ${SAMPLE} from comparison_row r where r.comparison_id = ${comparisonId} and r.kind = ${kind}
        order by r.decided_at desc nulls last, r.id`.execute(db);
      return rows;
    },
    /** Rows of a kind that are kept, and how many of them nobody has opened. */
    async countSamples(comparisonId: string, kind: ComparisonKind): Promise<{ readonly kept: number; readonly unread: number }> {
      const { rows } = await sql<{
        kept: number;
        unread: number;
      }>`select count(*)::int as kept, count(*) filter (where read_at is null)::int as unread
        from comparison_row where comparison_id = ${comparisonId} and kind = ${kind}`.execute(db);
      return one(rows);
    },
    /** Notes that the actor has opened a sample; the first time counts. */
    async markSampleRead(id: string): Promise<void> {
      await sql`update comparison_row set read_by = ${actor.id}::uuid, read_at = clock_timestamp() where id = ${id} and read_at is null`.execute(db);
    },
    /** A sample with its words, for covering. Only the operator's right reaches them. */
    async readSample(id: string): Promise<SampleText> {
      const { rows } = await sql<SampleText>`select ${SAMPLE}, k.draft_id, w.words as text, w.posted_at, w.time_trust, w.region, w.name, w.handles
        from comparison_row r join pack_comparison k on k.id = r.comparison_id, sample_words(r.id) w where r.id = ${id}`.execute(db);
      if (!rows[0]) throw notFound("sample");
      return rows[0];
    },
  };
}
