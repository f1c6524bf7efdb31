import type { Origin, Platform, PostKind, Visibility } from "@netra/domain";
import { decodeText, sha256 } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
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
  /** The request as it came: what the sender said, byte for byte. */
  readonly raw: Uint8Array;
  readonly postId: string | null;
}

export interface CaptureRow {
  readonly id: string;
  readonly receiptNo: string;
  readonly receivedAt: Date;
  readonly kind: string;
  readonly platform: string;
  readonly origin: string;
  readonly files: number;
  readonly linked: boolean;
  readonly flagged: boolean;
}

/** What people send by hand. */
export function capturesIn({ db, actor }: Scope) {
  const list = (condition: ReturnType<typeof sql>) =>
    sql<CaptureRow>`select c.id, c.receipt_no, c.received_at, c.kind, c.platform, c.origin,
      (select count(*)::int from upload u where u.capture_id = c.id) as files, c.post_id is not null as linked,
      exists (select from flag f where f.post_id = c.post_id) as flagged
    from capture c where ${condition} order by c.received_at desc limit 100`.execute(db);

  return {
    /** The own captures of the last 30 days, newest first. */
    listOwn: async (): Promise<CaptureRow[]> =>
      (await list(sql`c.user_id = ${actor.id}::uuid and c.received_at > clock_timestamp() - interval '30 days'`)).rows,
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
          uploader, seen_at, origin, post_id, sha256, raw)
        values (${receiptNo}, ${shown(capture.clientId)}, ${actor.id}::uuid, ${capture.region}, ${capture.url && shown(capture.url)}, ${capture.urlKey && shown(capture.urlKey)},
          ${capture.platform}, ${shown(capture.handle)}, ${capture.kind}, ${shown(capture.text)}, ${capture.visibility}, ${shown(capture.seenHow)}, ${capture.officeAccount}, ${capture.uploader}, ${capture.seenAt}, ${capture.origin}, ${capture.postId},
          ${Buffer.from(await sha256(capture.raw))}, ${Buffer.from(capture.raw)}) returning id`.execute(db);
      return { id: one(rows).id, receiptNo };
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

    /** Gives the sender's own, untaken uploads to a capture, and its region with it. Returns how many were taken. */
    async takeUploads(capture: { id: string; region: string }, uploadIds: readonly string[]): Promise<number> {
      const ids = uploadIds.map((id) => decodeText(id).text);
      const { rows } = await sql`update upload set capture_id = ${capture.id}::uuid, region = ${capture.region}
        where id = any(${sql.val(ids)}::text[]) and user_id = ${actor.id}::uuid and capture_id is null returning id`.execute(db);
      return rows.length;
    },

    async findFile(flagId: string, fileId: string): Promise<{ blobKey: string; mediaType: string; bytes: number } | undefined> {
      const { rows } = await sql<{ blobKey: string; mediaType: string; bytes: number }>`select x.blob_key, x.media_type, x.byte_length::int as bytes
        from upload x join capture c on c.id = x.capture_id join flag f on f.post_id = c.post_id where f.id = ${flagId} and x.id = ${fileId}`.execute(
        db,
      );
      return rows[0];
    },
  };
}
