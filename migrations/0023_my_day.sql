-- What a day's start asks for: what people noted while a flag waits for information, and what one shift leaves to the next. No names belong in it.
set local role netra_owner;
set local search_path = netra;

create table flag_note (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  -- the request that it belongs to
  decision_id uuid not null references decision,
  region text not null,
  user_id uuid not null references app_user,
  act text not null check (act in ('reminded', 'answered')),
  idempotency_key text not null,
  at timestamptz not null default clock_timestamp(),
  unique (user_id, idempotency_key)
);
-- question: what was noted on this flag?
create index flag_note_flag on flag_note (flag_id, at);

create table handover (
  id uuid primary key default gen_random_uuid(),
  region text not null,
  user_id uuid not null references app_user,
  note text not null check (btrim(note) <> '' and length(note) <= 1000),
  idempotency_key text not null,
  at timestamptz not null default clock_timestamp(),
  unique (user_id, idempotency_key)
);
-- question: what was left to this region lately?
create index handover_newest on handover (at);

create table handover_read (
  handover_id uuid not null references handover,
  region text not null,
  user_id uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  primary key (handover_id, user_id)
);

call protect_by_region('flag_note');
call protect_by_region('handover');
call protect_by_region('handover_read');

grant select, insert on flag_note, handover, handover_read to netra_api;
-- the end of what is old; the words are nobody's but the readers'
grant select (id, at), delete on handover to netra_custody;
grant select (handover_id), delete on handover_read to netra_custody;
