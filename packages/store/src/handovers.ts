import { HANDOVER_DAYS } from "@netra/domain";
import { sql } from "kysely";
import { storableText } from "./storable.ts";
import type { Scope } from "./store.ts";

/** What one shift left to the next, and who has read it. */
export interface HandoverRow {
  readonly id: string;
  readonly region: string;
  readonly regionName: string | null;
  readonly userId: string;
  readonly by: string;
  readonly note: string;
  readonly at: Date;
  readonly readers: readonly { readonly userId: string; readonly by: string; readonly at: string }[];
}

/** More notes than a person reads in the morning. */
const ROWS = 50;

/** Handover notes of the actor's regions. */
export function handoversIn({ db, actor }: Scope) {
  return {
    /** Notes of the last seven days, newest first, at most fifty. */
    async list(): Promise<HandoverRow[]> {
      const { rows } = await sql<HandoverRow>`select h.id, h.region, g.name as region_name, h.user_id, u.name as by, h.note, h.at,
          coalesce((select jsonb_agg(jsonb_build_object('userId', r.user_id, 'by', w.name, 'at', r.at) order by r.at)
            from handover_read r join app_user w on w.id = r.user_id where r.handover_id = h.id), '[]') as readers
        from handover h join app_user u on u.id = h.user_id left join region g on g.code = h.region
        where h.at > clock_timestamp() - make_interval(days => ${HANDOVER_DAYS}) order by h.at desc, h.id limit ${ROWS}`.execute(db);
      return rows;
    },

    /** Leaves a note. Undefined when it was left before under the same key (a client's retry). */
    async add(note: { readonly region: string; readonly note: string; readonly idempotencyKey: string }): Promise<string | undefined> {
      const { rows } = await sql<{ id: string }>`insert into handover (region, user_id, note, idempotency_key)
        values (${note.region}, ${actor.id}::uuid, ${storableText(note.note)}, ${note.idempotencyKey})
        on conflict (user_id, idempotency_key) do nothing returning id`.execute(db);
      return rows[0]?.id;
    },

    /** Where a note stands and whose it is; undefined outside the actor's regions. */
    async find(id: string): Promise<{ region: string; userId: string } | undefined> {
      return (await sql<{ region: string; userId: string }>`select region, user_id from handover where id = ${id}::uuid`.execute(db)).rows[0];
    },

    /** Ticks a note as read. False when this person did so before. */
    async tick(id: string, region: string): Promise<boolean> {
      const { rows } = await sql`insert into handover_read (handover_id, region, user_id) values (${id}::uuid, ${region}, ${actor.id}::uuid)
        on conflict do nothing returning handover_id`.execute(db);
      return rows.length > 0;
    },

    /** Forgets notes from before a time, with who read them. Returns how many. */
    async forgetBefore(before: Date): Promise<number> {
      await sql`delete from handover_read r using handover h where h.id = r.handover_id and h.at < ${before}`.execute(db);
      return (await sql`delete from handover where at < ${before} returning id`.execute(db)).rows.length;
    },
  };
}
