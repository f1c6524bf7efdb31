import { createHash } from "node:crypto";

/** What the dump leaves out, and why. A column of every table is named `*.column`. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  "user_session.*": "how people came in is not what they did: a session is made by the test itself",
  "sign_in_link.token_hash": "random: the first admin's way in",
  "audit_event.salt": "random, so that a row can be forgotten",
  "flag.number": "counts in the order in which posts were read, which is nobody's promise",
  "civil_servant.nip_cipher": "encrypted with a fresh nonce each time",
  "report_file.bytes": "a report tells the moment it was made; its figures are compared in report.summary",
  "report_file.sha256": "of those bytes",
  "report_progress.*": "how far a report was, which depends on the moment",
  "report_mail.*": "when a mail server took them",
  "installation.*": "random: the name of this database's ledger",
  "ledger_waiting.*": "what is not sealed yet, which depends on the minute",
  "ledger_leaf.*": "sealed in the order of arrival, with random salts",
  "ledger_frontier.*": "made from the leaves",
  "checkpoint_mail.*": "when a mail server took them",
  "digest_mail.*": "which morning it was, and when a mail server took it",
  "digest_address.address_cipher": "encrypted with a fresh nonce each time",
  "checkpoint.*": "made from the leaves, when the day or somebody asks",
  "checkpoint_stamp.*": "as the checkpoints",
  "fixity_round.*": "how far a walk came, which depends on the minute",
  "fixity_check.*": "what the walk has passed, likewise",
  "recheck.*": "planned when custody next looks",
  "post.source_checked_at": "an escalated post is looked at again when custody next looks, at once or within the minute",
  "account_watch.*": "which hours were fetched in, which depends on the hour",
  "past_state.*": "what was so before, which depends on the order of what happened",
  ...Object.fromEntries(
    [
      ...["state", "reason", "attempts", "next_try_at", "lease_until", "lease_token", "missed_at", "sha256", "byte_length", "media_type"],
      ...["blob_key", "source", "http_status", "headers", "asked_at", "fetched_at", "connector", "connector_version", "tool_version"],
    ].map((column) => [`post_media.${column}`, "how far fetching came, which depends on the minute; what was asked for is compared"]),
  ),
  "flag_likeness.cluster_id": "random: who stands together follows from what texts are compared by",
  "media_text.*": "read from those files",
};

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly identity: boolean;
}
type Row = Readonly<Record<string, unknown>>;
type See = <T>(text: string, values?: unknown[]) => Promise<T[]>;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What a report's summary says of its moment: when things stood (ms), and how many hours were over by then. */
const MOMENT = /"(stoodAt|hours|hoursWithout)":\d+/g;
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})/g;
const TIME_TYPES = new Set(["timestamptz", "date"]);
/** Rounds after which two ids that differ in what hangs on them have different names: the longest chain of references is shorter. */
const ROUNDS = 6;

/**
 * Every row of every business table (schema `netra`, without partitions) as one line, sorted, so that two databases in which the same happened give the
 * same text. Ids are replaced by a name made from what the row says and what it refers to; times and dates by `T`; running numbers by `N`; `EXCLUDED`
 * is left out. `counts` tells how many rows each table has.
 */
export async function canonicalDump(see: See): Promise<{ lines: string[]; counts: Record<string, number> }> {
  const columns = await see<Column>(`select c.relname as table, a.attname as name, t.typname as type, a.attidentity <> '' as identity
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'netra'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1, a.attnum`);
  const rows: { table: string; row: Row; text: string }[] = [];
  const counts: Record<string, number> = {};
  for (const table of new Set(columns.map((column) => column.table))) {
    if (`${table}.*` in EXCLUDED) continue;
    const own = columns.filter((column) => column.table === table && !(`${table}.${column.name}` in EXCLUDED));
    const found = await see<{ row: Row }>(`select to_jsonb(t) as row from netra.${table} t`);
    counts[table] = found.length;
    for (const { row } of found) {
      const plain = Object.fromEntries(own.map((column) => [column.name, plainValue(column, row[column.name])]));
      rows.push({ table, row: plain, text: `${table} ${JSON.stringify(plain).replace(TIME, "T").replace(MOMENT, '"$1":"T"')}` });
    }
  }
  const names = nameIds(rows);
  return { lines: rows.map(({ text }) => withNames(text, names)).toSorted(), counts };
}

function plainValue({ type, identity }: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (identity) return "N";
  return TIME_TYPES.has(type) ? "T" : value;
}

/** Names every id by the row it is the key of, again and again, each round with the names of the round before in place of the ids it refers to. */
function nameIds(rows: readonly { readonly table: string; readonly row: Row; readonly text: string }[]): Map<string, string> {
  let names = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Map<string, string>();
    for (const { table, row, text } of rows) {
      if (typeof row.id !== "string" || !row.id.match(UUID)) continue;
      const said = withNames(text.replaceAll(row.id, "self"), names);
      next.set(row.id, `${table}:${createHash("sha256").update(said).digest("hex").slice(0, 12)}`);
    }
    names = next;
  }
  return names;
}

const withNames = (text: string, names: ReadonlyMap<string, string>): string => text.replace(UUID, (id) => names.get(id) ?? "id");
