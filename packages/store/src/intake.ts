import { normalizeHandle, notFound, type Origin, type Platform, type PostKind, type Visibility } from "@netra/domain";
import { decodeText } from "@netra/evidence";
import { sql } from "kysely";
import type { KeptFile, TranscriptRow } from "./captures.ts";
import { one } from "./one.ts";
import type { Scope } from "./store.ts";

export type LookAct = "evidence" | "lead" | "returned" | "rejected";

/** A capture as it waits for a second look, or went from it. Names nobody but who sent it. */
export interface IntakeRow {
  readonly id: string;
  readonly receiptNo: string;
  readonly receivedAt: Date;
  readonly seenAt: Date;
  readonly kind: PostKind;
  readonly platform: Platform;
  readonly origin: Origin;
  readonly visibility: Visibility;
  readonly region: string;
  readonly files: number;
  readonly state: "waiting" | LookAct;
  readonly userId: string;
  /** Who looked at it; null while nobody did. */
  readonly lookedBy: string | null;
  readonly by: string;
  readonly handle: string;
  /** An account of this handle is registered in the capture's region and seen by the asker. */
  readonly registered: boolean;
  /** How many other captures may show the same. */
  readonly duplicates: number;
  /** Where the next page starts. */
  readonly sortKey: string;
}

export interface IntakeWhole extends IntakeRow {
  readonly url: string | null;
  readonly text: string;
  readonly seenHow: string;
  readonly officeAccount: boolean;
  readonly uploader: "owner" | "other";
  readonly parentUrl: string | null;
  readonly parentText: string;
  /** What the sender said, byte for byte, without what is sealed. */
  readonly raw: Buffer;
  readonly reporterSealed: boolean;
}

export type MaskRects = readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];

export interface IntakeFile extends KeptFile {
  readonly id: string;
  readonly sha256: string;
  readonly pictureText: string | null;
  readonly pictureConfidence: number | null;
  readonly masks: MaskRects | null;
}

export interface Duplicate {
  readonly id: string;
  readonly receiptNo: string;
  readonly receivedAt: Date;
  readonly same: readonly ("address" | "file" | "words")[];
}

export interface LookRow {
  readonly act: LookAct;
  readonly note: string;
  readonly by: string;
  readonly at: Date;
}

const STATE = sql`case when l.act is not null then l.act when c.post_id is not null then 'evidence' when c.needs_look and c.purged_at is null then 'waiting' else 'lead' end`;

/** Pairs of a capture `c` and others that may show the same. Its own correction, and what it corrects, are no others. */
const SAME = sql`(select d.id, array_agg(distinct d.same order by d.same) as same from (
    select o.id, 'address' as same, o.corrects, o.purged_at from capture o where o.url_key = c.url_key
    union all select o.id, 'words', o.corrects, o.purged_at from capture o where o.words_key = c.words_key
    union all select o.id, 'file', o.corrects, o.purged_at from upload mine join upload other on other.sha256 = mine.sha256 and other.capture_id is not null
      join capture o on o.id = other.capture_id where mine.capture_id = c.id) d
  where d.id <> c.id and d.id is distinct from c.corrects and d.corrects is distinct from c.id and d.purged_at is null group by d.id)`;

const ROW = sql`c.id, c.receipt_no, c.received_at, c.seen_at, c.kind, c.platform, c.origin, c.visibility, c.region, c.user_id, l.user_id as looked_by, c.handle, u.name as by,
  (select count(*)::int from upload x where x.capture_id = c.id) as files, ${STATE} as state, (select count(*)::int from ${SAME} same) as duplicates`;
const FROM = sql`from capture c join app_user u on u.id = c.user_id left join capture_look l on l.capture_id = c.id`;
const WAITING = sql`c.needs_look and c.post_id is null and c.purged_at is null and l.id is null`;

/** A capture as `chain`, with those that it corrects: `far` counts from it. */
const chainOf = (id: string) => sql`recursive chain (id, corrects, far) as (
  select id, corrects, 0 from capture where id = ${id}::uuid union all select c.id, c.corrects, far + 1 from capture c join chain on c.id = chain.corrects)`;

const MICROS = (time: ReturnType<typeof sql>) => sql`(extract(epoch from ${time}) * 1000000)::bigint`;

