import { notFound } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

export interface PackVersion {
  readonly hash: string;
  readonly packId: string;
  readonly version: number;
  /** The pack as published; its shape is the classifier's `RulePack`. */
  readonly body: unknown;
  readonly publishedAt: Date;
  readonly confirmedAt: Date | null;
}

const COLUMNS = sql`hash, pack_id, version, body, published_at, confirmed_at`;

/** Rule packs: one version is live at a time. */
export function packsIn({ db, actor }: Scope) {
  return {
    async findLive(): Promise<PackVersion | undefined> {
      return (await sql<PackVersion>`select ${COLUMNS} from rule_pack_version where state = 'live'`.execute(db)).rows[0];
    },
    /** The live version without its body, for callers that hold it already. */
    async findLiveHash(): Promise<string | undefined> {
      return (await sql<{ hash: string }>`select hash from rule_pack_version where state = 'live'`.execute(db)).rows[0]?.hash;
    },
    async get(hash: string): Promise<PackVersion> {
      const { rows } = await sql<PackVersion>`select ${COLUMNS} from rule_pack_version where hash = ${hash}`.execute(db);
      if (!rows[0]) throw notFound("rule pack version");
      return rows[0];
    },
    /** Waits until nobody else publishes or claims, until this transaction ends: processes that start together publish the first pack once. */
    async lockPublishing(): Promise<void> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.publish'))`.execute(db);
    },
    /** Puts a version live and retires the one before. The same hash again changes nothing and returns false. */
    async publishLive(pack: { packId: string; version: number; hash: string; body: unknown }): Promise<boolean> {
      const { rows } = await sql<{ hash: string }>`select hash from rule_pack_version where state = 'live' for update`.execute(db);
      if (rows[0]?.hash === pack.hash) return false;
      await sql`update rule_pack_version set state = 'retired' where state = 'live'`.execute(db);
      await sql`insert into rule_pack_version (hash, pack_id, version, body, state, published_by)
        values (${pack.hash}, ${pack.packId}, ${pack.version}, ${JSON.stringify(pack.body)}::jsonb, 'live', ${actor.id}::uuid)
        on conflict (hash) do update set state = 'live'`.execute(db);
      return true;
    },
    /** A supervisor's word under a version that the system put live. */
    async confirm(hash: string): Promise<void> {
      const { rows } = await sql`update rule_pack_version set confirmed_by = ${actor.id}::uuid, confirmed_at = clock_timestamp()
        where hash = ${hash} and state = 'live' and confirmed_at is null returning hash`.execute(db);
      if (rows.length === 0) throw notFound("unconfirmed live rule pack");
    },
  };
}
