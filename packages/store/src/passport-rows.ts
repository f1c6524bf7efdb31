import { DomainError, type FileGuard } from "@netra/domain";
import type { FileOrigin } from "@netra/evidence";
import { sql } from "kysely";
import { guardOf, maskOf } from "./flag-detail.ts";
import type { Scope } from "./store.ts";

/** All that a passport says of a flag, as it stands. Names nobody. */
export interface FlagForPassport {
  readonly id: string;
  readonly number: string;
  readonly region: string;
  readonly openedAt: Date;
  /** As it stands by the database's clock. */
  readonly state: string;
  readonly outcome: string | null;
  readonly contestId: string;
  readonly contestHash: string;
  /** As published; its canonical JSON has the hash. */
  readonly contest: unknown;
  readonly packId: string;
  readonly packVersion: number;
  readonly packHash: string;
  readonly pack: unknown;
  readonly stance: string;
  readonly targets: readonly string[];
  readonly scoreTenths: number;
  readonly thresholdTenths: number;
  /** The classifier's `Classification`, whole, as it was pinned; null where it was taken away. */
  readonly detail: unknown;
  /** Of the version that was read. */
  readonly versionId: string;
  readonly url: string | null;
  readonly postedAt: Date;
  readonly timeTrust: string;
  /** When somebody first read it. */
  readonly knownAt: Date | null;
  /** How sure it is whose account this is, and whether that was taken back. */
  readonly link: "declared" | "agency_verified" | "inferred";
  readonly linkRevoked: boolean;
  /** Id of the act that opened it. */
  readonly openedBy: string | null;
  readonly evidence: readonly EvidenceForPassport[];
  readonly files: readonly FileForPassport[];
  readonly decisions: readonly {
    readonly userId: string;
    readonly readerNo: number;
    readonly act: string;
    readonly outcome: string | null;
    readonly reason: string;
    readonly at: Date;
    readonly undoneAt: Date | null;
    /** What was asked, of a request for information. */
    readonly question: string | null;
    /** What was answered, word for word, oldest first. */
    readonly answers: readonly { readonly words: string; readonly from: string; readonly at: string }[];
    /** The answers of an escalation by question; null for other acts. */
    readonly checklist: Readonly<Record<string, string>> | null;
    /** What these were asked under; null where that was not kept. */
    readonly guidanceHash: string | null;
    readonly guidance: unknown;
  }[];
}

export interface EvidenceForPassport {
  readonly id: string;
  readonly versionId: string;
  readonly sha256: string;
  readonly raw: Buffer;
  readonly text: string;
  /** UTF-16 index of the text from which a second person typed what a picture or sound says; null where all of it is the author's. */
  readonly mediaFrom: number | null;
  readonly contentType: string;
  readonly connector: string;
  readonly connectorVersion: string;
  readonly capturedAt: Date;
  /** How it was asked for and answered; null where that was not recorded or was taken away. */
  readonly source: string | null;
  readonly headers: Readonly<Record<string, string>> | null;
  /** When somebody here first learned of the post; null where that was not recorded. */
  readonly knownAt: Date | null;
}

/** A picture, sound, video or paper, without its bytes: those are a blob's. */
export interface FileForPassport {
  readonly id: string;
  /** Sent by a person, or fetched from the platform; also the kind of its leaf. */
  readonly origin: FileOrigin;
  /** Why its bytes leave the house only where they are asked for; null where they may. */
  readonly guarded: FileGuard | null;
  /** What readers see in its place; null where nothing was covered. */
  readonly mask: MaskForPassport | null;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly blobKey: string;
  readonly mediaType: string;
  readonly receipt: string | null;
  readonly receivedAt: Date;
  /** What a program read in a picture; null when it read nothing, or has not looked. */
  readonly words: { readonly text: string; readonly confidence: number; readonly engine: string; readonly at: string } | null;
}

/** A picture with regions covered, without its bytes: those are a blob's. */
export interface MaskForPassport {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly blobKey: string;
  readonly mediaType: string;
}

/** A case, and the flags that stand in it now. */
export interface CaseForPassport {
  readonly id: string;
  readonly number: string;
  readonly region: string;
  readonly contestId: string;
  readonly state: string;
  readonly openedAt: Date;
  /** Smallest number first. */
  readonly flags: readonly { readonly id: string; readonly number: string }[];
  /** What supervisors noted of the plenary's decisions, oldest first, corrections among them. */
  readonly steps: readonly StepForPassport[];
}

/** A noted step of a case. Names nobody. */
export interface StepForPassport {
  readonly kind: "forward" | "correction";
  readonly from: string;
  readonly to: string;
  readonly plenaryNumber: string | null;
  /** `YYYY-MM-DD` */
  readonly plenaryOn: string | null;
  readonly reason: string;
  /** Ids of bodies, of a step to `referred`; null of others, and of those noted before it was kept. */
  readonly referredTo: readonly string[] | null;
  readonly at: Date;
}

type Head = Omit<FlagForPassport, "evidence" | "files" | "decisions">;

/** The mask that `maskOf` joined, as JSON. A blob's key is the hash of its bytes. */
const MASK = sql`case when m.upload_id is not null then
  jsonb_build_object('sha256', m.masked_key, 'size', m.masked_bytes, 'blobKey', m.masked_key, 'mediaType', m.masked_type) end`;

