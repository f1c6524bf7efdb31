import {
  type AnswerFrom,
  type ChecklistAnswer,
  type ChecklistQuestion,
  type ClaimedFrom,
  type DecisionAct,
  type FileGuard,
  type FlagState,
  type GuidanceQuestion,
  type MediaKind,
  notFound,
  type Outcome,
  type OutOfScope,
  type Reading,
} from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { alikeCount } from "./alike-count.ts";
import type { FlagNoteAct } from "./day.ts";
import type { Db } from "./store.ts";
import { readingsSince } from "./triage-list.ts";

export interface FlagRead {
  readonly id: string;
  readonly number: string;
  readonly contestId: string;
  /** As it stands by the database's clock. */
  readonly state: FlagState;
  readonly claimedFrom: ClaimedFrom | null;
  readonly outcome: Outcome | null;
  readonly kind: string;
  readonly platform: string;
  readonly visibility: string;
  readonly origin: string;
  readonly region: string;
  readonly url: string | null;
  readonly postedAt: Date;
  readonly timeTrust: string;
  readonly deadline: Date;
  readonly source: string;
  readonly sourceCheckedAt: Date | null;
  readonly firstReaderId: string | null;
  readonly secondReaderId: string | null;
  /** Who sent captures of the post: they do not read it. */
  readonly sentBy: readonly string[];
  /** Who wrote down words in the post's pictures or sound: they do not read it first. */
  readonly mediaTextBy: readonly string[];
  /** Who saved a first reading in this turn: they do not read it second. */
  readonly readFirstBy: readonly string[];
  readonly lease: {
    readonly userId: string;
    readonly holder: string;
    readonly until: Date;
    readonly fence: number;
    /** Who passed it on, when, and with which words; null for a claim that its holder took. */
    readonly handed: { readonly by: string; readonly at: Date; readonly note: string | null; readonly takenUp: boolean } | null;
  } | null;
  readonly link: string;
  readonly employmentKind: string | null;
  readonly employedSince: string | null;
  readonly roleClass: string | null;
  /** Who the post counts for; for asking the register, never for showing. */
  readonly civilServantId: string;
  /** Whose post it is; for telling accounts apart, never for showing. */
  readonly accountId: string;
  /** First and last day of all of the person's employments, `YYYY-MM-DD`. */
  readonly employedFrom: string | null;
  readonly employedTo: string | null;
  /** The account had another handle when this was posted; null when the history does not reach so far. */
  readonly otherHandle: boolean | null;
  /** The database's clock when this was read: what ages and leases are judged by. */
  readonly readAt: Date;
  /** How many other flags say the same, within the asker's regions. */
  readonly alike: number;
  readonly versions: readonly VersionRead[];
  /** Those that people sent of the post, and those of the flagged version that the platform gave: the same bytes once from each, masked where any of them is. */
  readonly files: readonly {
    id: string;
    /** Who gave it: a person beside a capture, or the platform that showed the post. */
    from: "sender" | "platform";
    /** Why its original is in a passport only where it is asked for; null where nothing is held back. */
    guarded: FileGuard | null;
    mediaType: string;
    bytes: number;
    sha256: string;
    blobKey: string;
    /** Regions of the picture were masked. */
    masked: boolean;
    /** Words in a picture as a machine read them; null when it read none, or has not looked yet. */
    pictureText: string | null;
    /** 0–100. */
    pictureConfidence: number | null;
  }[];
  /** Files that the post has and that are not there: they wait, were refused for a reason (a code), or are gone from the platform. */
  readonly mediaNotKept: readonly { kind: MediaKind; state: "pending" | "refused" | "gone"; reason: string | null }[];
  readonly readings: readonly { userId: string; by: string; readerNo: number; reading: Reading; targetId: string | null; at: Date }[];
  readonly decisions: readonly DecisionRead[];
  readonly classification: {
    readonly classificationId: string;
    readonly stance: "support" | "oppose" | "neutral";
    readonly targets: readonly string[];
    readonly scoreTenths: number;
    readonly thresholdTenths: number;
    readonly possibleForms: readonly string[];
    /** The classifier's `Classification`, whole, as it was pinned with the flag. */
    readonly detail: unknown;
    readonly packId: string;
    readonly packVersion: number;
    readonly packHash: string;
    readonly contestVersion: number;
    readonly contestHash: string;
  };
}

