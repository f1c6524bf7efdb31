import { sql } from "kysely";
import { one } from "./one.ts";
import type { Scope } from "./store.ts";

/** What a platform said of an address; `unknown` where it said nothing of the post, or nothing at all. */
export type AddressResult = "exists" | "missing" | "closed" | "unknown";

export interface AddressCheckRow {
  readonly result: AddressResult;
  /** Who asked. */
  readonly by: string;
  readonly at: Date;
}

/** Questions to platforms about the address of a capture. Holds no word and no address. */
export function addressChecksIn({ db, actor }: Scope) {
  return {
    /** Notes that somebody asks now, before they do. Null when somebody did less than `apartSeconds` ago. The caller holds the capture's lock. */
    async begin(capture: { readonly id: string; readonly region: string }, apartSeconds: number): Promise<string | null> {
      const { rows } = await sql<{ id: string }>`insert into capture_address_check (capture_id, region, user_id)
        select ${capture.id}::uuid, ${capture.region}, ${actor.id}::uuid where not exists (
          select from capture_address_check c where c.capture_id = ${capture.id}::uuid and c.at > clock_timestamp() - make_interval(secs => ${apartSeconds}))
        returning id`.execute(db);
      return rows[0]?.id ?? null;
    },

    /** Keeps the answer to a question, once. */
    async answer(id: string, { result, reason = null }: { readonly result: AddressResult; readonly reason?: string | null }): Promise<void> {
      const { rows } = await sql<{ id: string }>`update capture_address_check set result = ${result}, reason = ${reason}
        where id = ${id}::uuid and result is null returning id`.execute(db);
      one(rows);
    },

    /** The latest question about a capture, or undefined when nobody asked. */
    async findLast(captureId: string): Promise<AddressCheckRow | undefined> {
      const { rows } = await sql<AddressCheckRow>`select coalesce(c.result, 'unknown') as result, u.name as by, c.at from capture_address_check c
        join app_user u on u.id = c.user_id where c.capture_id = ${captureId}::uuid order by c.at desc, c.id limit 1`.execute(db);
      return rows[0];
    },
  };
}
