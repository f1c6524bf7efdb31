-- What people send by hand: the receipt they hold, and the files, kept by content hash.
set local role netra_owner;
set local search_path = netra;

create table capture (
  id uuid primary key default gen_random_uuid(),
  receipt_no text not null unique,
  client_id text not null,
  user_id uuid not null references app_user,
  region text not null,
  url text,
  url_key text,
  platform text not null,
  handle text not null,
  kind text not null,
  text text not null,
  visibility text not null,
  seen_how text not null,
  office_account boolean not null,
  uploader text not null check (uploader in ('owner', 'other')),
  seen_at timestamptz not null,
  origin text not null,
  -- null = a lead: kept, tied to nobody
  post_id uuid references post,
  sha256 bytea not null,
  raw bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  check (visibility in ('public', 'public_group') or origin in ('tip', 'complaint')),
  unique (user_id, client_id)
);
create index capture_user on capture (user_id, received_at desc);
create index capture_url on capture (url_key) where url_key is not null;
create index capture_post on capture (post_id) where post_id is not null;

create table receipt_counter (
  day date primary key,
  last int not null
);

create table upload (
  id text primary key,
  user_id uuid not null references app_user,
  region text not null,
  capture_id uuid references capture,
  media_type text not null,
  byte_length bigint not null,
  sha256 bytea not null,
  blob_key text not null,
  received_at timestamptz not null default clock_timestamp()
);
create index upload_capture on upload (capture_id);

call protect_by_region('capture');
call protect_by_region('upload');
grant select, insert on capture, upload to netra_api;
grant update (capture_id, region) on upload to netra_api;
grant select, insert, update on receipt_counter to netra_api;
grant select on capture to netra_report, netra_custody;
