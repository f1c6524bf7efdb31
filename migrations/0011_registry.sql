-- What the register knows beyond a name and a handle: leave, marriage to a candidate, what a link rests on, former handles; and what follows when a link was wrong.
set local role netra_owner;
set local search_path = netra;

-- Unpaid leave outside the state's service (CLTN): such a person may accompany a candidate.
create table leave_period (
  id uuid primary key default gen_random_uuid(),
  civil_servant_id uuid not null references civil_servant,
  region text not null,
  kind text not null check (kind in ('cltn')),
  from_date date not null,
  to_date date check (to_date >= from_date),
  -- number and date of the decision
  document text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- question: was this person on leave on that day?
  unique (civil_servant_id, from_date)
);

create table spouse_period (
  id uuid primary key default gen_random_uuid(),
  civil_servant_id uuid not null references civil_servant,
  region text not null,
  -- as the contest file names them; the register may know before the contest is published
  contest_id text not null,
  candidate_id text not null,
  from_date date not null,
  to_date date check (to_date >= from_date),
  document text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- question: of which candidate was this person the spouse on that day?
  unique (civil_servant_id, contest_id, candidate_id, from_date)
);

alter table civil_servant
  -- A supervisor's word that this person is none. Name and blind index stay, so that the next register does not bring the person back.
  add column not_civil_servant_at timestamptz,
  add column not_civil_servant_by uuid references app_user;

alter table account
  -- From the first to the last day of the person's employments; copied here because who fetches may not read the register.
  add column employed_from date,
  add column employed_to date,
  -- An inferred link stands on one tip, in one contest, by a reviewer's word, and ends with the contest.
  add column contest_id text references contest,
  add column tip_capture_id uuid references capture on delete set null,
  add column reviewed_by uuid references app_user,
  add column expires_at timestamptz,
  -- rows from before this migration are let be; they are never fetched
  add constraint account_inferred_ends check (link <> 'inferred' or expires_at is not null) not valid;
-- question: which inferred links are over?
create index account_expiry on account (expires_at) where expires_at is not null and revoked_at is null;

-- Row security holds for the owner too, and has no policy for it yet.
alter table account no force row level security;
alter table employment no force row level security;
update account a set employed_from = e.first, employed_to = e.last
  from (select civil_servant_id, min(from_date) as first, case when bool_or(to_date is null) then null else max(to_date) end as last
    from employment group by civil_servant_id) e where e.civil_servant_id = a.civil_servant_id;

create table handle_period (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  region text not null,
  platform text not null,
  handle text not null,
  handle_key text not null,
  from_at timestamptz not null,
  to_at timestamptz check (to_at >= from_at),
  known_by text not null check (known_by in ('register', 'person', 'platform')),
  evidence text,
  recorded_by uuid references app_user
);
create unique index handle_period_one_open on handle_period (account_id) where to_at is null;
-- question: whose handle was this at that time?
create index handle_period_key on handle_period (platform, handle_key, from_at);
insert into handle_period (account_id, region, platform, handle, handle_key, from_at, to_at, known_by)
  select id, region, platform, handle, handle_key, linked_at, revoked_at, 'register' from account;
alter table employment force row level security;
alter table account force row level security;

-- What a link rests on. A value is kept as a keyed hash, so that two sources can be compared and nothing can be read.
create table link_evidence (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account,
  region text not null,
  kind text not null check (kind in ('declaration', 'agency_letter', 'display_name', 'handle', 'workplace', 'position', 'contact', 'linked_account',
    'place', 'event', 'relation')),
  value_hash bytea,
  note text check (length(note) <= 300),
  source text not null,
  at timestamptz not null default clock_timestamp(),
  recorded_by uuid references app_user
);
create index link_evidence_account on link_evidence (account_id, at);

