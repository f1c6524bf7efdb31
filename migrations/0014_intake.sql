-- The second look: what one person typed is filed under nobody before another compared it with its files. And readers lent to another region for a while.
set local role netra_owner;
set local search_path = netra;

alter table capture
  -- what a comment answers, as far as it was seen
  add column parent_url text,
  add column parent_text text not null default '',
  -- the capture that was handed back and that this one replaces
  add column corrects uuid references capture on delete set null,
  -- false for what came in before there was a second look: it stays as it was filed then
  add column needs_look boolean not null default false,
  drop constraint capture_purged,
  add constraint capture_purged check (purged_at is null or (url is null and url_key is null and handle = '' and text = '' and seen_how = '' and raw = ''
    and parent_url is null and parent_text = ''));
alter table capture alter column needs_look set default true;
create unique index capture_corrects on capture (corrects) where corrects is not null;

-- Two people rarely type the same spaces and capitals; short words are everybody's.
alter table capture add column words_key text generated always as (
  case when length(text) >= 20 then md5(lower(btrim(regexp_replace(text, '\s+', ' ', 'g')))) end) stored;
-- question: which captures may show the same?
create index capture_words on capture (words_key) where words_key is not null;
create index upload_sha256 on upload (sha256) where capture_id is not null;

-- What is said in a video or a sound: [{"atSeconds", "text"}, …] in order.
create table capture_transcript (
  capture_id uuid not null references capture on delete cascade,
  upload_id text not null references upload on delete cascade,
  region text not null,
  lines jsonb not null,
  primary key (capture_id, upload_id)
);

-- Who told the office: JSON under the field cipher. The hash is of the sealed bytes, since one of a name could be guessed; the capture's raw bytes repeat it.
create table capture_reporter (
  capture_id uuid primary key references capture on delete cascade,
  region text not null,
  sealed bytea not null,
  sha256 bytea not null check (sha256 = sha256(sealed))
);

create table capture_look (
  id uuid primary key default gen_random_uuid(),
  -- one look ends the waiting; what was handed back comes again as another capture
  capture_id uuid not null unique references capture on delete cascade,
  region text not null,
  act text not null check (act in ('evidence', 'lead', 'returned', 'rejected')),
  note text not null,
  -- words in the pictures or spoken in the files, as this person checked them
  media_text text not null,
  user_id uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  purged_at timestamptz,
  check (act = 'evidence' or note <> '' or purged_at is not null)
);
-- question: what was looked at last?
create index capture_look_at on capture_look (at);
-- question: what waits for a look?
create index capture_waiting on capture (received_at, id) where needs_look and post_id is null and purged_at is null;

-- Regions of a picture that readers do not see, as fractions of width and height, and the picture with these painted over. The original is never changed.
create table capture_mask (
  upload_id text primary key references upload on delete cascade,
  capture_id uuid not null references capture on delete cascade,
  look_id uuid not null references capture_look on delete cascade,
  region text not null,
  rects jsonb not null,
  masked_key text not null,
  masked_type text not null,
  masked_bytes bigint not null
);
create index capture_mask_capture on capture_mask (capture_id);
-- question: does a row name this file?
create index capture_mask_blob on capture_mask (masked_key);

-- The house rule, held by the database too: a capture comes in tied to no post, and gets one once, after another person took it as evidence.
create function require_second_look() returns trigger
language plpgsql set search_path = netra, pg_temp as $$
begin
  if tg_op = 'INSERT' or old.post_id is not null then
    raise exception 'capture: a post is given once, after a second look' using errcode = '23514';
  end if;
  if not exists (select from capture_look l where l.capture_id = new.id and l.act = 'evidence' and l.user_id <> new.user_id) then
    raise exception 'capture: nobody but its sender took this as evidence' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger second_look_first after insert on capture for each row when (new.post_id is not null) execute function require_second_look();
create trigger second_look before update of post_id on capture for each row
  when (new.post_id is distinct from old.post_id) execute function require_second_look();

-- Where the author's words end and words in pictures or sound begin, as UTF-16 index; null where there are none.
alter table capture_body add column media_from int check (media_from >= 0);
alter table evidence add column media_from int check (media_from >= 0);

-- A masked picture is a file of its own, purged with its row.
alter table purged_file drop constraint purged_file_pkey, add primary key (upload_id, blob_key);

create table loan (
  id uuid primary key default gen_random_uuid(),
  -- where the person is lent to
  region text not null,
  user_id uuid not null references app_user,
  lent_by uuid not null references app_user,
  reason text not null check (reason <> ''),
  at timestamptz not null default clock_timestamp(),
  until timestamptz not null check (until > at and until <= at + interval '91 days'),
  ended_at timestamptz,
  ended_by uuid references app_user,
  check ((ended_at is null) = (ended_by is null))
);
-- question: where is this person lent to now?
create index loan_user on loan (user_id) where ended_at is null;

call protect_by_region('capture_transcript');
call protect_by_region('capture_reporter');
call protect_by_region('capture_look');
call protect_by_region('capture_mask');
call protect_by_region('loan');
do $$
declare target text;
begin
  foreach target in array array['capture_transcript', 'capture_reporter', 'capture_look', 'capture_mask'] loop
    execute format('create policy owner_cascade on %I to netra_owner using (true) with check (true)', target);
  end loop;
end $$;
create policy owner_cascade on loan for select to netra_owner using (true);

-- Asked when somebody signs in or comes again: nobody has a region yet then.
create function lent_regions(person uuid) returns text[]
language sql stable security definer set search_path = netra, pg_temp
return array(select distinct l.region from loan l where l.user_id = person and l.ended_at is null and l.until > clock_timestamp() order by 1);
revoke all on function lent_regions(uuid) from public;
grant execute on function lent_regions(uuid) to netra_api;

-- As before, with what the second look keeps: words and masks go, who looked and when stays.
create or replace function purge_captures(accounts uuid[], out captures int, out versions int, out files int)
language plpgsql security definer set search_path = netra, pg_temp as $$
declare posts uuid[]; sent uuid[];
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
  update evidence e set raw = '', text = '', media_from = null, purged_at = clock_timestamp()
    from flag f where f.post_id = any (posts) and e.flag_id = f.id and e.purged_at is null;
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $$;

grant update (post_id) on capture to netra_api;
grant select, insert on capture_transcript, capture_reporter, capture_look, capture_mask to netra_api;
grant select on capture_mask to netra_custody;
grant select, insert, update (ended_at, ended_by) on loan to netra_api;
grant select on loan to netra_operator;
