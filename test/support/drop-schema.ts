/**
 * Drops a schema that others are using. Postgres may choose the drop as the victim of a deadlock with one of them: then it is tried again, since the
 * schema is to be gone whoever was in the way.
 */
export async function dropSchema(db: { query(text: string): Promise<unknown> }, schema: string): Promise<void> {
  for (;;) {
    try {
      await db.query(`drop schema ${schema} cascade`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== "40P01") throw error;
    }
  }
}
