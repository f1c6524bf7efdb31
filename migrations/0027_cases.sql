-- What happens to a case after its flags were escalated: steps with their plenary decision, the person's own words, cases that rest on the same thing; and the words of answers.
set local role netra_owner;
set local search_path = netra;

-- A step that a supervisor notes; steps that follow from a decision on a flag keep `decision_id` and nothing of this.
alter table case_step
  add column kind text check (kind in ('forward', 'correction')),
  add column user_id uuid references app_user,
  add column from_state text,
  add column plenary_number text check (length(plenary_number) <= 100),
  add column plenary_on date,
  add column reason text check (length(reason) <= 1000),
  add column idempotency_key text,
  add constraint case_step_once unique (user_id, idempotency_key),
  add constraint case_step_whole check (
    (kind is null and decision_id is not null)
    or (kind is not null and decision_id is null and user_id is not null and from_state is not null and reason is not null and idempotency_key is not null
      and (kind = 'correction') = (plenary_number is null) and (kind = 'correction') = (plenary_on is null)));
-- question: what happened in this case?
create index case_step_case on case_step (case_id, at);
-- question: which cases stand, newest first?
create index case_file_newest on case_file (number desc);

-- What somebody answered to a request, word for word; notes from before have none.
alter table flag_note
  add column words text check (btrim(words) <> '' and length(words) <= 4000),
  add column given_by text check (given_by in ('agency', 'superior', 'employee', 'office', 'other')),
  add column purged_at timestamptz,
  add constraint flag_note_words check (words is null or (act = 'answered' and given_by is not null));

-- What the person of a case says to it, word for word.
create table case_reply (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_file,
  region text not null,
  user_id uuid not null references app_user,
  words text not null check (length(words) <= 4000),
  given_on date not null,
  idempotency_key text not null,
  at timestamptz not null default clock_timestamp(),
  purged_at timestamptz,
  unique (user_id, idempotency_key),
  check ((btrim(words) = '') = (purged_at is not null))
);
create index case_reply_case on case_reply (case_id, at);

-- Flags of several people that rest on the same thing. It shares what was seen; each person keeps a decision and a case of their own.
create table case_group (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  name text not null check (btrim(name) <> '' and length(name) <= 120),
  reason text not null check (btrim(reason) <> '' and length(reason) <= 1000),
  made_by uuid not null references app_user,
  at timestamptz not null default clock_timestamp()
);
create table case_group_member (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references case_group,
  flag_id uuid not null references flag,
  region text not null,
  -- shown as a letter; flags of one person share it
  seat int not null check (seat > 0),
  added_by uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  left_at timestamptz,
  left_by uuid references app_user,
  left_reason text check (btrim(left_reason) <> '' and length(left_reason) <= 1000),
  check ((left_at is null) = (left_by is null) and (left_at is null) = (left_reason is null))
);
create unique index case_group_member_one on case_group_member (flag_id) where left_at is null;
create index case_group_member_group on case_group_member (group_id);

call protect_by_region('case_reply');
call protect_by_region('case_group');
call protect_by_region('case_group_member');

grant select, insert on case_reply, case_group, case_group_member to netra_api;
grant update (left_at, left_by, left_reason) on case_group_member to netra_api;

create policy owner_cascade on case_group_member for select to netra_owner using (true);
create policy owner_cascade on case_file for select to netra_owner using (true);
create policy owner_cascade on flag_note to netra_owner using (true) with check (true);
create policy owner_cascade on case_reply to netra_owner using (true) with check (true);

-- How many people a group has, in whatever region, and the highest seat ever taken. Numbers alone: who they are stays with their region.
create function group_size(which uuid, out people int, out seats int)
language sql stable security definer set search_path = netra, pg_temp
return (
  select row(count(distinct m.seat) filter (where m.left_at is null and f.state not in ('closed', 'withdrawn'))::int, coalesce(max(m.seat), 0)::int)
  from case_group_member m join flag f on f.id = m.flag_id where m.group_id = which);
revoke all on function group_size(uuid) from public;
grant execute on function group_size(uuid) to netra_api;

-- As before, with the words of answers, and of whoever has no flag left in the case that they replied to.
create or replace function purge_captures(accounts uuid[], out captures int, out versions int, out files int)
language plpgsql security definer set search_path = netra, pg_temp as $$
declare posts uuid[]; sent uuid[]; fetched int;
begin
  if exists (select from account a where a.id = any (accounts) and (a.revoked_at is null or not region_visible(a.region))) then
    raise exception 'purge_captures: still linked, or outside the regions of whoever asks' using errcode = '42501';
  end if;
  -- posts before anything that hangs on them, as everywhere
  perform from post where account_id = any (accounts) order by id for no key update;
  posts := array(select id from post where account_id = any (accounts));
  sent := array(
    with recursive handles as (
      select platform, handle_key from account where id = any (accounts)
      union select platform, handle_key from handle_period where account_id = any (accounts)),
    untied as (
      select c.id, c.region, c.corrects, c.platform, handle_key_of(c.handle) as handle_key from capture c where c.post_id is null and c.purged_at is null),
    theirs as (
      -- the handle is another's by now: so is what was sent under it
      select u.* from untied u where not exists (
        select from account a where a.platform = u.platform and a.handle_key = u.handle_key and a.revoked_at is null)),
    chain (id, corrects) as (
      select id, corrects from capture where post_id = any (posts)
      union select t.id, t.corrects from theirs t join handles h on h.platform = t.platform and h.handle_key = t.handle_key where region_visible(t.region)
      -- what was corrected shows the same, whatever handle was typed; a correction may say that it was somebody else's
      union select o.id, o.corrects from chain join lateral (
        select id, corrects from untied where id = chain.corrects union all select id, corrects from theirs where corrects = chain.id) o on true)
    select id from chain);
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
  -- what only this text held together is looked for anew
  perform pg_advisory_xact_lock(hashtextextended('netra.likeness', 0));
  update flag_likeness set made = 0 where cluster_id in (
    select k.cluster_id from flag_likeness k join flag f on f.id = k.flag_id where f.post_id = any (posts));
  delete from flag_likeness k using flag f where f.post_id = any (posts) and k.flag_id = f.id;
  update flag_note n set words = null, purged_at = clock_timestamp() from flag f where f.post_id = any (posts) and n.flag_id = f.id and n.words is not null;
  -- a term that readers already work with is language and stays
  update term_proposal t set term = case t.state when 'accepted' then t.term else '' end, condition = '', note = '', purged_at = clock_timestamp()
    from term_origin o join flag f on f.id = o.flag_id where f.post_id = any (posts) and t.id = o.proposal_id and t.purged_at is null;
  update case_reply r set words = '', purged_at = clock_timestamp() from case_file k
    where k.id = r.case_id and r.purged_at is null and k.civil_servant_id in (select a.civil_servant_id from account a where a.id = any (accounts))
      and not exists (select from case_flag x where x.case_id = k.id);
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $$;
