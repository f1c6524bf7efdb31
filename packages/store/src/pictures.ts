import type { Region } from "@netra/domain";
import { decodeText } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import type { Scope } from "./store.ts";

/** A picture that somebody sent, or that hangs on a flagged post, and no machine has read. */
export interface UnreadPicture {
  readonly from: "upload" | "media";
  readonly id: string;
  readonly region: Region;
  readonly blobKey: string;
}

/** What became of reading a picture. */
export interface PictureReading extends Pick<UnreadPicture, "from" | "id" | "region"> {
  readonly state: "read" | "empty" | "unreadable";
  readonly text: string;
  /** 0–100. */
  readonly confidence: number;
  readonly engine: string;
}

const UNREAD = sql`from upload u where u.capture_id is not null and u.media_type in ('image/png', 'image/jpeg', 'image/webp')
  and not exists (select from picture_text t where t.upload_id = u.id)`;
const UNREAD_MEDIA = sql`from post_media m where m.state = 'kept' and m.kind = 'image' and not exists (select from media_text t where t.media_id = m.id)`;

/** Words in pictures, as a machine read them. */
export function picturesIn({ db }: Scope) {
  return {
    /** Whether some picture waits to be read. */
    async hasUnread(): Promise<boolean> {
      return one((await sql<{ waits: boolean }>`select exists (select ${UNREAD}) or exists (select ${UNREAD_MEDIA}) as waits`.execute(db)).rows)
        .waits;
    },

    /** The oldest pictures that wait. */
    async listUnread(limit: number): Promise<UnreadPicture[]> {
      return (
        await sql<UnreadPicture>`select * from (select 'upload' as from, u.id, u.region, u.blob_key, u.received_at as at ${UNREAD}
          union all select 'media', m.id::text, m.region, m.blob_key, m.fetched_at ${UNREAD_MEDIA}) waiting order by at limit ${limit}`.execute(db)
      ).rows;
    },

    /** Keeps a reading. A picture that is read twice keeps the first. */
    async keep({ from, id, region, state, text, confidence, engine }: PictureReading): Promise<void> {
      const shown = decodeText(text).text;
      if (from === "media")
        await sql`insert into media_text (media_id, region, state, text, confidence, engine)
          select m.id, ${region}, ${state}, ${shown}, ${confidence}, ${engine} from post_media m where m.id = ${id}::uuid on conflict do nothing`.execute(
          db,
        );
      else
        await sql`insert into picture_text (upload_id, region, state, text, confidence, engine)
          select ${id}, ${region}, ${state}, ${shown}, ${confidence}, ${engine} where exists (select from upload where id = ${id})
          on conflict do nothing`.execute(db);
    },
  };
}
