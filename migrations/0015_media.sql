-- Where every fetched version came from and how, and the pictures and videos of posts that raise a flag.
set local role netra_owner;
set local search_path = netra;

-- The request without secrets ('form' and 'file' for what people handed over), the answer's status and a few of its headers, both moments by our clock, and the
-- version of the program. Null: not recorded.
alter table capture_body add column source text, add column http_status int, add column headers jsonb, add column asked_at timestamptz, add column answered_at timestamptz,
  add column tool_version text,
  -- what hangs on the version: [{"kind", "reference", "sha256"}], fetched only once a flag stands on it
  add column media jsonb not null default '[]';
alter table evidence add column source text, add column http_status int, add column headers jsonb, add column asked_at timestamptz, add column answered_at timestamptz,
  add column tool_version text,
  -- what the platform or the sender says of the time of the post, whose word that is, and when somebody here first learned of it
  add column occurred_at timestamptz, add column occurred_trust text check (occurred_trust in ('platform', 'author', 'analyst', 'unknown')), add column known_at timestamptz,
  add constraint evidence_source_purged check (purged_at is null or (source is null and headers is null));

create table post_media (
  id uuid primary key default gen_random_uuid(),
  version_id uuid not null references post_version,
  post_id uuid not null references post,
  ordinal int not null check (ordinal >= 0),
  region text not null,
  -- proof: the platform's own signature over the record
  kind text not null check (kind in ('image', 'video', 'proof')),
  -- the platform's name of it
  reference text not null,
  -- of the bytes, where the platform's name tells it
  expected_sha256 bytea check (octet_length(expected_sha256) = 32),
  state text not null default 'pending' check (state in ('pending', 'kept', 'refused', 'gone')),
  -- a code: why it was refused, or what the last try met
  reason text,
  attempts int not null default 0,
  next_try_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz,
  lease_token uuid,
  -- first time that the platform said it is not there
  missed_at timestamptz,
  asked_for_at timestamptz not null default clock_timestamp(),
  sha256 bytea check (octet_length(sha256) = 32),
  byte_length bigint,
  media_type text,
  blob_key text,
  source text,
  http_status int,
  headers jsonb,
  asked_at timestamptz,
  fetched_at timestamptz,
  connector text,
  connector_version text,
  tool_version text,
  unique (version_id, ordinal),
  check ((state = 'kept') = (blob_key is not null and sha256 is not null and byte_length is not null and media_type is not null and fetched_at is not null)),
  check (expected_sha256 is null or sha256 is null or sha256 = expected_sha256)
);
-- question: what is due to be fetched?
create index post_media_due on post_media (next_try_at) where state = 'pending';
create index post_media_post on post_media (post_id);
-- question: does a row name this file?
create index post_media_blob on post_media (blob_key) where blob_key is not null;
-- question: which pictures has nobody read?
create index post_media_picture on post_media (fetched_at) where state = 'kept' and kind = 'image';

-- Words in a post's pictures, as a machine read them.
create table media_text (
  media_id uuid primary key references post_media on delete cascade,
  region text not null,
  state text not null check (state in ('read', 'empty', 'unreadable')),
  text text not null,
  -- 0-100, as the engine says
  confidence int not null check (confidence between 0 and 100),
  engine text not null,
  at timestamptz not null default clock_timestamp(),
  check ((state = 'read') = (text <> ''))
);

call protect_by_region('post_media');
call protect_by_region('media_text');
create policy owner_cascade on post_media to netra_owner using (true) with check (true);

-- A kept file is a leaf, like a file that somebody sent.
alter table ledger_leaf drop constraint ledger_leaf_kind_check, add constraint ledger_leaf_kind_check check (kind in ('audit', 'evidence', 'upload', 'media'));
create trigger seal_kept after update of state on post_media for each row when (old.state <> 'kept' and new.state = 'kept') execute function await_sealing('media');
create trigger erase after delete on post_media for each row execute function erase_leaf('media');

