-- A team that is fair to itself: what a reader does not read because of an interest in it, and a mail in the morning with counts alone.
set local role netra_owner;
set local search_path = netra;

-- An interest of a reader in one civil servant, one agency or one contest. Only ever added, and ended once; it says no reason.
create table reader_interest (
  id uuid primary key default gen_random_uuid(),
  -- where the reader works: its supervisors and auditors see the entry
  region text not null,
  user_id uuid not null references app_user,
  civil_servant_id uuid references civil_servant,
  agency_id uuid references agency,
  contest_id text references contest,
  -- the flag that it was entered from: then it tells nobody who the person is
  flag_id uuid references flag,
  from_day date not null,
  -- the last day; null: until somebody ends it
  to_day date,
  entered_by uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ended_by uuid references app_user,
  check (num_nonnulls(civil_servant_id, agency_id, contest_id) = 1),
  check (flag_id is null or civil_servant_id is not null),
  check (to_day >= from_day),
  check ((ended_at is null) = (ended_by is null))
);
-- question: what is this reader kept from?
create index reader_interest_user on reader_interest (user_id) where ended_at is null;
-- question: who worked at this agency, and whose posts are these?
create index employment_agency on employment (agency_id);
create index post_person on post (civil_servant_id);

call protect_by_region('reader_interest');
create policy owner_cascade on reader_interest for select to netra_owner using (true);
create policy owner_cascade on flag_recusal for select to netra_owner using (true);
grant select, insert, update (ended_at, ended_by) on reader_interest to netra_api;

-- The flags that a reader is kept from, all of them or one: passed on by the reader, or under an interest that holds today. The one place that says so. As the owner, since an
-- employment in another region than the reader's counts too; the asker's regions still say which flags exist.
create function recused_flags(reader uuid, one uuid default null) returns table (flag_id uuid)
language sql stable security definer rows 100 set search_path = netra, pg_temp as $$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  own as materialized (select i.civil_servant_id, i.agency_id, i.contest_id from reader_interest i, today
    where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day))
  select r.flag_id from flag_recusal r where r.user_id = reader and (one is null or r.flag_id = one)
  union
  select f.id from own join flag f on f.contest_id = own.contest_id where one is null or f.id = one
  union
  select f.id from own join post p on p.civil_servant_id = own.civil_servant_id join flag f on f.post_id = p.id where one is null or f.id = one
  union
  -- who worked there on a day between the post and today
  select f.id from today, own join employment e on e.agency_id = own.agency_id join post p on p.civil_servant_id = e.civil_servant_id join flag f on f.post_id = p.id
    where (one is null or f.id = one) and e.from_date <= today.day
      and (e.to_date is null or e.to_date >= (p.posted_at at time zone 'Asia/Jakarta')::date)
$$;
revoke all on function recused_flags(uuid, uuid) from public;
grant execute on function recused_flags(uuid, uuid) to netra_api;

-- Whether somebody is kept from one of the flags of these accounts, or has an interest that holds today in whose they are, in one more person, or in an agency where one of them works
-- today. As the owner, as above.
create function kept_from_accounts(reader uuid, accounts uuid[], person uuid) returns boolean
language sql stable security definer set search_path = netra, pg_temp as $$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  people as (select a.civil_servant_id as id from account a where a.id = any (accounts) union select person where person is not null)
  select exists (select from recused_flags(reader) k join flag f on f.id = k.flag_id join post p on p.id = f.post_id where p.account_id = any (accounts))
    or exists (select from reader_interest i, today
      where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day)
        and (i.civil_servant_id in (select id from people) or exists (select from people q join employment e on e.civil_servant_id = q.id
          where e.agency_id = i.agency_id and e.from_date <= today.day and (e.to_date is null or e.to_date >= today.day))))
$$;
revoke all on function kept_from_accounts(uuid, uuid[], uuid) from public;
grant execute on function kept_from_accounts(uuid, uuid[], uuid) to netra_api;
-- The samples of a comparison that a reader is kept from, by the same rule: most samples have no flag, so post and contest are asked. For whoever hands samples out.
create function recused_samples(reader uuid, of_comparison uuid) returns table (sample_id uuid)
language sql stable security definer rows 10 set search_path = netra, pg_temp as $$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  own as materialized (select i.civil_servant_id, i.agency_id, i.contest_id from reader_interest i, today
    where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day))
  select r.id from today, comparison_row r join post_version v on v.id = r.version_id join post p on p.id = v.post_id
    where r.comparison_id = of_comparison and (
      exists (select from flag_recusal k join flag f on f.id = k.flag_id where k.user_id = reader and f.post_id = p.id)
      or exists (select from own where own.contest_id = r.contest_id or own.civil_servant_id = p.civil_servant_id)
      or exists (select from own join employment e on e.agency_id = own.agency_id where e.civil_servant_id = p.civil_servant_id
        and e.from_date <= today.day and (e.to_date is null or e.to_date >= (p.posted_at at time zone 'Asia/Jakarta')::date)))
$$;
revoke all on function recused_samples(uuid, uuid) from public;
grant execute on function recused_samples(uuid, uuid) to netra_operator;

-- Where a person's morning mail goes, set by the office, and whether the person wants it.
create table digest_address (
  user_id uuid primary key references app_user,
  address_cipher bytea,
  wanted boolean not null default false,
  set_by uuid not null references app_user,
  set_at timestamptz not null default clock_timestamp(),
  check (address_cipher is not null or not wanted)
);
-- One row a day and person, so that nobody gets two.
create table digest_mail (
  day date not null,
  user_id uuid not null references app_user,
  asked_at timestamptz not null default clock_timestamp(),
  tries int not null default 0 check (tries >= 0),
  -- while it is being sent: when another may take it up
  next_try_at timestamptz not null default clock_timestamp(),
  -- why the last try failed
  code text check (code ~ '^[a-z][a-z0-9-]{1,63}$'),
  -- the server took it, or nothing waited
  done_at timestamptz,
  primary key (day, user_id)
);
-- question: what did not leave lately?
create index digest_mail_waiting on digest_mail (day) where done_at is null;

grant select, insert, update (address_cipher, wanted, set_by, set_at) on digest_address to netra_api;
grant select on digest_address to netra_custody;
grant select (user_id, wanted) on digest_address to netra_classify;
-- Who wants one and may sign in, without a name: neither custody nor the scheduler sees people.
create function digest_readers() returns table (user_id uuid, role text, regions text[], locale text)
language sql stable security definer set search_path = netra, pg_temp as $$
  select u.id, u.role, u.regions || lent_regions(u.id), u.locale from digest_address a join app_user u on u.id = a.user_id where a.wanted and u.active
$$;
revoke all on function digest_readers() from public;
grant execute on function digest_readers() to netra_custody, netra_scheduler;
grant select, insert, delete, update (tries, next_try_at, code, done_at) on digest_mail to netra_custody;
grant select on digest_mail to netra_scheduler, netra_classify;
