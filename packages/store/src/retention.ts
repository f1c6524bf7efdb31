import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** How much came to its end. */
export interface Expired {
  readonly captures: number;
  readonly uploads: number;
  readonly drift: number;
}

/** Whether a row names a file that something may be made of: as it was sent, as a masked picture, or as it was fetched with a post. */
const namedSource = (key: string) => sql`(exists (select from upload u where u.blob_key = ${sql.ref(key)})
  or exists (select from capture_mask m where m.masked_key = ${sql.ref(key)}) or exists (select from post_media x where x.blob_key = ${sql.ref(key)}))`;

/** The same, or as a small copy of one, or as a part of an export. */
const named = (key: string) => sql`(${namedSource(key)} or exists (select from thumbnail s where s.blob_key = ${sql.ref(key)})
  or exists (select from export_part o where o.blob_key = ${sql.ref(key)}))`;

/** A round of removal that is too long for one transaction goes on in the next. */
const ROWS_AT_ONCE = 500;

/** The end of what nobody took: captures, files and odd answers by age, and files on disk that no row names. */
export function retentionIn({ db }: Scope) {
  return {
    /**
     * Ends what came in before a time, a part at a time: call again until nothing is left. A capture goes when no flag stands on its post and the post's own bytes are
     * gone; its receipt and hash stay. One that was rejected, kept as a lead or never looked at has no post: it goes by age, with all that hangs on it; one that was handed back
     * goes after its correction, which tells of its reporter. A file goes with its capture, or alone when no capture took it. Odd answers of platforms go by age alone.
     */
    async expire(before: Date): Promise<Expired> {
      const { rows: ids } = await sql<{ id: string }>`select c.id from capture c where c.received_at < ${before} and c.purged_at is null
          and not exists (select from flag f where f.post_id = c.post_id)
          and not exists (select from post_version v where v.post_id = c.post_id and v.body_dropped_at is null)
          and not exists (select from account a where a.tip_capture_id = c.id)
          and not exists (select from capture n where n.corrects = c.id and n.purged_at is null)
        order by c.received_at limit ${ROWS_AT_ONCE}`.execute(db);
      const captures = sql.val(ids.map(({ id }) => id));
      await sql`insert into expired_capture (id, receipt_no, region, sha256, received_at, platform, origin, needs_look, looked_at)
        select c.id, c.receipt_no, c.region, c.sha256, c.received_at, c.platform, c.origin, c.needs_look, l.at
        from capture c left join capture_look l on l.capture_id = c.id where c.id = any(${captures}::uuid[]) on conflict do nothing`.execute(db);
      const { rows: files } = await sql<{ id: string }>`delete from upload where capture_id = any(${captures}::uuid[])
        or (capture_id is null and id in (select id from upload where capture_id is null and received_at < ${before} order by received_at limit ${ROWS_AT_ONCE}))
        returning id`.execute(db);
      const { rows: gone } = await sql`delete from capture where id = any(${captures}::uuid[]) returning id`.execute(db);
      await sql`delete from fixity_check where (kind = 'capture' and object_id = any(${captures}::text[]))
        or (kind in ('upload', 'mask') and object_id = any(${sql.val(files.map(({ id }) => id))}::text[]))`.execute(db);
      const { rows: drift } =
        await sql`delete from drift where id in (select id from drift where at < ${before} order by at limit ${ROWS_AT_ONCE}) returning id`.execute(
          db,
        );
      await sql`delete from early_miss where at < ${before}`.execute(db);
      return { captures: gone.length, uploads: files.length, drift: drift.length };
    },

    /**
     * Looks which of these files a row names. Marks those that none does, takes the mark from those that one does, and returns the files whose mark is older than
     * `graceSeconds`: twice unnamed, so long apart, they may be removed.
     */
    async markUnnamed(keys: readonly string[], graceSeconds: number): Promise<string[]> {
      const asked = sql.val([...keys]);
      // What a small copy was made of is gone: so is the copy.
      const { rows: orphans } = await sql<{ id: string }>`delete from thumbnail t where t.blob_key = any(${asked}::text[])
        and not ${namedSource("t.source_key")} returning t.id`.execute(db);
      await sql`delete from fixity_check where kind = 'thumbnail' and object_id = any(${sql.val(orphans.map(({ id }) => id))}::text[])`.execute(db);
      await sql`delete from blob_mark k where k.key = any(${asked}::text[]) and ${named("k.key")}`.execute(db);
      await sql`insert into blob_mark (key) select k.key from unnest(${asked}::text[]) as k (key) where not ${named("k.key")}
        on conflict do nothing`.execute(db);
      const { rows } = await sql<{ key: string }>`select m.key from blob_mark m where m.key = any(${asked}::text[])
        and m.marked_at < clock_timestamp() - make_interval(secs => ${graceSeconds}) order by m.key`.execute(db);
      return rows.map(({ key }) => key);
    },

    /** Those of these files that no row names. */
    async listUnnamed(keys: readonly string[]): Promise<string[]> {
      const { rows } = await sql<{
        key: string;
      }>`select k.key from unnest(${sql.val([...keys])}::text[]) as k (key) where not ${named("k.key")}`.execute(db);
      return rows.map(({ key }) => key);
    },

    /** Files of rows that a person purged, which no other row names: they go first. */
    async listPurgedFiles(): Promise<string[]> {
      const { rows } = await sql<{ key: string }>`select distinct p.blob_key as key from purged_file p where p.blob_gone_at is null
        and not ${named("p.blob_key")} order by 1 limit ${ROWS_AT_ONCE}`.execute(db);
      return rows.map(({ key }) => key);
    },

    /** Forgets files that are no longer there. */
    async noteRemoved(keys: readonly string[]): Promise<void> {
      await sql`delete from blob_mark where key = any(${sql.val([...keys])}::text[])`.execute(db);
      await sql`update purged_file set blob_gone_at = clock_timestamp() where blob_gone_at is null and blob_key = any(${sql.val([...keys])}::text[])`.execute(
        db,
      );
    },
  };
}
