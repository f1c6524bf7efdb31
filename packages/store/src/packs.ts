import { conflict, notFound, type PackState } from "@netra/domain";
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

/** Where a version stands, without its body. */
export interface PackStanding {
  readonly hash: string;
  readonly packId: string;
  readonly version: number;
  readonly state: PackState;
  readonly publishedAt: Date;
  /** Who published it; null for the system. */
  readonly publishedBy: string | null;
  readonly publisher: string | null;
  readonly confirmedAt: Date | null;
  readonly confirmer: string | null;
  /** When a supervisor refused it; it is not offered again. */
  readonly refusedAt: Date | null;
}

const STANDING = sql`v.hash, v.pack_id, v.version, v.state, v.published_at, v.published_by, p.username as publisher, v.confirmed_at, c.username as confirmer, v.refused_at
  from rule_pack_version v left join app_user p on p.id = v.published_by left join app_user c on c.id = v.confirmed_by`;

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
      await sql`update rule_pack_version set state = 'retired', retired_at = clock_timestamp() where state = 'live'`.execute(db);
      await sql`insert into rule_pack_version (hash, pack_id, version, body, state, published_by)
        values (${pack.hash}, ${pack.packId}, ${pack.version}, ${JSON.stringify(pack.body)}::jsonb, 'live', ${actor.id}::uuid)
        on conflict (hash) do update set state = 'live'`.execute(db);
      return true;
    },
    /** Every version, newest first. */
    async list(): Promise<PackStanding[]> {
      return (await sql<PackStanding>`select ${STANDING} order by v.published_at desc, v.hash`.execute(db)).rows;
    },
    /** One version by its pack and number, held until this transaction ends; undefined when there is none. */
    async lockVersion(packId: string, version: number): Promise<PackStanding | undefined> {
      return (await sql<PackStanding>`select ${STANDING} where v.pack_id = ${packId} and v.version = ${version} for update of v`.execute(db)).rows[0];
    },
    /** Saves a new version that counts for nothing yet. Throws conflict `pack-exists` when these bytes, or this number, are there already. */
    async saveVersion(pack: { packId: string; version: number; hash: string; body: unknown; state: "draft" | "shadow" }): Promise<void> {
      const { rows } = await sql`insert into rule_pack_version (hash, pack_id, version, body, state, published_by)
        values (${pack.hash}, ${pack.packId}, ${pack.version}, ${JSON.stringify(pack.body)}::jsonb, ${pack.state}, ${actor.id}::uuid)
        on conflict do nothing returning hash`.execute(db);
      if (rows.length === 0)
        throw conflict(
          "pack-exists",
          `A version ${pack.version} of ${pack.packId}, or the same content under another number, is published already: raise "version" in pack.yaml.`,
        );
    },
    /** Moves a draft to shadow. Whether it may go there is the caller's question, under `lockVersion`. */
    async offer(hash: string): Promise<void> {
      await sql`update rule_pack_version set state = 'shadow' where hash = ${hash}`.execute(db);
    },
    /** Puts a version live in the actor's name and retires the one before. Whether it may go there is the caller's question, under `lockVersion`. */
    async approve(hash: string): Promise<void> {
      await sql`update rule_pack_version set state = 'retired', retired_at = clock_timestamp() where state = 'live'`.execute(db);
      await sql`update rule_pack_version set state = 'live', confirmed_by = ${actor.id}::uuid, confirmed_at = clock_timestamp()
        where hash = ${hash}`.execute(db);
    },
    /** Takes an offered version back to a draft, for good. Whether that may be is the caller's question, under `lockVersion`. */
    async refuse(hash: string): Promise<void> {
      await sql`update rule_pack_version set state = 'draft', refused_at = clock_timestamp() where hash = ${hash}`.execute(db);
    },
    /** The version that was in force before the one that is. */
    async findPrevious(): Promise<PackStanding | undefined> {
      const { rows } =
        await sql<PackStanding>`select ${STANDING} where v.state = 'retired' order by v.retired_at desc nulls last, v.published_at desc limit 1`.execute(
          db,
        );
      return rows[0];
    },
    /** A supervisor's word under a version that the system put live. */
    async confirm(hash: string): Promise<void> {
      const { rows } = await sql`update rule_pack_version set confirmed_by = ${actor.id}::uuid, confirmed_at = clock_timestamp()
        where hash = ${hash} and state = 'live' and confirmed_at is null returning hash`.execute(db);
      if (rows.length === 0) throw notFound("unconfirmed live rule pack");
    },
  };
}
