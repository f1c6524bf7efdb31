-- Posts, their versions, and the bulky bytes. Small tables keep the promises; bulk is partitioned by week, with no foreign key into it,
-- so that retention drops partitions.
set local role netra_owner;
set local search_path = netra;

create table post (
  id uuid primary key default gen_random_uuid(),
  platform text not null,
  external_id text not null,
  account_id uuid not null references account,
  civil_servant_id uuid not null references civil_servant,
  region text not null,
  kind text not null check (kind in ('post', 'comment', 'photo', 'video', 'share', 'like', 'follow')),
  url text,
  visibility text not null check (visibility in ('public', 'public_group', 'friends', 'closed')),
  origin text not null check (origin in ('own', 'complaint', 'tip', 'transfer')),
  -- what the platform or the sender claims, and what the post counts by: never later than first sight
  claimed_at timestamptz,
  time_trust text not null check (time_trust in ('platform', 'author', 'analyst', 'unknown')),
  posted_at timestamptz not null,
  first_seen_at timestamptz not null default clock_timestamp(),
  source_state text not null default 'live' check (source_state in ('live', 'edited', 'suspect_gone', 'gone')),
  source_checked_at timestamptz,
  -- a person sent it by hand: a reader looks at it whatever the machine thinks
  by_hand boolean not null default false,
  unique (platform, external_id)
);
create index post_account on post (account_id, posted_at desc);
-- question: what was posted in this week, for the report?
create index post_week on post (posted_at);

create table post_version (
  id uuid primary key default gen_random_uuid(),
  post_id uuid not null references post,
  platform text not null,
  external_id text not null,
  version_key text not null,
  seq int not null,
  region text not null,
  -- of the bytes as fetched, before any decoding
  sha256 bytea not null check (octet_length(sha256) = 32),
  byte_length int not null,
  text_altered boolean not null default false,
  edited_at timestamptz,
  captured_at timestamptz not null default clock_timestamp(),
  -- Monday of captured_at in Jakarta: the partition that holds the body
  week date not null,
  body_dropped_at timestamptz,
  state text not null default 'pending' check (state in ('pending', 'classified', 'quarantined')),
  quarantine_reason text,
  attempts int not null default 0,
  lease_until timestamptz,
  lease_token uuid,
  offered_at timestamptz,
  unique (platform, external_id, version_key),
  unique (post_id, seq)
);
-- question: what waits, and was not offered lately? (sweep)
create index post_version_pending on post_version (offered_at nulls first) where state = 'pending';
create index post_version_post on post_version (post_id);

create table capture_body (
  version_id uuid not null,
  week date not null,
  region text not null,
  text text not null,
  raw bytea not null,
  content_type text not null,
  connector text not null,
  connector_version text not null,
  primary key (week, version_id)
) partition by range (week);

create table classification_detail (
  classification_id uuid not null,
  week date not null,
  region text not null,
  body jsonb not null,
  primary key (week, classification_id)
) partition by range (week);

-- Ids and hashes of what is no longer kept, so that it is not taken for new.
create table tombstone (
  platform text not null,
  external_id text not null,
  region text not null,
  sha256 bytea,
  reason text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (platform, external_id)
);

-- Bytes that did not fit a platform's schema: kept, counted, never guessed at.
create table drift (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  region text not null,
  connector text not null,
  reason text not null,
  sha256 bytea not null,
  raw bytea not null,
  at timestamptz not null default clock_timestamp(),
  unique (account_id, sha256)
);

-- Makes the partitions of a week when missing. Partitions get no rights of their own: they are reached through the parent and its policies.
-- Every page that is saved asks for its week: the lock is taken only to make one, or all of them would wait for each other.
create function ensure_week(monday date) returns void
language plpgsql security definer set search_path = netra, pg_temp as $$
declare parent text; part text;
begin
  if extract(isodow from monday) <> 1 then raise exception 'ensure_week: % is not a Monday', monday; end if;
  foreach parent in array array['capture_body', 'classification_detail'] loop
    part := parent || '_' || to_char(monday, 'IYYY"w"IW');
    continue when to_regclass('netra.' || quote_ident(part)) is not null;
    perform pg_advisory_xact_lock(hashtext('netra.ensure_week'));
    -- asked of the table, since to_regclass remembers its answer from before the wait
    if not exists (select from pg_class where relname = part and relnamespace = 'netra'::regnamespace) then
      execute format('create table netra.%I partition of netra.%I for values from (%L) to (%L)', part, parent, monday, monday + 7);
      execute format('alter table netra.%I enable row level security', part);
      execute format('alter table netra.%I force row level security', part);
    end if;
  end loop;
end $$;
revoke all on function ensure_week(date) from public;
grant execute on function ensure_week(date) to netra_custody, netra_ingest, netra_api, netra_operator;

-- Drops a week's bulk. Versions keep ids and hashes; pinned evidence was copied out when its flag opened.
create function drop_week(monday date) returns bigint
language plpgsql security definer set search_path = netra, pg_temp as $$
declare parent text; dropped bigint;
begin
  if extract(isodow from monday) <> 1 then raise exception 'drop_week: % is not a Monday', monday; end if;
  foreach parent in array array['capture_body', 'classification_detail'] loop
    execute format('drop table if exists netra.%I', parent || '_' || to_char(monday, 'IYYY"w"IW'));
  end loop;
  update post_version set body_dropped_at = clock_timestamp() where week = monday and body_dropped_at is null;
  get diagnostics dropped = row_count;
  return dropped;
end $$;
revoke all on function drop_week(date) from public;
grant execute on function drop_week(date) to netra_custody;

call protect_by_region('post');
call protect_by_region('post_version');
call protect_by_region('capture_body');
call protect_by_region('classification_detail');
call protect_by_region('tombstone');
call protect_by_region('drift');
-- drop_week marks versions as their owner
create policy owner_retention on post_version to netra_owner using (true) with check (true);

grant select on post, post_version to netra_api, netra_report, netra_classify, netra_custody, netra_operator;
grant select on capture_body to netra_api, netra_classify, netra_custody, netra_operator;
grant select on classification_detail to netra_classify, netra_custody;
grant select on post_version to netra_scheduler;
grant select, insert on post, post_version, capture_body to netra_ingest, netra_api, netra_operator;
grant update (source_state, source_checked_at, by_hand) on post to netra_ingest;
grant update (source_state, by_hand) on post to netra_api, netra_operator;
-- Postgres asks for an update right before it locks a row; classifying locks the post and changes nothing in it
grant update (source_checked_at) on post to netra_classify;
grant update (state, quarantine_reason, attempts, lease_until, lease_token) on post_version to netra_classify;
grant update (state, lease_until, lease_token, offered_at, attempts) on post_version to netra_operator;
grant update (offered_at) on post_version to netra_scheduler;
grant insert on classification_detail to netra_classify;
grant select on tombstone to netra_ingest, netra_api, netra_operator, netra_custody;
grant insert on tombstone to netra_custody;
-- forgetting a post on request
grant delete on post, post_version, capture_body, classification_detail to netra_custody;
grant update (source_checked_at) on post to netra_custody;
grant insert on drift to netra_ingest;
grant select on drift to netra_ingest, netra_api, netra_report, netra_operator;
