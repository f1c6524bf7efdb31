-- A person who was marked as no civil servant by mistake may be registered again; and what the console and the doctor ask of the walk over kept bytes.
set local role netra_owner;
set local search_path = netra;

-- question: who was registered last?
create index civil_servant_newest on civil_servant (created_at desc, id desc);

-- Takes a supervisor's word back. Nothing that was purged returns, no link either: the next register brings the person's number and accounts. Only where everything of the
-- person lies in the asker's regions, as for the word itself. False when the person was not marked.
create function mark_civil_servant_again(person uuid) returns boolean
language plpgsql security definer set search_path = netra, pg_temp as $$
begin
  if exists (select from account a where a.civil_servant_id = person and not region_visible(a.region))
    or exists (select from employment e where e.civil_servant_id = person and not region_visible(e.region)) then
    raise exception 'mark_civil_servant_again: outside the regions of whoever asks' using errcode = '42501';
  end if;
  update civil_servant set not_civil_servant_at = null, not_civil_servant_by = null where id = person and region_visible(region) and not_civil_servant_at is not null;
  return found;
end $$;
revoke all on function mark_civil_servant_again(uuid) from public;
grant execute on function mark_civil_servant_again(uuid) to netra_api;

grant select on fixity_round to netra_api, netra_classify;