export interface VersionRead {
  readonly id: string;
  readonly seq: number;
  readonly flagged: boolean;
  /** Null when the body was dropped by retention and was never pinned. */
  readonly text: string | null;
  readonly textAltered: boolean;
  /** UTF-16 index where words in pictures or sound begin; null where there are none. */
  readonly mediaFrom: number | null;
  readonly capturedAt: Date;
  readonly editedAt: Date | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly pinned: boolean;
}

export interface DecisionRead {
  readonly id: string;
  readonly userId: string;
  readonly by: string;
  readonly readerNo: number;
  readonly act: DecisionAct;
  readonly outcome: Outcome | null;
  readonly outOfScope: OutOfScope | null;
  readonly reason: string;
  readonly question: string | null;
  readonly addressee: string | null;
  readonly due: string | null;
  readonly toState: FlagState;
  readonly at: Date;
  readonly undoneAt: Date | null;
  /** Answers of an escalation by question; null for every other act. */
  readonly checklist: Readonly<Partial<Record<ChecklistQuestion, ChecklistAnswer>>> | null;
  /** The questions as they stood when they were answered, in order; null where they were not kept. */
  readonly questions: readonly Pick<GuidanceQuestion, "id" | "ask" | "answers">[] | null;
  /** What was noted while the flag waited on this request, oldest first. */
  readonly notes: readonly {
    readonly act: FlagNoteAct;
    readonly userId: string;
    readonly by: string;
    readonly at: string;
    /** What was answered, word for word; null for a reminder, a note from before words were kept, and once they were purged. */
    readonly words: string | null;
    /** Who gave the answer, by role. */
    readonly givenBy: AnswerFrom | null;
    readonly purged: boolean;
  }[];
}

/** Joins as `e` the employment of the day a post counts by, in Jakarta. `post` is the alias of the post's row. */
export const employmentOf = (post: string) => {
  const day = sql`(${sql.ref(`${post}.posted_at`)} at time zone 'Asia/Jakarta')::date`;
  return sql`left join lateral (select * from employment e where e.civil_servant_id = ${sql.ref(`${post}.civil_servant_id`)} and e.from_date <= ${day}
    and (e.to_date is null or e.to_date >= ${day}) order by e.from_date desc limit 1) e on true`;
};

/** Ids of who sent captures of a post, as an SQL expression. `post` is a column that holds the post's id. */
export const sentBy = (post: string) =>
  sql`array(select distinct sent.user_id::text from capture sent where sent.post_id = ${sql.ref(post)} order by 1)`;

/** Ids of who wrote down words in pictures or sound of a post, as an SQL expression. `post` is a column that holds the post's id. */
export const mediaTextBy = (post: string) =>
  sql`array(select distinct wrote.user_id::text from capture_look wrote join capture seen on seen.id = wrote.capture_id
    where seen.post_id = ${sql.ref(post)} and wrote.media_text <> '' order by 1)`;

/** Ids of who saved a first reading of a flag in this turn, as an SQL expression. `flag` is a column that holds the flag's id. */
export const readFirstBy = (flag: string) =>
  sql`array(select distinct early.user_id::text from reading early where early.flag_id = ${sql.ref(flag)} and early.reader_no = 1
    and early.at > ${readingsSince(sql.ref(flag))} order by 1)`;

/**
 * Joins as `m` the mask of a file: its own, else that of the same bytes in another file that was sent for the same post. `file` is the alias of a row with `id` and
 * `sha256`, `post` a column that holds the post's id.
 */
export const maskOf = (
  file: string,
  post: string,
) => sql`left join lateral (select mask.upload_id, mask.masked_key, mask.masked_type, mask.masked_bytes
    from capture seen join upload twin on twin.capture_id = seen.id join capture_mask mask on mask.upload_id = twin.id
    where seen.post_id = ${sql.ref(post)} and twin.sha256 = ${sql.ref(`${file}.sha256`)}
    order by twin.id = ${sql.ref(`${file}.id`)}::text desc, twin.received_at desc, twin.id limit 1) m on true`;

