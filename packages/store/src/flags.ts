import type { Classification } from "@netra/classifier";
import { conflict, type ExistingFlag, type VersionReading } from "@netra/domain";
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
  readonly deadlineAt: Date;
}

/** A reading of another version of a post, with what a flag on it needs. */
export interface OtherReading extends VersionReading {
  readonly classificationId: string;
  readonly scoreTenths: number;
}

/** The version that a flag is opened on, with what it takes over from its post. */
export type FlaggedVersion = Pick<ClassifyTurn, "versionId" | "postId" | "region" | "platform" | "kind" | "origin">;

export type Rescored = Pick<NewFlag, "classificationId" | "stance" | "targets" | "priority" | "tier">;

/** Rules that spoke for it. Kept beside the reading, since its details go. */
const rulesOf = ({ detail }: ClassificationRow): string[] => [
  ...new Set(((detail as Partial<Classification>).contributions ?? []).filter(({ tenths }) => tenths > 0).map(({ ruleId }) => ruleId)),
];

/** Candidates whom the text names, by name, number or mark, whatever it says of them. */
const namedIn = ({ detail, targets }: ClassificationRow): string[] =>
  [
    ...new Set([
      ...targets,
      ...((detail as Partial<Classification>).signals ?? []).flatMap(({ candidateId }) => (typeof candidateId === "string" ? [candidateId] : [])),
    ]),
  ].sort();

