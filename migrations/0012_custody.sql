-- Keeping what was gathered: what the source showed and when, re-checks of flagged posts, fixity, and the end of what nobody took.
set local role netra_owner;
set local search_path = netra;

-- What the platform showed, as a sum that no order of arrival changes: the last sight, the last two misses, how many versions came from the platform itself.
-- source_state follows from these four alone.
alter table post add column seen_at timestamptz, add column missed_at timestamptz, add column missed_before_at timestamptz,
  add column observed_versions int not null default 0;
alter table post_version add column observed boolean not null default true;
create policy owner_backfill on post to netra_owner using (true) with check (true);
update post_version set observed = false where version_key like 'hand-%';
update post p set observed_versions = (select count(*) from post_version v where v.post_id = p.id and v.observed), seen_at = p.first_seen_at;
update post set observed_versions = greatest(observed_versions, 2) where source_state = 'edited';
update post set missed_at = greatest(coalesce(source_checked_at, clock_timestamp()), seen_at + interval '2 microseconds') where source_state in ('suspect_gone', 'gone');
update post set missed_before_at = missed_at - interval '1 microsecond' where source_state = 'gone';
drop policy owner_backfill on post;
grant update (source_state, source_checked_at, seen_at, missed_at, missed_before_at, observed_versions) on post to netra_ingest, netra_operator, netra_custody;
grant update (observed) on post_version to netra_ingest, netra_operator, netra_custody;

-- A post that was missed before it was ever seen: the word waits for its post.
create table early_miss (
  platform text not null,
  external_id text not null,
  account_id uuid not null references account,
  region text not null,
  missed_at timestamptz not null,
  missed_before_at timestamptz,
  at timestamptz not null default clock_timestamp(),
  primary key (platform, external_id)
);

-- When a flagged post is looked at again, and what was found.
create table recheck (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  post_id uuid not null references post,
  region text not null,
  step text not null check (step in ('1h', '6h', '24h', '3d', '7d', '14d', '28d', 'case', 'confirm')),
  due_at timestamptz not null,
  attempt int not null default 0,
  lease_until timestamptz,
  lease_token uuid,
  -- missed: not found once; gone: not found twice, with the account reachable
  result text check (result in ('same', 'edited', 'missed', 'gone', 'unreachable', 'not_possible')),
  -- a code: the fault, or why it was not possible
  reason text,
  checked_at timestamptz,
  unique (flag_id, step),
  check ((result is null) = (checked_at is null))
);
-- question: which posts are due for another look?
create index recheck_due on recheck (due_at) where result is null;
create index recheck_post on recheck (post_id);
-- question: which flags have no plan yet?
create index flag_opened on flag (opened_at);

-- When an object's bytes were last compared, and a hash of all that is kept with them, taken at the first look.
create table fixity_check (
  kind text not null check (kind in ('evidence', 'capture', 'upload')),
  object_id text not null,
  last_checked timestamptz not null,
  digest bytea,
  primary key (kind, object_id)
);
-- How far the walk over a kind has come.
create table fixity_round (
  kind text primary key check (kind in ('evidence', 'capture', 'upload', 'version')),
  round int not null,
  cursor text,
  total int not null,
  checked int not null default 0,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
create table fixity_fault (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('evidence', 'capture', 'upload', 'version')),
  object_id text not null,
  region text not null,
  -- damaged: not the bytes of its hash; altered: the words around them changed; missing, unreadable: no bytes at all
  what text not null check (what in ('damaged', 'altered', 'missing', 'unreadable')),
  found_at timestamptz not null default clock_timestamp(),
  mended_at timestamptz
);
create unique index fixity_fault_open on fixity_fault (kind, object_id) where mended_at is null;

-- What is left of a capture that nobody took: the receipt that its sender holds, and the hash.
create table expired_capture (
  id uuid primary key,
  receipt_no text not null unique,
  region text not null,
  sha256 bytea not null,
  received_at timestamptz not null,
  at timestamptz not null default clock_timestamp()
);

-- Files that no row named when last looked: removed after a while, if still none does.
create table blob_mark (
  key text primary key,
  marked_at timestamptz not null default clock_timestamp()
);
-- question: does a row name this file?
create index upload_blob on upload (blob_key);
-- question: which captures and files are old enough to end?
create index capture_received on capture (received_at);
create index upload_untaken on upload (received_at) where capture_id is null;
create index drift_at on drift (at);

call protect_by_region('early_miss');
call protect_by_region('recheck');
call protect_by_region('fixity_fault');
call protect_by_region('expired_capture');

grant select on early_miss to netra_ingest, netra_api, netra_operator, netra_custody;
grant delete on early_miss to netra_custody;
grant insert, update on early_miss to netra_ingest;
grant select, insert on recheck to netra_custody;
grant update (due_at, attempt, lease_until, lease_token, result, reason, checked_at) on recheck to netra_custody;
grant select on recheck to netra_api;
grant select, insert, update on fixity_check, fixity_round to netra_custody;
grant delete on fixity_check to netra_custody;
grant select, insert, update (mended_at) on fixity_fault to netra_custody;
grant select on fixity_fault to netra_api, netra_classify, netra_operator;
grant select, insert on expired_capture to netra_custody;
grant select on expired_capture to netra_api;
grant select, insert, delete on blob_mark to netra_custody;
grant select on account, contest, contest_version, region, evidence, case_flag, upload to netra_custody;
grant insert on post, post_version, capture_body to netra_custody;
grant delete on capture, upload to netra_custody;
grant select, delete on drift to netra_custody;
