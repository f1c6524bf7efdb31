import type { Region } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** Small copies of pictures, by the key of the file that they were made of. */
export function thumbnailsIn({ db }: Scope) {
  return {
    /** The copy of a file that somebody in this region asked for before; undefined where it is to be made. */
    async find(region: Region, sourceKey: string): Promise<{ blobKey: string; bytes: number } | undefined> {
      const { rows } = await sql<{ blobKey: string; bytes: number }>`select blob_key, bytes from thumbnail
        where region = ${region} and source_key = ${sourceKey}`.execute(db);
      return rows[0];
    },

    /** Keeps a copy; whoever made it last is kept. */
    async keep(made: { readonly region: Region; readonly sourceKey: string; readonly blobKey: string; readonly bytes: number }): Promise<void> {
      await sql`insert into thumbnail (region, source_key, blob_key, bytes) values (${made.region}, ${made.sourceKey}, ${made.blobKey}, ${made.bytes})
        on conflict (region, source_key) do update set blob_key = excluded.blob_key, bytes = excluded.bytes, made_at = clock_timestamp()`.execute(db);
    },
  };
}