alter table fixity_check drop constraint fixity_check_kind_check, add constraint fixity_check_kind_check check (kind in ('evidence', 'capture', 'upload', 'media'));
alter table fixity_round drop constraint fixity_round_kind_check,
  add constraint fixity_round_kind_check check (kind in ('evidence', 'capture', 'upload', 'media', 'version'));
alter table fixity_fault drop constraint fixity_fault_kind_check,
  add constraint fixity_fault_kind_check check (kind in ('evidence', 'capture', 'upload', 'media', 'version'));

-- A file that came from the platform was in no capture.
alter table purged_file alter column capture_id drop not null;

-- As before, with the files that were fetched, and without where the bytes came from.
create or replace function purge_captures(accounts uuid[], out captures int, out versions int, out files int)
language plpgsql security definer set search_path = netra, pg_temp as $$
declare posts uuid[]; sent uuid[]; fetched int;
begin
  if exists (select from account a where a.id = any (accounts) and (a.revoked_at is null or not region_visible(a.region))) then
    raise exception 'purge_captures: still linked, or outside the regions of whoever asks' using errcode = '42501';
  end if;
  posts := array(select id from post where account_id = any (accounts));
  sent := array(select id from capture where post_id = any (posts));
  insert into purged_file (upload_id, region, capture_id, blob_key)
    select m.upload_id, m.region, m.capture_id, m.masked_key from capture_mask m where m.capture_id = any (sent) on conflict do nothing;
  with gone as (delete from upload u where u.capture_id = any (sent) returning u.id, u.region, u.capture_id, u.blob_key)
    insert into purged_file (upload_id, region, capture_id, blob_key) select id, region, capture_id, blob_key from gone on conflict do nothing;
  get diagnostics files = row_count;
  with gone as (delete from post_media where post_id = any (posts) returning id, region, blob_key)
    insert into purged_file (upload_id, region, blob_key) select id::text, region, blob_key from gone where blob_key is not null on conflict do nothing;
  get diagnostics fetched = row_count;
  files := files + fetched;
  delete from capture_transcript where capture_id = any (sent);
  delete from capture_reporter where capture_id = any (sent);
  update capture_look set note = '', media_text = '', purged_at = clock_timestamp() where capture_id = any (sent) and purged_at is null;
  update capture set url = null, url_key = null, handle = '', text = '', seen_how = '', raw = '', parent_url = null, parent_text = '', purged_at = clock_timestamp()
    where id = any (sent) and purged_at is null;
  get diagnostics captures = row_count;
  delete from capture_body b using post_version v where v.post_id = any (posts) and b.week = v.week and b.version_id = v.id;
  delete from classification_detail d using classification c where c.post_id = any (posts) and d.week = c.week and d.classification_id = c.id;
  -- what still waited has nothing left to read
  update post_version set body_dropped_at = clock_timestamp(), lease_until = null, lease_token = null,
    state = case state when 'pending' then 'classified' else state end where post_id = any (posts) and body_dropped_at is null;
  get diagnostics versions = row_count;
  delete from evidence_detail d using flag f where f.post_id = any (posts) and d.flag_id = f.id;
  update evidence e set raw = '', text = '', media_from = null, source = null, headers = null, purged_at = clock_timestamp()
    from flag f where f.post_id = any (posts) and e.flag_id = f.id and e.purged_at is null;
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $$;

grant select, insert on post_media to netra_classify;
-- when a post that somebody sent was first seen by a person
grant select (post_id, seen_at) on capture to netra_classify;
grant select (id, version_id, state, kind, next_try_at, lease_until) on post_media to netra_scheduler;
grant select on media_text to netra_scheduler;
grant select (version_id, state) on flag to netra_scheduler, netra_ingest;
grant select on post_media to netra_ingest, netra_api, netra_custody;
grant update (state, reason, attempts, next_try_at, lease_until, lease_token, missed_at, sha256, byte_length, media_type, blob_key, source, http_status, headers, asked_at,
  fetched_at, connector, connector_version, tool_version) on post_media to netra_ingest;
grant select, insert on media_text to netra_custody;
grant select on media_text to netra_api;
