-- Figures as of a time: what rows said before they were changed or removed, which hours each account was fetched in, and what was in force when.
set local role netra_owner;
set local search_path = netra;

-- Since when something is kept that older rows cannot tell.
create table kept_since (
  what text primary key,
  since timestamptz not null default clock_timestamp()
);
insert into kept_since (what) values ('account_hours'), ('account_standing'), ('candidates_named'), ('withdrawn_by_rules'), ('quarantine'), ('removed');
grant select on kept_since to netra_report, netra_api;

-- What a row said until a moment, as far as figures count it: codes, ids and times; never a word, handle or address.
create table past_state (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('flag', 'account', 'version', 'post', 'drift', 'capture')),
  object_id uuid not null,
  region text not null,
  until timestamptz not null default clock_timestamp(),
  was jsonb not null
);
-- question: what was this one then?
create index past_state_object on past_state (kind, object_id, until);
-- question: what has changed since?
create index past_state_until on past_state (kind, until);
call protect_by_region('past_state');
create policy owner_cascade on past_state to netra_owner using (true) with check (true);
grant select on past_state to netra_report, netra_api;

-- The hours of a week (Asia/Jakarta, the first is Monday 00:00) in which an account was fetched, and in which only tries failed.
create table account_watch (
  account_id uuid not null references account,
  -- its Monday
  week date not null,
  region text not null,
  platform text not null,
  fetched_at timestamptz,
  fetched bit(168) not null default repeat('0', 168)::bit(168),
  failed_at timestamptz,
  -- the first failure of the week
  failed_code text,
  failed bit(168) not null default repeat('0', 168)::bit(168),
  primary key (week, account_id)
);
call protect_by_region('account_watch');
create policy owner_cascade on account_watch to netra_owner using (true) with check (true);
grant select on account_watch to netra_report, netra_api;

-- Which rule pack and which version of a contest was in force from when to when.
create table in_force (
  kind text not null check (kind in ('pack', 'contest')),
  name text not null,
  version int not null,
  hash text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (kind, name, from_at)
);
grant select on in_force to netra_report, netra_api;
insert into in_force (kind, name, version, hash, from_at, to_at)
  select 'contest', contest_id, version, hash, published_at, lead(published_at) over (partition by contest_id order by version) from contest_version
  union all select 'pack', pack_id, version, hash, published_at, retired_at from rule_pack_version where state in ('live', 'retired');

-- What readings say for good: their details go with the week or with a purge. `named` is null where it was never kept.
alter table classification add column rule_ids text[] not null default '{}', add column named text[];
-- The office of whoever posted it, on its day, as the register knew it when the post came.
alter table post add column agency_id uuid references agency, add column employment_kind text;
-- A version without a word in it.
alter table post_version add column wordless boolean not null default false;
-- What a capture was that came to its end.
alter table expired_capture add column platform text, add column origin text, add column needs_look boolean, add column looked_at timestamptz;

create policy owner_backfill on classification to netra_owner using (true) with check (true);
update classification c set rule_ids = r.ids from (
  select e.classification_id, array_agg(distinct k ->> 'ruleId') as ids from evidence_detail e, jsonb_array_elements(e.body -> 'contributions') k
  where (k ->> 'tenths')::int > 0 group by 1) r where r.classification_id = c.id;
drop policy owner_backfill on classification;
update post p set agency_id = e.agency_id, employment_kind = e.kind from employment e where e.civil_servant_id = p.civil_servant_id
  and e.from_date <= (p.posted_at at time zone 'Asia/Jakarta')::date and (e.to_date is null or e.to_date >= (p.posted_at at time zone 'Asia/Jakarta')::date);
-- before it was withdrawn it was not
insert into past_state (kind, object_id, region, until, was)
  select 'flag', id, region, changed_at, jsonb_build_object('withdrawn', false, 'targets', targets, 'classification', classification_id) from flag where state = 'withdrawn';

create function fill_office() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  select e.agency_id, e.kind into new.agency_id, new.employment_kind from employment e where e.civil_servant_id = new.civil_servant_id
    and e.from_date <= (new.posted_at at time zone 'Asia/Jakarta')::date and (e.to_date is null or e.to_date >= (new.posted_at at time zone 'Asia/Jakarta')::date)
    order by e.from_date desc limit 1;
  return new;
end $$;
create trigger fill_office before insert on post for each row execute function fill_office();

create function keep_flag_state() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into past_state (kind, object_id, region, was) values ('flag', old.id, old.region,
    jsonb_build_object('withdrawn', old.state = 'withdrawn', 'targets', old.targets, 'classification', old.classification_id));
  return null;
end $$;
create trigger keep_state after update on flag for each row
  when ((old.state = 'withdrawn') <> (new.state = 'withdrawn') or old.targets <> new.targets or old.classification_id <> new.classification_id)
  execute function keep_flag_state();

create function keep_account_state() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into past_state (kind, object_id, region, was) values ('account', old.id, old.region, jsonb_build_object('link', old.link, 'state', old.state));
  return null;
end $$;
create trigger keep_state after update on account for each row when (old.link <> new.link or old.state <> new.state) execute function keep_account_state();

