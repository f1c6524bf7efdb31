-- What a report says of itself: who stands behind its final version and its note, and what its rules are called.
set local role netra_owner;
set local search_path = netra;

-- Who made a report final, or asked for it, and who wrote its note as it stands. The process that writes reports sees no other name of anybody.
create function report_signatories(of_report uuid) returns table (final_by text, note_by text)
language sql stable security definer rows 1 set search_path = netra, pg_temp as $$
  select f.name, case when r.note is not null then n.name end
  from report r left join app_user f on f.id = r.final_by left join app_user n on n.id = r.note_by where r.id = of_report
$$;
revoke all on function report_signatories(uuid) from public;
grant execute on function report_signatories(uuid) to netra_report;

-- A pack is language, and names nobody.
grant select (body) on rule_pack_version to netra_report;
