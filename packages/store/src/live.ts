import { sql } from "kysely";
import { REGIONS, STILL_OPEN } from "./sessions.ts";
import type { Scope } from "./store.ts";

/** What happened to flags of a region within one second of the database's clock. The mark differs when more happened. */
export interface ChangeMark {
  readonly region: string;
  readonly second: string;
  readonly mark: string;
}

/** A session that stands, and what its person may see now. */
export interface OpenSession {
  readonly session: Buffer;
  readonly role: string;
  readonly regions: readonly string[];
}

/**
 * How far a look reaches back, s. A change has its time before its transaction ends, and those of people and workers end within ten seconds; what is older
 * is found by the list's own slow look.
 */
const REACH_SECONDS = 20;

/** The shared look behind live lists: cheap enough for every two seconds, whatever the number of flags. */
export function liveIn({ db }: Scope) {
  return {
    /** Flags that changed, and claims that ran out, within the last 20 s, by region and second. */
    async listChanges(): Promise<ChangeMark[]> {
      const since = sql`date_trunc('second', clock_timestamp()) - make_interval(secs => ${REACH_SECONDS})`;
      const { rows } = await sql<ChangeMark>`select region, at::text as second, count(*) || ' ' || bit_xor(hashtextextended(what, 0)) as mark from (
          select region, date_trunc('second', changed_at) as at, id::text || changed_at as what from flag where changed_at >= ${since}
          union all
          select region, date_trunc('second', until), id::text || until from flag_lease
            where ended_at is null and until >= ${since} and until <= clock_timestamp()) changes
        group by region, at`.execute(db);
      return rows;
    },

    /** Those of these sessions that stand. Looking does not count as being there. */
    async listOpenSessions(hashes: readonly Buffer[]): Promise<OpenSession[]> {
      const { rows } = await sql<OpenSession>`select s.token_hash as session, u.role, ${REGIONS} as regions from user_session s
        join app_user u on u.id = s.user_id where s.token_hash = any(${sql.val([...hashes])}::bytea[]) and ${STILL_OPEN}`.execute(db);
      return rows;
    },
  };
}
