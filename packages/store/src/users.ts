import { conflict, type Role } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly regions: readonly string[];
  readonly locale: "id" | "en";
  readonly active: boolean;
}

const COLUMNS = sql`id, username, name, role, regions, locale, active`;

/** People who sign in. */
export function usersIn({ db }: Scope) {
  return {
    async add(user: { username: string; name: string; role: Role; regions: readonly string[] }): Promise<string> {
      const { rows } = await sql<{ id: string }>`insert into app_user (username, name, role, regions)
        values (${user.username.toLowerCase()}, ${user.name}, ${user.role}, ${sql.val([...user.regions])}::text[])
        on conflict (username) do nothing returning id`.execute(db);
      if (!rows[0])
        throw conflict(
          "user-exists",
          `A user named ${JSON.stringify(user.username)} exists already: choose another name, or make a link with \`netra users link\`.`,
        );
      return rows[0].id;
    },
    /** With the password's hash, for the sign-in route alone. */
    async findByName(username: string): Promise<(User & { passwordHash: string | null }) | undefined> {
      return (
        await sql<
          User & { passwordHash: string | null }
        >`select ${COLUMNS}, password_hash from app_user where username = ${username.toLowerCase()}`.execute(db)
      ).rows[0];
    },
    async list(): Promise<User[]> {
      return (await sql<User>`select ${COLUMNS} from app_user order by username`.execute(db)).rows;
    },
    async setPassword(id: string, passwordHash: string): Promise<void> {
      await sql`update app_user set password_hash = ${passwordHash} where id = ${id}`.execute(db);
    },
    async setLocale(id: string, locale: "id" | "en"): Promise<void> {
      await sql`update app_user set locale = ${locale} where id = ${id}`.execute(db);
    },
    async setActive(id: string, active: boolean): Promise<void> {
      await sql`update app_user set active = ${active} where id = ${id}`.execute(db);
      if (!active) await sql`update user_session set ended_at = clock_timestamp() where user_id = ${id} and ended_at is null`.execute(db);
    },
  };
}