-- What went out, or was counted, while it stood on a link that was wrong: somebody must correct it.
create table correction (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  kind text not null check (kind in ('report', 'case', 'packet', 'passport')),
  -- a report, a case, or the audit event of an export
  object_id text not null,
  cause text not null check (cause in ('link_revoked', 'not_civil_servant')),
  account_id uuid not null references account,
  reason text not null,
  found_at timestamptz not null default clock_timestamp(),
  found_by uuid references app_user,
  settled_at timestamptz,
  settled_by uuid references app_user,
  settled_note text,
  unique (region, kind, object_id, account_id),
  check ((settled_at is null) = (settled_by is null))
);
-- question: what must still be corrected?
create index correction_open on correction (region, found_at) where settled_at is null;

-- Files whose rows are gone: the blob goes when no other row names it.
create table purged_file (
  upload_id text primary key,
  region text not null,
  capture_id uuid not null,
  blob_key text not null,
  purged_at timestamptz not null default clock_timestamp(),
  blob_gone_at timestamptz
);
create index purged_file_open on purged_file (purged_at) where blob_gone_at is null;

-- Ids, times and hashes stay as tombstones.
alter table capture add column purged_at timestamptz,
  add constraint capture_purged check (purged_at is null or (url is null and url_key is null and handle = '' and text = '' and seen_how = '' and raw = ''));
alter table evidence add column purged_at timestamptz, add constraint evidence_purged check (purged_at is null or (raw = '' and text = ''));

call protect_by_region('leave_period');
call protect_by_region('spouse_period');
call protect_by_region('handle_period');
call protect_by_region('link_evidence');
call protect_by_region('correction');
call protect_by_region('purged_file');

-- The functions below act as the owner, past the rights of whoever asks, and check the regions themselves.
do $$
declare target text;
begin
  foreach target in array array['employment', 'flag', 'case_flag', 'report', 'audit_event', 'classification'] loop
    execute format('create policy owner_cascade on %I for select to netra_owner using (true)', target);
  end loop;
  foreach target in array array['account', 'civil_servant', 'post', 'capture', 'upload', 'capture_body', 'classification_detail', 'evidence', 'evidence_detail', 'drift',
    'correction', 'purged_file'] loop
    execute format('create policy owner_cascade on %I to netra_owner using (true) with check (true)', target);
  end loop;
end $$;

-- Says of a person that there is no civil servant, and gives the accounts. Only where everything of the person lies in the asker's regions: else the
-- province must say so.
create function mark_not_civil_servant(person uuid) returns setof uuid
language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  if exists (select from account a where a.civil_servant_id = person and not region_visible(a.region))
    or exists (select from employment e where e.civil_servant_id = person and not region_visible(e.region)) then
    raise exception 'mark_not_civil_servant: outside the regions of whoever asks' using errcode = '42501';
  end if;
  update civil_servant set not_civil_servant_at = clock_timestamp(), not_civil_servant_by = nullif(current_setting('netra.actor', true), '')::uuid, nip_cipher = null
    where id = person and region_visible(region) and not_civil_servant_at is null;
  if not found then return; end if;
  return query select a.id from account a where a.civil_servant_id = person order by a.id;
end $$;

