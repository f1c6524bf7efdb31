-- That a person asked a platform whether the address of a capture still shows a post, and what it said.
set local role netra_owner;
set local search_path = netra;

create table capture_address_check (
  id uuid primary key default gen_random_uuid(),
  capture_id uuid not null references capture on delete cascade,
  region text not null,
  user_id uuid not null references app_user,
  -- written before the platform is asked, so that no question goes out unseen
  at timestamptz not null default clock_timestamp(),
  -- unknown: no answer that says anything of the post; null: the process ended before one came
  result text check (result in ('exists', 'missing', 'closed', 'unknown')),
  -- a code: why it is unknown
  reason text
);
-- question: what was said of this capture last?
create index capture_address_check_capture on capture_address_check (capture_id, at);

call protect_by_region('capture_address_check');
create policy owner_cascade on capture_address_check to netra_owner using (true) with check (true);

grant select, insert, update (result, reason) on capture_address_check to netra_api;
