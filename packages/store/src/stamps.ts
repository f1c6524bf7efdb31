import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** A checkpoint whose time stamp somebody is about to ask for. */
export interface StampTurn {
  readonly size: number;
  readonly note: string;
  /** This one included. */
  readonly attempts: number;
}

/** A stamped checkpoint. */
export interface StampedCheckpoint {
  readonly size: number;
  readonly note: string;
  /** The authority's answer, whole. */
  readonly token: Buffer;
}

/** Time stamps of checkpoints: what waits for one, and what an authority said. */
export function stampsIn({ db }: Scope) {
  return {
    /** Lets a checkpoint wait for its stamp. One that waits or has it stays as it is. */
    async plan(size: number): Promise<void> {
      await sql`insert into checkpoint_stamp (size) values (${size}) on conflict do nothing`.execute(db);
    },

    /** Lets the newest checkpoint wait: it stands for all that were signed before it, and before stamps were asked for. */
    async planNewest(): Promise<void> {
      await sql`insert into checkpoint_stamp (size) select size from checkpoint order by size desc limit 1 on conflict do nothing`.execute(db);
    },

    /** Whether a stamp is to be asked for now. */
    async hasDue(): Promise<boolean> {
      const { rows } = await sql<{ due: boolean }>`select exists (select from checkpoint_stamp
        where token is null and next_try_at <= clock_timestamp()) as due`.execute(db);
      return rows[0]?.due ?? false;
    },

    /** Takes the newest that is due, or this one whether due or not, for so long that nobody else asks meanwhile. */
    async take({ size = null, holdSeconds }: { readonly size?: number | null; readonly holdSeconds: number }): Promise<StampTurn | undefined> {
      const { rows } = await sql<StampTurn & { size: string }>`update checkpoint_stamp s set attempts = attempts + 1,
          next_try_at = clock_timestamp() + make_interval(secs => ${holdSeconds})
        from checkpoint c where c.size = s.size and s.size = (select size from checkpoint_stamp where token is null
          and (size = ${size}::bigint or (${size}::bigint is null and next_try_at <= clock_timestamp())) order by size desc limit 1 for update skip locked)
        returning s.size, c.note, s.attempts`.execute(db);
      return rows.map((row) => ({ ...row, size: Number(row.size) }))[0];
    },

    /** Keeps an answer. A second one for the same checkpoint is dropped: the first stands. */
    async keep(size: number, { token, at }: { readonly token: Uint8Array; readonly at: Date }): Promise<void> {
      await sql`update checkpoint_stamp set token = ${Buffer.from(token)}, stamped_at = ${at}, last_error = null where size = ${size} and token is null`.execute(
        db,
      );
    },

    /** Notes what a try met, and when to try again. */
    async postpone(size: number, { code, againInSeconds }: { readonly code: string; readonly againInSeconds: number }): Promise<void> {
      await sql`update checkpoint_stamp set last_error = ${code}, next_try_at = clock_timestamp() + make_interval(secs => ${againInSeconds})
        where size = ${size} and token is null`.execute(db);
    },

    /** Puts off what is due: nobody asks for it now. */
    async putOff({ seconds }: { readonly seconds: number }): Promise<void> {
      await sql`update checkpoint_stamp set next_try_at = clock_timestamp() + make_interval(secs => ${seconds})
        where token is null and next_try_at <= clock_timestamp()`.execute(db);
    },

    /** The smallest stamped checkpoint with at least so many leaves: the earliest word on them. */
    async findStamped(fromSize: number): Promise<StampedCheckpoint | undefined> {
      const { rows } = await sql<
        StampedCheckpoint & { size: string }
      >`select c.size, c.note, s.token from checkpoint_stamp s join checkpoint c on c.size = s.size
        where s.token is not null and s.size >= ${fromSize} order by s.size limit 1`.execute(db);
      return rows.map((row) => ({ ...row, size: Number(row.size) }))[0];
    },

    /** The newest stamped checkpoints, the newest first. A token has some kilobytes. */
    async listStamped(limit: number): Promise<Omit<StampedCheckpoint, "note">[]> {
      const { rows } = await sql<{
        size: string;
        token: Buffer;
      }>`select size, token from checkpoint_stamp where token is not null order by size desc limit ${limit}`.execute(db);
      return rows.map(({ size, token }) => ({ size: Number(size), token }));
    },
  };
}
