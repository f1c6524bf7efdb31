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
