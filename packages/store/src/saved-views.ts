import { conflict } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** Filters of the list that a team keeps under a name. */
export interface SavedViewRow {
  readonly id: string;
  readonly region: string;
  /** The team is everybody of this role in this region. */
  readonly role: string;
  readonly name: string;
  readonly filters: unknown;
  readonly createdBy: string;
}

/** More than this many are no longer a menu. */
const MOST = 50;
const COLUMNS = sql`id, region, role, name, filters, created_by`;

export function savedViewsIn({ db, actor }: Scope) {
  const taken = conflict("view-exists", "Your team has a view of this name already: choose another name.");
  return {
    /** Views in the actor's regions, by name; of one role, or of every role when it is null. */
    async list(role: string | null): Promise<SavedViewRow[]> {
      const { rows } = await sql<SavedViewRow>`select ${COLUMNS} from saved_view where (${role}::text is null or role = ${role})
        order by lower(name), region, role limit 500`.execute(db);
      return rows;
    },

    /** Keeps a view. Throws conflict `view-exists`, or `too-many-views` when the team has 50. */
    async add(view: { readonly region: string; readonly role: string; readonly name: string; readonly filters: unknown }): Promise<SavedViewRow> {
      const { rows: known } = await sql<{
        n: number;
      }>`select count(*)::int as n from saved_view where region = ${view.region} and role = ${view.role}`.execute(db);
      if ((known[0]?.n ?? 0) >= MOST) throw conflict("too-many-views", `Your team keeps ${MOST} views already: delete one first.`);
      const { rows } = await sql<SavedViewRow>`insert into saved_view (region, role, name, filters, created_by)
        values (${view.region}, ${view.role}, ${view.name}, ${JSON.stringify(view.filters)}::jsonb, ${actor.id}::uuid)
        on conflict do nothing returning ${COLUMNS}`.execute(db);
      if (!rows[0]) throw taken;
      return rows[0];
    },

    /** One view under its row lock; undefined outside the actor's regions. */
    async lock(id: string): Promise<SavedViewRow | undefined> {
      return (await sql<SavedViewRow>`select ${COLUMNS} from saved_view where id = ${id}::uuid for update`.execute(db)).rows[0];
    },

    /** Gives a locked view another name. Throws conflict `view-exists`. */
    async rename(view: SavedViewRow, name: string): Promise<void> {
      const { rows } = await sql`select from saved_view where region = ${view.region} and role = ${view.role} and lower(name) = lower(${name})
        and id <> ${view.id}::uuid`.execute(db);
      if (rows.length > 0) throw taken;
      await sql`update saved_view set name = ${name} where id = ${view.id}::uuid`.execute(db);
    },

    async remove(id: string): Promise<void> {
      await sql`delete from saved_view where id = ${id}::uuid`.execute(db);
    },
  };
}
