import { conflict } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import type { Scope } from "./store.ts";

/** Somebody who reads in another region for a while. */
export interface LoanRow {
  readonly id: string;
  readonly region: string;
  readonly username: string;
  readonly name: string;
  readonly lentBy: string;
  readonly reason: string;
  readonly at: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
  /** By the database's clock. */
  readonly running: boolean;
}

/** Readers lent to another region. While a loan runs, its region is among those of the person's session. */
export function loansIn({ db, actor }: Scope) {
  return {
    /** Keeps a loan. Throws conflict `lent-already` when one to the same region runs. Whether it may be made is the domain's `checkLoan`. */
    async add(loan: { readonly userId: string; readonly region: string; readonly until: Date; readonly reason: string }): Promise<string> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.loan'), hashtext(${`${loan.userId} ${loan.region}`}))`.execute(db);
      const { rows: running } = await sql`select from loan where user_id = ${loan.userId}::uuid and region = ${loan.region} and ended_at is null
        and until > clock_timestamp()`.execute(db);
      if (running.length > 0) throw conflict("lent-already", "This person is lent to that region already: end that loan first.");
      const { rows } = await sql<{ id: string }>`insert into loan (region, user_id, lent_by, reason, until)
        values (${loan.region}, ${loan.userId}::uuid, ${actor.id}::uuid, ${loan.reason}, ${loan.until}) returning id`.execute(db);
      return one(rows).id;
    },

    /** Loans to the actor's regions, newest first, at most a hundred. */
    async list(): Promise<LoanRow[]> {
      const { rows } = await sql<LoanRow>`select l.id, l.region, u.username, u.name, s.name as lent_by, l.reason, l.at, l.until, l.ended_at,
          l.ended_at is null and l.until > clock_timestamp() as running
        from loan l join app_user u on u.id = l.user_id join app_user s on s.id = l.lent_by order by l.at desc, l.id limit 100`.execute(db);
      return rows;
    },

    /** Ends a loan early. Undefined when no such loan runs in the actor's regions. */
    async end(id: string): Promise<{ region: string; userId: string } | undefined> {
      const { rows } = await sql<{ region: string; userId: string }>`update loan set ended_at = clock_timestamp(), ended_by = ${actor.id}::uuid
        where id = ${id}::uuid and ended_at is null and until > clock_timestamp() returning region, user_id`.execute(db);
      return rows[0];
    },
  };
}