/** What leaves the house as a passport. */
export function passportsIn({ db }: Scope) {
  return {
    /** One flag by its number or id, with everything it stands on. Four statements. Throws not-found outside the actor's regions. */
    async readFlag(flag: { readonly number: number } | { readonly id: string }): Promise<FlagForPassport> {
      const { rows } = await sql<Head>`select f.id, f.number::text, f.region, f.opened_at, s.standing as state, f.outcome, f.contest_id,
          c.contest_hash, cv.body as contest, k.pack_id, k.version as pack_version, c.pack_hash, k.body as pack, c.stance, c.targets, c.score_tenths,
          c.threshold_tenths, d.body as detail, c.version_id, p.url, p.posted_at, p.time_trust, a.link, a.revoked_at is not null as link_revoked,
          (select min(r.at) from reading r where r.flag_id = f.id) as known_at,
          (select min(x.id)::text from audit_event x where x.object_type = 'flag' and x.object_id = f.id::text and x.act = 'flag.opened') as opened_by
        from flag f join flag_standing s on s.flag_id = f.id join post p on p.id = f.post_id join account a on a.id = p.account_id
          join classification c on c.id = f.classification_id join contest_version cv on cv.hash = c.contest_hash
          join rule_pack_version k on k.hash = c.pack_hash left join evidence_detail d on d.flag_id = f.id and d.classification_id = c.id
        where ${"id" in flag ? sql`f.id = ${flag.id}` : sql`f.number = ${flag.number}`}`.execute(db);
      const [head] = rows;
      if (!head)
        throw new DomainError(
          "not-found",
          "flag-not-found",
          `No flag has the ${"id" in flag ? "id" : "number"} ${"id" in flag ? flag.id : flag.number} in these regions: the console shows a flag's number.`,
        );
      const evidence =
        await sql<EvidenceForPassport>`select id, version_id, encode(sha256, 'hex') as sha256, raw, text, media_from, content_type, connector,
          connector_version, captured_at, source, headers, known_at from evidence where flag_id = ${head.id} order by captured_at, id`.execute(db);
      const files =
        await sql<FileForPassport>`select * from (select u.id, 'upload' as origin, ${guardOf("c")} as guarded, ${MASK} as mask, encode(u.sha256, 'hex') as sha256, u.byte_length::float8 as size, u.blob_key,
            u.media_type, c.receipt_no as receipt, u.received_at,
            case when t.state = 'read' and m.upload_id is null then jsonb_build_object('text', t.text, 'confidence', t.confidence, 'engine', t.engine, 'at', t.at) end as words
          from flag f join capture c on c.post_id = f.post_id join upload u on u.capture_id = c.id left join picture_text t on t.upload_id = u.id ${maskOf("u", "f.post_id")}
          where f.id = ${head.id}
          union all select p.id::text, 'media', case when m.upload_id is not null then 'masked' end, ${MASK}, encode(p.sha256, 'hex'), p.byte_length::float8, p.blob_key, p.media_type, null, p.fetched_at,
            case when t.state = 'read' and m.upload_id is null then jsonb_build_object('text', t.text, 'confidence', t.confidence, 'engine', t.engine, 'at', t.at) end
          from flag f join post_media p on p.post_id = f.post_id left join media_text t on t.media_id = p.id ${maskOf("p", "f.post_id")}
          where f.id = ${head.id} and p.state = 'kept' and exists (select from evidence e where e.flag_id = f.id and e.version_id = p.version_id)) file order by received_at, id`.execute(
          db,
        );
      const decisions = await sql<
        FlagForPassport["decisions"][number]
      >`select d.user_id, d.reader_no, d.act, d.outcome, d.reason, d.at, d.undone_at, d.question,
          coalesce((select jsonb_agg(jsonb_build_object('words', n.words, 'from', n.given_by, 'at', n.at) order by n.at)
            from flag_note n where n.decision_id = d.id and n.words is not null), '[]') as answers,
          d.checklist, d.guidance_hash, g.body as guidance from decision d left join guidance g on g.hash = d.guidance_hash
        where d.flag_id = ${head.id} order by d.at, d.id`.execute(db);
      return { ...head, evidence: evidence.rows, files: files.rows, decisions: decisions.rows };
    },

    /** A case by its id, its number, or the number of a flag in it, with the flags that were escalated into it and not taken out again. Throws not-found outside the actor's regions. */
    async readCase(asked: { readonly number: number } | { readonly id: string } | { readonly flagNumber: number }): Promise<CaseForPassport> {
      const which =
        "id" in asked
          ? sql`k.id = ${asked.id}`
          : "number" in asked
            ? sql`k.number = ${asked.number}`
            : sql`k.id = (select x.case_id from case_flag x join flag f on f.id = x.flag_id where f.number = ${asked.flagNumber})`;
      const { rows } = await sql<Omit<CaseForPassport, "steps">>`select k.id, k.number::text, k.region, k.contest_id, k.state, k.opened_at,
          coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'number', f.number::text) order by f.number)
            from case_flag x join flag f on f.id = x.flag_id where x.case_id = k.id), '[]') as flags
        from case_file k where ${which}`.execute(db);
      const [found] = rows;
      if (!found) throw new DomainError("not-found", "case-not-found", "No such case in these regions: only an escalated flag stands in one.");
      const { rows: steps } =
        await sql<StepForPassport>`select s.kind, s.from_state as "from", s.to_state as "to", s.plenary_number, s.plenary_on::text, s.reason, s.referred_to, s.at
        from case_step s where s.case_id = ${found.id} and s.kind is not null order by s.at, s.id`.execute(db);
      return { ...found, steps };
    },
  };
}
