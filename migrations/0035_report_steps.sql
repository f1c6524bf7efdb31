-- Reports in steps: a draft, a supervisor's note, final for good; corrections, spans of days, how far the making is, and who is told by mail.
set local role netra_owner;
set local search_path = netra;

alter table report
  alter column week drop not null,
  -- first and last day (Asia/Jakarta) of a report on a span of days
  add column from_day date,
  add column to_day date,
  add check ((week is null) = (from_day is not null) and (from_day is null) = (to_day is null)),
  add check (to_day >= from_day and to_day - from_day < 400),
  -- the final version that this one corrects, why, and what differs from it
  add column corrects int check (corrects < version),
  add column reason text check (char_length(reason) <= 1000),
  add check ((corrects is null) = (reason is null)),
  add column changes jsonb,
  add column note text check (char_length(note) <= 4000),
  -- counted up by each change of the note, so that nobody finishes what they have not seen
  add column note_rev int not null default 0,
  add column note_by uuid references app_user,
  add column note_at timestamptz,
  add column final_asked_at timestamptz,
  add column final_by uuid references app_user,
  -- the last attempt to make it final was given up
  add column final_failed boolean not null default false,
  -- ready without it: a draft
  add column final_at timestamptz check (final_at is null or state = 'ready');
create unique index report_span_version on report (from_day, to_day, region, version) where week is null;

-- What was handed out while there were no drafts is final, as far as its week was over.
create policy owner_backfill on report for all to netra_owner using (true) with check (true);
update report set final_at = ready_at where state = 'ready' and as_of >= (to_date(week, 'IYYY"-W"IW') + 7)::timestamp at time zone 'Asia/Jakarta';
drop policy owner_backfill on report;

create function keep_final() returns trigger language plpgsql set search_path = netra, pg_temp as $$
begin
  if old.final_at is not null then raise exception 'report: a final report never changes' using errcode = 'restrict_violation'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if old.final_asked_at is not null and new.note is distinct from old.note then
    raise exception 'report: a report that is being made final keeps its note' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_final before update or delete on report for each row execute function keep_final();

create function keep_final_file() returns trigger language plpgsql set search_path = netra, pg_temp as $$
begin
  if exists (select from report r where r.id in (old.report_id, new.report_id) and r.final_at is not null) then
    raise exception 'report_file: the files of a final report never change' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger keep_final before insert or update or delete on report_file for each row execute function keep_final_file();
revoke all on function keep_final(), keep_final_file() from public;
-- whether a file is that of the draft; what stands in both may have one name
alter table report_file add column draft boolean not null default false, drop constraint report_file_pkey, add primary key (report_id, draft, name);

grant update (note, note_rev, note_by, note_at, final_asked_at, final_by, final_failed) on report to netra_api;
grant update (changes, final_asked_at, final_by, final_failed, final_at) on report to netra_report;

-- How far the making is. A table of its own, since the report's row is locked while it is made.
create table report_progress (
  report_id uuid primary key references report,
  region text not null,
  step text not null check (step in ('facts', 'document', 'compare', 'forms')),
  done int not null check (done >= 0),
  total int not null check (total >= done),
  at timestamptz not null default clock_timestamp()
);
call protect_by_region('report_progress');
grant select on report_progress to netra_api;
grant select, insert, update on report_progress to netra_report;

-- Whether a person wants to be told when the draft of a scheduled report is there. It goes where the morning mail goes.
alter table digest_address add column reports boolean not null default true;
grant update (reports) on digest_address to netra_api;

-- One row a draft and person, so that nobody is told twice.
create table report_mail (
  report_id uuid not null references report,
  user_id uuid not null references app_user,
  region text not null,
  asked_at timestamptz not null default clock_timestamp(),
  tries int not null default 0 check (tries >= 0),
  -- tries of which nobody knows the end, since the process died: after two it is given up
  unknown int not null default 0 check (unknown >= 0),
  -- while it is being sent: when another may take it up
  next_try_at timestamptz not null default clock_timestamp(),
  -- why the last try failed
  code text check (code ~ '^[a-z][a-z0-9-]{1,63}$'),
  done_at timestamptz,
  primary key (report_id, user_id)
);
-- question: what did not leave?
create index report_mail_waiting on report_mail (next_try_at) where done_at is null;
call protect_by_region('report_mail');
grant select on report to netra_custody;
grant select, insert, update (tries, unknown, next_try_at, code, done_at) on report_mail to netra_custody;
grant select on report_mail to netra_scheduler, netra_classify;

-- Who may be told and where they look after, without a name: neither custody nor the scheduler sees people.
create function report_readers() returns table (user_id uuid, role text, regions text[], locale text)
language sql stable security definer set search_path = netra, pg_temp as $$
  select u.id, u.role, u.regions || lent_regions(u.id), u.locale from digest_address a join app_user u on u.id = a.user_id
  where a.reports and a.address_cipher is not null and u.active
$$;
-- The regions that somebody supervises: each gets a report of its own.
create function supervised_regions() returns table (region text)
language sql stable security definer set search_path = netra, pg_temp as $$
  select distinct r from app_user u, unnest(u.regions) r where u.active and u.role = 'supervisor'
$$;
revoke all on function report_readers(), supervised_regions() from public;
grant execute on function report_readers() to netra_custody, netra_scheduler;
grant execute on function supervised_regions() to netra_scheduler;
