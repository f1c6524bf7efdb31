-- Who may touch what. Roles belong to the cluster, so each is made only when missing.
-- netra_owner owns the tables and never logs in; one role per kind of process; netra_app logs in and may become any of them, inheriting none;
-- netra_queue owns the queue's own schema; netra_backup reads everything and writes nothing.
do $$
declare process text;
begin
  foreach process in array array['owner', 'api', 'ingest', 'classify', 'report', 'custody', 'scheduler', 'operator'] loop
    if not exists (select from pg_roles where rolname = 'netra_' || process) then
      execute format('create role %I nologin noinherit', 'netra_' || process);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'netra_app') then create role netra_app login noinherit; end if;
  if not exists (select from pg_roles where rolname = 'netra_queue') then create role netra_queue login; end if;
  if not exists (select from pg_roles where rolname = 'netra_backup') then
    begin
      create role netra_backup nologin bypassrls;
    exception when insufficient_privilege then
      raise notice 'netra_backup was not made: a superuser must run: create role netra_backup nologin bypassrls';
    end;
  end if;
  grant netra_api, netra_ingest, netra_classify, netra_report, netra_custody, netra_scheduler, netra_operator to netra_app;
  execute format('grant netra_owner, netra_app, netra_queue to %I', current_user);
  execute format('grant create on database %I to netra_owner', current_database());
end $$;

create schema if not exists netra;
alter schema netra owner to netra_owner;
revoke all on schema netra from public;
grant usage on schema netra to netra_api, netra_ingest, netra_classify, netra_report, netra_custody, netra_scheduler, netra_operator;
revoke create on schema public from public;

set local role netra_owner;
set local search_path = netra;

-- True when one of the actor's regions contains the row's. Without a setting, or with the empty one a pooled connection keeps: nothing.
create function region_visible(row_region text) returns boolean
language sql stable parallel safe
return exists (
  select 1 from unnest(string_to_array(nullif(current_setting('netra.regions', true), ''), ',')) as own(code)
  where own.code = 'ID' or row_region = own.code or starts_with(row_region, own.code || '.'));

-- Puts row-level security on a table that has a region: people's processes see their regions, machine processes see all.
create procedure protect_by_region(target regclass)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy own_regions on %s to netra_api, netra_report, netra_operator using (netra.region_visible(region)) with check (netra.region_visible(region))', target);
  execute format('create policy machine on %s to netra_ingest, netra_classify, netra_custody, netra_scheduler using (true) with check (true)', target);
end $$;

create table region (
  code text primary key check (code ~ '^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$'),
  name text not null
);
grant select on region to netra_api, netra_report, netra_operator, netra_ingest, netra_classify;
grant insert, update on region to netra_operator;
