import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { type FlagListFilter, flagListQuery } from "../../packages/store/src/export-rows.ts";

interface Copied {
  readonly ms: number;
  readonly bytes: number;
  readonly rows: number;
}

/** The query of a list of flags as one plain `COPY (…) TO STDOUT`, under the role and the regions that an export reads with. The bytes are counted and let go. */
export async function plainCopy(
  url: string,
  asked: { readonly userId: string; readonly role: string; readonly filter: FlagListFilter },
): Promise<Copied> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  const span = { after: 0, upto: Number.MAX_SAFE_INTEGER };
  const query = flagListQuery({ id: asked.userId, role: asked.role }, asked.filter, span).compile(db);
  // COPY takes no parameters.
  const text = query.sql.replace(/\$(\d+)/g, (_, n: string) => {
    const value = query.parameters[Number(n) - 1];
    return value === null ? "null" : pg.escapeLiteral(String(value));
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(`select set_config('role', 'netra_report', true), set_config('netra.actor', '${asked.userId}', true), set_config('netra.regions', '${asked.filter.region}', true),
      set_config('search_path', 'netra', true)`);
    const begun = performance.now();
    const { bytes, rows } = await copyOut(client, `copy (${text}) to stdout with (format csv, header)`);
    return { ms: performance.now() - begun, bytes, rows };
  } finally {
    await client.end();
    await db.destroy();
  }
}

/** What the driver asks of whoever reads a copy; it has no such reader itself. */
function copyOut(client: pg.Client, text: string): Promise<{ bytes: number; rows: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ bytes: number; rows: number }>();
  let bytes = 0;
  let rows = 0;
  client.query({
    submit: (connection: { query(text: string): void }) => connection.query(text),
    handleCopyData: ({ chunk }: { chunk: Buffer }) => {
      bytes += chunk.byteLength;
    },
    handleCommandComplete: (message: { text: string }) => {
      rows = Number(message.text.split(" ")[1]);
    },
    handleReadyForQuery: () => resolve({ bytes, rows }),
    handleError: reject,
    handleRowDescription: () => undefined,
    handleDataRow: () => undefined,
  } as unknown as pg.Submittable);
  return promise;
}
