-- A version goes live by a second person's word: whoever published it does not confirm it.
set local role netra_owner;
set local search_path = netra;

-- the system publishes without a person; then any supervisor's word is a second one
alter table rule_pack_version add constraint rule_pack_second_person check (confirmed_by <> published_by);
grant update (confirmed_by, confirmed_at) on rule_pack_version to netra_operator;
