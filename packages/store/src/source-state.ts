import { sql } from "kysely";
import { auditIn } from "./audit.ts";
import type { Scope } from "./store.ts";

/** What a platform was seen to do with a post. */
export type SourceState = "live" | "edited" | "suspect_gone" | "gone";

/** One look at a post. `at` null: now, by the database's clock. A miss counts whole only when the account itself could be reached. */
export interface SourceLook {
  readonly kind: "seen" | "missed";
  readonly at: Date | null;
  /** The look brought a version from the platform that was not on record. */
  readonly newVersion?: boolean;
  /** Leaves the post alone when it was missed less than so long before `at`: two misses in one breath are one. */
  readonly apartSeconds?: number;
  /** Nothing is known of the account: the post is suspected at most, however often it is missed so. */
  readonly accountUnknown?: boolean;
}

type Part = ReturnType<typeof sql>;

/**
 * The state that follows from what is known, whatever the order in which it was learned: gone when two misses are later than the last sight, suspected at one. A miss and a
 * sight of the same instant are a miss, since a page tells what is there before what is not.
 */
export const stateFrom = (given: { seen: Part; missed: Part; missedBefore: Part; versions: Part }): Part => {
  const since = sql`coalesce(${given.seen}, '-infinity'::timestamptz)`;
  return sql`case when ${given.missedBefore} >= ${since} then 'gone' when ${given.missed} >= ${since} then 'suspect_gone'
    when ${given.versions} > 1 then 'edited' else 'live' end`;
};

/** The two latest of what is on record and one more miss, each instant once. */
export const twoLatest = (known: { missed: Part; before: Part }, at: Part): { missed: Part; before: Part } => ({
  missed: sql`greatest(${known.missed}, ${at})`,
  before: sql`case when ${known.missed} is null or ${known.missed} = ${at} then ${known.before} else greatest(${known.before}, least(${known.missed}, ${at})) end`,
});

/**
 * Adds one look to the posts that `which` picks (a condition on `p`) and sets their state from it. One statement, which reads the row it locks: looks may come from any number
 * of workers, in any order and twice. A post that is gone from now on, or is back, leaves an act in the audit. Returns what it was and is.
 */
export async function noteLook(scope: Scope, which: Part, look: SourceLook): Promise<{ id: string; before: SourceState; after: SourceState }[]> {
  const at = sql`look.at`;
  const missed = look.kind === "missed";
  const misses = look.accountUnknown
    ? { missed: sql`greatest(p.missed_at, ${at})`, before: sql`p.missed_before_at` }
    : missed
      ? twoLatest({ missed: sql`p.missed_at`, before: sql`p.missed_before_at` }, at)
      : { missed: sql`p.missed_at`, before: sql`p.missed_before_at` };
  const { rows } = await sql<{ id: string; region: string; before: SourceState; after: SourceState }>`with locked as (
      select p.id, p.source_state from post p where ${which} order by p.id for no key update),
    look as (select coalesce(${look.at}::timestamptz, clock_timestamp()) as at from (select count(*) from locked) after_locking)
    update post p set (seen_at, missed_at, missed_before_at, observed_versions, source_checked_at, source_state) = (
      select n.seen, n.missed, n.before, n.versions, case when ${missed} then greatest(p.source_checked_at, ${at}) else p.source_checked_at end,
        ${stateFrom({ seen: sql`n.seen`, missed: sql`n.missed`, missedBefore: sql`n.before`, versions: sql`n.versions` })}
      from (select ${missed ? sql`p.seen_at` : sql`greatest(p.seen_at, ${at})`} as seen, ${misses.missed} as missed, ${misses.before} as before,
        p.observed_versions + ${look.newVersion ? 1 : 0}::int as versions) n)
    from locked, look where p.id = locked.id
      and (${look.apartSeconds ?? null}::int is null or p.missed_at is null or p.missed_at <= ${at} - make_interval(secs => ${look.apartSeconds ?? 0}))
    returning p.id, p.region, locked.source_state as before, p.source_state as after`.execute(scope.db);
  for (const { id, region, before, after } of rows) {
    if ((before === "gone") === (after === "gone")) continue;
    await auditIn(scope).append({ act: after === "gone" ? "source.gone" : "source.back", objectType: "post", objectId: id, region });
  }
  return rows;
}
