import pg from "pg";

interface Filling {
  /** A flag of the seed, whose post, version and reading are copied. */
  readonly flagId: string;
  readonly posts: number;
  /** Every so many posts have a flag. */
  readonly flagEvery: number;
  readonly days: number;
  readonly agencies: number;
  readonly accounts: number;
}

/**
 * Posts of some weeks as they stand after them, by the database itself: of many accounts and agencies, each with a version (some edited), a reading that may name candidates, and some with a
 * flag that was decided or waits; hours in which accounts were fetched, and what was so before. What triggers would keep of each is left out.
 */
export async function fillPosts(url: string, { flagId, posts, flagEvery, days, agencies, accounts }: Filling): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: "-c search_path=netra -c timezone=UTC" });
  await client.connect();
  const id = (kind: string, n = "n") => `(lpad(to_hex(${n}), 8, '0') || '-0000-4000-9000-0000000000${kind}')::uuid`;
  const posted = `(clock_timestamp() - make_interval(secs => (n::float8 / ${posts}) * ${days * 86_400} + 7200))`;
  /** Copies one row of a table so many times, each with these columns changed. */
  const copy = async (table: string, given: { readonly of: string; readonly count: number; readonly changed: string; readonly where?: string }) => {
    const { of, count, changed, where = "true" } = given;
    await client.query(
      `insert into ${table} select r.* from generate_series(1, ${count}) n, ${table} b, lateral jsonb_populate_record(b, ${changed}) r where b.id = ${of} and ${where}`,
    );
  };
  try {
    await client.query("set session_replication_role = replica");
    const column = async (name: string) =>
      String((await client.query(`select ${name} as id from flag f join post p on p.id = f.post_id where f.id = $1`, [flagId])).rows[0]?.id);
    const [post, account, agency] = [await column("p.id"), await column("p.account_id"), await column("p.agency_id")];
    const [version, reading, region] = [await column("f.version_id"), await column("f.classification_id"), await column("f.region")];
    await copy("agency", { of: `'${agency}'`, count: agencies, changed: `jsonb_build_object('id', ${id("a0")}, 'name', 'Dinas Salinan ' || n)` });
    await copy("account", {
      of: `'${account}'`,
      count: accounts,
      changed: `jsonb_build_object('id', ${id("a1")}, 'handle', 'salinan.' || n, 'handle_key', 'salinan.' || n, 'linked_at', clock_timestamp() - interval '90 days',
        'platform', (array['facebook', 'instagram', 'tiktok', 'x', 'youtube'])[1 + n % 5])`,
    });
    await client.query(`insert into account_watch (account_id, week, region, platform, fetched_at, fetched)
      select a.id, w::date, a.region, a.platform, w + interval '1 hour', repeat('1', 168)::bit(168)
      from account a, generate_series(date_trunc('week', clock_timestamp()) - interval '8 weeks', clock_timestamp(), interval '1 week') w where a.handle like 'salinan.%'`);
    await copy("post", {
      of: `'${post}'`,
      count: posts,
      changed: `jsonb_build_object('id', ${id("b0")}, 'external_id', 'salinan-' || n, 'url', null, 'account_id', ${id("a1", `1 + n % ${accounts}`)}, 'agency_id', ${id("a0", `1 + n % ${agencies}`)},
        'platform', (array['facebook', 'instagram', 'tiktok', 'x', 'youtube'])[1 + n % 5], 'posted_at', ${posted}, 'claimed_at', ${posted}, 'first_seen_at', ${posted} + interval '1 hour',
        'employment_kind', (array['pns', 'pns', 'pppk', 'non_asn'])[1 + n % 4])`,
    });
    for (const [seq, every] of [
      [1, 1],
      [2, 10],
    ] as const)
      await copy("post_version", {
        of: `'${version}'`,
        count: posts,
        where: `n % ${every} = 0`,
        changed: `jsonb_build_object('id', ${id(`c${seq}`)}, 'post_id', ${id("b0")}, 'external_id', 'salinan-' || n, 'version_key', '${seq}', 'seq', ${seq}, 'captured_at', ${posted} + interval '${seq} hour')`,
      });
    await copy("classification", {
      of: `'${reading}'`,
      count: posts,
      changed: `jsonb_build_object('id', ${id("d0")}, 'post_id', ${id("b0")}, 'version_id', ${id("c1")}, 'at', ${posted} + interval '61 minutes', 'flagged', n % ${flagEvery} = 0,
        'named', case n % 4 when 0 then '["rima-joko"]'::jsonb when 1 then '["bahar-ratih"]'::jsonb else '[]'::jsonb end)`,
    });
    await copy("flag", {
      of: `'${flagId}'`,
      count: posts,
      where: `n % ${flagEvery} = 0`,
      changed: `jsonb_build_object('id', ${id("e0")}, 'number', 5000000 + n, 'post_id', ${id("b0")}, 'version_id', ${id("c1")}, 'classification_id', ${id("d0")}, 'opened_at', ${posted} + interval '62 minutes',
        'changed_at', ${posted} + interval '1 day', 'claimed_from', null, 'platform', (array['facebook', 'instagram', 'tiktok', 'x', 'youtube'])[1 + n % 5],
        'state', (array['open', 'closed', 'closed', 'escalated'])[1 + n / ${flagEvery} % 4], 'outcome', case when n / ${flagEvery} % 4 in (1, 2) then 'not_partisan' end)`,
    });
    await client.query(`insert into decision (flag_id, region, user_id, reader_no, idempotency_key, act, outcome, reason, from_state, to_state, fence, at)
      select f.id, f.region, (select id from app_user where role = 'analyst' and '${region}' = any (regions)), 1, f.id::text, case f.state when 'closed' then 'close' else 'escalate' end,
        f.outcome, 'dibaca', 'open', f.state, 1, f.opened_at + interval '20 hours' from flag f where f.number > 5000000 and f.state in ('closed', 'escalated')`);
    await client.query(`insert into past_state (kind, object_id, region, until, was) select 'flag', f.id, f.region, f.opened_at + interval '3 hours',
        jsonb_build_object('withdrawn', false, 'targets', f.targets, 'classification', f.classification_id) from flag f where f.number > 5000000 and f.number % 20 = 0`);
    await client.query("analyze");
  } finally {
    await client.end();
  }
}
