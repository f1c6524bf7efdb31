import { sql } from "kysely";
import { one } from "./accounts.ts";
import { type HouseFigures, readHouseFigures } from "./metrics-figures.ts";
import type { Scope } from "./store.ts";

export interface StatusNumbers {
  readonly accounts: number;
  readonly seen: number;
  readonly pending: number;
  readonly quarantined: number;
  readonly drift: number;
  readonly lastFetchAt: Date | null;
}

/** How well what is kept is guarded: dates and counts. */
export interface EvidenceStanding {
  /** The walk over kept bytes: the oldest round's beginning, how far all are (what came meanwhile is walked too), and when the last one ended; null while one runs. Null when none ever began. */
  readonly round: { readonly startedAt: Date; readonly finishedAt: Date | null; readonly checked: number; readonly total: number } | null;
  /** In the actor's regions, not mended. */
  readonly faults: number;
  readonly checkpointAt: Date | null;
  /** When the newest row of the ledger was sealed. */
  readonly sealedAt: Date | null;
  /** Rows that wait to be sealed. */
  readonly waiting: number;
}

/** Numbers about the system within the actor's regions: no names, no ids. Also the names of regions. */
export function statusIn(scope: Scope) {
  const { db, actor } = scope;
  return {
    async read(): Promise<StatusNumbers> {
      const { rows } = await sql<StatusNumbers>`select
        (select count(*)::int from account where revoked_at is null) as accounts,
        (select count(*)::int from post) as seen,
        (select count(*)::int from post_version where state = 'pending') as pending,
        (select count(*)::int from post_version where state = 'quarantined') as quarantined,
        (select count(*)::int from drift) as drift,
        (select max(fetched_at) from account) as last_fetch_at`.execute(db);
      return one(rows);
    },
    async readEvidence(): Promise<EvidenceStanding> {
      const { rows: rounds } = await sql<{
        startedAt: Date | null;
        finishedAt: Date | null;
        checked: number;
        total: number;
      }>`select min(started_at) as started_at,
        case when bool_and(finished_at is not null) then max(finished_at) end as finished_at, coalesce(sum(checked), 0)::int as checked, coalesce(sum(greatest(total, checked)), 0)::int as total
        from fixity_round`.execute(db);
      const { startedAt, ...round } = one(rounds);
      const { rows } = await sql<Omit<EvidenceStanding, "round">>`select (select count(*)::int from fixity_fault where mended_at is null) as faults,
        (select max(at) from checkpoint) as checkpoint_at, (select count(*)::int from ledger_waiting) as waiting,
        (select sealed_at from ledger_leaf order by index desc limit 1) as sealed_at`.execute(db);
      return { ...one(rows), round: startedAt && { startedAt, ...round } };
    },
    /**
     * Registered accounts that nothing is fetched for, by the first reason that holds. `provinces` are those with an open contest (`ID` = all),
     * `platforms` those that a connector may fetch from.
     */
    async countUnwatched(open: { provinces: readonly string[]; platforms: readonly string[] }): Promise<{ why: string; accounts: number }[]> {
      const provinces = sql.val([...open.provinces]);
      const { rows } = await sql<{ why: string; accounts: number }>`select why, count(*)::int as accounts from (select case
          when link = 'inferred' then 'link_inferred'
          when state in ('deactivated', 'deleted') then 'account_gone'
          when state in ('private', 'suspended') then 'account_private'
          when platform <> all(${sql.val([...open.platforms])}::text[]) then 'no_connector'
          when not ('ID' = any(${provinces}::text[]) or left(region, 2) = any(${provinces}::text[])) then 'no_contest' end as why
        from account where revoked_at is null) a where why is not null group by why order by accounts desc, why`.execute(db);
      return rows;
    },
    /** The whole house in numbers, for monitoring. The transaction may write nothing afterwards. */
    readHouse: (): Promise<HouseFigures> => readHouseFigures(scope),
    /** Every region that is known, in code order, seen by the actor or not: a name alone. */
    async listEveryRegion(): Promise<{ code: string; name: string }[]> {
      return (await sql<{ code: string; name: string }>`select code, name from region order by code`.execute(db)).rows;
    },
    /** Names of regions, for those the actor may see. */
    async listRegions(): Promise<{ code: string; name: string }[]> {
      const { rows } = await sql<{ code: string; name: string }>`select code, name from region order by code`.execute(db);
      return rows.filter((row) => actor.regions.some((own) => own === "ID" || row.code === own || row.code.startsWith(`${own}.`)));
    },
    async saveRegions(regions: readonly { code: string; name: string }[]): Promise<void> {
      for (const { code, name } of regions)
        await sql`insert into region (code, name) values (${code}, ${name}) on conflict (code) do update set name = excluded.name where region.name <> excluded.name`.execute(
          db,
        );
    },
    /** The database's clock, against which skew is judged. */
    async now(): Promise<Date> {
      return one((await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)).rows).now;
    },
  };
}