/** The `FileGuard` of a file that was sent with a capture, as an SQL expression. `capture` is the alias of its row; `maskOf` must be joined. */
export const guardOf = (capture: string) =>
  sql`case when ${sql.ref(`${capture}.origin`)} in ('tip', 'complaint') then 'citizen' when m.upload_id is not null then 'masked' end`;

/** Reads one flag whole. Six short statements in the caller's transaction; a flag outside the actor's regions does not exist. `userId`: whose list of others it is counted by. */
export async function readFlag(db: Db, flagId: string, userId: string | null): Promise<FlagRead> {
  const { rows } =
    await sql<HeadRow>`select f.id, f.number::text, f.contest_id, f.post_id, f.version_id, f.claimed_from, f.outcome, f.kind, f.platform, p.visibility, f.origin, f.region,
      p.url, p.posted_at, p.time_trust, f.deadline_at as deadline, p.source_state as source, p.source_checked_at, f.first_reader_id, f.second_reader_id,
      ${sentBy("f.post_id")} as sent_by, ${mediaTextBy("f.post_id")} as media_text_by, ${readFirstBy("f.id")} as read_first_by, s.standing as state,
      case when l.id is not null then json_build_object('userId', l.user_id, 'holder', u.name, 'until', l.until, 'fence', l.fence, 'handed',
        case when l.handed_by is not null then json_build_object('by', hander.name, 'at', l.taken_at, 'note', l.note, 'takenUp', l.taken_up_at is not null) end) end as lease,
      a.link, e.kind as employment_kind, e.from_date::text as employed_since, e.role_class,
      p.civil_servant_id, p.account_id, a.employed_from::text, a.employed_to::text, h.handle_key <> a.handle_key as other_handle,
      c.id as classification_id, c.stance, c.targets, c.score_tenths, c.threshold_tenths, c.possible_forms, c.pack_hash, c.contest_hash, d.body as detail, clock_timestamp() as read_at, ${alikeCount("f.id", userId)} as alike,
      k.pack_id, k.version as pack_version, cv.version as contest_version
    from flag f join flag_standing s on s.flag_id = f.id join post p on p.id = f.post_id join account a on a.id = p.account_id
      join classification c on c.id = f.classification_id join rule_pack_version k on k.hash = c.pack_hash join contest_version cv on cv.hash = c.contest_hash
      left join evidence_detail d on d.flag_id = f.id and d.classification_id = c.id
      left join flag_lease l on l.id = s.lease_id left join app_user u on u.id = l.user_id left join app_user hander on hander.id = l.handed_by
      left join lateral (select handle_key from handle_period where account_id = a.id and from_at <= p.posted_at and (to_at is null or to_at > p.posted_at)
        order by from_at desc limit 1) h on true
      ${employmentOf("p")}
    where f.id = ${flagId}`.execute(db);
  if (!rows[0]) throw notFound("flag");
  const head = one(rows);
  const versions = await sql<VersionRead>`select v.id, v.seq, v.id = ${head.versionId} as flagged, coalesce(e.text, b.text) as text, v.text_altered,
      case when e.id is null then b.media_from else e.media_from end as media_from, v.captured_at, v.edited_at,
      encode(v.sha256, 'hex') as sha256, v.byte_length as bytes, e.id is not null as pinned
    from post_version v left join capture_body b on b.week = v.week and b.version_id = v.id left join evidence e on e.flag_id = ${flagId} and e.version_id = v.id
    where v.post_id = ${head.postId} order by v.seq`.execute(db);
  const files = await sql<
    FlagRead["files"][number]
  >`select f.id, f.from, f.guarded, f.media_type, f.bytes, f.sha256, f.blob_key, f.masked, f.picture_text, f.picture_confidence from (
    select distinct on (n.from, n.sha256) n.* from (
      select x.id, 'sender' as from, ${guardOf("c")} as guarded, x.media_type, x.byte_length::int as bytes, encode(x.sha256, 'hex') as sha256, x.blob_key, m.upload_id is not null as masked,
        nullif(t.text, '') as picture_text, t.confidence as picture_confidence, x.received_at as at, 0 as ordinal
      from upload x join capture c on c.id = x.capture_id left join picture_text t on t.upload_id = x.id ${maskOf("x", "c.post_id")}
      where c.post_id = ${head.postId}
      union all select p.id::text, 'platform', case when m.upload_id is not null then 'masked' end, p.media_type, p.byte_length::int, encode(p.sha256, 'hex'), p.blob_key, m.upload_id is not null, nullif(t.text, ''), t.confidence, null, p.ordinal
      from post_media p left join media_text t on t.media_id = p.id ${maskOf("p", "p.post_id")} where p.version_id = ${head.versionId} and p.state = 'kept' and p.kind <> 'proof') n
    order by n.from, n.sha256, n.masked desc, n.guarded = 'citizen' desc nulls last, n.at, n.ordinal) f
    order by at nulls first, ordinal`.execute(db);
  const mediaNotKept = await sql<FlagRead["mediaNotKept"][number]>`select kind, state, reason from post_media
    where version_id = ${head.versionId} and state <> 'kept' and kind <> 'proof' order by ordinal`.execute(db);
  const readings = await sql<FlagRead["readings"][number]>`select r.user_id, u.name as by, r.reader_no, r.reading, r.target_id, r.at
    from reading r join app_user u on u.id = r.user_id where r.flag_id = ${flagId} order by r.at`.execute(db);
  const decisions =
    await sql<DecisionRead>`select d.id, d.user_id, u.name as by, d.reader_no, d.act, d.outcome, d.out_of_scope, d.reason, d.question, d.addressee, d.due::text, d.to_state, d.at, d.undone_at, d.checklist,
      (select jsonb_agg(jsonb_build_object('id', q.value -> 'id', 'ask', q.value -> 'ask', 'answers', q.value -> 'answers') order by q.ordinality)
        from guidance g, jsonb_array_elements(g.body -> 'questions') with ordinality q where g.hash = d.guidance_hash) as questions,
      coalesce((select jsonb_agg(jsonb_build_object('act', n.act, 'userId', n.user_id, 'by', w.name, 'at', n.at,
          'words', n.words, 'givenBy', n.given_by, 'purged', n.purged_at is not null) order by n.at)
        from flag_note n join app_user w on w.id = n.user_id where n.decision_id = d.id), '[]') as notes
    from decision d join app_user u on u.id = d.user_id where d.flag_id = ${flagId} order by d.at`.execute(db);
  const {
    classificationId,
    stance,
    targets,
    scoreTenths,
    thresholdTenths,
    possibleForms,
    detail,
    packId,
    packVersion,
    packHash,
    contestVersion,
    contestHash,
    lease,
    ...flag
  } = head;
  return {
    ...flag,
    lease: lease && {
      ...lease,
      until: new Date(lease.until),
      handed: lease.handed && { ...lease.handed, at: new Date(lease.handed.at) },
    },
    versions: versions.rows,
    files: files.rows,
    mediaNotKept: mediaNotKept.rows,
    readings: readings.rows,
    decisions: decisions.rows,
    classification: {
      classificationId,
      stance,
      targets,
      scoreTenths,
      thresholdTenths,
      possibleForms,
      detail,
      packId,
      packVersion,
      packHash,
      contestVersion,
      contestHash,
    },
  };
}

type HeadRow = Omit<FlagRead, "versions" | "files" | "mediaNotKept" | "readings" | "decisions" | "classification" | "lease"> &
  FlagRead["classification"] & { postId: string; versionId: string; lease: HeadLease | null };

/** A lease as JSON has it. */
type HeadLease = Omit<NonNullable<FlagRead["lease"]>, "until" | "handed"> & {
  until: string;
  handed: { by: string; at: string; note: string | null; takenUp: boolean } | null;
};
