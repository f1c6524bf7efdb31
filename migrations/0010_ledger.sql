-- The ledger: every act, every pinned byte and every file becomes a leaf of one tree, in the order in which they were sealed. FORMAT.md of
-- packages/evidence says what a leaf and a checkpoint are. A leaf holds no content: it is made of the row it seals and of its own salt.
set local role netra_owner;
set local search_path = netra;

-- One name for one installation, the origin of its checkpoints. It survives a restore and a new key.
create table installation (
  one boolean primary key default true check (one),
  id text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12) check (id ~ '^[a-z0-9.-]+$')
);
insert into installation default values;

create table ledger_leaf (
  index bigint primary key check (index >= 0),
  kind text not null check (kind in ('audit', 'evidence', 'upload')),
  object_id text not null,
  hash bytea not null check (octet_length(hash) = 32),
  -- null = erased with its row: the hash stays, what was in the leaf does not come back
  salt bytea check (octet_length(salt) = 16),
  sealed_at timestamptz not null default clock_timestamp(),
  unique (kind, object_id)
);

-- The right-most nodes: enough to append without reading the leaves. One row, the sealer's.
create table ledger_frontier (
  one boolean primary key default true check (one),
  size bigint not null check (size >= 0),
  nodes jsonb not null
);
insert into ledger_frontier (size, nodes) values (0, '[]');

-- A copy of each is a file outside the database: a database that is rolled back or written anew contradicts it.
create table checkpoint (
  size bigint primary key,
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz not null default clock_timestamp()
);

-- What is to be sealed, written in the transaction of the row itself: a row that commits late is met late, and none is ever passed over.
create table ledger_waiting (
  seq bigint generated always as identity primary key,
  kind text not null,
  object_id text not null,
  unique (kind, object_id)
);

create function await_sealing() returns trigger
language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  insert into ledger_waiting (kind, object_id) values (tg_argv[0], new.id::text);
  return null;
end $$;
revoke all on function await_sealing() from public;

-- Whoever deletes a row erases its leaf, and leaves a trace that is sealed in its turn.
create function erase_leaf() returns trigger
language plpgsql security definer set search_path = netra, pg_temp as $$
declare person uuid := nullif(current_setting('netra.actor', true), '')::uuid;
begin
  delete from ledger_waiting where kind = tg_argv[0] and object_id = old.id::text;
  update ledger_leaf set salt = null where kind = tg_argv[0] and object_id = old.id::text and salt is not null;
  if found then
    insert into audit_event (actor_kind, actor_id, actor_role, region, act, object_type, object_id)
    values (case when person is null then 'system' else 'person' end, person, current_setting('role'), old.region, 'leaf.erased', tg_argv[0], old.id::text);
  end if;
  return null;
end $$;
revoke all on function erase_leaf() from public;
create policy owner_erasure on audit_event for insert to netra_owner with check (true);

-- The salt of an act was made with it; which checkpoint holds it is the ledger's to say.
alter table audit_event drop column sealed_in;

create trigger seal after insert on audit_event for each row execute function await_sealing('audit');
create trigger seal after insert on evidence for each row execute function await_sealing('evidence');
create trigger erase after delete on evidence for each row execute function erase_leaf('evidence');
-- bytes that are taken out of a row that stays
create trigger erase_bytes after update on evidence for each row
  when (octet_length(old.raw) > 0 and octet_length(new.raw) = 0) execute function erase_leaf('evidence');
-- A file counts once a capture took it; what nobody takes is not kept.
create trigger seal_taken after update of capture_id on upload for each row
  when (old.capture_id is null and new.capture_id is not null) execute function await_sealing('upload');
create trigger seal after insert on upload for each row when (new.capture_id is not null) execute function await_sealing('upload');
create trigger erase after delete on upload for each row execute function erase_leaf('upload');

-- What was there before the ledger is sealed first. Forced row security hides it even from its owner.
alter table audit_event no force row level security;
alter table evidence no force row level security;
alter table upload no force row level security;
insert into ledger_waiting (kind, object_id) select 'audit', id::text from audit_event order by id;
insert into ledger_waiting (kind, object_id) select 'evidence', id::text from evidence order by pinned_at, id;
insert into ledger_waiting (kind, object_id) select 'upload', id from upload where capture_id is not null order by received_at, id;
alter table audit_event force row level security;
alter table evidence force row level security;
alter table upload force row level security;

grant select on installation to netra_api, netra_custody;
grant select, insert on ledger_leaf to netra_custody;
grant select on ledger_leaf, ledger_frontier, ledger_waiting, checkpoint to netra_api;
grant select on ledger_waiting to netra_scheduler;
grant select, update on ledger_frontier to netra_custody;
grant select, insert on checkpoint to netra_custody;
grant select, delete on ledger_waiting to netra_custody;
-- the sealer reads what it seals
grant select on audit_event, evidence, upload to netra_custody;
