-- What a reader is told beside a post: the guidance that an escalation was asked under, and small copies of pictures for a slow line.
set local role netra_owner;
set local search_path = netra;

-- The questions of an escalation with what was written about them, whole, as people had them before them. Named by the hash of its canonical JSON; never changed.
create table guidance (
  hash text primary key check (hash ~ '^sha256:[0-9a-f]{64}$'),
  body jsonb not null,
  first_used_at timestamptz not null default clock_timestamp()
);
-- null: no checklist, or one from before guidance was kept
alter table decision add column guidance_hash text references guidance;

-- Made of a file as readers see it (masked where it is masked) and named by that file's key: made again whenever it is not there.
create table thumbnail (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  source_key text not null,
  blob_key text not null,
  bytes int not null check (bytes between 1 and 30000),
  made_at timestamptz not null default clock_timestamp(),
  unique (region, source_key)
);
-- question: does a row name this file?
create index thumbnail_blob on thumbnail (blob_key);
-- question: what was made of this file?
create index thumbnail_source on thumbnail (source_key);
call protect_by_region('thumbnail');
create policy owner_cascade on thumbnail to netra_owner using (true) with check (true);

alter table fixity_check drop constraint fixity_check_kind_check,
  add constraint fixity_check_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail'));
alter table fixity_round drop constraint fixity_round_kind_check,
  add constraint fixity_round_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail', 'version'));
alter table fixity_fault drop constraint fixity_fault_kind_check,
  add constraint fixity_fault_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'thumbnail', 'version'));

grant select, insert on guidance to netra_api;
grant select, insert, update (blob_key, bytes, made_at) on thumbnail to netra_api;
grant select, delete on thumbnail to netra_custody;

-- A file that is purged takes what was made of it along. Another post with the same picture gets its own made again.
create function purge_thumbnails() returns trigger
language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  with gone as (delete from thumbnail t where t.source_key = new.blob_key returning t.id, t.region, t.blob_key),
    forgotten as (delete from fixity_check k using gone where k.kind = 'thumbnail' and k.object_id = gone.id::text)
  insert into purged_file (upload_id, region, capture_id, blob_key) select new.upload_id, region, new.capture_id, blob_key from gone on conflict do nothing;
  return null;
end $$;
revoke all on function purge_thumbnails() from public;
create trigger purge_thumbnails after insert on purged_file for each row execute function purge_thumbnails();
