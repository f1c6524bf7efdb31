import type { ReadPair } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** What is needed to say how readers of a team agree. */
export function agreementIn({ db }: Scope) {
  return {
    /**
     * Flags of the actor's regions that two people read without knowing of each other, by the time of the second decision: from `from`, before `to`, `recent` from `recentFrom` on.
     * With `asOf` as it was known then. Readings are those that stood when each decided; what was taken back does not count. Holds ids of people, for `agreementOf` alone.
     */
    async listPairs(span: { readonly from: Date; readonly recentFrom: Date; readonly to: Date; readonly asOf?: Date }): Promise<ReadPair[]> {
      const asOf = sql.val(span.asOf ?? null);
      const stands = (decision: "d" | "d2") =>
        sql`(${sql.ref(`${decision}.undone_at`)} is null or ${sql.ref(`${decision}.undone_at`)} > ${asOf}::timestamptz) and ${sql.ref(`${decision}.at`)} <= coalesce(${asOf}::timestamptz, 'infinity')`;
      const reading = (by: "d1" | "d2", no: 1 | 2) =>
        sql`(select r.reading from reading r where r.flag_id = d2.flag_id and r.user_id = ${sql.ref(`${by}.user_id`)} and r.reader_no = ${no} and r.at <= ${sql.ref(`${by}.at`)}
          order by r.at desc limit 1)`;
      const { rows } = await sql<ReadPair>`select region, contest, recent, first, second, readers, disputed, settled from (
          select f.region, f.contest_id as contest, d2.at >= ${span.recentFrom} as recent, ${reading("d1", 1)} as first, ${reading("d2", 2)} as second,
            array[d1.user_id::text, d2.user_id::text] as readers, d2.to_state = 'disputed' as disputed,
            case when d3.act is not null then jsonb_build_object('act', d3.act, 'by', d3.user_id) end as settled
          from decision d2 join flag f on f.id = d2.flag_id
            join lateral (select d.user_id, d.at from decision d where d.flag_id = d2.flag_id and d.reader_no = 1 and d.to_state = 'awaiting_second'
              and ${stands("d")} and d.at < d2.at order by d.at desc limit 1) d1 on true
            left join lateral (select d.act, d.user_id from decision d where d.flag_id = d2.flag_id and d.reader_no = 3 and ${stands("d")}
              and d.at > d2.at and d2.to_state = 'disputed' order by d.at limit 1) d3 on true
          where d2.reader_no = 2 and ${stands("d2")} and d2.to_state in ('disputed', 'escalated') and d2.at >= ${span.from} and d2.at < ${span.to}) pairs
        where first is not null and second is not null`.execute(db);
      return rows;
    },
  };
}
