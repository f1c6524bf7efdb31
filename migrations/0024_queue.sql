-- The queue: what changed a moment ago, whole words in what flags stand on, exact addresses, and views that a team keeps.
set local role netra_owner;
set local search_path = netra;

-- question: which flags changed a moment ago, and whose claims ran out?
create index flag_changed on flag (changed_at);
create index flag_lease_until on flag_lease (until) where ended_at is null;
-- question: which post has this address? By hash: an address may be longer than a b-tree takes.
create index post_url on post using hash (url);
-- question: in which flags' texts do these words stand? A text may be longer than a tsvector takes: opening a flag must not fail by that.
create index evidence_words on evidence using gin (to_tsvector('pg_catalog.indonesian'::regconfig, left(text, 50000)));

-- Row security keeps a text search from its index, because nobody vouches that the operator leaks nothing. So the owner looks, and asks for the regions itself.
create function find_words(asked text) returns table (flag_id uuid, version_id uuid)
language sql stable security definer rows 100 set search_path = netra, pg_temp as $$
  select e.flag_id, e.version_id from evidence e
  where to_tsvector('pg_catalog.indonesian'::regconfig, left(e.text, 50000)) @@ websearch_to_tsquery('pg_catalog.indonesian'::regconfig, asked)
    and region_visible(e.region)
$$;
revoke all on function find_words(text) from public;
grant execute on function find_words(text) to netra_api;

-- Filters of the list under a name, for everybody of a role in a region.
create table saved_view (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  role text not null,
  name text not null check (char_length(name) between 1 and 40),
  filters jsonb not null,
  created_by uuid not null references app_user,
  created_at timestamptz not null default clock_timestamp()
);
create unique index saved_view_name on saved_view (region, role, lower(name));
call protect_by_region('saved_view');
grant select, insert, delete, update (name) on saved_view to netra_api;
