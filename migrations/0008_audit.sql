-- Every act, once, in the act's own transaction. Rows are only ever added; sealing chains them later, off the hot path.
set local role netra_owner;
set local search_path = netra;

create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('person', 'system')),
  actor_id uuid,
  actor_role text not null,
  region text not null,
  act text not null,
  object_type text not null,
  object_id text not null,
  reason text,
  -- ids and enums only: never text, handle, name or NIP
  detail jsonb not null default '{}',
  -- hides the subject in the sealed leaf: erasing the salt keeps the chain verifiable
  salt bytea not null default uuid_send(gen_random_uuid()),
  sealed_in bigint
);
create index audit_object on audit_event (object_type, object_id);

call protect_by_region('audit_event');
grant select, insert on audit_event to netra_api;
grant insert on audit_event to netra_ingest, netra_classify, netra_report, netra_custody, netra_scheduler, netra_operator;

-- The backup role reads everything, past row security.
do $$ begin
  if exists (select from pg_roles where rolname = 'netra_backup') then
    grant usage on schema netra to netra_backup;
    grant select on all tables in schema netra to netra_backup;
    grant select on all sequences in schema netra to netra_backup;
    alter default privileges in schema netra grant select on tables to netra_backup;
    alter default privileges in schema netra grant select on sequences to netra_backup;
  end if;
end $$;
