import pg from "pg";

/**
 * Copies one flag many times, each with a post, version and reading of its own, by the database itself: for measuring, and for lists that are longer than a page. States, platforms,
 * times and regions vary; what triggers would keep of each is left out. Takes two minutes a million on a quiet machine.
 */
export async function copyFlag(
  url: string,
  { flagId, count, from = 1 }: { readonly flagId: string; readonly count: number; readonly from?: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: "-c search_path=netra -c timezone=UTC" });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    const id = (kind: number) => `(lpad(to_hex(n), 8, '0') || '-0000-4000-8000-00000000000${kind}')::uuid`;
    const copy = (table: string, source: string, changed: string) =>
      client.query(
        `insert into ${table} select r.* from generate_series($2::int, $3::int) n, ${source} b,
          lateral jsonb_populate_record(b, ${changed}) r where b.id = (select ${table === "flag" ? "id" : `${table === "post_version" ? "version" : table}_id`} from flag where id = $1)`,
        [flagId, from, from + count - 1],
      );
    await copy("post", "post", `jsonb_build_object('id', ${id(1)}, 'external_id', 'copy-' || n, 'url', null)`);
    await copy("post_version", "post_version", `jsonb_build_object('id', ${id(2)}, 'post_id', ${id(1)}, 'external_id', 'copy-' || n)`);
    await copy("classification", "classification", `jsonb_build_object('id', ${id(3)}, 'post_id', ${id(1)}, 'version_id', ${id(2)})`);
    await copy(
      "flag",
      "flag",
      `jsonb_build_object('id', ${id(4)}, 'number', 1000 + n, 'post_id', ${id(1)}, 'version_id', ${id(2)}, 'classification_id', ${id(3)},
        'state', (array['open', 'closed', 'escalated', 'awaiting_second'])[1 + n % 4], 'outcome', case when n % 4 = 1 then 'not_partisan' end, 'claimed_from', null,
        'platform', (array['facebook', 'instagram', 'tiktok', 'x', 'youtube'])[1 + n % 5], 'opened_at', b.opened_at - make_interval(mins => n % 10000))`,
    );
    await client.query("analyze post, classification, flag");
  } finally {
    await client.end();
  }
}
