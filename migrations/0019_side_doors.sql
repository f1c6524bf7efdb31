-- What is purged with an account, whole: also captures that were never tied to it, and what a tied one corrects.
set local role netra_owner;
set local search_path = netra;

create policy owner_cascade on handle_period for select to netra_owner using (true);

-- As the program compares handles: without spaces around, one leading @, or case.
create function handle_key_of(handle text) returns text
language sql immutable parallel safe
return lower(regexp_replace(btrim(handle, E' \t\n\u000b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'), '^@', ''));
revoke all on function handle_key_of(text) from public;

-- As before, with all that shows the same as what is purged: of no other account that stands, and within the regions of whoever asks.
create or replace function purge_captures(accounts uuid[], out captures int, out versions int, out files int)
language plpgsql security definer set search_path = netra, pg_temp as $$
declare posts uuid[]; sent uuid[]; fetched int;
begin
  if exists (select from account a where a.id = any (accounts) and (a.revoked_at is null or not region_visible(a.region))) then
    raise exception 'purge_captures: still linked, or outside the regions of whoever asks' using errcode = '42501';
  end if;
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
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $$;
