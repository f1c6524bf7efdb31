-- Who stands, and the language of the rules: immutable versions with a content hash; which one counts is a state beside it.
set local role netra_owner;
set local search_path = netra;

create table contest (
  id text primary key,
  region text not null,
  -- the newest published version counts; the watch window inside it opens and closes the contest by itself
  live_hash text,
  demo boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);

create table contest_version (
  hash text primary key,
  contest_id text not null references contest,
  version int not null,
  body jsonb not null,
  published_at timestamptz not null default clock_timestamp(),
  published_by uuid references app_user,
  unique (contest_id, version)
);
alter table contest add foreign key (live_hash) references contest_version (hash);

create table rule_pack_version (
  hash text primary key,
  pack_id text not null,
  version int not null,
  body jsonb not null,
  state text not null check (state in ('draft', 'shadow', 'live', 'retired')),
  published_at timestamptz not null default clock_timestamp(),
  published_by uuid references app_user,
  -- null while only the system put it live (first start): shown until a supervisor confirms
  confirmed_by uuid references app_user,
  confirmed_at timestamptz,
  unique (pack_id, version)
);
create unique index rule_pack_one_live on rule_pack_version ((true)) where state = 'live';

grant select on contest, contest_version to netra_api, netra_report, netra_ingest, netra_classify, netra_operator;
grant select on rule_pack_version to netra_api, netra_classify, netra_operator;
grant insert on contest, contest_version, rule_pack_version to netra_operator;
grant update on contest to netra_operator;
grant update (state) on rule_pack_version to netra_operator;
grant update (confirmed_by, confirmed_at) on rule_pack_version to netra_api;
