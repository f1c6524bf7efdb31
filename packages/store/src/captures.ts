import type { Origin, Platform, PostKind, Visibility } from "@netra/domain";
import { decodeText, sha256 } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { maskOf } from "./flag-detail.ts";
import type { Scope } from "./store.ts";

export interface NewCapture {
  readonly clientId: string;
  readonly region: string;
  readonly url: string | null;
  /** Canonical form of the address, for finding the same post again. */
  readonly urlKey: string | null;
  readonly platform: Platform;
  readonly handle: string;
  readonly kind: PostKind;
  readonly text: string;
  readonly visibility: Visibility;
  readonly seenHow: string;
  readonly officeAccount: boolean;
  readonly uploader: "owner" | "other";
  readonly seenAt: Date;
  readonly origin: Origin;
  /** What the sender said, byte for byte, without what is sealed. */
  readonly raw: Uint8Array;
  /** What a comment answers. */
  readonly parentUrl?: string | null;
  readonly parentText?: string;
  /** The own capture that was handed back and that this one replaces. */
  readonly corrects?: string | null;
}

/** Where a capture stands for who sent it. */
export type CaptureStanding = "received" | "returned" | "rejected" | "lead" | "linked" | "flagged";

/** Words with their time in a file. */
export interface TranscriptRow {
  readonly uploadId: string;
  readonly lines: readonly { readonly atSeconds: number; readonly text: string }[];
}

/** What was sealed, and the hash of the sealed bytes. */
export interface Sealed {
  readonly bytes: Buffer;
  readonly sha256: Buffer;
}

export interface CaptureRow {
  readonly id: string;
  readonly receiptNo: string;
  readonly receivedAt: Date;
  readonly kind: string;
  readonly platform: string;
  readonly origin: string;
  readonly files: number;
  readonly state: CaptureStanding;
  /** What the second person wrote; null while nobody looked. */
  readonly note: string | null;
}