create function note_watch() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
declare
  at timestamptz := clock_timestamp();
  monday date := date_trunc('week', at at time zone 'Asia/Jakarta')::date;
  hour int := floor(extract(epoch from (at at time zone 'Asia/Jakarta') - monday) / 3600)::int;
  ok boolean := new.fetched_at is distinct from old.fetched_at;
  one bit(168) := set_bit(repeat('0', 168)::bit(168), hour, 1);
begin
  insert into account_watch as w (account_id, week, region, platform, fetched_at, fetched, failed_at, failed_code, failed)
    values (new.id, monday, new.region, new.platform, case when ok then at end, case when ok then one else ~one & one end,
      case when not ok then at end, case when not ok then new.last_error end, case when ok then ~one & one else one end)
    on conflict (week, account_id) do update set fetched_at = coalesce(w.fetched_at, excluded.fetched_at), fetched = w.fetched | excluded.fetched,
      failed_at = coalesce(w.failed_at, excluded.failed_at), failed_code = coalesce(w.failed_code, excluded.failed_code), failed = w.failed | excluded.failed
      where w.fetched | excluded.fetched <> w.fetched or w.failed | excluded.failed <> w.failed;
  return null;
end $$;
create trigger note_watch after update of fetched_at, failures on account for each row
  when (new.fetched_at is distinct from old.fetched_at or new.failures > old.failures) execute function note_watch();

create function keep_quarantine() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into past_state (kind, object_id, region, was) values ('version', old.id, old.region,
    jsonb_build_object('quarantined', old.state = 'quarantined'));
  return null;
end $$;
create trigger keep_state after update of state on post_version for each row
  when ((old.state = 'quarantined') <> (new.state = 'quarantined')) execute function keep_quarantine();

create function keep_drift() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into past_state (kind, object_id, region, was) values ('drift', old.id, old.region, jsonb_build_object('at', old.at));
  return null;
end $$;
create trigger keep_state after delete on drift for each row execute function keep_drift();

-- A post that is forgotten was counted before: day and hours, no address. Its versions go first and with them what they were, so that it is kept before them.
create function keep_post(which uuid) returns void language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into past_state (kind, object_id, region, was)
    select 'post', gen_random_uuid(), p.region, jsonb_build_object('platform', p.platform, 'origin', p.origin, 'kind', p.kind, 'agency', p.agency_id, 'employment', p.employment_kind,
      'posted', (p.posted_at at time zone 'Asia/Jakarta')::date,
      'seconds', case when p.time_trust <> 'unknown' then extract(epoch from (select v.captured_at from post_version v where v.post_id = p.id and v.seq = 1) - p.posted_at) end,
      'undated', p.time_trust = 'unknown',
      'versions', (select jsonb_agg(jsonb_build_object('at', v.captured_at, 'wordless', v.wordless, 'quarantined', v.state = 'quarantined') order by v.seq) from post_version v where v.post_id = p.id),
      'read', (select jsonb_agg(jsonb_build_object('contest', c.contest_id, 'at', c.at, 'named', c.named)) from classification c where c.post_id = p.id))
    from post p where p.id = which and region_visible(p.region);
end $$;
revoke all on function keep_post(uuid) from public;
grant execute on function keep_post(uuid) to netra_custody, netra_operator;

create function note_in_force() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
declare at timestamptz := clock_timestamp();
begin
  if tg_table_name = 'contest' then
    update in_force set to_at = at where kind = 'contest' and name = new.id and to_at is null;
    insert into in_force (kind, name, version, hash, from_at) select 'contest', new.id, v.version, v.hash, at from contest_version v where v.hash = new.live_hash;
  elsif new.state = 'live' then
    insert into in_force (kind, name, version, hash, from_at) values ('pack', new.pack_id, new.version, new.hash, at);
  else
    update in_force set to_at = at where kind = 'pack' and hash = new.hash and to_at is null;
  end if;
  return null;
end $$;
create trigger note_in_force after update of live_hash on contest for each row when (new.live_hash is distinct from old.live_hash) execute function note_in_force();
create trigger note_in_force after update of state on rule_pack_version for each row
  when ((old.state = 'live') <> (new.state = 'live')) execute function note_in_force();
create trigger note_first_in_force after insert on rule_pack_version for each row when (new.state = 'live') execute function note_in_force();

revoke all on function fill_office(), keep_flag_state(), keep_account_state(), note_watch(), keep_quarantine(), keep_drift(), note_in_force() from public;

-- question: which posts of this contest name somebody?
create index classification_named on classification (contest_id, at) where named <> '{}';
-- question: which versions were set aside?
create index post_version_quarantined on post_version (captured_at) where state = 'quarantined';
grant select on expired_capture, classification to netra_report;
grant select (id, name, region) on agency to netra_report;
grant select (capture_id, at) on capture_look to netra_report;
grant select (capture_id, at) on capture_look to netra_custody;
grant select (flag_id, region, user_id, reader_no, reading, at) on reading to netra_report;
grant select (hash, pack_id, version) on rule_pack_version to netra_report;
