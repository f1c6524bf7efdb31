import type { Region } from "@netra/domain";
import { decodeText } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import type { Scope } from "./store.ts";

/** A picture that somebody sent and no machine has read. */
export interface UnreadPicture {
  readonly uploadId: string;
  readonly region: Region;
  readonly blobKey: string;
}

/** What became of reading a picture. */
export interface PictureReading {
  readonly uploadId: string;
  readonly region: Region;
  readonly state: "read" | "empty" | "unreadable";
  readonly text: string;
  /** 0–100. */
  readonly confidence: number;
  readonly engine: string;
}

const UNREAD = sql`from upload u where u.capture_id is not null and u.media_type in ('image/png', 'image/jpeg', 'image/webp')
  and not exists (select from picture_text t where t.upload_id = u.id)`;

/** Words in pictures, as a machine read them. */
export function picturesIn({ db }: Scope) {
  return {
    /** Whether some picture of a capture waits to be read. */
    async hasUnread(): Promise<boolean> {
      return one((await sql<{ waits: boolean }>`select exists (select ${UNREAD}) as waits`.execute(db)).rows).waits;
    },

    /** The oldest pictures that wait. */
    async listUnread(limit: number): Promise<UnreadPicture[]> {
      return (await sql<UnreadPicture>`select u.id as upload_id, u.region, u.blob_key ${UNREAD} order by u.received_at limit ${limit}`.execute(db))
        .rows;
    },

    /** Keeps a reading. A picture that is read twice keeps the first. */
    async keep({ uploadId, region, state, text, confidence, engine }: PictureReading): Promise<void> {
      const shown = decodeText(text).text;
      await sql`insert into picture_text (upload_id, region, state, text, confidence, engine)
        select ${uploadId}, ${region}, ${state}, ${shown}, ${confidence}, ${engine} where exists (select from upload where id = ${uploadId})
        on conflict do nothing`.execute(db);
    },
  };
}
