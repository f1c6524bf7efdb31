import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** What two-step verification rests on: a secret of each person who set it up, and which codes of it were used. */
export function secondFactorsIn({ db, cipher }: Scope) {
  return {
    /** Keeps a new secret until its first code came. False, and nothing is changed, when the person has one in use. */
    async keep(userId: string, secret: string): Promise<boolean> {
      const { rows } = await sql`insert into second_factor as f (user_id, secret_cipher) values (${userId}, ${cipher.encrypt(secret)})
        on conflict (user_id) do update set secret_cipher = excluded.secret_cipher, made_at = clock_timestamp(), last_step = 0
          where f.active_at is null returning user_id`.execute(db);
      return rows.length > 0;
    },

    /** The secret, and whether it is in use; it stays as it is until the transaction ends. Throws when it was written with another key. */
    async find(userId: string): Promise<{ readonly secret: string; readonly active: boolean } | undefined> {
      const { rows } = await sql<{ secretCipher: Buffer; active: boolean }>`select secret_cipher, active_at is not null as active from second_factor
        where user_id = ${userId} for update`.execute(db);
      return rows[0] && { secret: cipher.decrypt(rows[0].secretCipher), active: rows[0].active };
    },

    /** Spends the code of a time step, and with the first one the secret comes into use. False when this code, or a later one, was used before. */
    async spend(userId: string, step: number): Promise<boolean> {
      const { rows } = await sql`update second_factor set last_step = ${step}, active_at = coalesce(active_at, clock_timestamp())
        where user_id = ${userId} and last_step < ${step} returning user_id`.execute(db);
      return rows.length > 0;
    },

    /** Takes two-step verification away from a person. False when there was none in use. */
    async remove(userId: string): Promise<boolean> {
      const { rows } = await sql<{
        active: boolean;
      }>`delete from second_factor where user_id = ${userId} returning active_at is not null as active`.execute(db);
      return rows[0]?.active ?? false;
    },
  };
}
