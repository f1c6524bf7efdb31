-- Whoever reads a post writes what was read (classification_detail) and then copies its bytes (capture_body). A week that was made or dropped in the other
-- order, under a lock on the whole table, stood across that way: one of the two was ended by the database.
set local role netra_owner;
set local search_path = netra;

create or replace function ensure_week(monday date) returns void
language plpgsql security definer set search_path = netra, pg_temp as $$
declare parent text; part text;
begin
  if extract(isodow from monday) <> 1 then raise exception 'ensure_week: % is not a Monday', monday; end if;
  foreach parent in array array['classification_detail', 'capture_body'] loop
    part := parent || '_' || to_char(monday, 'IYYY"w"IW');
    continue when to_regclass('netra.' || quote_ident(part)) is not null;
    perform pg_advisory_xact_lock(hashtext('netra.ensure_week'));
    -- asked of the table, since to_regclass remembers its answer from before the wait
    if not exists (select from pg_class where relname = part and relnamespace = 'netra'::regnamespace) then
      -- attached when it is ready: that takes no lock that readers or writers of the other weeks wait for
      execute format('create table netra.%I (like netra.%I including all)', part, parent);
      execute format('alter table netra.%I enable row level security', part);
      execute format('alter table netra.%I force row level security', part);
      execute format('alter table netra.%I attach partition netra.%I for values from (%L) to (%L)', parent, part, monday, monday + 7);
    end if;
  end loop;
end $$;

create or replace function drop_week(monday date) returns bigint
language plpgsql security definer set search_path = netra, pg_temp as $$
declare parent text; dropped bigint;
begin
  if extract(isodow from monday) <> 1 then raise exception 'drop_week: % is not a Monday', monday; end if;
  foreach parent in array array['classification_detail', 'capture_body'] loop
    execute format('drop table if exists netra.%I', parent || '_' || to_char(monday, 'IYYY"w"IW'));
  end loop;
  update post_version set body_dropped_at = clock_timestamp() where week = monday and body_dropped_at is null;
  get diagnostics dropped = row_count;
  return dropped;
end $$;
