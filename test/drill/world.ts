import pg from "pg";

/** A connection that acts with the rights of one of Netra's processes. */
export async function connectAs(url: string, process: "ingest" | "operator" | null): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "drill" });
  // A killed server ends it.
  client.on("error", () => undefined);
  await client.connect();
  if (process) await client.query(`set role netra_${process}; set netra.regions = 'ID'; set search_path = netra`);
  return client;
}

/** Runs statements on a connection that is closed whatever happens. */
export async function withClient<T>(client: Promise<pg.Client>, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const open = await client;
  try {
    return await act(open);
  } finally {
    await open.end();
  }
}

/** Made-up people with an account each, by the operator's tools. Gives how many. */
export async function register(client: pg.Client, people: number): Promise<void> {
  await client.query(
    `with person as (
        insert into civil_servant (region, name) select '19.06', 'Contoh ' || n from generate_series(1, $1) n returning id, name)
      insert into account (civil_servant_id, region, platform, handle, handle_key, link, link_source, due_at)
        select id, '19.06', 'facebook', lower(replace(name, ' ', '.')), lower(replace(name, ' ', '.')), 'declared', 'surat', now() + interval '1 day' from person`,
    [people],
  );
}

/** What ingest writes for one post: itself, its version, its bytes and a row of the audit trail. */
export const ROWS_A_POST = 4;

/**
 * Saves made-up posts `from` to `to` in one transaction, as ingest does, with one row of the audit trail for each. They count as read, so that no worker
 * takes them.
 */
export async function savePosts(client: pg.Client, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
  await client.query(
    `with who as (select array_agg(id order by handle) as accounts, array_agg(civil_servant_id order by handle) as people from account),
      saved as (
        insert into post (platform, external_id, account_id, civil_servant_id, region, kind, url, visibility, origin, time_trust, posted_at, first_seen_at)
          select 'facebook', 'drill-' || n, accounts[1 + n % cardinality(accounts)], people[1 + n % cardinality(people)], '19.06', 'post',
            'https://facebook.example/drill/' || n, 'public', 'own', 'platform', now() - n * interval '1 second', now()
          from who, generate_series($1::int, $2::int) n
          returning id, external_id, region),
      version as (
        insert into post_version (post_id, platform, external_id, version_key, seq, region, sha256, byte_length, week, state)
          select id, 'facebook', external_id, 'v1', 1, region, sha256(external_id::bytea), 200, date_trunc('week', now() at time zone 'Asia/Jakarta')::date, 'classified'
          from saved returning id, external_id, week, region),
      body as (
        insert into capture_body (version_id, week, region, text, raw, content_type, connector, connector_version)
          select id, week, region, 'Selamat pagi, kegiatan hari ini nomor ' || external_id || ' ' || repeat(md5(external_id), 4),
            convert_to('{"id":"' || external_id || '","message":"' || repeat(md5(external_id), 5) || '"}', 'UTF8'), 'application/json', 'drill', '1'
          from version)
      insert into audit_event (actor_kind, actor_role, region, act, object_type, object_id)
        select 'system', 'system', region, 'post.saved', 'post', id::text from saved`,
    [from, to],
  );
}

/** Makes the partitions of this week. */
export const ensureWeek = (client: pg.Client): Promise<unknown> =>
  client.query("select ensure_week(date_trunc('week', now() at time zone 'Asia/Jakarta')::date)");

/** Everything of posts and of the audit trail, as somebody with every right might by mistake. */
export async function deleteAll(client: pg.Client): Promise<void> {
  await client.query(
    "begin; delete from netra.capture_body; delete from netra.post_version; delete from netra.post; delete from netra.audit_event; commit",
  );
}

/** Of one table: how many rows, and a sum over the hash of every column of every row. */
export interface TablePrint {
  readonly rows: number;
  readonly sum: string;
}

/** Tables that a running custody worker moves by itself, between a look and the restore: sealing, walking, planning. What is sealed is checked by the ledger itself. */
const MOVING = [
  "ledger_waiting",
  "ledger_leaf",
  "ledger_frontier",
  "checkpoint",
  "checkpoint_mail",
  "digest_mail",
  "checkpoint_stamp",
  "fixity_round",
  "fixity_check",
  "recheck",
  "post_media",
  "media_text",
  "flag_likeness",
];

/** Every table of Netra at one moment, and that moment by the server's clock. The restore's own row in the audit trail is left out. For a superuser. */
export async function fingerprint(client: pg.Client): Promise<{ readonly at: string; readonly tables: ReadonlyMap<string, TablePrint> }> {
  await client.query("begin isolation level repeatable read read only");
  const { rows: names } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'netra'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> all ($1) order by relname",
    [MOVING],
  );
  const tables = new Map<string, TablePrint>();
  for (const { name } of names) {
    const but = name === "audit_event" ? "where act <> 'database.restored'" : "";
    const { rows } = await client.query<{ rows: number; sum: string }>(
      `select count(*)::int as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from netra.${pg.escapeIdentifier(name)} t ${but}`,
    );
    if (rows[0]) tables.set(name, rows[0]);
  }
  await client.query("commit");
  return { at: await clock(client), tables };
}

/** The server's clock, with microseconds. */
export async function clock(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ at: string }>(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`);
  return rows[0]?.at ?? "";
}
