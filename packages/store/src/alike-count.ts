import { type RawBuilder, sql } from "kysely";

/** More members than a person compares; further ones are only counted as "more". */
export const ALIKE_ROWS = 200;

/** A flag (`k`) and the others of its cluster (`o`) that stand, that the actor sees and that this reader is not kept from (`x`). */
export const OTHERS = (flag: RawBuilder<unknown>, userId: string | null) => sql`flag_likeness k
  join flag_likeness o on o.cluster_id = k.cluster_id and o.made = k.made and o.flag_id <> k.flag_id and k.made > 0 and k.flag_id = ${flag}
  join flag x on x.id = o.flag_id and x.state <> 'withdrawn' and x.id not in (select r.flag_id from recused_flags(${userId}::uuid) r)`;

/** How many other flags say the same as one, at most `ALIKE_ROWS`, as an SQL expression. */
export const alikeCount = (flag: string, userId: string | null) =>
  sql`(select count(*)::int from (select from ${OTHERS(sql.ref(flag), userId)} limit ${sql.lit(ALIKE_ROWS)}) alike)`;

/** The cluster that a flag stands in, null when it stands alone or its text is too short, as an SQL expression. */
export const clusterOf = (flag: string, userId: string | null) => sql`(select k.cluster_id from ${OTHERS(sql.ref(flag), userId)} limit 1)`;
