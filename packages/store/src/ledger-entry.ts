import { sql } from "kysely";

const utc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Joins to `o (kind, object_id)` the row it names: `a`, `e`, `u` or `m`; all null when there is none. An id of another form names none. */
export const LEDGER_ROWS = sql`
  left join audit_event a on a.id = case when o.kind = 'audit' and pg_input_is_valid(o.object_id, 'bigint') then o.object_id::bigint end
  left join evidence e on e.id = case when o.kind = 'evidence' and pg_input_is_valid(o.object_id, 'uuid') then o.object_id::uuid end
  left join upload u on u.id = case when o.kind = 'upload' then o.object_id end
  left join post_media m on m.id = case when o.kind = 'media' and pg_input_is_valid(o.object_id, 'uuid') then o.object_id::uuid end and m.state = 'kept'`;

/**
 * What a leaf seals of its row, as `FORMAT.md` of packages/evidence writes an entry; null without a row. Columns that may change are left out, and
 * bytes and text stand as their hashes. Sealed for good: an entry is never written in another way, or every older leaf would contradict its row.
 */
export const LEDGER_ENTRY = sql`case
  when a.id is not null then jsonb_build_object('id', a.id::text, 'at', ${utc("a.at")}, 'actor_kind', a.actor_kind, 'actor_id', a.actor_id,
    'actor_role', a.actor_role, 'region', a.region, 'act', a.act, 'object_type', a.object_type, 'object_id', a.object_id, 'reason', a.reason, 'detail', a.detail)
  when e.id is not null then jsonb_build_object('id', e.id, 'flag_id', e.flag_id, 'version_id', e.version_id, 'region', e.region, 'sha256', encode(e.sha256, 'hex'),
    'text_sha256', encode(sha256(convert_to(e.text, 'UTF8')), 'hex'), 'content_type', e.content_type, 'connector', e.connector,
    'connector_version', e.connector_version, 'captured_at', ${utc("e.captured_at")}, 'pinned_at', ${utc("e.pinned_at")})
    || case when e.source is null then '{}'::jsonb else jsonb_build_object('source', e.source, 'http_status', e.http_status, 'headers', e.headers, 'asked_at', ${utc("e.asked_at")},
      'answered_at', ${utc("e.answered_at")}, 'tool_version', e.tool_version, 'occurred_at', ${utc("e.occurred_at")}, 'occurred_trust', e.occurred_trust, 'known_at', ${utc("e.known_at")}) end
  when u.id is not null then jsonb_build_object('id', u.id, 'user_id', u.user_id, 'region', u.region, 'capture_id', u.capture_id, 'media_type', u.media_type,
    'byte_length', u.byte_length::text, 'sha256', encode(u.sha256, 'hex'), 'received_at', ${utc("u.received_at")})
  when m.id is not null then jsonb_build_object('id', m.id, 'version_id', m.version_id, 'ordinal', m.ordinal, 'region', m.region, 'kind', m.kind, 'reference', m.reference,
    'media_type', m.media_type, 'byte_length', m.byte_length::text, 'sha256', encode(m.sha256, 'hex'), 'source', m.source, 'http_status', m.http_status, 'headers', m.headers,
    'asked_at', ${utc("m.asked_at")}, 'fetched_at', ${utc("m.fetched_at")}, 'connector', m.connector, 'connector_version', m.connector_version, 'tool_version', m.tool_version)
  end`;

/** Whether bytes kept in the row are those of its hash. Files are custody's to look at. */
export const LEDGER_INTACT = sql`(e.id is null or sha256(e.raw) = e.sha256)`;