-- Lists what contained flags of these accounts: finished reports that counted them, cases they are in, exports of either. Ask before the flags are withdrawn.
create function list_corrections(accounts uuid[], why text, given_reason text) returns int
language plpgsql security definer set search_path = netra, pg_temp as $$
declare listed int;
begin
  if exists (select from account a where a.id = any (accounts) and not region_visible(a.region)) then
    raise exception 'list_corrections: outside the regions of whoever asks' using errcode = '42501';
  end if;
  insert into correction (region, kind, object_id, cause, account_id, reason, found_by)
  with flagged as (select f.id, f.region, f.opened_at, p.account_id from flag f join post p on p.id = f.post_id where p.account_id = any (accounts)),
    cased as (select c.case_id, c.region, f.account_id from case_flag c join flagged f on f.id = c.flag_id),
    touched as (
      select r.region, 'report' as kind, r.id::text as object_id, f.account_id from flagged f join report r
        on r.state = 'ready' and r.as_of >= f.opened_at and (r.region = 'ID' or f.region = r.region or starts_with(f.region, r.region || '.'))
      union select region, 'case', case_id::text, account_id from cased
      union select e.region, split_part(e.act, '.', 1), e.id::text, o.account_id
        from (select 'flag' as object_type, id::text as object_id, account_id from flagged union select 'case', case_id::text, account_id from cased) o
        join audit_event e on e.object_type = o.object_type and e.object_id = o.object_id and e.act in ('passport.exported', 'packet.exported'))
  select region, kind, object_id, why, account_id, given_reason, nullif(current_setting('netra.actor', true), '')::uuid from touched
  on conflict do nothing;
  get diagnostics listed = row_count;
  return listed;
end $$;

-- Removes bytes and words of everything kept of accounts whose link was revoked. Ids, times and hashes stay; files are listed for custody.
create function purge_captures(accounts uuid[], out captures int, out versions int, out files int)
language plpgsql security definer set search_path = netra, pg_temp as $$
declare posts uuid[];
begin
  if exists (select from account a where a.id = any (accounts) and (a.revoked_at is null or not region_visible(a.region))) then
    raise exception 'purge_captures: still linked, or outside the regions of whoever asks' using errcode = '42501';
  end if;
  posts := array(select id from post where account_id = any (accounts));
  with gone as (delete from upload u using capture c where u.capture_id = c.id and c.post_id = any (posts) returning u.id, u.region, u.capture_id, u.blob_key)
    insert into purged_file (upload_id, region, capture_id, blob_key) select id, region, capture_id, blob_key from gone;
  get diagnostics files = row_count;
  update capture set url = null, url_key = null, handle = '', text = '', seen_how = '', raw = '', purged_at = clock_timestamp()
    where post_id = any (posts) and purged_at is null;
  get diagnostics captures = row_count;
  delete from capture_body b using post_version v where v.post_id = any (posts) and b.week = v.week and b.version_id = v.id;
  delete from classification_detail d using classification c where c.post_id = any (posts) and d.week = c.week and d.classification_id = c.id;
  -- what still waited has nothing left to read
  update post_version set body_dropped_at = clock_timestamp(), lease_until = null, lease_token = null,
    state = case state when 'pending' then 'classified' else state end where post_id = any (posts) and body_dropped_at is null;
  get diagnostics versions = row_count;
  delete from evidence_detail d using flag f where f.post_id = any (posts) and d.flag_id = f.id;
  update evidence e set raw = '', text = '', purged_at = clock_timestamp() from flag f where f.post_id = any (posts) and e.flag_id = f.id and e.purged_at is null;
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $$;

revoke all on function mark_not_civil_servant(uuid), list_corrections(uuid[], text, text), purge_captures(uuid[]) from public;
grant execute on function mark_not_civil_servant(uuid), list_corrections(uuid[], text, text), purge_captures(uuid[]) to netra_api;

grant select, insert, update on leave_period, spouse_period to netra_operator;
grant select on leave_period, spouse_period, handle_period, link_evidence, correction to netra_api;
grant update (settled_at, settled_by, settled_note) on correction to netra_api;
grant select, insert, update (to_at) on handle_period to netra_operator;
grant select, insert on link_evidence to netra_operator;
grant select on correction to netra_operator;
-- a tip is named by its receipt; what it says is not the operator's
grant select (id, region, receipt_no, origin, platform, handle, purged_at) on capture to netra_operator;
grant select, update (blob_gone_at) on purged_file to netra_custody;
-- the end of inferred links
grant select (id, region, link, expires_at, revoked_at), update (revoked_at) on account to netra_custody;
grant update (to_at) on handle_period to netra_custody, netra_api;
grant select (account_id, to_at) on handle_period to netra_custody;
