import { WAITING } from "@netra/domain";
import { type RawBuilder, sql } from "kysely";

const LARGEST_PLACE = 9_999 + Math.max(...WAITING.map(({ fresh }) => fresh));

/**
 * Steps of a statement over `lane`, the flags of a lane by what `flag` says of them, with `lane_state`. The last is `told`: these with `repeats`, that a flag says what an earlier one says that this
 * reader may see, as `WAITING` means it. Each cluster of the lane is looked through once for each side that its texts take, whatever its size and wherever else its flags stand; no step hangs
 * on how many rows the planner expects. With `counts` false nothing repeats.
 */
export const NOVELTY = (userId: string, { counts }: { readonly counts: boolean }) => sql`clustered as materialized (
    select l.*, k.cluster_id, k.made from lane l left join flag_likeness k on k.flag_id = l.id and k.made > 0 and l.lane_state = 'open' and l.tier = 'text' and ${sql.lit(counts)}),
  first as materialized (
    select (select min(x.number) from flag_likeness o join flag x on x.id = o.flag_id
        where o.cluster_id = said.cluster_id and o.made = said.made and x.stance = said.stance and x.targets = said.targets and x.tier = 'text' and x.state <> 'withdrawn'
          and x.id not in (select r.flag_id from recused_flags(${userId}::uuid) r)) as number
    from (select distinct cluster_id, made, stance, targets from clustered where cluster_id is not null) said),
  told as materialized (select c.*, c.cluster_id is not null and c.number not in (select number from first) as repeats from clustered c)`;

/**
 * The key of a row of `told` (as `f`) in a lane that waits. Larger first becomes smaller text, so that one comparison pages every order: 5 digits of the place, 12 of the deadline, the id. What
 * carries no words of its own (priority 0) is never urgent.
 */
export function waitingKey(asOf: RawBuilder<unknown>): RawBuilder<unknown> {
  const added = (says: "fresh" | "repeat") =>
    sql.join(
      WAITING.map((step) =>
        Number.isFinite(step.withinHours)
          ? sql`when f.deadline_at <= ${asOf} + make_interval(hours => ${step.withinHours}) then ${step[says]}::int`
          : sql`else ${step[says]}::int`,
      ),
      sql` `,
    );
  return sql`lpad((${LARGEST_PLACE} - f.priority - case when f.priority = 0 then 0
      when f.repeats then case ${added("repeat")} end else case ${added("fresh")} end end)::text, 5, '0')
    || lpad(extract(epoch from f.deadline_at)::bigint::text, 12, '0') || f.id`;
}