/** What people send by hand. What becomes of it is `intakeIn`'s. */
export function capturesIn({ db, actor, cipher }: Scope) {
  const list = (condition: ReturnType<typeof sql>) =>
    sql<CaptureRow>`select c.id, c.receipt_no, c.received_at, c.kind, c.platform, c.origin,
      (select count(*)::int from upload u where u.capture_id = c.id) as files, l.note,
      case when exists (select from flag f where f.post_id = c.post_id) then 'flagged' when c.post_id is not null then 'linked'
        when l.act is not null then l.act when c.needs_look then 'received' else 'lead' end as state
    from capture c left join capture_look l on l.capture_id = c.id where ${condition} order by c.received_at desc limit 100`.execute(db);

  return {
    /** The own captures of the last 30 days, newest first; one that was corrected is stood for by its correction. */
    listOwn: async (): Promise<CaptureRow[]> =>
      (
        await list(sql`c.user_id = ${actor.id}::uuid and c.received_at > clock_timestamp() - interval '30 days'
        and not exists (select from capture n where n.corrects = c.id)`)
      ).rows,
    get: async (id: string): Promise<CaptureRow | undefined> => (await list(sql`c.id = ${id}::uuid and c.user_id = ${actor.id}::uuid`)).rows[0],
    /** Waits until no other request sends the same draft. Held to the end of the transaction. */
    async lockDraft(clientId: string): Promise<void> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.capture'), hashtext(${`${actor.id} ${decodeText(clientId).text}`}))`.execute(db);
    },
    /** A draft that was sent before gives the same capture. */
    findByClientId: async (clientId: string): Promise<CaptureRow | undefined> =>
      (await list(sql`c.user_id = ${actor.id}::uuid and c.client_id = ${decodeText(clientId).text}`)).rows[0],
    /** The newest capture of the same address within the asker's regions. */
    async findByUrl(urlKey: string): Promise<{ receiptNo: string; receivedAt: Date; region: string } | undefined> {
      const { rows } = await sql<{
        receiptNo: string;
        receivedAt: Date;
        region: string;
      }>`select receipt_no, received_at, region from capture where url_key = ${urlKey} order by received_at desc limit 1`.execute(db);
      return rows[0];
    },

    /**
     * Saves a capture under the next number of the day, `T-211126-0047` (day, month, year in Jakarta). Any text is accepted: what Postgres
     * cannot hold is made visible, the bytes keep the truth.
     */
    async add(capture: NewCapture): Promise<{ id: string; receiptNo: string }> {
      const { rows: counter } = await sql<{
        day: string;
        last: number;
      }>`insert into receipt_counter (day, last) values ((clock_timestamp() at time zone 'Asia/Jakarta')::date, 1)
        on conflict (day) do update set last = receipt_counter.last + 1 returning to_char(day, 'DDMMYY') as day, last`.execute(db);
      const { day, last } = one(counter);
      const receiptNo = `T-${day}-${String(last).padStart(4, "0")}`;
      const shown = (text: string): string => decodeText(text).text;
      const { rows } = await sql<{
        id: string;
      }>`insert into capture (receipt_no, client_id, user_id, region, url, url_key, platform, handle, kind, text, visibility, seen_how, office_account,
          uploader, seen_at, origin, parent_url, parent_text, corrects, sha256, raw)
        values (${receiptNo}, ${shown(capture.clientId)}, ${actor.id}::uuid, ${capture.region}, ${capture.url && shown(capture.url)}, ${capture.urlKey && shown(capture.urlKey)},
          ${capture.platform}, ${shown(capture.handle)}, ${capture.kind}, ${shown(capture.text)}, ${capture.visibility}, ${shown(capture.seenHow)}, ${capture.officeAccount}, ${capture.uploader}, ${capture.seenAt}, ${capture.origin},
          ${capture.parentUrl ? shown(capture.parentUrl) : null}, ${shown(capture.parentText ?? "")}, ${capture.corrects ?? null}::uuid,
          ${Buffer.from(await sha256(capture.raw))}, ${Buffer.from(capture.raw)}) returning id`.execute(db);
      return { id: one(rows).id, receiptNo };
    },

    /** The own capture that a correction names, locked: whether it was handed back, and whether it was corrected before. */
    async lockCorrected(id: string): Promise<{ returned: boolean; corrected: boolean } | undefined> {
      await sql`select id from capture where id = ${id}::uuid and user_id = ${actor.id}::uuid for update`.execute(db);
      const { rows } = await sql<{ returned: boolean; corrected: boolean }>`select coalesce(l.act = 'returned', false) as returned,
          exists (select from capture n where n.corrects = c.id) as corrected
        from capture c left join capture_look l on l.capture_id = c.id where c.id = ${id}::uuid and c.user_id = ${actor.id}::uuid`.execute(db);
      return rows[0];
    },

    /** Seals who told the office, before anything of it is written. */
    async seal(reporter: { readonly name: string; readonly contact: string; readonly note: string }): Promise<Sealed> {
      const bytes = cipher.encrypt(JSON.stringify(reporter));
      return { bytes, sha256: Buffer.from(await sha256(bytes)) };
    },
    async addReporter(capture: { readonly id: string; readonly region: string }, sealed: Sealed): Promise<void> {
      await sql`insert into capture_reporter (capture_id, region, sealed, sha256)
        values (${capture.id}::uuid, ${capture.region}, ${sealed.bytes}, ${sealed.sha256})`.execute(db);
    },
    async addTranscripts(capture: { readonly id: string; readonly region: string }, transcripts: readonly TranscriptRow[]): Promise<void> {
      for (const { uploadId, lines } of transcripts) {
        const shown = lines.map(({ atSeconds, text }) => ({ atSeconds, text: decodeText(text).text }));
        await sql`insert into capture_transcript (capture_id, upload_id, region, lines)
          values (${capture.id}::uuid, ${uploadId}, ${capture.region}, ${JSON.stringify(shown)}::jsonb)`.execute(db);
      }
    },

    /** Keeps a finished upload; it belongs to its sender until a capture takes it. */
    async addUpload(upload: { id: string; region: string; mediaType: string; byteLength: number; sha256: string; blobKey: string }): Promise<void> {
      await sql`insert into upload (id, user_id, region, media_type, byte_length, sha256, blob_key)
        values (${upload.id}, ${actor.id}::uuid, ${upload.region}, ${upload.mediaType}, ${upload.byteLength}, decode(${upload.sha256}, 'hex'), ${upload.blobKey})
        on conflict (id) do nothing`.execute(db);
    },

    /** A finished upload of this sender, taken or not. */
    async findUpload(id: string): Promise<{ bytes: number } | undefined> {
      return (await sql<{ bytes: number }>`select byte_length::int as bytes from upload where id = ${id} and user_id = ${actor.id}::uuid`.execute(db))
        .rows[0];
    },

    /**
     * Gives the sender's own, untaken uploads to a capture, and its region with it. Files of the capture that is corrected are taken again under ids of their own: what
     * was handed back stays as it was. Returns the ids as they are kept, by the ids that were asked for; one that is missing was not there.
     */
    async takeUploads(
      capture: { readonly id: string; readonly region: string; readonly corrects?: string | null },
      uploadIds: readonly string[],
    ): Promise<Map<string, string>> {
      const ids = sql.val(uploadIds.map((id) => decodeText(id).text));
      const { rows: taken } = await sql<{ id: string; kept: string }>`update upload set capture_id = ${capture.id}::uuid, region = ${capture.region}
        where id = any(${ids}::text[]) and user_id = ${actor.id}::uuid and capture_id is null returning id, id as kept`.execute(db);
      const { rows: again } = await sql<{ id: string; kept: string }>`with old as materialized (
          select *, replace(gen_random_uuid()::text, '-', '') as kept from upload
          where id = any(${ids}::text[]) and user_id = ${actor.id}::uuid and capture_id = ${capture.corrects ?? null}::uuid),
        made as (insert into upload (id, user_id, region, capture_id, media_type, byte_length, sha256, blob_key)
          select kept, user_id, ${capture.region}, ${capture.id}::uuid, media_type, byte_length, sha256, blob_key from old)
        select id, kept from old`.execute(db);
      return new Map([...taken, ...again].map(({ id, kept }) => [id, kept]));
    },

    /** A file of a flag's captures, or one that was fetched with the post; with its masked picture where there is one for these bytes. */
    async findFile(flagId: string, fileId: string): Promise<FlagFile | undefined> {
      const masked = sql`case when m.upload_id is not null then json_build_object('blobKey', m.masked_key, 'mediaType', m.masked_type, 'bytes', m.masked_bytes) end`;
      const { rows } = await sql<FlagFile>`select x.blob_key, x.media_type, x.byte_length::int as bytes,
          ${masked} as masked
        from upload x join capture c on c.id = x.capture_id join flag f on f.post_id = c.post_id ${maskOf("x", "f.post_id")}
        where f.id = ${flagId} and x.id = ${fileId}
        union all select p.blob_key, p.media_type, p.byte_length::int, ${masked} from post_media p join flag f on f.version_id = p.version_id ${maskOf("p", "f.post_id")}
        where f.id = ${flagId} and p.id::text = ${fileId} and p.state = 'kept' and p.kind <> 'proof'`.execute(db);
      return rows[0];
    },
  };
}

/** Bytes in the blob store. */
export interface KeptFile {
  readonly blobKey: string;
  readonly mediaType: string;
  readonly bytes: number;
}
export interface FlagFile extends KeptFile {
  /** The same with regions painted over; null when nothing was masked. */
  readonly masked: KeptFile | null;
}