/** The second person's side of captures. */
export function intakeIn({ db, actor, cipher }: Scope) {
  /** Says of each row whether its handle is registered in its region, with one question for all. */
  const withRegistered = async <Row extends IntakeRow>(rows: readonly Row[]): Promise<Row[]> => {
    const keys = rows.map(({ handle }) => normalizeHandle(handle));
    const { rows: known } = await sql<{ n: number }>`select distinct w.n::int from unnest(${sql.val(rows.map(({ platform }) => platform))}::text[],
        ${sql.val(keys)}::text[], ${sql.val(rows.map(({ region }) => region))}::text[]) with ordinality as w (platform, key, region, n)
      join account a on a.platform = w.platform and a.handle_key = w.key and a.region = w.region and a.revoked_at is null`.execute(db);
    const registered = new Set(known.map(({ n }) => n - 1));
    return rows.map((row, n) => ({ ...row, registered: registered.has(n) }));
  };

  return {
    /** A page of what waits, oldest first, or of what was looked at, newest look first. `after` is the sortKey of the last row seen. */
    async list(page: { readonly state: "waiting" | "done"; readonly after: string | null; readonly limit: number }): Promise<IntakeRow[]> {
      const waiting = page.state === "waiting";
      const key = waiting
        ? sql`lpad(${MICROS(sql`c.received_at`)}::text, 17, '0') || c.id`
        : sql`lpad((99999999999999999 - ${MICROS(sql`l.at`)})::text, 17, '0') || c.id`;
      const { rows } = await sql<IntakeRow>`select ${ROW}, ${key} as sort_key ${FROM}
        where ${waiting ? WAITING : sql`l.id is not null`} and (${page.after}::text is null or ${key} > ${page.after}) order by ${key} limit ${page.limit}`.execute(
        db,
      );
      return withRegistered(rows);
    },

    async countWaiting(): Promise<number> {
      return one((await sql<{ n: number }>`select count(*)::int as n ${FROM} where ${WAITING}`.execute(db)).rows).n;
    },

    /** How many captures wait for a second look, and since when the oldest does. */
    async readWaiting(): Promise<{ waiting: number; oldestAt: Date | null }> {
      const { rows } = await sql<{ waiting: number; oldestAt: Date | null }>`select count(*)::int as waiting, min(c.received_at) as oldest_at
        ${FROM} where ${WAITING}`.execute(db);
      return one(rows);
    },

    /** Waits until nobody else looks at this capture. Held to the end of the transaction. */
    async lock(id: string): Promise<void> {
      await sql`select id from capture where id = ${id}::uuid for update`.execute(db);
    },

    /** One capture whole. Throws not-found outside the actor's regions. */
    async get(id: string): Promise<IntakeWhole> {
      const { rows } =
        await sql<IntakeWhole>`select ${ROW}, '' as sort_key, c.url, c.text, c.seen_how, c.office_account, c.uploader, c.parent_url, c.parent_text, c.raw,
          exists (with ${chainOf(id)} select from capture_reporter r join chain on chain.id = r.capture_id) as reporter_sealed ${FROM} where c.id = ${id}::uuid`.execute(
          db,
        );
      const [row] = await withRegistered(rows);
      if (!row) throw notFound("capture");
      return row;
    },

    async listFiles(id: string): Promise<IntakeFile[]> {
      const { rows } = await sql<IntakeFile>`select x.id, x.media_type, x.byte_length::int as bytes, encode(x.sha256, 'hex') as sha256, x.blob_key,
          nullif(t.text, '') as picture_text, t.confidence as picture_confidence, m.rects as masks
        from upload x left join picture_text t on t.upload_id = x.id left join capture_mask m on m.upload_id = x.id
        where x.capture_id = ${id}::uuid order by x.received_at, x.id`.execute(db);
      return rows;
    },

    async listTranscripts(id: string): Promise<TranscriptRow[]> {
      return (await sql<TranscriptRow>`select upload_id, lines from capture_transcript where capture_id = ${id}::uuid order by upload_id`.execute(db))
        .rows;
    },

    /** Other captures that may show the same, newest first, at most twenty. */
    async listDuplicates(id: string): Promise<Duplicate[]> {
      const { rows } =
        await sql<Duplicate>`select o.id, o.receipt_no, o.received_at, same.same from capture c, lateral ${SAME} same join capture o on o.id = same.id
        where c.id = ${id}::uuid order by o.received_at desc, o.id limit 20`.execute(db);
      return rows;
    },

    /** Looks at this capture and at those that it corrects, oldest first. */
    async listLooks(id: string): Promise<LookRow[]> {
      const { rows } =
        await sql<LookRow>`with ${chainOf(id)} select l.act, l.note, u.name as by, l.at from capture_look l join chain on chain.id = l.capture_id join app_user u on u.id = l.user_id order by l.at`.execute(
          db,
        );
      return rows;
    },

    /** Keeps a look. Looks are only ever added, one to a capture. */
    async addLook(
      capture: { readonly id: string; readonly region: string },
      look: { readonly act: LookAct; readonly note: string; readonly mediaText: string },
    ): Promise<string> {
      const { rows } = await sql<{ id: string }>`insert into capture_look (capture_id, region, act, note, media_text, user_id)
        values (${capture.id}::uuid, ${capture.region}, ${look.act}, ${decodeText(look.note).text}, ${decodeText(look.mediaText).text}, ${actor.id}::uuid)
        returning id`.execute(db);
      return one(rows).id;
    },

    /** Keeps what readers do not see of a picture, and the picture that they see instead. */
    async addMask(
      look: { readonly id: string; readonly captureId: string; readonly region: string },
      mask: { readonly uploadId: string; readonly rects: MaskRects; readonly masked: KeptFile },
    ): Promise<void> {
      await sql`insert into capture_mask (upload_id, capture_id, look_id, region, rects, masked_key, masked_type, masked_bytes)
        values (${mask.uploadId}, ${look.captureId}::uuid, ${look.id}::uuid, ${look.region}, ${JSON.stringify(mask.rects)}::jsonb, ${mask.masked.blobKey},
          ${mask.masked.mediaType}, ${mask.masked.bytes})`.execute(db);
    },

    /** Ties a capture to its post, once. The database refuses it before another person than the sender took it as evidence. */
    async setPost(captureId: string, postId: string): Promise<void> {
      await sql`update capture set post_id = ${postId}::uuid where id = ${captureId}::uuid`.execute(db);
    },

    /** Opens who told the office, by this capture or the newest that it corrects; undefined when nobody is named. Asked for only by the route that writes the reason into the audit trail. */
    async readReporter(captureId: string): Promise<{ name: string; contact: string; note: string } | undefined> {
      const { rows } = await sql<{
        sealed: Buffer;
      }>`with ${chainOf(captureId)} select r.sealed from capture_reporter r join chain on chain.id = r.capture_id order by chain.far limit 1`.execute(
        db,
      );
      return rows[0] && JSON.parse(cipher.decrypt(rows[0].sealed));
    },
  };
}
