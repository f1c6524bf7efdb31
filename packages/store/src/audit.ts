import { sql } from "kysely";
import type { Scope } from "./store.ts";

export interface AuditEntry {
  /** e.g. `flag.claimed`, `identity.opened`. Stable: never rename. */
  readonly act: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly region: string;
  readonly reason?: string;
  /** Ids and enums only: never text, handle, name or NIP. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export function auditIn({ db, actor }: Scope) {
  return {
    /** Adds one row in the act's own transaction: the act and its trace stand or fall together. */
    async append(entry: AuditEntry): Promise<void> {
      await sql`insert into audit_event (actor_kind, actor_id, actor_role, region, act, object_type, object_id, reason, detail)
        values (${actor.kind}, ${actor.id}, ${actor.role}, ${entry.region}, ${entry.act}, ${entry.objectType}, ${entry.objectId},
          ${entry.reason ?? null}, ${JSON.stringify(entry.detail ?? {})}::jsonb)`.execute(db);
    },

    /** Acts on one object, oldest first. */
    async listFor(objectType: string, objectId: string): Promise<{ act: string; actorId: string | null; actorRole: string; at: Date }[]> {
      const { rows } = await sql<{ act: string; actorId: string | null; actorRole: string; at: Date }>`
        select act, actor_id, actor_role, at from audit_event where object_type = ${objectType} and object_id = ${objectId} order by id`.execute(db);
      return rows;
    },
  };
}
