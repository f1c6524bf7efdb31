-- Weekly reports: rendered once, stored as bytes, served as stored.
set local role netra_owner;
set local search_path = netra;

create table report (
  id uuid primary key default gen_random_uuid(),
  week text not null check (week ~ '^[0-9]{4}-W[0-9]{2}$'),
  region text not null,
  as_of timestamptz not null default clock_timestamp(),
  version int not null,
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'failed')),
  scheduled boolean not null,
  requested_by uuid references app_user,
  requested_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  summary jsonb,
  ready_at timestamptz,
  unique (week, region, version)
);
-- a missed Monday is made up once
create unique index report_scheduled_once on report (week, region) where scheduled;

create table report_file (
  report_id uuid not null references report,
  region text not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  sha256 bytea not null,
  primary key (report_id, name)
);

call protect_by_region('report');
call protect_by_region('report_file');
grant select, insert on report to netra_api, netra_scheduler;
grant select on report to netra_report;
grant update (state, attempts, summary, ready_at) on report to netra_report;
grant select on report_file to netra_api;
grant select, insert on report_file to netra_report;
