import { sql } from "kysely";
import { one } from "./accounts.ts";
import { leasedUntil, triedAgainAt } from "./mail-wait.ts";
import type { Scope } from "./store.ts";

/** One checkpoint for one recipient, taken up to be sent. */
export interface CheckpointMail {
  readonly size: number;
  /** SHA-256 of the address in lower case, hex. */
  readonly recipient: string;
  /** The signed note. */
  readonly note: string;
}

/** Checkpoints that are to be mailed, as they stand. */
export interface MailStanding {
  readonly waiting: number;
  /** How long the oldest of them waits; 0 without any. */
  readonly oldestSeconds: number;
  /** Why the last try of one that waits failed; null when none was tried. */
  readonly code: string | null;
}

const LONGEST_WAIT_SECONDS = 6 * 3_600;

/** For whoever may read `checkpoint_mail`, which names nobody. */
export const MAIL_STANDING = `select count(*)::int as waiting,
  coalesce(greatest(0, extract(epoch from clock_timestamp() - min(asked_at))), 0)::float8 as "oldestSeconds",
  (array_agg(code order by next_try_at desc) filter (where code is not null))[1] as code from netra.checkpoint_mail where sent_at is null`;

/** Checkpoints on their way by mail. */
export function checkpointMailsIn({ db }: Scope) {
  return {
    /** Drops what waits for others than these, who get nothing any more: nobody would ever send it. */
    async dropOthers(recipients: readonly string[]): Promise<void> {
      await sql`delete from checkpoint_mail where sent_at is null and recipient <> all(${sql.val([...recipients])}::text[])`.execute(db);
    },

    /** Asks that a checkpoint goes to each of these, once. */
    async ask(size: number, recipients: readonly string[]): Promise<void> {
      const asked = sql.val([...recipients]);
      await sql`insert into checkpoint_mail (size, recipient) select ${size}, recipient from unnest(${asked}::text[]) recipient on conflict do nothing`.execute(
        db,
      );
    },

    /** Makes what failed before due now. */
    async hurry(): Promise<void> {
      await sql`update checkpoint_mail set next_try_at = clock_timestamp() where sent_at is null and code is not null`.execute(db);
    },

    /** Takes the oldest up that is due; none when nothing is. Nobody else gets it until a lease is over. */
    async take(recipients: readonly string[]): Promise<CheckpointMail | undefined> {
      const { rows } = await sql<CheckpointMail & { size: string }>`
        with due as (
          select size, recipient from checkpoint_mail where sent_at is null and recipient = any(${sql.val([...recipients])}::text[])
            and next_try_at <= clock_timestamp()
          order by size, recipient limit 1 for update skip locked
        ), taken as (
          update checkpoint_mail m set tries = tries + 1, code = null, next_try_at = ${leasedUntil()}
          from due where (m.size, m.recipient) = (due.size, due.recipient) returning m.size, m.recipient
        )
        select taken.size, taken.recipient, c.note from taken join checkpoint c on c.size = taken.size`.execute(db);
      return rows.map((row) => ({ ...row, size: Number(row.size) }))[0];
    },

    /** The server said yes: never again. */
    async noteSent({ size, recipient }: Pick<CheckpointMail, "size" | "recipient">): Promise<void> {
      await sql`update checkpoint_mail set sent_at = clock_timestamp(), code = null where size = ${size} and recipient = ${recipient}`.execute(db);
    },

    /** It did not go: again in a minute, then four times as long each time, six hours at most. */
    async noteFailed({ size, recipient }: Pick<CheckpointMail, "size" | "recipient">, code: string): Promise<void> {
      await sql`update checkpoint_mail set code = ${code}, next_try_at = ${triedAgainAt({ longestSeconds: LONGEST_WAIT_SECONDS })}
        where size = ${size} and recipient = ${recipient} and sent_at is null`.execute(db);
    },

    /** Whether one is due. */
    async hasDue(): Promise<boolean> {
      const { rows } = await sql<{
        due: boolean;
      }>`select exists (select from checkpoint_mail where sent_at is null and next_try_at <= clock_timestamp()) as due`.execute(db);
      return one(rows).due;
    },

    /** Which of these checkpoints' recipients have theirs, and why the others do not yet. */
    async listOf(size: number): Promise<readonly { readonly recipient: string; readonly sent: boolean; readonly code: string | null }[]> {
      const { rows } = await sql<{
        recipient: string;
        sent: boolean;
        code: string | null;
      }>`select recipient, sent_at is not null as sent, code from checkpoint_mail where size = ${size} order by recipient`.execute(db);
      return rows;
    },
  };
}
