-- A claim is passed on: the new lease says by whom, with which words, and whether it was taken up.
set local role netra_owner;
set local search_path = netra;

alter table flag_lease
  -- who passed it on; null for a claim that somebody took themselves
  add handed_by uuid references app_user,
  -- what one reader left to the next; gone with the lease
  add note text,
  -- when its new reader first took it up; until then who passed it on may take it back
  add taken_up_at timestamptz,
  add check (note is null or (handed_by is not null and ended_at is null and btrim(note) <> '' and length(note) <= 300)),
  add check (taken_up_at is null or handed_by is not null);

grant update (note, taken_up_at) on flag_lease to netra_api;
-- Who counts leases reads no words of them.
revoke select on flag_lease from netra_classify, netra_report, netra_operator;
grant select (id, flag_id, region, user_id, fence, claimed_from, taken_at, until, ended_at) on flag_lease to netra_classify, netra_report, netra_operator;

create policy owner_cascade on flag_lease for all to netra_owner using (true) with check (true);

-- Where the evidence is purged, what a reader wrote beside it goes with it.
create function purge_lease_note() returns trigger language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  update flag_lease set note = null where flag_id = new.flag_id and note is not null;
  return null;
end $$;
revoke all on function purge_lease_note() from public;
create trigger purge_lease_note after update of purged_at on evidence for each row
  when (new.purged_at is not null and old.purged_at is null) execute function purge_lease_note();