/** The machine's side of flags: what the classify worker reads and writes, always under the post's lock. */
export function flagsIn({ db }: Scope) {
  const findClassification = async (turn: ClassifyTurn, row: ClassificationRow): Promise<string> =>
    one(
      (
        await sql<{ id: string }>`select id from classification
          where version_id = ${turn.versionId} and pack_hash = ${row.packHash} and contest_hash = ${row.contestHash}`.execute(db)
      ).rows,
    ).id;

  /** Copies what the classifier said out of the partition, once: a flag shows its reasons for as long as it stands. */
  const pinDetail = (flagId: string, classificationId: string) =>
    sql`insert into evidence_detail (flag_id, classification_id, region, body)
      select ${flagId}::uuid, c.id, c.region, d.body from classification c join classification_detail d on d.week = c.week and d.classification_id = c.id
      where c.id = ${classificationId} on conflict do nothing`.execute(db);

  /** Names the files of a version as wanted, once, whichever flag came first. */
  const askForMedia = (versionId: string) =>
    sql`insert into post_media (version_id, post_id, ordinal, region, kind, reference, expected_sha256)
      select v.id, v.post_id, m.n - 1, v.region, m.file ->> 'kind', m.file ->> 'reference', decode(m.file ->> 'sha256', 'hex')
      from post_version v join capture_body b on b.week = v.week and b.version_id = v.id, jsonb_array_elements(b.media) with ordinality m (file, n)
      where v.id = ${versionId} on conflict (version_id, ordinal) do nothing`.execute(db);

  return {
    /** Locks a post, so that its flags are decided one classification at a time. Always before a flag is locked. */
    async lockPost(postId: string): Promise<void> {
      await sql`select id from post where id = ${postId} for no key update`.execute(db);
    },

    /** True when the account of a post is no longer this civil servant's. Asked under the post's lock: revoking withdraws what was opened before it. */
    async isLinkRevoked(postId: string): Promise<boolean> {
      const { rows } =
        await sql`select from post p join account a on a.id = p.account_id where p.id = ${postId} and a.revoked_at is not null`.execute(db);
      return rows.length > 0;
    },

    /** Flags of a post in a contest as they stand, oldest first, locked. A revoked link is the only withdrawal that is a person's. */
    async listForPost(postId: string, contestId: string): Promise<ExistingFlag[]> {
      const { rows } = await sql<ExistingFlag>`select f.id, s.standing as state, f.version_id, v.seq, f.stance, f.targets, f.raised_by,
          case when f.state = 'withdrawn' then case when a.revoked_at is null then 'machine' else 'person' end end as withdrawn_by, f.fence > 0 as in_hand, f.deadline_at
        from flag f join flag_standing s on s.flag_id = f.id join post_version v on v.id = f.version_id join post p on p.id = f.post_id join account a on a.id = p.account_id
        where f.post_id = ${postId} and f.contest_id = ${contestId} order by f.number for update of f`.execute(db);
      return rows;
    },

    /** How the other versions of a post are read under a pack and a contest, as far as they were; without those that no flag can stand on any more. */
    async listOtherReadings(
      turn: ClassifyTurn,
      { packHash, contestHash }: Pick<ClassificationRow, "packHash" | "contestHash">,
    ): Promise<OtherReading[]> {
      const { rows } =
        await sql<OtherReading>`select v.id as version_id, v.seq, c.flagged, c.stance, c.targets, c.id as classification_id, c.score_tenths
        from post_version v join classification c on c.version_id = v.id and c.pack_hash = ${packHash} and c.contest_hash = ${contestHash}
        where v.post_id = ${turn.postId} and v.id <> ${turn.versionId}
          and (exists (select from capture_body b where b.week = v.week and b.version_id = v.id)
            or exists (select from flag f where f.version_id = v.id and f.contest_id = c.contest_id))`.execute(db);
      return rows;
    },

    /** Writes a classification once; the same version, pack and contest again (a rollback) gives the one that stands. */
    async saveClassification(turn: ClassifyTurn, row: ClassificationRow): Promise<string> {
      const { rows } = await sql<{
        id: string;
      }>`insert into classification (version_id, post_id, region, contest_id, contest_hash, pack_hash, stance, targets, score_tenths,
          threshold_tenths, flagged, possible_forms, week, rule_ids, named)
        values (${turn.versionId}, ${turn.postId}, ${turn.region}, ${row.contestId}, ${row.contestHash}, ${row.packHash}, ${row.stance}, ${sql.val([...row.targets])}::text[],
          ${row.scoreTenths}, ${row.thresholdTenths}, ${row.flagged}, ${sql.val([...row.possibleForms])}::text[], ${turn.week}::date,
          ${sql.val(rulesOf(row))}::text[], ${sql.val(namedIn(row))}::text[])
        on conflict (version_id, pack_hash, contest_hash) do nothing returning id`.execute(db);
      const id = rows[0]?.id;
      if (!id) return findClassification(turn, row);
      await sql`insert into classification_detail (classification_id, week, region, body)
        values (${id}, ${turn.week}::date, ${turn.region}, ${JSON.stringify(row.detail)}::jsonb)`.execute(db);
      return id;
    },

    /** Opens a flag, pins the bytes it stands on and how they came, out of the partition, and asks for the files that hang on them. */
    async open(turn: FlaggedVersion, flag: NewFlag): Promise<string> {
      const { rows } = await sql<{
        id: string;
      }>`insert into flag (post_id, version_id, contest_id, classification_id, region, platform, kind, origin, raised_by, tier,
          stance, targets, priority, deadline_at)
        values (${turn.postId}, ${turn.versionId}, ${flag.contestId}, ${flag.classificationId}, ${turn.region}, ${turn.platform}, ${turn.kind}, ${turn.origin},
          ${flag.raisedBy}, ${flag.tier}, ${flag.stance}, ${sql.val([...flag.targets])}::text[], ${flag.priority}, ${flag.deadlineAt})
        returning id`.execute(db);
      const { id } = one(rows);
      const pinned =
        await sql`insert into evidence (flag_id, version_id, region, sha256, raw, text, media_from, content_type, connector, connector_version, captured_at,
          source, http_status, headers, asked_at, answered_at, tool_version, occurred_at, occurred_trust, known_at)
        select ${id}::uuid, v.id, v.region, v.sha256, b.raw, b.text, b.media_from, b.content_type, b.connector, b.connector_version, v.captured_at,
          b.source, b.http_status, b.headers, b.asked_at, b.answered_at, b.tool_version, case when p.time_trust <> 'unknown' then p.posted_at end, p.time_trust,
          least(p.first_seen_at, (select min(c.seen_at) from capture c where c.post_id = p.id))
        from post_version v join post p on p.id = v.post_id join capture_body b on b.week = v.week and b.version_id = v.id where v.id = ${turn.versionId} returning id`.execute(
          db,
        );
      if (pinned.rows.length !== 1) throw conflict("evidence-missing", "The bytes behind this version are gone; no flag can stand on them.");
      await pinDetail(id, flag.classificationId);
      await askForMedia(turn.versionId);
      return id;
    },

    /** Puts a flag that stands open, or that comes back, under another reading. */
    async rescore(flagId: string, to: Rescored): Promise<void> {
      await sql`update flag set state = 'open', claimed_from = null, classification_id = ${to.classificationId}, stance = ${to.stance},
        targets = ${sql.val([...to.targets])}::text[], priority = ${to.priority}, tier = ${to.tier}, changed_at = clock_timestamp() where id = ${flagId}`.execute(
        db,
      );
      await pinDetail(flagId, to.classificationId);
    },

    /** Lets each of these versions' flags in a contest supersede that of the one before. */
    async chain(contestId: string, versionIds: readonly string[]): Promise<void> {
      await sql`update flag f set supersedes = o.before from (
          select g.id, lag(g.id) over (order by w.n) as before from unnest(${sql.val([...versionIds])}::uuid[]) with ordinality w (version_id, n)
            join flag g on g.version_id = w.version_id and g.contest_id = ${contestId}) o
        where f.id = o.id and f.supersedes is distinct from o.before`.execute(db);
    },

    /** Takes back a flag that stands open. */
    async withdraw(flagId: string): Promise<void> {
      await sql`update flag set state = 'withdrawn', claimed_from = null, changed_at = clock_timestamp() where id = ${flagId}`.execute(db);
    },

    /** The platform ids of posts that the machine flagged in a contest, for measuring. */
    async listFlaggedExternalIds(contestId: string): Promise<string[]> {
      const { rows } = await sql<{ externalId: string }>`select p.external_id from flag f join post p on p.id = f.post_id
        where f.contest_id = ${contestId} and f.raised_by = 'machine' and f.state <> 'withdrawn'`.execute(db);
      return rows.map((row) => row.externalId);
    },

    async countByState(): Promise<Record<string, number>> {
      const { rows } = await sql<{
        state: string;
        n: number;
      }>`select standing as state, count(*)::int as n from flag_standing group by standing`.execute(db);
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}
