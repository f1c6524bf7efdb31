-- What the machine read, what is offered to people, and what people did. Readings, decisions and steps are only ever added.
set local role netra_owner;
set local search_path = netra;

create table classification (
  id uuid primary key default gen_random_uuid(),
  version_id uuid not null references post_version,
  post_id uuid not null references post,
  region text not null,
  contest_id text not null references contest,
  contest_hash text not null references contest_version,
  pack_hash text not null references rule_pack_version,
  stance text not null check (stance in ('support', 'oppose', 'neutral')),
  targets text[] not null,
  score_tenths int not null,
  threshold_tenths int not null,
  flagged boolean not null,
  possible_forms text[] not null,
  week date not null,
  at timestamptz not null default clock_timestamp(),
  unique (version_id, pack_hash, contest_hash)
);
create index classification_post on classification (post_id, contest_id);

create sequence flag_number;
create table flag (
  id uuid primary key default gen_random_uuid(),
  number bigint not null default nextval('flag_number') unique,
  post_id uuid not null references post,
  version_id uuid not null references post_version,
  contest_id text not null references contest,
  classification_id uuid not null references classification,
  region text not null,
  platform text not null,
  kind text not null,
  origin text not null,
  raised_by text not null check (raised_by in ('machine', 'person')),
  -- text: the words carry it; context: a photo, a like or a sighting that a person must place (lowest tier)
  tier text not null check (tier in ('text', 'context')),
  state text not null default 'open' check (state in ('open', 'claimed', 'needs_info', 'awaiting_second', 'disputed', 'escalated', 'closed', 'withdrawn')),
  claimed_from text check (claimed_from in ('open', 'needs_info', 'awaiting_second', 'disputed')),
  outcome text check (outcome in ('not_partisan', 'duplicate', 'not_this_person', 'third_party_act', 'out_of_scope')),
  stance text not null,
  targets text[] not null,
  priority int not null,
  supersedes uuid references flag,
  first_reader_id uuid references app_user,
  second_reader_id uuid references app_user,
  fence int not null default 0,
  opened_at timestamptz not null default clock_timestamp(),
  deadline_at timestamptz not null,
  changed_at timestamptz not null default clock_timestamp(),
  check ((state = 'closed') = (outcome is not null)),
  check ((state = 'claimed') = (claimed_from is not null)),
  unique (version_id, contest_id)
);
-- question: the next flags of a lane, by reading priority
create index flag_lane on flag (state, tier, priority desc, deadline_at, id);
create index flag_post on flag (post_id, contest_id);
create index flag_contest on flag (contest_id, opened_at);

create table flag_lease (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  region text not null,
  user_id uuid not null references app_user,
  fence int not null,
  claimed_from text not null,
  taken_at timestamptz not null default clock_timestamp(),
  until timestamptz not null,
  ended_at timestamptz,
  unique (flag_id, fence)
);
create unique index flag_lease_one_open on flag_lease (flag_id) where ended_at is null;
create index flag_lease_user on flag_lease (user_id) where ended_at is null;

-- A flag as it stands by the database's clock: a claim whose lease ran out counts as the state it was claimed from.
create view flag_standing with (security_invoker = true) as
  select f.id as flag_id, l.id as lease_id, l.user_id as holder_id,
    case when f.state = 'claimed' and l.id is null then f.claimed_from else f.state end as standing
  from flag f left join flag_lease l on l.flag_id = f.id and l.ended_at is null and l.until > clock_timestamp();

create table flag_recusal (
  flag_id uuid not null references flag,
  region text not null,
  user_id uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  primary key (flag_id, user_id)
);

create table reading (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  region text not null,
  user_id uuid not null references app_user,
  reader_no int not null check (reader_no between 1 and 3),
  reading text not null check (reading in ('neither', 'support', 'harm', 'unclear')),
  target_id text,
  at timestamptz not null default clock_timestamp()
);
create index reading_flag on reading (flag_id, at);

create table decision (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  region text not null,
  user_id uuid not null references app_user,
  reader_no int not null,
  idempotency_key text not null,
  act text not null check (act in ('close', 'needs_info', 'escalate', 'withdraw', 'reopen')),
  outcome text,
  out_of_scope text,
  duplicate_of uuid references flag,
  reason text not null,
  question text,
  addressee text,
  due date,
  checklist jsonb,
  from_state text not null,
  to_state text not null,
  fence int not null,
  at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  unique (user_id, idempotency_key)
);
create index decision_flag on decision (flag_id, at);
create index decision_time on decision (at);

-- The bytes a flag stands on, copied out of the partition when it opened.
create table evidence (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  version_id uuid not null references post_version,
  region text not null,
  sha256 bytea not null,
  raw bytea not null,
  text text not null,
  content_type text not null,
  connector text not null,
  connector_version text not null,
  captured_at timestamptz not null,
  pinned_at timestamptz not null default clock_timestamp(),
  unique (flag_id, version_id)
);

-- What the classifier said when a flag opened or was re-scored, copied out likewise: reasons outlive the week of the post.
create table evidence_detail (
  flag_id uuid not null references flag,
  classification_id uuid not null references classification,
  region text not null,
  body jsonb not null,
  pinned_at timestamptz not null default clock_timestamp(),
  primary key (flag_id, classification_id)
);

create sequence case_number;
create table case_file (
  id uuid primary key default gen_random_uuid(),
  number bigint not null default nextval('case_number') unique,
  civil_servant_id uuid not null references civil_servant,
  contest_id text not null references contest,
  region text not null,
  state text not null default 'initial_information',
  opened_at timestamptz not null default clock_timestamp(),
  unique (civil_servant_id, contest_id, region)
);
create table case_flag (
  case_id uuid not null references case_file,
  flag_id uuid not null references flag,
  region text not null,
  primary key (case_id, flag_id)
);
create table case_step (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_file,
  region text not null,
  decision_id uuid references decision,
  to_state text not null,
  at timestamptz not null default clock_timestamp()
);

call protect_by_region('classification');
call protect_by_region('flag');
call protect_by_region('flag_lease');
call protect_by_region('flag_recusal');
call protect_by_region('reading');
call protect_by_region('decision');
call protect_by_region('evidence');
call protect_by_region('evidence_detail');
call protect_by_region('case_file');
call protect_by_region('case_flag');
call protect_by_region('case_step');

grant select on flag, flag_lease, flag_standing to netra_api, netra_report, netra_classify, netra_operator;
grant select on classification, flag_recusal, reading, decision, evidence, evidence_detail, case_file, case_flag, case_step to netra_api;
grant select on decision to netra_report;
grant select, insert on classification, evidence, evidence_detail to netra_classify;
grant insert on flag to netra_classify;
grant usage on sequence flag_number to netra_classify;
grant update (state, claimed_from, classification_id, stance, targets, priority, tier, changed_at) on flag to netra_classify;
grant update (state, claimed_from, outcome, first_reader_id, second_reader_id, fence, changed_at) on flag to netra_api;
grant insert on flag_lease, flag_recusal, reading, decision, case_file, case_flag, case_step to netra_api;
grant update (until, ended_at) on flag_lease to netra_api;
grant update (undone_at) on decision to netra_api;
grant usage on sequence case_number to netra_api;
grant update (state) on case_file to netra_api;
grant delete on case_flag to netra_api;
-- forgetting a post on request
grant select on flag to netra_custody;
grant select, delete on classification to netra_custody;
