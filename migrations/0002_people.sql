-- Who signs in, and who is registered. Names of people stand in civil_servant and app_user only; a NIP only as cipher and blind index.
set local role netra_owner;
set local search_path = netra;

create table app_user (
  id uuid primary key default gen_random_uuid(),
  username text not null check (username = lower(username)),
  name text not null,
  role text not null check (role in ('field', 'analyst', 'supervisor', 'engineer', 'admin', 'auditor')),
  regions text[] not null check (cardinality(regions) > 0),
  locale text not null default 'id' check (locale in ('id', 'en')),
  password_hash text,
  active boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  unique (username)
);

-- A link works once and not for long; only its hash is kept.
create table sign_in_link (
  token_hash bytea primary key,
  user_id uuid not null references app_user,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table user_session (
  token_hash bytea primary key,
  user_id uuid not null references app_user,
  must_set_password boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index user_session_user on user_session (user_id) where ended_at is null;

-- Consecutive failures per name, known or not, so that guessing is slow and nothing tells which names exist.
create table sign_in_failure (
  name_hash bytea primary key,
  failures int not null,
  blocked_until timestamptz,
  at timestamptz not null default clock_timestamp()
);

create table agency (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  region text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (name, region)
);

create table civil_servant (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  name text not null,
  nip_cipher bytea,
  nip_index bytea unique,
  created_at timestamptz not null default clock_timestamp()
);

create table employment (
  id uuid primary key default gen_random_uuid(),
  civil_servant_id uuid not null references civil_servant,
  agency_id uuid not null references agency,
  region text not null,
  kind text not null check (kind in ('pns', 'pppk', 'pppk_part_time', 'non_asn')),
  unit text,
  position text,
  role_class text,
  from_date date not null,
  to_date date check (to_date >= from_date)
);
create index employment_person on employment (civil_servant_id, from_date);

create table account (
  id uuid primary key default gen_random_uuid(),
  civil_servant_id uuid not null references civil_servant,
  region text not null,
  platform text not null,
  handle text not null,
  handle_key text not null,
  external_id text,
  link text not null check (link in ('declared', 'agency_verified', 'inferred')),
  link_source text not null,
  linked_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  state text not null default 'active' check (state in ('active', 'private', 'suspended', 'deactivated', 'deleted')),
  -- polling: due by the database's clock, one worker at a time by a lease
  cursor jsonb,
  due_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz,
  lease_token uuid,
  fetched_at timestamptz,
  failures int not null default 0,
  last_error text
);
create unique index account_handle on account (platform, handle_key) where revoked_at is null;
-- question: which accounts are due?
create index account_due on account (due_at) where revoked_at is null and link <> 'inferred';
create index account_person on account (civil_servant_id);

call protect_by_region('agency');
call protect_by_region('civil_servant');
call protect_by_region('employment');
call protect_by_region('account');
-- A person may hold accounts in two regions: whoever sees one of them may learn whose it is. The account's own policy says who sees it.
create policy own_accounts on civil_servant for select to netra_api
  using (exists (select from account a where a.civil_servant_id = civil_servant.id));

grant select on app_user to netra_api, netra_operator;
grant update (password_hash, locale) on app_user to netra_api;
grant insert, update (active) on app_user to netra_operator;
grant select, update (used_at) on sign_in_link to netra_api;
grant insert, select (user_id, used_at), update (used_at) on sign_in_link to netra_operator;
grant select, insert, update (seen_at, ended_at) on user_session to netra_api;
grant select, update (ended_at) on user_session to netra_operator;
grant select, insert, update, delete on sign_in_failure to netra_api;
-- housekeeping
grant select, delete on sign_in_link, user_session, sign_in_failure to netra_custody;
grant select on agency, civil_servant, employment to netra_api;
grant select on account to netra_api, netra_report, netra_ingest, netra_classify, netra_scheduler;
grant select, insert, update on agency, civil_servant, employment, account to netra_operator;
grant update (cursor, due_at, lease_until, lease_token, fetched_at, failures, last_error, state, external_id) on account to netra_ingest;
grant update (revoked_at) on account to netra_api;
