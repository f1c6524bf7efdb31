-- Exports: asked for, approved where they are large, made part by part by a worker that may be killed at any moment, handed to whoever asked, and gone after some days.
set local role netra_owner;
set local search_path = netra;

-- When somebody last proved who they are: signing in, or confirming again.
alter table user_session add column confirmed_at timestamptz not null default clock_timestamp();
grant update (confirmed_at) on user_session to netra_api;

create table export (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('flags', 'audit', 'evidence')),
  format text not null check (format in ('csv', 'xlsx', 'zip')),
  region text not null,
  -- codes, ids and days; never words
  filter jsonb not null,
  state text not null check (state in ('waiting_approval', 'waiting', 'running', 'ready', 'failed', 'refused', 'cancelled', 'expired')),
  needs_approval boolean not null,
  asked_by uuid not null references app_user,
  asked_role text not null,
  asked_at timestamptz not null default clock_timestamp(),
  -- rows (of a set: flags and cases) that it had when it was asked for
  expected bigint not null check (expected >= 0),
  approved_by uuid references app_user,
  approved_at timestamptz,
  refused_by uuid references app_user,
  -- when its rows were chosen, the last there may be, and how many there were
  as_of timestamptz,
  upto bigint,
  total bigint,
  done bigint not null default 0,
  -- starts since the last part that was finished
  attempts int not null default 0,
  -- which turn it is: who comes with an earlier one writes nothing
  turn int not null default 0,
  lease_until timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  row_count bigint,
  bytes bigint,
  sha256 bytea,
  failed_code text check (failed_code ~ '^[A-Za-z0-9_-]{1,64}$'),
  check (approved_by is null or approved_by <> asked_by),
  check (not needs_approval or approved_by is not null or state in ('waiting_approval', 'refused', 'cancelled', 'expired')),
  check (state <> 'ready' or (sha256 is not null and bytes is not null and row_count is not null and expires_at is not null)),
  check (state <> 'failed' or failed_code is not null)
);
-- question: which are still to be made?
create index export_open on export (asked_at) where state in ('waiting', 'running');
-- question: what did this person ask for today?
create index export_asker on export (asked_by, asked_at);

-- The bytes of an export in order. What follows a part begins after `position`.
create table export_part (
  id uuid primary key default gen_random_uuid(),
  export_id uuid not null references export,
  region text not null,
  no int not null check (no >= 0),
  blob_key text not null,
  bytes bigint not null,
  row_count bigint not null,
  -- the last row in it: a flag's number, an audit row's id, a place in the list of a set
  position bigint not null,
  -- of a set: the file in this part, as the archive's directory lists it
  entry jsonb,
  unique (export_id, no)
);
-- question: does a row name this file?
create index export_part_blob on export_part (blob_key);

call protect_by_region('export');
call protect_by_region('export_part');
create policy owner_cascade on export to netra_owner using (true) with check (true);
create policy owner_cascade on export_part to netra_owner using (true) with check (true);

grant select, insert on export to netra_api;
grant update (state, approved_by, approved_at, refused_by, ended_at, lease_until) on export to netra_api;
grant select on export_part to netra_api;
grant select on export to netra_report, netra_scheduler, netra_custody;
grant update (state, as_of, upto, total, done, attempts, turn, lease_until, ended_at, expires_at, row_count, bytes, sha256, failed_code) on export to netra_report;
grant select, insert on export_part to netra_report;
grant update (state, ended_at) on export to netra_custody;
grant select, delete on export_part to netra_custody;

-- Who asked for an export, as this person stands now; nobody where they were switched off.
create function export_asker(of_export uuid) returns table (id uuid, role text, regions text[])
language sql stable security definer rows 1 set search_path = netra, pg_temp as $$
  select u.id, u.role, u.regions || lent_regions(u.id) from export e join app_user u on u.id = e.asked_by where e.id = of_export and u.active
$$;
revoke all on function export_asker(uuid) from public;
grant execute on function export_asker(uuid) to netra_report;

-- Whether something came up since a moment that keeps a person from flags: what was made before may hold them.
create function recused_since(reader uuid, since timestamptz) returns boolean
language sql stable security definer set search_path = netra, pg_temp as $$
  select exists (select from flag_recusal r where r.user_id = reader and r.at > since)
    or exists (select from reader_interest i where i.user_id = reader and i.ended_at is null
      and (i.at > since or i.from_day > (since at time zone 'Asia/Jakarta')::date) and i.from_day <= (clock_timestamp() at time zone 'Asia/Jakarta')::date)
$$;
revoke all on function recused_since(uuid, timestamptz) from public;
grant execute on function recused_since(uuid, timestamptz) to netra_api;

-- What a list is made of: what a reader is kept from stays out of it; of acts neither a reason nor a salt.
grant execute on function recused_flags(uuid, uuid) to netra_report;
grant select (id, at, actor_kind, actor_id, actor_role, region, act, object_type, object_id, detail) on audit_event to netra_report;

-- A set of evidence holds words and bytes of posts: where those are purged, the set goes with them.
create function purge_exports() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
declare gone record;
begin
  for gone in update export e set state = 'expired', ended_at = clock_timestamp(), lease_until = null
      where e.kind = 'evidence' and e.state in ('waiting_approval', 'waiting', 'running', 'ready') and exists (
        select from jsonb_array_elements(e.filter -> 'items') i (item)
        where i.item ->> 'id' = new.flag_id::text or i.item ->> 'id' in (select c.case_id::text from case_flag c where c.flag_id = new.flag_id))
      returning e.id, e.region
  loop
    delete from fixity_check k using export_part p where p.export_id = gone.id and k.kind = 'export' and k.object_id = p.id::text;
    with parts as (delete from export_part p where p.export_id = gone.id returning p.id, p.blob_key)
    insert into purged_file (upload_id, region, blob_key) select id::text, gone.region, blob_key from parts on conflict do nothing;
    insert into audit_event (actor_kind, actor_id, actor_role, region, act, object_type, object_id, detail)
      values ('system', null, 'system', gone.region, 'export.expired', 'export', gone.id::text, '{"because": "purged"}');
  end loop;
  return null;
end $$;
revoke all on function purge_exports() from public;
create trigger purge_exports after update of purged_at on evidence for each row
  when (new.purged_at is not null and old.purged_at is null) execute function purge_exports();

alter table fixity_check drop constraint fixity_check_kind_check,
  add constraint fixity_check_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail', 'export'));
alter table fixity_round drop constraint fixity_round_kind_check,
  add constraint fixity_round_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail', 'export', 'version'));
alter table fixity_fault drop constraint fixity_fault_kind_check,
  add constraint fixity_fault_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail', 'export', 'version'));
