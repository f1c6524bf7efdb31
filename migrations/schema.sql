-- Written by `npm run schema` from the catalogue of a migrated database: to be read and compared, never run, never edited.

grant usage on schema netra to netra_api;
grant usage on schema netra to netra_backup;
grant usage on schema netra to netra_classify;
grant usage on schema netra to netra_custody;
grant usage on schema netra to netra_ingest;
grant usage on schema netra to netra_operator;
grant usage on schema netra to netra_report;
grant usage on schema netra to netra_scheduler;

create table account (
  id uuid default gen_random_uuid() not null,
  civil_servant_id uuid not null,
  region text not null,
  platform text not null,
  handle text not null,
  handle_key text not null,
  external_id text,
  link text not null,
  link_source text not null,
  linked_at timestamp with time zone default clock_timestamp() not null,
  revoked_at timestamp with time zone,
  state text default 'active'::text not null,
  cursor jsonb,
  due_at timestamp with time zone default clock_timestamp() not null,
  lease_until timestamp with time zone,
  lease_token uuid,
  fetched_at timestamp with time zone,
  failures integer default 0 not null,
  last_error text,
  employed_from date,
  employed_to date,
  contest_id text,
  tip_capture_id uuid,
  reviewed_by uuid,
  expires_at timestamp with time zone,
  CHECK (((link <> 'inferred'::text) OR (expires_at IS NOT NULL))) NOT VALID,
  CHECK ((link = ANY (ARRAY['declared'::text, 'agency_verified'::text, 'inferred'::text]))),
  CHECK ((state = ANY (ARRAY['active'::text, 'private'::text, 'suspended'::text, 'deactivated'::text, 'deleted'::text]))),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (reviewed_by) REFERENCES app_user(id),
  FOREIGN KEY (tip_capture_id) REFERENCES capture(id) ON DELETE SET NULL,
  PRIMARY KEY (id)
);
CREATE INDEX account_due ON netra.account USING btree (due_at) WHERE ((revoked_at IS NULL) AND (link <> 'inferred'::text));
CREATE INDEX account_expiry ON netra.account USING btree (expires_at) WHERE ((expires_at IS NOT NULL) AND (revoked_at IS NULL));
CREATE INDEX account_person ON netra.account USING btree (civil_servant_id);
CREATE UNIQUE INDEX account_handle ON netra.account USING btree (platform, handle_key) WHERE (revoked_at IS NULL);
alter table account enable row level security;
alter table account force row level security;
create policy machine on account for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on account for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on account for all to netra_owner using (true) with check (true);
grant insert, select, update on account to netra_operator;
grant select on account to netra_api;
grant select on account to netra_backup;
grant select on account to netra_classify;
grant select on account to netra_custody;
grant select on account to netra_ingest;
grant select on account to netra_report;
grant select on account to netra_scheduler;
grant select (expires_at, id, link, region, revoked_at) on account to netra_custody;
grant update (cursor, due_at, external_id, failures, fetched_at, last_error, lease_token, lease_until, state) on account to netra_ingest;
grant update (revoked_at) on account to netra_api;
grant update (revoked_at) on account to netra_custody;

create table account_watch (
  account_id uuid not null,
  week date not null,
  region text not null,
  platform text not null,
  fetched_at timestamp with time zone,
  fetched bit(168) default (repeat('0'::text, 168))::bit(168) not null,
  failed_at timestamp with time zone,
  failed_code text,
  failed bit(168) default (repeat('0'::text, 168))::bit(168) not null,
  FOREIGN KEY (account_id) REFERENCES account(id),
  PRIMARY KEY (week, account_id)
);
alter table account_watch enable row level security;
alter table account_watch force row level security;
create policy machine on account_watch for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on account_watch for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on account_watch for all to netra_owner using (true) with check (true);
grant select on account_watch to netra_api;
grant select on account_watch to netra_backup;
grant select on account_watch to netra_report;

create table agency (
  id uuid default gen_random_uuid() not null,
  name text not null,
  region text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  PRIMARY KEY (id),
  UNIQUE (name, region)
);
alter table agency enable row level security;
alter table agency force row level security;
create policy machine on agency for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on agency for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select, update on agency to netra_operator;
grant select on agency to netra_api;
grant select on agency to netra_backup;
grant select (id, name, region) on agency to netra_report;

create table app_user (
  id uuid default gen_random_uuid() not null,
  username text not null,
  name text not null,
  role text not null,
  regions text[] not null,
  locale text default 'id'::text not null,
  password_hash text,
  active boolean default true not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  CHECK ((cardinality(regions) > 0)),
  CHECK ((locale = ANY (ARRAY['id'::text, 'en'::text]))),
  CHECK ((role = ANY (ARRAY['field'::text, 'analyst'::text, 'supervisor'::text, 'engineer'::text, 'admin'::text, 'auditor'::text]))),
  CHECK ((username = lower(username))),
  PRIMARY KEY (id),
  UNIQUE (username)
);
grant insert, select on app_user to netra_operator;
grant select on app_user to netra_api;
grant select on app_user to netra_backup;
grant update (active) on app_user to netra_operator;
grant update (locale, password_hash) on app_user to netra_api;

create table audit_event (
  id bigint generated always as identity not null,
  at timestamp with time zone default clock_timestamp() not null,
  actor_kind text not null,
  actor_id uuid,
  actor_role text not null,
  region text not null,
  act text not null,
  object_type text not null,
  object_id text not null,
  reason text,
  detail jsonb default '{}'::jsonb not null,
  salt bytea default uuid_send(gen_random_uuid()) not null,
  CHECK ((actor_kind = ANY (ARRAY['person'::text, 'system'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX audit_object ON netra.audit_event USING btree (object_type, object_id);
alter table audit_event enable row level security;
alter table audit_event force row level security;
create policy machine on audit_event for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on audit_event for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on audit_event for select to netra_owner using (true);
create policy owner_erasure on audit_event for insert to netra_owner using () with check (true);
grant insert on audit_event to netra_classify;
grant insert on audit_event to netra_ingest;
grant insert on audit_event to netra_operator;
grant insert on audit_event to netra_report;
grant insert on audit_event to netra_scheduler;
grant insert, select on audit_event to netra_api;
grant insert, select on audit_event to netra_custody;
grant select on audit_event to netra_backup;
grant select (act, actor_id, actor_kind, actor_role, at, detail, id, object_id, object_type, region) on audit_event to netra_report;

create table blob_mark (
  key text not null,
  marked_at timestamp with time zone default clock_timestamp() not null,
  PRIMARY KEY (key)
);
grant delete, insert, select on blob_mark to netra_custody;
grant select on blob_mark to netra_backup;

create table capture (
  id uuid default gen_random_uuid() not null,
  receipt_no text not null,
  client_id text not null,
  user_id uuid not null,
  region text not null,
  url text,
  url_key text,
  platform text not null,
  handle text not null,
  kind text not null,
  text text not null,
  visibility text not null,
  seen_how text not null,
  office_account boolean not null,
  uploader text not null,
  seen_at timestamp with time zone not null,
  origin text not null,
  post_id uuid,
  sha256 bytea not null,
  raw bytea not null,
  received_at timestamp with time zone default clock_timestamp() not null,
  purged_at timestamp with time zone,
  parent_url text,
  parent_text text default ''::text not null,
  corrects uuid,
  needs_look boolean default true not null,
  words_key text default 
CASE
    WHEN (length(text) >= 20) THEN md5(lower(btrim(regexp_replace(text, '\s+'::text, ' '::text, 'g'::text))))
    ELSE NULL::text
END,
  CHECK (((purged_at IS NULL) OR ((url IS NULL) AND (url_key IS NULL) AND (handle = ''::text) AND (text = ''::text) AND (seen_how = ''::text) AND (raw = '\x'::bytea) AND (parent_url IS NULL) AND (parent_text = ''::text)))),
  CHECK (((visibility = ANY (ARRAY['public'::text, 'public_group'::text])) OR (origin = ANY (ARRAY['tip'::text, 'complaint'::text])))),
  CHECK ((uploader = ANY (ARRAY['owner'::text, 'other'::text]))),
  FOREIGN KEY (corrects) REFERENCES capture(id) ON DELETE SET NULL,
  FOREIGN KEY (post_id) REFERENCES post(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (receipt_no),
  UNIQUE (user_id, client_id)
);
CREATE INDEX capture_post ON netra.capture USING btree (post_id) WHERE (post_id IS NOT NULL);
CREATE INDEX capture_received ON netra.capture USING btree (received_at);
CREATE INDEX capture_url ON netra.capture USING btree (url_key) WHERE (url_key IS NOT NULL);
CREATE INDEX capture_user ON netra.capture USING btree (user_id, received_at DESC);
CREATE INDEX capture_waiting ON netra.capture USING btree (received_at, id) WHERE (needs_look AND (post_id IS NULL) AND (purged_at IS NULL));
CREATE INDEX capture_words ON netra.capture USING btree (words_key) WHERE (words_key IS NOT NULL);
CREATE UNIQUE INDEX capture_corrects ON netra.capture USING btree (corrects) WHERE (corrects IS NOT NULL);
alter table capture enable row level security;
alter table capture force row level security;
create policy machine on capture for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture for all to netra_owner using (true) with check (true);
grant delete, select on capture to netra_custody;
grant insert, select on capture to netra_api;
grant select on capture to netra_backup;
grant select on capture to netra_report;
grant select (handle, id, origin, platform, purged_at, receipt_no, region) on capture to netra_operator;
grant select (post_id, seen_at) on capture to netra_classify;
grant update (post_id) on capture to netra_api;

create table capture_address_check (
  id uuid default gen_random_uuid() not null,
  capture_id uuid not null,
  region text not null,
  user_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  result text,
  reason text,
  CHECK ((result = ANY (ARRAY['exists'::text, 'missing'::text, 'closed'::text, 'unknown'::text]))),
  FOREIGN KEY (capture_id) REFERENCES capture(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX capture_address_check_capture ON netra.capture_address_check USING btree (capture_id, at);
alter table capture_address_check enable row level security;
alter table capture_address_check force row level security;
create policy machine on capture_address_check for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_address_check for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_address_check for all to netra_owner using (true) with check (true);
grant insert, select on capture_address_check to netra_api;
grant select on capture_address_check to netra_backup;
grant update (reason, result) on capture_address_check to netra_api;

create table capture_body (
  version_id uuid not null,
  week date not null,
  region text not null,
  text text not null,
  raw bytea not null,
  content_type text not null,
  connector text not null,
  connector_version text not null,
  media_from integer,
  source text,
  http_status integer,
  headers jsonb,
  asked_at timestamp with time zone,
  answered_at timestamp with time zone,
  tool_version text,
  media jsonb default '[]'::jsonb not null,
  CHECK ((media_from >= 0)),
  PRIMARY KEY (week, version_id)
) partition by RANGE (week);
alter table capture_body enable row level security;
alter table capture_body force row level security;
create policy machine on capture_body for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_body for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_body for all to netra_owner using (true) with check (true);
grant delete, insert, select on capture_body to netra_custody;
grant insert, select on capture_body to netra_api;
grant insert, select on capture_body to netra_ingest;
grant insert, select on capture_body to netra_operator;
grant select on capture_body to netra_backup;
grant select on capture_body to netra_classify;

create table capture_look (
  id uuid default gen_random_uuid() not null,
  capture_id uuid not null,
  region text not null,
  act text not null,
  note text not null,
  media_text text not null,
  user_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  purged_at timestamp with time zone,
  CHECK (((act = 'evidence'::text) OR (note <> ''::text) OR (purged_at IS NOT NULL))),
  CHECK ((act = ANY (ARRAY['evidence'::text, 'lead'::text, 'returned'::text, 'rejected'::text]))),
  FOREIGN KEY (capture_id) REFERENCES capture(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (capture_id)
);
CREATE INDEX capture_look_at ON netra.capture_look USING btree (at);
alter table capture_look enable row level security;
alter table capture_look force row level security;
create policy machine on capture_look for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_look for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_look for all to netra_owner using (true) with check (true);
grant insert, select on capture_look to netra_api;
grant select on capture_look to netra_backup;
grant select (at, capture_id) on capture_look to netra_custody;
grant select (at, capture_id) on capture_look to netra_report;

create table capture_mask (
  upload_id text not null,
  capture_id uuid not null,
  look_id uuid not null,
  region text not null,
  rects jsonb not null,
  masked_key text not null,
  masked_type text not null,
  masked_bytes bigint not null,
  FOREIGN KEY (capture_id) REFERENCES capture(id) ON DELETE CASCADE,
  FOREIGN KEY (look_id) REFERENCES capture_look(id) ON DELETE CASCADE,
  FOREIGN KEY (upload_id) REFERENCES upload(id) ON DELETE CASCADE,
  PRIMARY KEY (upload_id)
);
CREATE INDEX capture_mask_blob ON netra.capture_mask USING btree (masked_key);
CREATE INDEX capture_mask_capture ON netra.capture_mask USING btree (capture_id);
alter table capture_mask enable row level security;
alter table capture_mask force row level security;
create policy machine on capture_mask for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_mask for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_mask for all to netra_owner using (true) with check (true);
grant insert, select on capture_mask to netra_api;
grant select on capture_mask to netra_backup;
grant select on capture_mask to netra_custody;

create table capture_reporter (
  capture_id uuid not null,
  region text not null,
  sealed bytea not null,
  sha256 bytea not null,
  CHECK ((sha256 = sha256(sealed))),
  FOREIGN KEY (capture_id) REFERENCES capture(id) ON DELETE CASCADE,
  PRIMARY KEY (capture_id)
);
alter table capture_reporter enable row level security;
alter table capture_reporter force row level security;
create policy machine on capture_reporter for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_reporter for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_reporter for all to netra_owner using (true) with check (true);
grant insert, select on capture_reporter to netra_api;
grant select on capture_reporter to netra_backup;

create table capture_transcript (
  capture_id uuid not null,
  upload_id text not null,
  region text not null,
  lines jsonb not null,
  FOREIGN KEY (capture_id) REFERENCES capture(id) ON DELETE CASCADE,
  FOREIGN KEY (upload_id) REFERENCES upload(id) ON DELETE CASCADE,
  PRIMARY KEY (capture_id, upload_id)
);
alter table capture_transcript enable row level security;
alter table capture_transcript force row level security;
create policy machine on capture_transcript for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on capture_transcript for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on capture_transcript for all to netra_owner using (true) with check (true);
grant insert, select on capture_transcript to netra_api;
grant select on capture_transcript to netra_backup;

create table case_file (
  id uuid default gen_random_uuid() not null,
  number bigint default nextval('case_number'::regclass) not null,
  civil_servant_id uuid not null,
  contest_id text not null,
  region text not null,
  state text default 'initial_information'::text not null,
  opened_at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  PRIMARY KEY (id),
  UNIQUE (civil_servant_id, contest_id, region),
  UNIQUE (number)
);
CREATE INDEX case_file_newest ON netra.case_file USING btree (number DESC);
alter table case_file enable row level security;
alter table case_file force row level security;
create policy machine on case_file for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_file for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on case_file for select to netra_owner using (true);
grant insert, select on case_file to netra_api;
grant select on case_file to netra_backup;
grant update (state) on case_file to netra_api;

create table case_flag (
  case_id uuid not null,
  flag_id uuid not null,
  region text not null,
  FOREIGN KEY (case_id) REFERENCES case_file(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  PRIMARY KEY (case_id, flag_id)
);
alter table case_flag enable row level security;
alter table case_flag force row level security;
create policy machine on case_flag for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_flag for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on case_flag for select to netra_owner using (true);
grant delete, insert, select on case_flag to netra_api;
grant select on case_flag to netra_backup;
grant select on case_flag to netra_custody;

create table case_group (
  id uuid default gen_random_uuid() not null,
  region text not null,
  name text not null,
  reason text not null,
  made_by uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK (((btrim(name) <> ''::text) AND (length(name) <= 120))),
  CHECK (((btrim(reason) <> ''::text) AND (length(reason) <= 1000))),
  FOREIGN KEY (made_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
alter table case_group enable row level security;
alter table case_group force row level security;
create policy machine on case_group for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_group for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on case_group to netra_api;
grant select on case_group to netra_backup;

create table case_group_member (
  id uuid default gen_random_uuid() not null,
  group_id uuid not null,
  flag_id uuid not null,
  region text not null,
  seat integer not null,
  added_by uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  left_at timestamp with time zone,
  left_by uuid,
  left_reason text,
  CHECK ((((left_at IS NULL) = (left_by IS NULL)) AND ((left_at IS NULL) = (left_reason IS NULL)))),
  CHECK (((btrim(left_reason) <> ''::text) AND (length(left_reason) <= 1000))),
  CHECK ((seat > 0)),
  FOREIGN KEY (added_by) REFERENCES app_user(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (group_id) REFERENCES case_group(id),
  FOREIGN KEY (left_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX case_group_member_group ON netra.case_group_member USING btree (group_id);
CREATE UNIQUE INDEX case_group_member_one ON netra.case_group_member USING btree (flag_id) WHERE (left_at IS NULL);
alter table case_group_member enable row level security;
alter table case_group_member force row level security;
create policy machine on case_group_member for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_group_member for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on case_group_member for select to netra_owner using (true);
grant insert, select on case_group_member to netra_api;
grant select on case_group_member to netra_backup;
grant update (left_at, left_by, left_reason) on case_group_member to netra_api;

create table case_reply (
  id uuid default gen_random_uuid() not null,
  case_id uuid not null,
  region text not null,
  user_id uuid not null,
  words text not null,
  given_on date not null,
  idempotency_key text not null,
  at timestamp with time zone default clock_timestamp() not null,
  purged_at timestamp with time zone,
  CHECK (((btrim(words) = ''::text) = (purged_at IS NOT NULL))),
  CHECK ((length(words) <= 4000)),
  FOREIGN KEY (case_id) REFERENCES case_file(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (user_id, idempotency_key)
);
CREATE INDEX case_reply_case ON netra.case_reply USING btree (case_id, at);
alter table case_reply enable row level security;
alter table case_reply force row level security;
create policy machine on case_reply for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_reply for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on case_reply for all to netra_owner using (true) with check (true);
grant insert, select on case_reply to netra_api;
grant select on case_reply to netra_backup;

create table case_step (
  id uuid default gen_random_uuid() not null,
  case_id uuid not null,
  region text not null,
  decision_id uuid,
  to_state text not null,
  at timestamp with time zone default clock_timestamp() not null,
  kind text,
  user_id uuid,
  from_state text,
  plenary_number text,
  plenary_on date,
  reason text,
  idempotency_key text,
  referred_to text[],
  CHECK ((((kind IS NULL) AND (decision_id IS NOT NULL)) OR ((kind IS NOT NULL) AND (decision_id IS NULL) AND (user_id IS NOT NULL) AND (from_state IS NOT NULL) AND (reason IS NOT NULL) AND (idempotency_key IS NOT NULL) AND ((kind = 'correction'::text) = (plenary_number IS NULL)) AND ((kind = 'correction'::text) = (plenary_on IS NULL))))),
  CHECK (((referred_to IS NULL) OR ((kind = 'forward'::text) AND (to_state = 'referred'::text) AND ((cardinality(referred_to) >= 1) AND (cardinality(referred_to) <= 10)) AND (array_position(referred_to, NULL::text) IS NULL) AND (array_to_string(referred_to, ' '::text) ~ '^[a-z0-9_]+( [a-z0-9_]+)*$'::text)))),
  CHECK ((kind = ANY (ARRAY['forward'::text, 'correction'::text]))),
  CHECK ((length(plenary_number) <= 100)),
  CHECK ((length(reason) <= 1000)),
  FOREIGN KEY (case_id) REFERENCES case_file(id),
  FOREIGN KEY (decision_id) REFERENCES decision(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (user_id, idempotency_key)
);
CREATE INDEX case_step_case ON netra.case_step USING btree (case_id, at);
alter table case_step enable row level security;
alter table case_step force row level security;
create policy machine on case_step for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on case_step for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on case_step to netra_api;
grant select on case_step to netra_backup;

create table checkpoint (
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK ((octet_length(root) = 32)),
  PRIMARY KEY (size)
);
grant insert, select on checkpoint to netra_custody;
grant select on checkpoint to netra_api;
grant select on checkpoint to netra_backup;

create table checkpoint_mail (
  size bigint not null,
  recipient text not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  tries integer default 0 not null,
  next_try_at timestamp with time zone default clock_timestamp() not null,
  code text,
  sent_at timestamp with time zone,
  CHECK ((code ~ '^[a-z][a-z0-9-]{1,63}$'::text)),
  CHECK ((recipient ~ '^[0-9a-f]{64}$'::text)),
  CHECK ((tries >= 0)),
  FOREIGN KEY (size) REFERENCES checkpoint(size),
  PRIMARY KEY (size, recipient)
);
CREATE INDEX checkpoint_mail_waiting ON netra.checkpoint_mail USING btree (next_try_at) WHERE (sent_at IS NULL);
grant delete, insert, select on checkpoint_mail to netra_custody;
grant select on checkpoint_mail to netra_backup;
grant select on checkpoint_mail to netra_classify;
grant select on checkpoint_mail to netra_scheduler;
grant update (code, next_try_at, sent_at, tries) on checkpoint_mail to netra_custody;

create table checkpoint_stamp (
  size bigint not null,
  asked_for_at timestamp with time zone default clock_timestamp() not null,
  attempts integer default 0 not null,
  next_try_at timestamp with time zone default clock_timestamp() not null,
  last_error text,
  token bytea,
  stamped_at timestamp with time zone,
  CHECK (((token IS NULL) = (stamped_at IS NULL))),
  FOREIGN KEY (size) REFERENCES checkpoint(size),
  PRIMARY KEY (size)
);
CREATE INDEX checkpoint_stamp_due ON netra.checkpoint_stamp USING btree (next_try_at) WHERE (token IS NULL);
grant insert, select on checkpoint_stamp to netra_custody;
grant select on checkpoint_stamp to netra_backup;
grant select on checkpoint_stamp to netra_classify;
grant select on checkpoint_stamp to netra_scheduler;
grant update (attempts, last_error, next_try_at, stamped_at, token) on checkpoint_stamp to netra_custody;

create table civil_servant (
  id uuid default gen_random_uuid() not null,
  region text not null,
  name text not null,
  nip_cipher bytea,
  nip_index bytea,
  created_at timestamp with time zone default clock_timestamp() not null,
  not_civil_servant_at timestamp with time zone,
  not_civil_servant_by uuid,
  FOREIGN KEY (not_civil_servant_by) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (nip_index)
);
CREATE INDEX civil_servant_newest ON netra.civil_servant USING btree (created_at DESC, id DESC);
alter table civil_servant enable row level security;
alter table civil_servant force row level security;
create policy machine on civil_servant for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_accounts on civil_servant for select to netra_api using ((EXISTS ( SELECT
   FROM account a
  WHERE (a.civil_servant_id = civil_servant.id))));
create policy own_regions on civil_servant for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on civil_servant for all to netra_owner using (true) with check (true);
grant insert, select, update on civil_servant to netra_operator;
grant select on civil_servant to netra_api;
grant select on civil_servant to netra_backup;

create table classification (
  id uuid default gen_random_uuid() not null,
  version_id uuid not null,
  post_id uuid not null,
  region text not null,
  contest_id text not null,
  contest_hash text not null,
  pack_hash text not null,
  stance text not null,
  targets text[] not null,
  score_tenths integer not null,
  threshold_tenths integer not null,
  flagged boolean not null,
  possible_forms text[] not null,
  week date not null,
  at timestamp with time zone default clock_timestamp() not null,
  rule_ids text[] default '{}'::text[] not null,
  named text[],
  CHECK ((stance = ANY (ARRAY['support'::text, 'oppose'::text, 'neutral'::text]))),
  FOREIGN KEY (contest_hash) REFERENCES contest_version(hash),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (pack_hash) REFERENCES rule_pack_version(hash),
  FOREIGN KEY (post_id) REFERENCES post(id),
  FOREIGN KEY (version_id) REFERENCES post_version(id),
  PRIMARY KEY (id),
  UNIQUE (version_id, pack_hash, contest_hash)
);
CREATE INDEX classification_named ON netra.classification USING btree (contest_id, at) WHERE (named <> '{}'::text[]);
CREATE INDEX classification_post ON netra.classification USING btree (post_id, contest_id);
alter table classification enable row level security;
alter table classification force row level security;
create policy machine on classification for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on classification for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on classification for select to netra_owner using (true);
grant delete, select on classification to netra_custody;
grant insert, select on classification to netra_classify;
grant select on classification to netra_api;
grant select on classification to netra_backup;
grant select on classification to netra_report;

create table classification_detail (
  classification_id uuid not null,
  week date not null,
  region text not null,
  body jsonb not null,
  PRIMARY KEY (week, classification_id)
) partition by RANGE (week);
alter table classification_detail enable row level security;
alter table classification_detail force row level security;
create policy machine on classification_detail for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on classification_detail for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on classification_detail for all to netra_owner using (true) with check (true);
grant delete, select on classification_detail to netra_custody;
grant insert, select on classification_detail to netra_classify;
grant select on classification_detail to netra_backup;

create table comparison_row (
  id uuid default gen_random_uuid() not null,
  comparison_id uuid not null,
  kind text not null,
  version_id uuid not null,
  contest_id text not null,
  decided_at timestamp with time zone,
  tenths_before integer not null,
  tenths_after integer not null,
  read_by uuid,
  read_at timestamp with time zone,
  CHECK ((kind = ANY (ARRAY['missed'::text, 'spared'::text, 'fresh'::text]))),
  FOREIGN KEY (comparison_id) REFERENCES pack_comparison(id) ON DELETE CASCADE,
  FOREIGN KEY (read_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX comparison_row_kind ON netra.comparison_row USING btree (comparison_id, kind);
grant delete, insert, select on comparison_row to netra_classify;
grant select on comparison_row to netra_backup;
grant select (comparison_id, contest_id, decided_at, id, kind, read_at, read_by, tenths_after, tenths_before) on comparison_row to netra_api;
grant select (comparison_id, contest_id, decided_at, id, kind, read_at, read_by, tenths_after, tenths_before) on comparison_row to netra_operator;
grant update (read_at, read_by) on comparison_row to netra_api;
grant update (read_at, read_by) on comparison_row to netra_classify;

create table contest (
  id text not null,
  region text not null,
  live_hash text,
  demo boolean default false not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (live_hash) REFERENCES contest_version(hash),
  PRIMARY KEY (id)
);
grant insert, select, update on contest to netra_operator;
grant select on contest to netra_api;
grant select on contest to netra_backup;
grant select on contest to netra_classify;
grant select on contest to netra_custody;
grant select on contest to netra_ingest;
grant select on contest to netra_report;

create table contest_version (
  hash text not null,
  contest_id text not null,
  version integer not null,
  body jsonb not null,
  published_at timestamp with time zone default clock_timestamp() not null,
  published_by uuid,
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (published_by) REFERENCES app_user(id),
  PRIMARY KEY (hash),
  UNIQUE (contest_id, version)
);
grant insert, select on contest_version to netra_operator;
grant select on contest_version to netra_api;
grant select on contest_version to netra_backup;
grant select on contest_version to netra_classify;
grant select on contest_version to netra_custody;
grant select on contest_version to netra_ingest;
grant select on contest_version to netra_report;

create table correction (
  id uuid default gen_random_uuid() not null,
  region text not null,
  kind text not null,
  object_id text not null,
  cause text not null,
  account_id uuid not null,
  reason text not null,
  found_at timestamp with time zone default clock_timestamp() not null,
  found_by uuid,
  settled_at timestamp with time zone,
  settled_by uuid,
  settled_note text,
  CHECK (((settled_at IS NULL) = (settled_by IS NULL))),
  CHECK ((cause = ANY (ARRAY['link_revoked'::text, 'not_civil_servant'::text]))),
  CHECK ((kind = ANY (ARRAY['report'::text, 'case'::text, 'packet'::text, 'passport'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (found_by) REFERENCES app_user(id),
  FOREIGN KEY (settled_by) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (region, kind, object_id, account_id)
);
CREATE INDEX correction_open ON netra.correction USING btree (region, found_at) WHERE (settled_at IS NULL);
alter table correction enable row level security;
alter table correction force row level security;
create policy machine on correction for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on correction for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on correction for all to netra_owner using (true) with check (true);
grant select on correction to netra_api;
grant select on correction to netra_backup;
grant select on correction to netra_operator;
grant update (settled_at, settled_by, settled_note) on correction to netra_api;

create table decision (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  region text not null,
  user_id uuid not null,
  reader_no integer not null,
  idempotency_key text not null,
  act text not null,
  outcome text,
  out_of_scope text,
  duplicate_of uuid,
  reason text not null,
  question text,
  addressee text,
  due date,
  checklist jsonb,
  from_state text not null,
  to_state text not null,
  fence integer not null,
  at timestamp with time zone default clock_timestamp() not null,
  undone_at timestamp with time zone,
  guidance_hash text,
  CHECK ((act = ANY (ARRAY['close'::text, 'needs_info'::text, 'escalate'::text, 'withdraw'::text, 'reopen'::text]))),
  FOREIGN KEY (duplicate_of) REFERENCES flag(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (guidance_hash) REFERENCES guidance(hash),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (user_id, idempotency_key)
);
CREATE INDEX decision_flag ON netra.decision USING btree (flag_id, at);
CREATE INDEX decision_time ON netra.decision USING btree (at);
alter table decision enable row level security;
alter table decision force row level security;
create policy machine on decision for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on decision for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on decision to netra_api;
grant select on decision to netra_backup;
grant select on decision to netra_report;
grant update (undone_at) on decision to netra_api;

create table digest_address (
  user_id uuid not null,
  address_cipher bytea,
  wanted boolean default false not null,
  set_by uuid not null,
  set_at timestamp with time zone default clock_timestamp() not null,
  reports boolean default true not null,
  CHECK (((address_cipher IS NOT NULL) OR (NOT wanted))),
  FOREIGN KEY (set_by) REFERENCES app_user(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (user_id)
);
grant insert, select on digest_address to netra_api;
grant select on digest_address to netra_backup;
grant select on digest_address to netra_custody;
grant select (user_id, wanted) on digest_address to netra_classify;
grant update (address_cipher, reports, set_at, set_by, wanted) on digest_address to netra_api;

create table digest_mail (
  day date not null,
  user_id uuid not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  tries integer default 0 not null,
  next_try_at timestamp with time zone default clock_timestamp() not null,
  code text,
  done_at timestamp with time zone,
  CHECK ((code ~ '^[a-z][a-z0-9-]{1,63}$'::text)),
  CHECK ((tries >= 0)),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (day, user_id)
);
CREATE INDEX digest_mail_waiting ON netra.digest_mail USING btree (day) WHERE (done_at IS NULL);
grant delete, insert, select on digest_mail to netra_custody;
grant select on digest_mail to netra_backup;
grant select on digest_mail to netra_classify;
grant select on digest_mail to netra_scheduler;
grant update (code, done_at, next_try_at, tries) on digest_mail to netra_custody;

create table drift (
  id uuid default gen_random_uuid() not null,
  account_id uuid not null,
  region text not null,
  connector text not null,
  reason text not null,
  sha256 bytea not null,
  raw bytea not null,
  at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (account_id) REFERENCES account(id),
  PRIMARY KEY (id),
  UNIQUE (account_id, sha256)
);
CREATE INDEX drift_at ON netra.drift USING btree (at);
alter table drift enable row level security;
alter table drift force row level security;
create policy machine on drift for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on drift for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on drift for all to netra_owner using (true) with check (true);
grant delete, select on drift to netra_custody;
grant insert, select on drift to netra_ingest;
grant select on drift to netra_api;
grant select on drift to netra_backup;
grant select on drift to netra_operator;
grant select on drift to netra_report;

create table early_miss (
  platform text not null,
  external_id text not null,
  account_id uuid not null,
  region text not null,
  missed_at timestamp with time zone not null,
  missed_before_at timestamp with time zone,
  at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (account_id) REFERENCES account(id),
  PRIMARY KEY (platform, external_id)
);
alter table early_miss enable row level security;
alter table early_miss force row level security;
create policy machine on early_miss for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on early_miss for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant delete, select on early_miss to netra_custody;
grant insert, select, update on early_miss to netra_ingest;
grant select on early_miss to netra_api;
grant select on early_miss to netra_backup;
grant select on early_miss to netra_operator;

create table employment (
  id uuid default gen_random_uuid() not null,
  civil_servant_id uuid not null,
  agency_id uuid not null,
  region text not null,
  kind text not null,
  unit text,
  "position" text,
  role_class text,
  from_date date not null,
  to_date date,
  CHECK ((kind = ANY (ARRAY['pns'::text, 'pppk'::text, 'pppk_part_time'::text, 'non_asn'::text]))),
  CHECK ((to_date >= from_date)),
  FOREIGN KEY (agency_id) REFERENCES agency(id),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  PRIMARY KEY (id)
);
CREATE INDEX employment_agency ON netra.employment USING btree (agency_id);
CREATE INDEX employment_person ON netra.employment USING btree (civil_servant_id, from_date);
alter table employment enable row level security;
alter table employment force row level security;
create policy machine on employment for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on employment for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on employment for select to netra_owner using (true);
grant insert, select, update on employment to netra_operator;
grant select on employment to netra_api;
grant select on employment to netra_backup;

create table evidence (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  version_id uuid not null,
  region text not null,
  sha256 bytea not null,
  raw bytea not null,
  text text not null,
  content_type text not null,
  connector text not null,
  connector_version text not null,
  captured_at timestamp with time zone not null,
  pinned_at timestamp with time zone default clock_timestamp() not null,
  purged_at timestamp with time zone,
  media_from integer,
  source text,
  http_status integer,
  headers jsonb,
  asked_at timestamp with time zone,
  answered_at timestamp with time zone,
  tool_version text,
  occurred_at timestamp with time zone,
  occurred_trust text,
  known_at timestamp with time zone,
  CHECK (((purged_at IS NULL) OR ((raw = '\x'::bytea) AND (text = ''::text)))),
  CHECK (((purged_at IS NULL) OR ((source IS NULL) AND (headers IS NULL)))),
  CHECK ((media_from >= 0)),
  CHECK ((occurred_trust = ANY (ARRAY['platform'::text, 'author'::text, 'analyst'::text, 'unknown'::text]))),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (version_id) REFERENCES post_version(id),
  PRIMARY KEY (id),
  UNIQUE (flag_id, version_id)
);
CREATE INDEX evidence_words ON netra.evidence USING gin (to_tsvector('indonesian'::regconfig, "left"(text, 50000)));
alter table evidence enable row level security;
alter table evidence force row level security;
create policy machine on evidence for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on evidence for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on evidence for all to netra_owner using (true) with check (true);
grant insert, select on evidence to netra_classify;
grant select on evidence to netra_api;
grant select on evidence to netra_backup;
grant select on evidence to netra_custody;

create table evidence_detail (
  flag_id uuid not null,
  classification_id uuid not null,
  region text not null,
  body jsonb not null,
  pinned_at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (classification_id) REFERENCES classification(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  PRIMARY KEY (flag_id, classification_id)
);
alter table evidence_detail enable row level security;
alter table evidence_detail force row level security;
create policy machine on evidence_detail for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on evidence_detail for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on evidence_detail for all to netra_owner using (true) with check (true);
grant insert, select on evidence_detail to netra_classify;
grant select on evidence_detail to netra_api;
grant select on evidence_detail to netra_backup;

create table expired_capture (
  id uuid not null,
  receipt_no text not null,
  region text not null,
  sha256 bytea not null,
  received_at timestamp with time zone not null,
  at timestamp with time zone default clock_timestamp() not null,
  platform text,
  origin text,
  needs_look boolean,
  looked_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (receipt_no)
);
alter table expired_capture enable row level security;
alter table expired_capture force row level security;
create policy machine on expired_capture for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on expired_capture for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on expired_capture to netra_custody;
grant select on expired_capture to netra_api;
grant select on expired_capture to netra_backup;
grant select on expired_capture to netra_report;

create table export (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  format text not null,
  region text not null,
  filter jsonb not null,
  state text not null,
  needs_approval boolean not null,
  asked_by uuid not null,
  asked_role text not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  expected bigint not null,
  approved_by uuid,
  approved_at timestamp with time zone,
  refused_by uuid,
  as_of timestamp with time zone,
  upto bigint,
  total bigint,
  done bigint default 0 not null,
  attempts integer default 0 not null,
  turn integer default 0 not null,
  lease_until timestamp with time zone,
  ended_at timestamp with time zone,
  expires_at timestamp with time zone,
  row_count bigint,
  bytes bigint,
  sha256 bytea,
  failed_code text,
  CHECK (((NOT needs_approval) OR (approved_by IS NOT NULL) OR (state = ANY (ARRAY['waiting_approval'::text, 'refused'::text, 'cancelled'::text, 'expired'::text])))),
  CHECK (((approved_by IS NULL) OR (approved_by <> asked_by))),
  CHECK (((state <> 'failed'::text) OR (failed_code IS NOT NULL))),
  CHECK (((state <> 'ready'::text) OR ((sha256 IS NOT NULL) AND (bytes IS NOT NULL) AND (row_count IS NOT NULL) AND (expires_at IS NOT NULL)))),
  CHECK ((expected >= 0)),
  CHECK ((failed_code ~ '^[A-Za-z0-9_-]{1,64}$'::text)),
  CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'zip'::text]))),
  CHECK ((kind = ANY (ARRAY['flags'::text, 'audit'::text, 'evidence'::text]))),
  CHECK ((state = ANY (ARRAY['waiting_approval'::text, 'waiting'::text, 'running'::text, 'ready'::text, 'failed'::text, 'refused'::text, 'cancelled'::text, 'expired'::text]))),
  FOREIGN KEY (approved_by) REFERENCES app_user(id),
  FOREIGN KEY (asked_by) REFERENCES app_user(id),
  FOREIGN KEY (refused_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX export_asker ON netra.export USING btree (asked_by, asked_at);
CREATE INDEX export_open ON netra.export USING btree (asked_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
alter table export enable row level security;
alter table export force row level security;
create policy machine on export for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on export for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on export for all to netra_owner using (true) with check (true);
grant insert, select on export to netra_api;
grant select on export to netra_backup;
grant select on export to netra_custody;
grant select on export to netra_report;
grant select on export to netra_scheduler;
grant update (approved_at, approved_by, ended_at, lease_until, refused_by, state) on export to netra_api;
grant update (as_of, attempts, bytes, done, ended_at, expires_at, failed_code, lease_until, row_count, sha256, state, total, turn, upto) on export to netra_report;
grant update (ended_at, state) on export to netra_custody;

create table export_part (
  id uuid default gen_random_uuid() not null,
  export_id uuid not null,
  region text not null,
  no integer not null,
  blob_key text not null,
  bytes bigint not null,
  row_count bigint not null,
  "position" bigint not null,
  entry jsonb,
  CHECK ((no >= 0)),
  FOREIGN KEY (export_id) REFERENCES export(id),
  PRIMARY KEY (id),
  UNIQUE (export_id, no)
);
CREATE INDEX export_part_blob ON netra.export_part USING btree (blob_key);
alter table export_part enable row level security;
alter table export_part force row level security;
create policy machine on export_part for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on export_part for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on export_part for all to netra_owner using (true) with check (true);
grant delete, select on export_part to netra_custody;
grant insert, select on export_part to netra_report;
grant select on export_part to netra_api;
grant select on export_part to netra_backup;

create table fixity_check (
  kind text not null,
  object_id text not null,
  last_checked timestamp with time zone not null,
  digest bytea,
  CHECK ((kind = ANY (ARRAY['evidence'::text, 'capture'::text, 'upload'::text, 'mask'::text, 'media'::text, 'thumbnail'::text, 'export'::text]))),
  PRIMARY KEY (kind, object_id)
);
grant delete, insert, select, update on fixity_check to netra_custody;
grant select on fixity_check to netra_backup;

create table fixity_fault (
  id uuid default gen_random_uuid() not null,
  kind text not null,
  object_id text not null,
  region text not null,
  what text not null,
  found_at timestamp with time zone default clock_timestamp() not null,
  mended_at timestamp with time zone,
  CHECK ((kind = ANY (ARRAY['evidence'::text, 'capture'::text, 'upload'::text, 'mask'::text, 'media'::text, 'thumbnail'::text, 'export'::text, 'version'::text]))),
  CHECK ((what = ANY (ARRAY['damaged'::text, 'altered'::text, 'missing'::text, 'unreadable'::text]))),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX fixity_fault_open ON netra.fixity_fault USING btree (kind, object_id) WHERE (mended_at IS NULL);
alter table fixity_fault enable row level security;
alter table fixity_fault force row level security;
create policy machine on fixity_fault for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on fixity_fault for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on fixity_fault to netra_custody;
grant select on fixity_fault to netra_api;
grant select on fixity_fault to netra_backup;
grant select on fixity_fault to netra_classify;
grant select on fixity_fault to netra_operator;
grant update (mended_at) on fixity_fault to netra_custody;

create table fixity_round (
  kind text not null,
  round integer not null,
  cursor text,
  total integer not null,
  checked integer default 0 not null,
  started_at timestamp with time zone default clock_timestamp() not null,
  finished_at timestamp with time zone,
  CHECK ((kind = ANY (ARRAY['evidence'::text, 'capture'::text, 'upload'::text, 'mask'::text, 'media'::text, 'thumbnail'::text, 'export'::text, 'version'::text]))),
  PRIMARY KEY (kind)
);
grant insert, select, update on fixity_round to netra_custody;
grant select on fixity_round to netra_api;
grant select on fixity_round to netra_backup;
grant select on fixity_round to netra_classify;

create table flag (
  id uuid default gen_random_uuid() not null,
  number bigint default nextval('flag_number'::regclass) not null,
  post_id uuid not null,
  version_id uuid not null,
  contest_id text not null,
  classification_id uuid not null,
  region text not null,
  platform text not null,
  kind text not null,
  origin text not null,
  raised_by text not null,
  tier text not null,
  state text default 'open'::text not null,
  claimed_from text,
  outcome text,
  stance text not null,
  targets text[] not null,
  priority integer not null,
  supersedes uuid,
  first_reader_id uuid,
  second_reader_id uuid,
  fence integer default 0 not null,
  opened_at timestamp with time zone default clock_timestamp() not null,
  deadline_at timestamp with time zone not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  CHECK (((state = 'claimed'::text) = (claimed_from IS NOT NULL))),
  CHECK (((state = 'closed'::text) = (outcome IS NOT NULL))),
  CHECK ((claimed_from = ANY (ARRAY['open'::text, 'needs_info'::text, 'awaiting_second'::text, 'disputed'::text]))),
  CHECK ((outcome = ANY (ARRAY['not_partisan'::text, 'duplicate'::text, 'not_this_person'::text, 'third_party_act'::text, 'out_of_scope'::text]))),
  CHECK ((raised_by = ANY (ARRAY['machine'::text, 'person'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'needs_info'::text, 'awaiting_second'::text, 'disputed'::text, 'escalated'::text, 'closed'::text, 'withdrawn'::text]))),
  CHECK ((tier = ANY (ARRAY['text'::text, 'context'::text]))),
  FOREIGN KEY (classification_id) REFERENCES classification(id),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (first_reader_id) REFERENCES app_user(id),
  FOREIGN KEY (post_id) REFERENCES post(id),
  FOREIGN KEY (second_reader_id) REFERENCES app_user(id),
  FOREIGN KEY (supersedes) REFERENCES flag(id),
  FOREIGN KEY (version_id) REFERENCES post_version(id),
  PRIMARY KEY (id),
  UNIQUE (number),
  UNIQUE (version_id, contest_id)
);
CREATE INDEX flag_changed ON netra.flag USING btree (changed_at);
CREATE INDEX flag_contest ON netra.flag USING btree (contest_id, opened_at);
CREATE INDEX flag_lane ON netra.flag USING btree (state, tier, priority DESC, deadline_at, id);
CREATE INDEX flag_opened ON netra.flag USING btree (opened_at);
CREATE INDEX flag_post ON netra.flag USING btree (post_id, contest_id);
alter table flag enable row level security;
alter table flag force row level security;
create policy machine on flag for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on flag for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on flag for select to netra_owner using (true);
grant insert, select on flag to netra_classify;
grant select on flag to netra_api;
grant select on flag to netra_backup;
grant select on flag to netra_custody;
grant select on flag to netra_operator;
grant select on flag to netra_report;
grant select (state, version_id) on flag to netra_ingest;
grant select (state, version_id) on flag to netra_scheduler;
grant update (changed_at, claimed_from, classification_id, priority, stance, state, supersedes, targets, tier) on flag to netra_classify;
grant update (changed_at, claimed_from, fence, first_reader_id, outcome, second_reader_id, state) on flag to netra_api;

create table flag_lease (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  region text not null,
  user_id uuid not null,
  fence integer not null,
  claimed_from text not null,
  taken_at timestamp with time zone default clock_timestamp() not null,
  until timestamp with time zone not null,
  ended_at timestamp with time zone,
  handed_by uuid,
  note text,
  taken_up_at timestamp with time zone,
  CHECK (((note IS NULL) OR ((handed_by IS NOT NULL) AND (ended_at IS NULL) AND (btrim(note) <> ''::text) AND (length(note) <= 300)))),
  CHECK (((taken_up_at IS NULL) OR (handed_by IS NOT NULL))),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (handed_by) REFERENCES app_user(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (flag_id, fence)
);
CREATE INDEX flag_lease_until ON netra.flag_lease USING btree (until) WHERE (ended_at IS NULL);
CREATE INDEX flag_lease_user ON netra.flag_lease USING btree (user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX flag_lease_one_open ON netra.flag_lease USING btree (flag_id) WHERE (ended_at IS NULL);
alter table flag_lease enable row level security;
alter table flag_lease force row level security;
create policy machine on flag_lease for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on flag_lease for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on flag_lease for all to netra_owner using (true) with check (true);
grant insert, select on flag_lease to netra_api;
grant select on flag_lease to netra_backup;
grant select (claimed_from, ended_at, fence, flag_id, id, region, taken_at, until, user_id) on flag_lease to netra_classify;
grant select (claimed_from, ended_at, fence, flag_id, id, region, taken_at, until, user_id) on flag_lease to netra_operator;
grant select (claimed_from, ended_at, fence, flag_id, id, region, taken_at, until, user_id) on flag_lease to netra_report;
grant update (ended_at, note, taken_up_at, until) on flag_lease to netra_api;

create table flag_likeness (
  flag_id uuid not null,
  region text not null,
  contest_id text not null,
  made integer not null,
  bands integer[] not null,
  shingles integer[] not null,
  cluster_id uuid,
  CHECK (((cluster_id IS NULL) = (bands = '{}'::integer[]))),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  PRIMARY KEY (flag_id)
);
CREATE INDEX flag_likeness_bands ON netra.flag_likeness USING gin (bands);
CREATE INDEX flag_likeness_cluster ON netra.flag_likeness USING btree (cluster_id);
alter table flag_likeness enable row level security;
alter table flag_likeness force row level security;
create policy machine on flag_likeness for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on flag_likeness for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on flag_likeness for all to netra_owner using (true) with check (true);
grant insert, select on flag_likeness to netra_classify;
grant insert, select on flag_likeness to netra_custody;
grant select on flag_likeness to netra_api;
grant select on flag_likeness to netra_backup;
grant update (bands, cluster_id, made, shingles) on flag_likeness to netra_classify;
grant update (bands, cluster_id, made, shingles) on flag_likeness to netra_custody;

create table flag_note (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  decision_id uuid not null,
  region text not null,
  user_id uuid not null,
  act text not null,
  idempotency_key text not null,
  at timestamp with time zone default clock_timestamp() not null,
  words text,
  given_by text,
  purged_at timestamp with time zone,
  CHECK (((btrim(words) <> ''::text) AND (length(words) <= 4000))),
  CHECK (((words IS NULL) OR ((act = 'answered'::text) AND (given_by IS NOT NULL)))),
  CHECK ((act = ANY (ARRAY['reminded'::text, 'answered'::text]))),
  CHECK ((given_by = ANY (ARRAY['agency'::text, 'superior'::text, 'employee'::text, 'office'::text, 'other'::text]))),
  FOREIGN KEY (decision_id) REFERENCES decision(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (user_id, idempotency_key)
);
CREATE INDEX flag_note_flag ON netra.flag_note USING btree (flag_id, at);
alter table flag_note enable row level security;
alter table flag_note force row level security;
create policy machine on flag_note for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on flag_note for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on flag_note for all to netra_owner using (true) with check (true);
grant insert, select on flag_note to netra_api;
grant select on flag_note to netra_backup;

create table flag_recusal (
  flag_id uuid not null,
  region text not null,
  user_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (flag_id, user_id)
);
alter table flag_recusal enable row level security;
alter table flag_recusal force row level security;
create policy machine on flag_recusal for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on flag_recusal for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on flag_recusal for select to netra_owner using (true);
grant insert, select on flag_recusal to netra_api;
grant select on flag_recusal to netra_backup;

create table guidance (
  hash text not null,
  body jsonb not null,
  first_used_at timestamp with time zone default clock_timestamp() not null,
  CHECK ((hash ~ '^sha256:[0-9a-f]{64}$'::text)),
  PRIMARY KEY (hash)
);
grant insert, select on guidance to netra_api;
grant select on guidance to netra_backup;

create table handle_period (
  id uuid default gen_random_uuid() not null,
  account_id uuid not null,
  region text not null,
  platform text not null,
  handle text not null,
  handle_key text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  known_by text not null,
  evidence text,
  recorded_by uuid,
  CHECK ((known_by = ANY (ARRAY['register'::text, 'person'::text, 'platform'::text]))),
  CHECK ((to_at >= from_at)),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (recorded_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX handle_period_key ON netra.handle_period USING btree (platform, handle_key, from_at);
CREATE UNIQUE INDEX handle_period_one_open ON netra.handle_period USING btree (account_id) WHERE (to_at IS NULL);
alter table handle_period enable row level security;
alter table handle_period force row level security;
create policy machine on handle_period for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on handle_period for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on handle_period for select to netra_owner using (true);
grant insert, select on handle_period to netra_operator;
grant select on handle_period to netra_api;
grant select on handle_period to netra_backup;
grant select (account_id, to_at) on handle_period to netra_custody;
grant update (to_at) on handle_period to netra_api;
grant update (to_at) on handle_period to netra_custody;
grant update (to_at) on handle_period to netra_operator;

create table handover (
  id uuid default gen_random_uuid() not null,
  region text not null,
  user_id uuid not null,
  note text not null,
  idempotency_key text not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK (((btrim(note) <> ''::text) AND (length(note) <= 1000))),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (user_id, idempotency_key)
);
CREATE INDEX handover_newest ON netra.handover USING btree (at);
alter table handover enable row level security;
alter table handover force row level security;
create policy machine on handover for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on handover for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant delete on handover to netra_custody;
grant insert, select on handover to netra_api;
grant select on handover to netra_backup;
grant select (at, id) on handover to netra_custody;

create table handover_read (
  handover_id uuid not null,
  region text not null,
  user_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (handover_id) REFERENCES handover(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (handover_id, user_id)
);
alter table handover_read enable row level security;
alter table handover_read force row level security;
create policy machine on handover_read for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on handover_read for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant delete on handover_read to netra_custody;
grant insert, select on handover_read to netra_api;
grant select on handover_read to netra_backup;
grant select (handover_id) on handover_read to netra_custody;

create table in_force (
  kind text not null,
  name text not null,
  version integer not null,
  hash text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  CHECK ((kind = ANY (ARRAY['pack'::text, 'contest'::text]))),
  PRIMARY KEY (kind, name, from_at)
);
grant select on in_force to netra_api;
grant select on in_force to netra_backup;
grant select on in_force to netra_report;

create table installation (
  one boolean default true not null,
  id text default substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 12) not null,
  CHECK ((id ~ '^[a-z0-9.-]+$'::text)),
  CHECK (one),
  PRIMARY KEY (one)
);
grant select on installation to netra_api;
grant select on installation to netra_backup;
grant select on installation to netra_custody;

create table kept_since (
  what text not null,
  since timestamp with time zone default clock_timestamp() not null,
  PRIMARY KEY (what)
);
grant select on kept_since to netra_api;
grant select on kept_since to netra_backup;
grant select on kept_since to netra_report;

create table leave_period (
  id uuid default gen_random_uuid() not null,
  civil_servant_id uuid not null,
  region text not null,
  kind text not null,
  from_date date not null,
  to_date date,
  document text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  CHECK ((kind = 'cltn'::text)),
  CHECK ((to_date >= from_date)),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  PRIMARY KEY (id),
  UNIQUE (civil_servant_id, from_date)
);
alter table leave_period enable row level security;
alter table leave_period force row level security;
create policy machine on leave_period for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on leave_period for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select, update on leave_period to netra_operator;
grant select on leave_period to netra_api;
grant select on leave_period to netra_backup;

create table ledger_frontier (
  one boolean default true not null,
  size bigint not null,
  nodes jsonb not null,
  CHECK ((size >= 0)),
  CHECK (one),
  PRIMARY KEY (one)
);
grant select on ledger_frontier to netra_api;
grant select on ledger_frontier to netra_backup;
grant select, update on ledger_frontier to netra_custody;

create table ledger_leaf (
  index bigint not null,
  kind text not null,
  object_id text not null,
  hash bytea not null,
  salt bytea,
  sealed_at timestamp with time zone default clock_timestamp() not null,
  CHECK ((index >= 0)),
  CHECK ((kind = ANY (ARRAY['audit'::text, 'evidence'::text, 'upload'::text, 'media'::text]))),
  CHECK ((octet_length(hash) = 32)),
  CHECK ((octet_length(salt) = 16)),
  PRIMARY KEY (index),
  UNIQUE (kind, object_id)
);
grant insert, select on ledger_leaf to netra_custody;
grant select on ledger_leaf to netra_api;
grant select on ledger_leaf to netra_backup;

create table ledger_waiting (
  seq bigint generated always as identity not null,
  kind text not null,
  object_id text not null,
  PRIMARY KEY (seq),
  UNIQUE (kind, object_id)
);
grant delete, select on ledger_waiting to netra_custody;
grant select on ledger_waiting to netra_api;
grant select on ledger_waiting to netra_backup;
grant select on ledger_waiting to netra_scheduler;

create table link_evidence (
  id uuid default gen_random_uuid() not null,
  account_id uuid not null,
  region text not null,
  kind text not null,
  value_hash bytea,
  note text,
  source text not null,
  at timestamp with time zone default clock_timestamp() not null,
  recorded_by uuid,
  CHECK ((kind = ANY (ARRAY['declaration'::text, 'agency_letter'::text, 'display_name'::text, 'handle'::text, 'workplace'::text, 'position'::text, 'contact'::text, 'linked_account'::text, 'place'::text, 'event'::text, 'relation'::text]))),
  CHECK ((length(note) <= 300)),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (recorded_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX link_evidence_account ON netra.link_evidence USING btree (account_id, at);
alter table link_evidence enable row level security;
alter table link_evidence force row level security;
create policy machine on link_evidence for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on link_evidence for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on link_evidence to netra_operator;
grant select on link_evidence to netra_api;
grant select on link_evidence to netra_backup;

create table loan (
  id uuid default gen_random_uuid() not null,
  region text not null,
  user_id uuid not null,
  lent_by uuid not null,
  reason text not null,
  at timestamp with time zone default clock_timestamp() not null,
  until timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  CHECK (((until > at) AND (until <= (at + '91 days'::interval)))),
  CHECK ((reason <> ''::text)),
  FOREIGN KEY (ended_by) REFERENCES app_user(id),
  FOREIGN KEY (lent_by) REFERENCES app_user(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX loan_user ON netra.loan USING btree (user_id) WHERE (ended_at IS NULL);
alter table loan enable row level security;
alter table loan force row level security;
create policy machine on loan for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on loan for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on loan for select to netra_owner using (true);
grant insert, select on loan to netra_api;
grant select on loan to netra_backup;
grant select on loan to netra_operator;
grant update (ended_at, ended_by) on loan to netra_api;

create table media_text (
  media_id uuid not null,
  region text not null,
  state text not null,
  text text not null,
  confidence integer not null,
  engine text not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK (((confidence >= 0) AND (confidence <= 100))),
  CHECK (((state = 'read'::text) = (text <> ''::text))),
  CHECK ((state = ANY (ARRAY['read'::text, 'empty'::text, 'unreadable'::text]))),
  FOREIGN KEY (media_id) REFERENCES post_media(id) ON DELETE CASCADE,
  PRIMARY KEY (media_id)
);
alter table media_text enable row level security;
alter table media_text force row level security;
create policy machine on media_text for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on media_text for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on media_text to netra_custody;
grant select on media_text to netra_api;
grant select on media_text to netra_backup;
grant select (media_id) on media_text to netra_scheduler;

create table pack_comparison (
  id uuid default gen_random_uuid() not null,
  draft_id uuid not null,
  revision integer not null,
  before_hash text not null,
  state text default 'waiting'::text not null,
  done integer default 0 not null,
  total integer default 0 not null,
  figures jsonb,
  asked_by uuid not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  attempts integer default 0 not null,
  lease_until timestamp with time zone,
  finished_at timestamp with time zone,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  FOREIGN KEY (asked_by) REFERENCES app_user(id),
  FOREIGN KEY (before_hash) REFERENCES rule_pack_version(hash),
  FOREIGN KEY (draft_id) REFERENCES pack_draft(id),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX pack_comparison_one ON netra.pack_comparison USING btree (draft_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
grant delete, select on pack_comparison to netra_classify;
grant insert, select on pack_comparison to netra_api;
grant select on pack_comparison to netra_backup;
grant select on pack_comparison to netra_operator;
grant select (asked_at, id, lease_until, state) on pack_comparison to netra_scheduler;
grant update (attempts, done, figures, finished_at, lease_until, state, total) on pack_comparison to netra_classify;

create table pack_draft (
  id uuid default gen_random_uuid() not null,
  base_hash text not null,
  changes jsonb default '[]'::jsonb not null,
  problems jsonb default '[]'::jsonb not null,
  revision integer default 1 not null,
  state text default 'open'::text not null,
  made_by uuid not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  pack_hash text,
  note text default ''::text not null,
  refused_by uuid,
  refused_at timestamp with time zone,
  refusal text default ''::text not null,
  CHECK ((state = ANY (ARRAY['open'::text, 'offered'::text, 'live'::text, 'dropped'::text]))),
  FOREIGN KEY (base_hash) REFERENCES rule_pack_version(hash),
  FOREIGN KEY (made_by) REFERENCES app_user(id),
  FOREIGN KEY (pack_hash) REFERENCES rule_pack_version(hash),
  FOREIGN KEY (refused_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX pack_draft_one ON netra.pack_draft USING btree ((true)) WHERE (state = ANY (ARRAY['open'::text, 'offered'::text]));
grant insert, select on pack_draft to netra_api;
grant select on pack_draft to netra_backup;
grant select on pack_draft to netra_classify;
grant select on pack_draft to netra_operator;
grant update (base_hash, changed_at, changes, problems, revision, state) on pack_draft to netra_api;
grant update (note, pack_hash, refusal, refused_at, refused_by, state) on pack_draft to netra_operator;

create table past_state (
  id bigint generated always as identity not null,
  kind text not null,
  object_id uuid not null,
  region text not null,
  until timestamp with time zone default clock_timestamp() not null,
  was jsonb not null,
  CHECK ((kind = ANY (ARRAY['flag'::text, 'account'::text, 'version'::text, 'post'::text, 'drift'::text, 'capture'::text]))),
  PRIMARY KEY (id)
);
CREATE INDEX past_state_object ON netra.past_state USING btree (kind, object_id, until);
CREATE INDEX past_state_until ON netra.past_state USING btree (kind, until);
alter table past_state enable row level security;
alter table past_state force row level security;
create policy machine on past_state for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on past_state for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on past_state for all to netra_owner using (true) with check (true);
grant select on past_state to netra_api;
grant select on past_state to netra_backup;
grant select on past_state to netra_report;

create table picture_text (
  upload_id text not null,
  region text not null,
  state text not null,
  text text not null,
  confidence integer not null,
  engine text not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK (((confidence >= 0) AND (confidence <= 100))),
  CHECK (((state = 'read'::text) = (text <> ''::text))),
  CHECK ((state = ANY (ARRAY['read'::text, 'empty'::text, 'unreadable'::text]))),
  FOREIGN KEY (upload_id) REFERENCES upload(id) ON DELETE CASCADE,
  PRIMARY KEY (upload_id)
);
alter table picture_text enable row level security;
alter table picture_text force row level security;
create policy machine on picture_text for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on picture_text for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on picture_text to netra_custody;
grant select on picture_text to netra_api;
grant select on picture_text to netra_backup;
grant select (upload_id) on picture_text to netra_scheduler;

create table post (
  id uuid default gen_random_uuid() not null,
  platform text not null,
  external_id text not null,
  account_id uuid not null,
  civil_servant_id uuid not null,
  region text not null,
  kind text not null,
  url text,
  visibility text not null,
  origin text not null,
  claimed_at timestamp with time zone,
  time_trust text not null,
  posted_at timestamp with time zone not null,
  first_seen_at timestamp with time zone default clock_timestamp() not null,
  source_state text default 'live'::text not null,
  source_checked_at timestamp with time zone,
  by_hand boolean default false not null,
  seen_at timestamp with time zone,
  missed_at timestamp with time zone,
  missed_before_at timestamp with time zone,
  observed_versions integer default 0 not null,
  agency_id uuid,
  employment_kind text,
  CHECK ((kind = ANY (ARRAY['post'::text, 'comment'::text, 'photo'::text, 'video'::text, 'share'::text, 'like'::text, 'follow'::text]))),
  CHECK ((origin = ANY (ARRAY['own'::text, 'complaint'::text, 'tip'::text, 'transfer'::text]))),
  CHECK ((source_state = ANY (ARRAY['live'::text, 'edited'::text, 'suspect_gone'::text, 'gone'::text]))),
  CHECK ((time_trust = ANY (ARRAY['platform'::text, 'author'::text, 'analyst'::text, 'unknown'::text]))),
  CHECK ((visibility = ANY (ARRAY['public'::text, 'public_group'::text, 'friends'::text, 'closed'::text]))),
  FOREIGN KEY (account_id) REFERENCES account(id),
  FOREIGN KEY (agency_id) REFERENCES agency(id),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  PRIMARY KEY (id),
  UNIQUE (platform, external_id)
);
CREATE INDEX post_account ON netra.post USING btree (account_id, posted_at DESC);
CREATE INDEX post_person ON netra.post USING btree (civil_servant_id);
CREATE INDEX post_url ON netra.post USING hash (url);
CREATE INDEX post_week ON netra.post USING btree (posted_at);
alter table post enable row level security;
alter table post force row level security;
create policy machine on post for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on post for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on post for all to netra_owner using (true) with check (true);
grant delete, insert, select on post to netra_custody;
grant insert, select on post to netra_api;
grant insert, select on post to netra_ingest;
grant insert, select on post to netra_operator;
grant select on post to netra_backup;
grant select on post to netra_classify;
grant select on post to netra_report;
grant update (by_hand, missed_at, missed_before_at, observed_versions, seen_at, source_checked_at, source_state) on post to netra_ingest;
grant update (by_hand, missed_at, missed_before_at, observed_versions, seen_at, source_checked_at, source_state) on post to netra_operator;
grant update (by_hand, source_state) on post to netra_api;
grant update (missed_at, missed_before_at, observed_versions, seen_at, source_checked_at, source_state) on post to netra_custody;
grant update (source_checked_at) on post to netra_classify;

create table post_media (
  id uuid default gen_random_uuid() not null,
  version_id uuid not null,
  post_id uuid not null,
  ordinal integer not null,
  region text not null,
  kind text not null,
  reference text not null,
  expected_sha256 bytea,
  state text default 'pending'::text not null,
  reason text,
  attempts integer default 0 not null,
  next_try_at timestamp with time zone default clock_timestamp() not null,
  lease_until timestamp with time zone,
  lease_token uuid,
  missed_at timestamp with time zone,
  asked_for_at timestamp with time zone default clock_timestamp() not null,
  sha256 bytea,
  byte_length bigint,
  media_type text,
  blob_key text,
  source text,
  http_status integer,
  headers jsonb,
  asked_at timestamp with time zone,
  fetched_at timestamp with time zone,
  connector text,
  connector_version text,
  tool_version text,
  CHECK (((expected_sha256 IS NULL) OR (sha256 IS NULL) OR (sha256 = expected_sha256))),
  CHECK (((state = 'kept'::text) = ((blob_key IS NOT NULL) AND (sha256 IS NOT NULL) AND (byte_length IS NOT NULL) AND (media_type IS NOT NULL) AND (fetched_at IS NOT NULL)))),
  CHECK ((kind = ANY (ARRAY['image'::text, 'video'::text, 'proof'::text]))),
  CHECK ((octet_length(expected_sha256) = 32)),
  CHECK ((octet_length(sha256) = 32)),
  CHECK ((ordinal >= 0)),
  CHECK ((state = ANY (ARRAY['pending'::text, 'kept'::text, 'refused'::text, 'gone'::text]))),
  FOREIGN KEY (post_id) REFERENCES post(id),
  FOREIGN KEY (version_id) REFERENCES post_version(id),
  PRIMARY KEY (id),
  UNIQUE (version_id, ordinal)
);
CREATE INDEX post_media_blob ON netra.post_media USING btree (blob_key) WHERE (blob_key IS NOT NULL);
CREATE INDEX post_media_due ON netra.post_media USING btree (next_try_at) WHERE (state = 'pending'::text);
CREATE INDEX post_media_picture ON netra.post_media USING btree (fetched_at) WHERE ((state = 'kept'::text) AND (kind = 'image'::text));
CREATE INDEX post_media_post ON netra.post_media USING btree (post_id);
alter table post_media enable row level security;
alter table post_media force row level security;
create policy machine on post_media for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on post_media for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on post_media for all to netra_owner using (true) with check (true);
grant insert, select on post_media to netra_classify;
grant select on post_media to netra_api;
grant select on post_media to netra_backup;
grant select on post_media to netra_custody;
grant select on post_media to netra_ingest;
grant select (id, kind, lease_until, next_try_at, state, version_id) on post_media to netra_scheduler;
grant update (asked_at, attempts, blob_key, byte_length, connector, connector_version, fetched_at, headers, http_status, lease_token, lease_until, media_type, missed_at, next_try_at, reason, sha256, source, state, tool_version) on post_media to netra_ingest;

create table post_version (
  id uuid default gen_random_uuid() not null,
  post_id uuid not null,
  platform text not null,
  external_id text not null,
  version_key text not null,
  seq integer not null,
  region text not null,
  sha256 bytea not null,
  byte_length integer not null,
  text_altered boolean default false not null,
  edited_at timestamp with time zone,
  captured_at timestamp with time zone default clock_timestamp() not null,
  week date not null,
  body_dropped_at timestamp with time zone,
  state text default 'pending'::text not null,
  quarantine_reason text,
  attempts integer default 0 not null,
  lease_until timestamp with time zone,
  lease_token uuid,
  offered_at timestamp with time zone,
  observed boolean default true not null,
  wordless boolean default false not null,
  CHECK ((octet_length(sha256) = 32)),
  CHECK ((state = ANY (ARRAY['pending'::text, 'classified'::text, 'quarantined'::text]))),
  FOREIGN KEY (post_id) REFERENCES post(id),
  PRIMARY KEY (id),
  UNIQUE (platform, external_id, version_key),
  UNIQUE (post_id, seq)
);
CREATE INDEX post_version_pending ON netra.post_version USING btree (offered_at NULLS FIRST) WHERE (state = 'pending'::text);
CREATE INDEX post_version_post ON netra.post_version USING btree (post_id);
CREATE INDEX post_version_quarantined ON netra.post_version USING btree (captured_at) WHERE (state = 'quarantined'::text);
alter table post_version enable row level security;
alter table post_version force row level security;
create policy machine on post_version for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on post_version for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_retention on post_version for all to netra_owner using (true) with check (true);
grant delete, insert, select on post_version to netra_custody;
grant insert, select on post_version to netra_api;
grant insert, select on post_version to netra_ingest;
grant insert, select on post_version to netra_operator;
grant select on post_version to netra_backup;
grant select on post_version to netra_classify;
grant select on post_version to netra_report;
grant select on post_version to netra_scheduler;
grant update (attempts, lease_token, lease_until, observed, offered_at, state) on post_version to netra_operator;
grant update (attempts, lease_token, lease_until, quarantine_reason, state) on post_version to netra_classify;
grant update (observed) on post_version to netra_custody;
grant update (observed) on post_version to netra_ingest;
grant update (offered_at) on post_version to netra_scheduler;

create table purged_file (
  upload_id text not null,
  region text not null,
  capture_id uuid,
  blob_key text not null,
  purged_at timestamp with time zone default clock_timestamp() not null,
  blob_gone_at timestamp with time zone,
  PRIMARY KEY (upload_id, blob_key)
);
CREATE INDEX purged_file_open ON netra.purged_file USING btree (purged_at) WHERE (blob_gone_at IS NULL);
alter table purged_file enable row level security;
alter table purged_file force row level security;
create policy machine on purged_file for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on purged_file for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on purged_file for all to netra_owner using (true) with check (true);
grant select on purged_file to netra_backup;
grant select on purged_file to netra_custody;
grant update (blob_gone_at) on purged_file to netra_custody;

create table reader_interest (
  id uuid default gen_random_uuid() not null,
  region text not null,
  user_id uuid not null,
  civil_servant_id uuid,
  agency_id uuid,
  contest_id text,
  flag_id uuid,
  from_day date not null,
  to_day date,
  entered_by uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  CHECK (((flag_id IS NULL) OR (civil_servant_id IS NOT NULL))),
  CHECK ((num_nonnulls(civil_servant_id, agency_id, contest_id) = 1)),
  CHECK ((to_day >= from_day)),
  FOREIGN KEY (agency_id) REFERENCES agency(id),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  FOREIGN KEY (contest_id) REFERENCES contest(id),
  FOREIGN KEY (ended_by) REFERENCES app_user(id),
  FOREIGN KEY (entered_by) REFERENCES app_user(id),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX reader_interest_user ON netra.reader_interest USING btree (user_id) WHERE (ended_at IS NULL);
alter table reader_interest enable row level security;
alter table reader_interest force row level security;
create policy machine on reader_interest for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on reader_interest for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on reader_interest for select to netra_owner using (true);
grant insert, select on reader_interest to netra_api;
grant select on reader_interest to netra_backup;
grant update (ended_at, ended_by) on reader_interest to netra_api;

create table reading (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  region text not null,
  user_id uuid not null,
  reader_no integer not null,
  reading text not null,
  target_id text,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK (((reader_no >= 1) AND (reader_no <= 3))),
  CHECK ((reading = ANY (ARRAY['neither'::text, 'support'::text, 'harm'::text, 'unclear'::text]))),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX reading_flag ON netra.reading USING btree (flag_id, at);
alter table reading enable row level security;
alter table reading force row level security;
create policy machine on reading for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on reading for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on reading to netra_api;
grant select on reading to netra_backup;
grant select (at, flag_id, reader_no, reading, region, user_id) on reading to netra_report;

create table receipt_counter (
  day date not null,
  last integer not null,
  PRIMARY KEY (day)
);
grant insert, select, update on receipt_counter to netra_api;
grant select on receipt_counter to netra_backup;

create table recheck (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  post_id uuid not null,
  region text not null,
  step text not null,
  due_at timestamp with time zone not null,
  attempt integer default 0 not null,
  lease_until timestamp with time zone,
  lease_token uuid,
  result text,
  reason text,
  checked_at timestamp with time zone,
  CHECK (((result IS NULL) = (checked_at IS NULL))),
  CHECK ((result = ANY (ARRAY['same'::text, 'edited'::text, 'missed'::text, 'gone'::text, 'unreachable'::text, 'not_possible'::text]))),
  CHECK ((step = ANY (ARRAY['1h'::text, '6h'::text, '24h'::text, '3d'::text, '7d'::text, '14d'::text, '28d'::text, 'case'::text, 'confirm'::text]))),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (post_id) REFERENCES post(id),
  PRIMARY KEY (id),
  UNIQUE (flag_id, step)
);
CREATE INDEX recheck_due ON netra.recheck USING btree (due_at) WHERE (result IS NULL);
CREATE INDEX recheck_post ON netra.recheck USING btree (post_id);
alter table recheck enable row level security;
alter table recheck force row level security;
create policy machine on recheck for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on recheck for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on recheck to netra_custody;
grant select on recheck to netra_api;
grant select on recheck to netra_backup;
grant update (attempt, checked_at, due_at, lease_token, lease_until, reason, result) on recheck to netra_custody;

create table region (
  code text not null,
  name text not null,
  CHECK ((code ~ '^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$'::text)),
  PRIMARY KEY (code)
);
grant insert, select, update on region to netra_operator;
grant select on region to netra_api;
grant select on region to netra_backup;
grant select on region to netra_classify;
grant select on region to netra_custody;
grant select on region to netra_ingest;
grant select on region to netra_report;

create table report (
  id uuid default gen_random_uuid() not null,
  week text,
  region text not null,
  as_of timestamp with time zone default clock_timestamp() not null,
  version integer not null,
  state text default 'waiting'::text not null,
  scheduled boolean not null,
  requested_by uuid,
  requested_at timestamp with time zone default clock_timestamp() not null,
  attempts integer default 0 not null,
  summary jsonb,
  ready_at timestamp with time zone,
  from_day date,
  to_day date,
  corrects integer,
  reason text,
  changes jsonb,
  note text,
  note_rev integer default 0 not null,
  note_by uuid,
  note_at timestamp with time zone,
  final_asked_at timestamp with time zone,
  final_by uuid,
  final_failed boolean default false not null,
  final_at timestamp with time zone,
  CHECK ((((week IS NULL) = (from_day IS NOT NULL)) AND ((from_day IS NULL) = (to_day IS NULL)))),
  CHECK (((corrects IS NULL) = (reason IS NULL))),
  CHECK (((final_at IS NULL) OR (state = 'ready'::text))),
  CHECK (((to_day >= from_day) AND ((to_day - from_day) < 400))),
  CHECK ((char_length(note) <= 4000)),
  CHECK ((char_length(reason) <= 1000)),
  CHECK ((corrects < version)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text]))),
  CHECK ((week ~ '^[0-9]{4}-W[0-9]{2}$'::text)),
  FOREIGN KEY (final_by) REFERENCES app_user(id),
  FOREIGN KEY (note_by) REFERENCES app_user(id),
  FOREIGN KEY (requested_by) REFERENCES app_user(id),
  PRIMARY KEY (id),
  UNIQUE (week, region, version)
);
CREATE UNIQUE INDEX report_scheduled_once ON netra.report USING btree (week, region) WHERE scheduled;
CREATE UNIQUE INDEX report_span_version ON netra.report USING btree (from_day, to_day, region, version) WHERE (week IS NULL);
alter table report enable row level security;
alter table report force row level security;
create policy machine on report for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on report for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on report for select to netra_owner using (true);
grant insert, select on report to netra_api;
grant insert, select on report to netra_scheduler;
grant select on report to netra_backup;
grant select on report to netra_custody;
grant select on report to netra_report;
grant update (attempts, changes, final_asked_at, final_at, final_by, final_failed, ready_at, state, summary) on report to netra_report;
grant update (final_asked_at, final_by, final_failed, note, note_at, note_by, note_rev) on report to netra_api;

create table report_file (
  report_id uuid not null,
  region text not null,
  name text not null,
  media_type text not null,
  bytes bytea not null,
  sha256 bytea not null,
  draft boolean default false not null,
  FOREIGN KEY (report_id) REFERENCES report(id),
  PRIMARY KEY (report_id, draft, name)
);
alter table report_file enable row level security;
alter table report_file force row level security;
create policy machine on report_file for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on report_file for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on report_file to netra_report;
grant select on report_file to netra_api;
grant select on report_file to netra_backup;

create table report_mail (
  report_id uuid not null,
  user_id uuid not null,
  region text not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  tries integer default 0 not null,
  unknown integer default 0 not null,
  next_try_at timestamp with time zone default clock_timestamp() not null,
  code text,
  done_at timestamp with time zone,
  CHECK ((code ~ '^[a-z][a-z0-9-]{1,63}$'::text)),
  CHECK ((tries >= 0)),
  CHECK ((unknown >= 0)),
  FOREIGN KEY (report_id) REFERENCES report(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (report_id, user_id)
);
CREATE INDEX report_mail_waiting ON netra.report_mail USING btree (next_try_at) WHERE (done_at IS NULL);
alter table report_mail enable row level security;
alter table report_mail force row level security;
create policy machine on report_mail for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on report_mail for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on report_mail to netra_custody;
grant select on report_mail to netra_backup;
grant select on report_mail to netra_classify;
grant select on report_mail to netra_scheduler;
grant update (code, done_at, next_try_at, tries, unknown) on report_mail to netra_custody;

create table report_progress (
  report_id uuid not null,
  region text not null,
  step text not null,
  done integer not null,
  total integer not null,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK ((done >= 0)),
  CHECK ((step = ANY (ARRAY['facts'::text, 'document'::text, 'compare'::text, 'forms'::text]))),
  CHECK ((total >= done)),
  FOREIGN KEY (report_id) REFERENCES report(id),
  PRIMARY KEY (report_id)
);
alter table report_progress enable row level security;
alter table report_progress force row level security;
create policy machine on report_progress for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on report_progress for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select, update on report_progress to netra_report;
grant select on report_progress to netra_api;
grant select on report_progress to netra_backup;

create table rule_pack_version (
  hash text not null,
  pack_id text not null,
  version integer not null,
  body jsonb not null,
  state text not null,
  published_at timestamp with time zone default clock_timestamp() not null,
  published_by uuid,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  retired_at timestamp with time zone,
  refused_at timestamp with time zone,
  CHECK ((confirmed_by <> published_by)),
  CHECK ((state = ANY (ARRAY['draft'::text, 'shadow'::text, 'live'::text, 'retired'::text]))),
  FOREIGN KEY (confirmed_by) REFERENCES app_user(id),
  FOREIGN KEY (published_by) REFERENCES app_user(id),
  PRIMARY KEY (hash),
  UNIQUE (pack_id, version)
);
CREATE UNIQUE INDEX rule_pack_one_live ON netra.rule_pack_version USING btree ((true)) WHERE (state = 'live'::text);
grant insert, select on rule_pack_version to netra_operator;
grant select on rule_pack_version to netra_api;
grant select on rule_pack_version to netra_backup;
grant select on rule_pack_version to netra_classify;
grant select (body, hash, pack_id, version) on rule_pack_version to netra_report;
grant update (confirmed_at, confirmed_by) on rule_pack_version to netra_api;
grant update (confirmed_at, confirmed_by, refused_at, retired_at, state) on rule_pack_version to netra_operator;

create table saved_view (
  id uuid default gen_random_uuid() not null,
  region text not null,
  role text not null,
  name text not null,
  filters jsonb not null,
  created_by uuid not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
  FOREIGN KEY (created_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX saved_view_name ON netra.saved_view USING btree (region, role, lower(name));
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy machine on saved_view for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on saved_view for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant delete, insert, select on saved_view to netra_api;
grant select on saved_view to netra_backup;
grant update (name) on saved_view to netra_api;

create table second_factor (
  user_id uuid not null,
  secret_cipher bytea not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  active_at timestamp with time zone,
  last_step bigint default 0 not null,
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (user_id)
);
grant delete on second_factor to netra_operator;
grant delete, insert, select on second_factor to netra_api;
grant select on second_factor to netra_backup;
grant select (active_at, user_id) on second_factor to netra_operator;
grant update (active_at, last_step, made_at, secret_cipher) on second_factor to netra_api;

create table sign_in_failure (
  name_hash bytea not null,
  failures integer not null,
  blocked_until timestamp with time zone,
  at timestamp with time zone default clock_timestamp() not null,
  PRIMARY KEY (name_hash)
);
grant delete, insert, select, update on sign_in_failure to netra_api;
grant delete, select on sign_in_failure to netra_custody;
grant select on sign_in_failure to netra_backup;

create table sign_in_link (
  token_hash bytea not null,
  user_id uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (token_hash)
);
grant delete, select on sign_in_link to netra_custody;
grant insert on sign_in_link to netra_operator;
grant select on sign_in_link to netra_api;
grant select on sign_in_link to netra_backup;
grant select (used_at, user_id) on sign_in_link to netra_operator;
grant update (used_at) on sign_in_link to netra_api;
grant update (used_at) on sign_in_link to netra_operator;

create table span_verdict (
  id uuid default gen_random_uuid() not null,
  flag_id uuid not null,
  classification_id uuid not null,
  region text not null,
  user_id uuid not null,
  rule_id text not null,
  lexicon text not null,
  term text not null,
  span_start integer not null,
  span_end integer not null,
  verdict text,
  at timestamp with time zone default clock_timestamp() not null,
  CHECK ((span_end > span_start)),
  CHECK ((span_start >= 0)),
  CHECK ((verdict = ANY (ARRAY['fits'::text, 'not'::text]))),
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX span_verdict_flag ON netra.span_verdict USING btree (flag_id, user_id, at);
alter table span_verdict enable row level security;
alter table span_verdict force row level security;
create policy machine on span_verdict for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on span_verdict for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on span_verdict for select to netra_owner using (true);
grant insert, select on span_verdict to netra_api;
grant select on span_verdict to netra_backup;

create table spouse_period (
  id uuid default gen_random_uuid() not null,
  civil_servant_id uuid not null,
  region text not null,
  contest_id text not null,
  candidate_id text not null,
  from_date date not null,
  to_date date,
  document text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  CHECK ((to_date >= from_date)),
  FOREIGN KEY (civil_servant_id) REFERENCES civil_servant(id),
  PRIMARY KEY (id),
  UNIQUE (civil_servant_id, contest_id, candidate_id, from_date)
);
alter table spouse_period enable row level security;
alter table spouse_period force row level security;
create policy machine on spouse_period for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on spouse_period for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select, update on spouse_period to netra_operator;
grant select on spouse_period to netra_api;
grant select on spouse_period to netra_backup;

create table term_origin (
  proposal_id uuid not null,
  flag_id uuid not null,
  region text not null,
  FOREIGN KEY (flag_id) REFERENCES flag(id),
  FOREIGN KEY (proposal_id) REFERENCES term_proposal(id),
  PRIMARY KEY (proposal_id)
);
CREATE INDEX term_origin_flag ON netra.term_origin USING btree (flag_id);
alter table term_origin enable row level security;
alter table term_origin force row level security;
create policy machine on term_origin for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on term_origin for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on term_origin for select to netra_owner using (true);
grant insert, select on term_origin to netra_api;
grant select on term_origin to netra_backup;

create table term_proposal (
  id uuid default gen_random_uuid() not null,
  term text not null,
  category text not null,
  condition text not null,
  note text not null,
  state text default 'waiting'::text not null,
  proposed_by uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  reason text default ''::text not null,
  in_force_at timestamp with time zone,
  purged_at timestamp with time zone,
  CHECK (((purged_at IS NOT NULL) OR (btrim(term) <> ''::text))),
  CHECK ((length(condition) <= 200)),
  CHECK ((length(note) <= 300)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'accepted'::text, 'declined'::text]))),
  FOREIGN KEY (decided_by) REFERENCES app_user(id),
  FOREIGN KEY (proposed_by) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX term_proposal_newest ON netra.term_proposal USING btree (at DESC, id);
CREATE UNIQUE INDEX term_proposal_pending ON netra.term_proposal USING btree (lower(term), category) WHERE ((state <> 'declined'::text) AND (in_force_at IS NULL) AND (purged_at IS NULL));
grant insert, select on term_proposal to netra_api;
grant select on term_proposal to netra_backup;
grant select on term_proposal to netra_operator;
grant update (decided_at, decided_by, reason, state) on term_proposal to netra_api;
grant update (in_force_at) on term_proposal to netra_operator;

create table thumbnail (
  id uuid default gen_random_uuid() not null,
  region text not null,
  source_key text not null,
  blob_key text not null,
  bytes integer not null,
  made_at timestamp with time zone default clock_timestamp() not null,
  CHECK (((bytes >= 1) AND (bytes <= 30000))),
  PRIMARY KEY (id),
  UNIQUE (region, source_key)
);
CREATE INDEX thumbnail_blob ON netra.thumbnail USING btree (blob_key);
CREATE INDEX thumbnail_source ON netra.thumbnail USING btree (source_key);
alter table thumbnail enable row level security;
alter table thumbnail force row level security;
create policy machine on thumbnail for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on thumbnail for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on thumbnail for all to netra_owner using (true) with check (true);
grant delete, select on thumbnail to netra_custody;
grant insert, select on thumbnail to netra_api;
grant select on thumbnail to netra_backup;
grant update (blob_key, bytes, made_at) on thumbnail to netra_api;

create table tombstone (
  platform text not null,
  external_id text not null,
  region text not null,
  sha256 bytea,
  reason text not null,
  at timestamp with time zone default clock_timestamp() not null,
  PRIMARY KEY (platform, external_id)
);
alter table tombstone enable row level security;
alter table tombstone force row level security;
create policy machine on tombstone for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on tombstone for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
grant insert, select on tombstone to netra_custody;
grant select on tombstone to netra_api;
grant select on tombstone to netra_backup;
grant select on tombstone to netra_ingest;
grant select on tombstone to netra_operator;

create table upload (
  id text not null,
  user_id uuid not null,
  region text not null,
  capture_id uuid,
  media_type text not null,
  byte_length bigint not null,
  sha256 bytea not null,
  blob_key text not null,
  received_at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (capture_id) REFERENCES capture(id),
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (id)
);
CREATE INDEX upload_blob ON netra.upload USING btree (blob_key);
CREATE INDEX upload_capture ON netra.upload USING btree (capture_id);
CREATE INDEX upload_picture ON netra.upload USING btree (received_at) WHERE ((capture_id IS NOT NULL) AND (media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text])));
CREATE INDEX upload_sha256 ON netra.upload USING btree (sha256) WHERE (capture_id IS NOT NULL);
CREATE INDEX upload_untaken ON netra.upload USING btree (received_at) WHERE (capture_id IS NULL);
alter table upload enable row level security;
alter table upload force row level security;
create policy machine on upload for all to netra_classify, netra_custody, netra_ingest, netra_scheduler using (true) with check (true);
create policy own_regions on upload for all to netra_api, netra_operator, netra_report using (region_visible(region)) with check (region_visible(region));
create policy owner_cascade on upload for all to netra_owner using (true) with check (true);
grant delete, select on upload to netra_custody;
grant insert, select on upload to netra_api;
grant select on upload to netra_backup;
grant select on upload to netra_scheduler;
grant update (capture_id, region) on upload to netra_api;

create table user_session (
  token_hash bytea not null,
  user_id uuid not null,
  must_set_password boolean default false not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  seen_at timestamp with time zone default clock_timestamp() not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  confirmed_at timestamp with time zone default clock_timestamp() not null,
  FOREIGN KEY (user_id) REFERENCES app_user(id),
  PRIMARY KEY (token_hash)
);
CREATE INDEX user_session_user ON netra.user_session USING btree (user_id) WHERE (ended_at IS NULL);
grant delete, select on user_session to netra_custody;
grant insert, select on user_session to netra_api;
grant select on user_session to netra_backup;
grant select on user_session to netra_operator;
grant update (confirmed_at, ended_at, seen_at) on user_session to netra_api;
grant update (ended_at) on user_session to netra_operator;

create view flag_standing with (security_invoker=true) as
 SELECT f.id AS flag_id,
    l.id AS lease_id,
    l.user_id AS holder_id,
        CASE
            WHEN ((f.state = 'claimed'::text) AND (l.id IS NULL)) THEN f.claimed_from
            ELSE f.state
        END AS standing
   FROM (flag f
     LEFT JOIN flag_lease l ON (((l.flag_id = f.id) AND (l.ended_at IS NULL) AND (l.until > clock_timestamp()))));
grant select on flag_standing to netra_api;
grant select on flag_standing to netra_backup;
grant select on flag_standing to netra_classify;
grant select on flag_standing to netra_operator;
grant select on flag_standing to netra_report;

grant select on sequence audit_event_id_seq to netra_backup;

grant select on sequence case_number to netra_backup;
grant usage on sequence case_number to netra_api;

grant select on sequence flag_number to netra_backup;
grant usage on sequence flag_number to netra_classify;

grant select on sequence ledger_waiting_seq_seq to netra_backup;

grant select on sequence past_state_id_seq to netra_backup;

CREATE OR REPLACE FUNCTION netra.await_sealing()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into ledger_waiting (kind, object_id) values (tg_argv[0], new.id::text);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.digest_readers()
 RETURNS TABLE(user_id uuid, role text, regions text[], locale text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select u.id, u.role, u.regions || lent_regions(u.id), u.locale from digest_address a join app_user u on u.id = a.user_id where a.wanted and u.active
$function$;
grant execute on routine digest_readers() to netra_custody;
grant execute on routine digest_readers() to netra_scheduler;

CREATE OR REPLACE FUNCTION netra.drop_week(monday date)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare parent text; dropped bigint;
begin
  if extract(isodow from monday) <> 1 then raise exception 'drop_week: % is not a Monday', monday; end if;
  foreach parent in array array['classification_detail', 'capture_body'] loop
    execute format('drop table if exists netra.%I', parent || '_' || to_char(monday, 'IYYY"w"IW'));
  end loop;
  update post_version set body_dropped_at = clock_timestamp() where week = monday and body_dropped_at is null;
  get diagnostics dropped = row_count;
  return dropped;
end $function$;
grant execute on routine drop_week(monday date) to netra_custody;

CREATE OR REPLACE FUNCTION netra.ensure_week(monday date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
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
end $function$;
grant execute on routine ensure_week(monday date) to netra_api;
grant execute on routine ensure_week(monday date) to netra_custody;
grant execute on routine ensure_week(monday date) to netra_ingest;
grant execute on routine ensure_week(monday date) to netra_operator;

CREATE OR REPLACE FUNCTION netra.erase_leaf()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare person uuid := nullif(current_setting('netra.actor', true), '')::uuid;
begin
  delete from ledger_waiting where kind = tg_argv[0] and object_id = old.id::text;
  update ledger_leaf set salt = null where kind = tg_argv[0] and object_id = old.id::text and salt is not null;
  if found then
    insert into audit_event (actor_kind, actor_id, actor_role, region, act, object_type, object_id)
    values (case when person is null then 'system' else 'person' end, person, current_setting('role'), old.region, 'leaf.erased', tg_argv[0], old.id::text);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.export_asker(of_export uuid)
 RETURNS TABLE(id uuid, role text, regions text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select u.id, u.role, u.regions || lent_regions(u.id) from export e join app_user u on u.id = e.asked_by where e.id = of_export and u.active
$function$;
grant execute on routine export_asker(of_export uuid) to netra_report;

CREATE OR REPLACE FUNCTION netra.fill_office()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  select e.agency_id, e.kind into new.agency_id, new.employment_kind from employment e where e.civil_servant_id = new.civil_servant_id
    and e.from_date <= (new.posted_at at time zone 'Asia/Jakarta')::date and (e.to_date is null or e.to_date >= (new.posted_at at time zone 'Asia/Jakarta')::date)
    order by e.from_date desc limit 1;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION netra.find_words(asked text)
 RETURNS TABLE(flag_id uuid, version_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select e.flag_id, e.version_id from evidence e
  where to_tsvector('pg_catalog.indonesian'::regconfig, left(e.text, 50000)) @@ websearch_to_tsquery('pg_catalog.indonesian'::regconfig, asked)
    and region_visible(e.region)
$function$;
grant execute on routine find_words(asked text) to netra_api;

CREATE OR REPLACE FUNCTION netra.group_size(which uuid, OUT people integer, OUT seats integer)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
RETURN (SELECT ROW((count(DISTINCT m.seat) FILTER (WHERE ((m.left_at IS NULL) AND (f.state <> ALL (ARRAY['closed'::text, 'withdrawn'::text])))))::integer, COALESCE(max(m.seat), 0)) AS "row" FROM (case_group_member m JOIN flag f ON ((f.id = m.flag_id))) WHERE (m.group_id = group_size.which));
grant execute on routine group_size(which uuid, OUT people integer, OUT seats integer) to netra_api;

CREATE OR REPLACE FUNCTION netra.handle_key_of(handle text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(btrim(handle, ' 	
                 　﻿'::text), '^@'::text, ''::text));

CREATE OR REPLACE FUNCTION netra.keep_account_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into past_state (kind, object_id, region, was) values ('account', old.id, old.region, jsonb_build_object('link', old.link, 'state', old.state));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.keep_drift()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into past_state (kind, object_id, region, was) values ('drift', old.id, old.region, jsonb_build_object('at', old.at));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.keep_final()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  if old.final_at is not null then raise exception 'report: a final report never changes' using errcode = 'restrict_violation'; end if;
  if tg_op = 'DELETE' then return old; end if;
  if old.final_asked_at is not null and new.note is distinct from old.note then
    raise exception 'report: a report that is being made final keeps its note' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION netra.keep_final_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  if exists (select from report r where r.id in (old.report_id, new.report_id) and r.final_at is not null) then
    raise exception 'report_file: the files of a final report never change' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION netra.keep_flag_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into past_state (kind, object_id, region, was) values ('flag', old.id, old.region,
    jsonb_build_object('withdrawn', old.state = 'withdrawn', 'targets', old.targets, 'classification', old.classification_id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.keep_post(which uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into past_state (kind, object_id, region, was)
    select 'post', gen_random_uuid(), p.region, jsonb_build_object('platform', p.platform, 'origin', p.origin, 'kind', p.kind, 'agency', p.agency_id, 'employment', p.employment_kind,
      'posted', (p.posted_at at time zone 'Asia/Jakarta')::date,
      'seconds', case when p.time_trust <> 'unknown' then extract(epoch from (select v.captured_at from post_version v where v.post_id = p.id and v.seq = 1) - p.posted_at) end,
      'undated', p.time_trust = 'unknown',
      'versions', (select jsonb_agg(jsonb_build_object('at', v.captured_at, 'wordless', v.wordless, 'quarantined', v.state = 'quarantined') order by v.seq) from post_version v where v.post_id = p.id),
      'read', (select jsonb_agg(jsonb_build_object('contest', c.contest_id, 'at', c.at, 'named', c.named)) from classification c where c.post_id = p.id))
    from post p where p.id = which and region_visible(p.region);
end $function$;
grant execute on routine keep_post(which uuid) to netra_custody;
grant execute on routine keep_post(which uuid) to netra_operator;

CREATE OR REPLACE FUNCTION netra.keep_quarantine()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  insert into past_state (kind, object_id, region, was) values ('version', old.id, old.region,
    jsonb_build_object('quarantined', old.state = 'quarantined'));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.kept_from_accounts(reader uuid, accounts uuid[], person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  people as (select a.civil_servant_id as id from account a where a.id = any (accounts) union select person where person is not null)
  select exists (select from recused_flags(reader) k join flag f on f.id = k.flag_id join post p on p.id = f.post_id where p.account_id = any (accounts))
    or exists (select from reader_interest i, today
      where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day)
        and (i.civil_servant_id in (select id from people) or exists (select from people q join employment e on e.civil_servant_id = q.id
          where e.agency_id = i.agency_id and e.from_date <= today.day and (e.to_date is null or e.to_date >= today.day))))
$function$;
grant execute on routine kept_from_accounts(reader uuid, accounts uuid[], person uuid) to netra_api;

CREATE OR REPLACE FUNCTION netra.lent_regions(person uuid)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
RETURN ARRAY(SELECT DISTINCT l.region FROM loan l WHERE ((l.user_id = lent_regions.person) AND (l.ended_at IS NULL) AND (l.until > clock_timestamp())) ORDER BY l.region);
grant execute on routine lent_regions(person uuid) to netra_api;

CREATE OR REPLACE FUNCTION netra.list_corrections(accounts uuid[], why text, given_reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare listed int;
begin
  if exists (select from account a where a.id = any (accounts) and not region_visible(a.region)) then
    raise exception 'list_corrections: outside the regions of whoever asks' using errcode = '42501';
  end if;
  insert into correction (region, kind, object_id, cause, account_id, reason, found_by)
  with flagged as (select f.id, f.region, f.opened_at, p.account_id from flag f join post p on p.id = f.post_id where p.account_id = any (accounts)),
    cased as (select c.case_id, c.region, f.account_id from case_flag c join flagged f on f.id = c.flag_id),
    touched as (
      select r.region, 'report' as kind, r.id::text as object_id, f.account_id from flagged f join report r
        on r.state = 'ready' and r.as_of >= f.opened_at and (r.region = 'ID' or f.region = r.region or starts_with(f.region, r.region || '.'))
      union select region, 'case', case_id::text, account_id from cased
      union select e.region, split_part(e.act, '.', 1), e.id::text, o.account_id
        from (select 'flag' as object_type, id::text as object_id, account_id from flagged union select 'case', case_id::text, account_id from cased) o
        join audit_event e on e.object_type = o.object_type and e.object_id = o.object_id and e.act in ('passport.exported', 'packet.exported'))
  select region, kind, object_id, why, account_id, given_reason, nullif(current_setting('netra.actor', true), '')::uuid from touched
  on conflict do nothing;
  get diagnostics listed = row_count;
  return listed;
end $function$;
grant execute on routine list_corrections(accounts uuid[], why text, given_reason text) to netra_api;

CREATE OR REPLACE FUNCTION netra.mark_civil_servant_again(person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  if exists (select from account a where a.civil_servant_id = person and not region_visible(a.region))
    or exists (select from employment e where e.civil_servant_id = person and not region_visible(e.region)) then
    raise exception 'mark_civil_servant_again: outside the regions of whoever asks' using errcode = '42501';
  end if;
  update civil_servant set not_civil_servant_at = null, not_civil_servant_by = null where id = person and region_visible(region) and not_civil_servant_at is not null;
  return found;
end $function$;
grant execute on routine mark_civil_servant_again(person uuid) to netra_api;

CREATE OR REPLACE FUNCTION netra.mark_not_civil_servant(person uuid)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  if exists (select from account a where a.civil_servant_id = person and not region_visible(a.region))
    or exists (select from employment e where e.civil_servant_id = person and not region_visible(e.region)) then
    raise exception 'mark_not_civil_servant: outside the regions of whoever asks' using errcode = '42501';
  end if;
  update civil_servant set not_civil_servant_at = clock_timestamp(), not_civil_servant_by = nullif(current_setting('netra.actor', true), '')::uuid, nip_cipher = null
    where id = person and region_visible(region) and not_civil_servant_at is null;
  if not found then return; end if;
  return query select a.id from account a where a.civil_servant_id = person order by a.id;
end $function$;
grant execute on routine mark_not_civil_servant(person uuid) to netra_api;

CREATE OR REPLACE FUNCTION netra.names_somebody(words text, of_flag uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  with said as (select ' ' || btrim(regexp_replace(lower(words), '[^[:alnum:]]+', ' ', 'g')) || ' ' as plain,
      regexp_split_to_array(lower(replace(words, '@', ' ')), '[[:space:],;:!?"()]+') as pieces),
  author as (select p.account_id, p.civil_servant_id from flag f join post p on p.id = f.post_id where f.id = of_flag),
  people as (select c.id = a.civil_servant_id as own, string_to_array(btrim(regexp_replace(lower(c.name), '[^[:alnum:]]+', ' ', 'g')), ' ') as parts
    from civil_servant c left join author a on true)
  select case
    when exists (select from author a join account k on k.id = a.account_id, said s where k.handle_key = any (s.pieces))
      or exists (select from account k, said s where k.handle_key = any (s.pieces) and k.handle_key ~ '[._0-9-]') then 'handle'
    when exists (select from people p, said s where p.own and exists (
        select from unnest(p.parts) part where length(part) >= 3 and position(' ' || part || ' ' in s.plain) > 0))
      or exists (select from people p, said s where exists (
        select from generate_subscripts(p.parts, 1) i where i < cardinality(p.parts)
          and position(' ' || p.parts[i] || ' ' || p.parts[i + 1] || ' ' in s.plain) > 0)) then 'person'
  end
$function$;
grant execute on routine names_somebody(words text, of_flag uuid) to netra_api;

CREATE OR REPLACE FUNCTION netra.note_in_force()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare at timestamptz := clock_timestamp();
begin
  if tg_table_name = 'contest' then
    update in_force set to_at = at where kind = 'contest' and name = new.id and to_at is null;
    insert into in_force (kind, name, version, hash, from_at) select 'contest', new.id, v.version, v.hash, at from contest_version v where v.hash = new.live_hash;
  elsif new.state = 'live' then
    insert into in_force (kind, name, version, hash, from_at) values ('pack', new.pack_id, new.version, new.hash, at);
  else
    update in_force set to_at = at where kind = 'pack' and hash = new.hash and to_at is null;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.note_watch()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare
  at timestamptz := clock_timestamp();
  monday date := date_trunc('week', at at time zone 'Asia/Jakarta')::date;
  hour int := floor(extract(epoch from (at at time zone 'Asia/Jakarta') - monday) / 3600)::int;
  ok boolean := new.fetched_at is distinct from old.fetched_at;
  one bit(168) := set_bit(repeat('0', 168)::bit(168), hour, 1);
begin
  insert into account_watch as w (account_id, week, region, platform, fetched_at, fetched, failed_at, failed_code, failed)
    values (new.id, monday, new.region, new.platform, case when ok then at end, case when ok then one else ~one & one end,
      case when not ok then at end, case when not ok then new.last_error end, case when ok then ~one & one else one end)
    on conflict (week, account_id) do update set fetched_at = coalesce(w.fetched_at, excluded.fetched_at), fetched = w.fetched | excluded.fetched,
      failed_at = coalesce(w.failed_at, excluded.failed_at), failed_code = coalesce(w.failed_code, excluded.failed_code), failed = w.failed | excluded.failed
      where w.fetched | excluded.fetched <> w.fetched or w.failed | excluded.failed <> w.failed;
  return null;
end $function$;

CREATE OR REPLACE PROCEDURE netra.protect_by_region(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy own_regions on %s to netra_api, netra_report, netra_operator using (netra.region_visible(region)) with check (netra.region_visible(region))', target);
  execute format('create policy machine on %s to netra_ingest, netra_classify, netra_custody, netra_scheduler using (true) with check (true)', target);
end $procedure$;

CREATE OR REPLACE FUNCTION netra.purge_captures(accounts uuid[], OUT captures integer, OUT versions integer, OUT files integer)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare posts uuid[]; sent uuid[]; fetched int;
begin
  if exists (select from account a where a.id = any (accounts) and (a.revoked_at is null or not region_visible(a.region))) then
    raise exception 'purge_captures: still linked, or outside the regions of whoever asks' using errcode = '42501';
  end if;
  -- posts before anything that hangs on them, as everywhere
  perform from post where account_id = any (accounts) order by id for no key update;
  posts := array(select id from post where account_id = any (accounts));
  sent := array(
    with recursive handles as (
      select platform, handle_key from account where id = any (accounts)
      union select platform, handle_key from handle_period where account_id = any (accounts)),
    untied as (
      select c.id, c.region, c.corrects, c.platform, handle_key_of(c.handle) as handle_key from capture c where c.post_id is null and c.purged_at is null),
    theirs as (
      -- the handle is another's by now: so is what was sent under it
      select u.* from untied u where not exists (
        select from account a where a.platform = u.platform and a.handle_key = u.handle_key and a.revoked_at is null)),
    chain (id, corrects) as (
      select id, corrects from capture where post_id = any (posts)
      union select t.id, t.corrects from theirs t join handles h on h.platform = t.platform and h.handle_key = t.handle_key where region_visible(t.region)
      -- what was corrected shows the same, whatever handle was typed; a correction may say that it was somebody else's
      union select o.id, o.corrects from chain join lateral (
        select id, corrects from untied where id = chain.corrects union all select id, corrects from theirs where corrects = chain.id) o on true)
    select id from chain);
  insert into purged_file (upload_id, region, capture_id, blob_key)
    select m.upload_id, m.region, m.capture_id, m.masked_key from capture_mask m where m.capture_id = any (sent) on conflict do nothing;
  with gone as (delete from upload u where u.capture_id = any (sent) returning u.id, u.region, u.capture_id, u.blob_key)
    insert into purged_file (upload_id, region, capture_id, blob_key) select id, region, capture_id, blob_key from gone on conflict do nothing;
  get diagnostics files = row_count;
  with gone as (delete from post_media where post_id = any (posts) returning id, region, blob_key)
    insert into purged_file (upload_id, region, blob_key) select id::text, region, blob_key from gone where blob_key is not null on conflict do nothing;
  get diagnostics fetched = row_count;
  files := files + fetched;
  delete from capture_transcript where capture_id = any (sent);
  delete from capture_reporter where capture_id = any (sent);
  update capture_look set note = '', media_text = '', purged_at = clock_timestamp() where capture_id = any (sent) and purged_at is null;
  update capture set url = null, url_key = null, handle = '', text = '', seen_how = '', raw = '', parent_url = null, parent_text = '', purged_at = clock_timestamp()
    where id = any (sent) and purged_at is null;
  get diagnostics captures = row_count;
  delete from capture_body b using post_version v where v.post_id = any (posts) and b.week = v.week and b.version_id = v.id;
  delete from classification_detail d using classification c where c.post_id = any (posts) and d.week = c.week and d.classification_id = c.id;
  -- what still waited has nothing left to read
  update post_version set body_dropped_at = clock_timestamp(), lease_until = null, lease_token = null,
    state = case state when 'pending' then 'classified' else state end where post_id = any (posts) and body_dropped_at is null;
  get diagnostics versions = row_count;
  delete from evidence_detail d using flag f where f.post_id = any (posts) and d.flag_id = f.id;
  update evidence e set raw = '', text = '', media_from = null, source = null, headers = null, purged_at = clock_timestamp()
    from flag f where f.post_id = any (posts) and e.flag_id = f.id and e.purged_at is null;
  -- what only this text held together is looked for anew
  perform pg_advisory_xact_lock(hashtextextended('netra.likeness', 0));
  update flag_likeness set made = 0 where cluster_id in (
    select k.cluster_id from flag_likeness k join flag f on f.id = k.flag_id where f.post_id = any (posts));
  delete from flag_likeness k using flag f where f.post_id = any (posts) and k.flag_id = f.id;
  update flag_note n set words = null, purged_at = clock_timestamp() from flag f where f.post_id = any (posts) and n.flag_id = f.id and n.words is not null;
  -- a term that readers already work with is language and stays
  update term_proposal t set term = case t.state when 'accepted' then t.term else '' end, condition = '', note = '', purged_at = clock_timestamp()
    from term_origin o join flag f on f.id = o.flag_id where f.post_id = any (posts) and t.id = o.proposal_id and t.purged_at is null;
  update case_reply r set words = '', purged_at = clock_timestamp() from case_file k
    where k.id = r.case_id and r.purged_at is null and k.civil_servant_id in (select a.civil_servant_id from account a where a.id = any (accounts))
      and not exists (select from case_flag x where x.case_id = k.id);
  update post set url = null where id = any (posts);
  delete from drift where account_id = any (accounts);
end $function$;
grant execute on routine purge_captures(accounts uuid[], OUT captures integer, OUT versions integer, OUT files integer) to netra_api;

CREATE OR REPLACE FUNCTION netra.purge_exports()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
declare gone record;
begin
  for gone in update export e set state = 'expired', ended_at = clock_timestamp(), lease_until = null
      where e.kind = 'evidence' and e.state in ('waiting_approval', 'waiting', 'running', 'ready') and exists (
        select from jsonb_array_elements(e.filter -> 'items') i (item)
        where i.item ->> 'id' = new.flag_id::text or i.item ->> 'id' in (select c.case_id::text from case_flag c where c.flag_id = new.flag_id))
      returning e.id, e.region
  loop
    delete from fixity_check k using export_part p where p.export_id = gone.id and k.kind = 'export' and k.object_id = p.id::text;
    with parts as (delete from export_part p where p.export_id = gone.id returning p.id, p.blob_key)
    insert into purged_file (upload_id, region, blob_key) select id::text, gone.region, blob_key from parts on conflict do nothing;
    insert into audit_event (actor_kind, actor_id, actor_role, region, act, object_type, object_id, detail)
      values ('system', null, 'system', gone.region, 'export.expired', 'export', gone.id::text, '{"because": "purged"}');
  end loop;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.purge_lease_note()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  update flag_lease set note = null where flag_id = new.flag_id and note is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.purge_thumbnails()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  with gone as (delete from thumbnail t where t.source_key = new.blob_key returning t.id, t.region, t.blob_key),
    forgotten as (delete from fixity_check k using gone where k.kind = 'thumbnail' and k.object_id = gone.id::text)
  insert into purged_file (upload_id, region, capture_id, blob_key) select new.upload_id, region, new.capture_id, blob_key from gone on conflict do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION netra.recused_flags(reader uuid, one uuid DEFAULT NULL::uuid)
 RETURNS TABLE(flag_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  own as materialized (select i.civil_servant_id, i.agency_id, i.contest_id from reader_interest i, today
    where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day))
  select r.flag_id from flag_recusal r where r.user_id = reader and (one is null or r.flag_id = one)
  union
  select f.id from own join flag f on f.contest_id = own.contest_id where one is null or f.id = one
  union
  select f.id from own join post p on p.civil_servant_id = own.civil_servant_id join flag f on f.post_id = p.id where one is null or f.id = one
  union
  -- who worked there on a day between the post and today
  select f.id from today, own join employment e on e.agency_id = own.agency_id join post p on p.civil_servant_id = e.civil_servant_id join flag f on f.post_id = p.id
    where (one is null or f.id = one) and e.from_date <= today.day
      and (e.to_date is null or e.to_date >= (p.posted_at at time zone 'Asia/Jakarta')::date)
$function$;
grant execute on routine recused_flags(reader uuid, one uuid) to netra_api;
grant execute on routine recused_flags(reader uuid, one uuid) to netra_report;

CREATE OR REPLACE FUNCTION netra.recused_samples(reader uuid, of_comparison uuid)
 RETURNS TABLE(sample_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  with today as (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as day),
  own as materialized (select i.civil_servant_id, i.agency_id, i.contest_id from reader_interest i, today
    where i.user_id = reader and i.ended_at is null and i.from_day <= today.day and (i.to_day is null or i.to_day >= today.day))
  select r.id from today, comparison_row r join post_version v on v.id = r.version_id join post p on p.id = v.post_id
    where r.comparison_id = of_comparison and (
      exists (select from flag_recusal k join flag f on f.id = k.flag_id where k.user_id = reader and f.post_id = p.id)
      or exists (select from own where own.contest_id = r.contest_id or own.civil_servant_id = p.civil_servant_id)
      or exists (select from own join employment e on e.agency_id = own.agency_id where e.civil_servant_id = p.civil_servant_id
        and e.from_date <= today.day and (e.to_date is null or e.to_date >= (p.posted_at at time zone 'Asia/Jakarta')::date)))
$function$;
grant execute on routine recused_samples(reader uuid, of_comparison uuid) to netra_operator;

CREATE OR REPLACE FUNCTION netra.recused_since(reader uuid, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select exists (select from flag_recusal r where r.user_id = reader and r.at > since)
    or exists (select from reader_interest i where i.user_id = reader and i.ended_at is null
      and (i.at > since or i.from_day > (since at time zone 'Asia/Jakarta')::date) and i.from_day <= (clock_timestamp() at time zone 'Asia/Jakarta')::date)
$function$;
grant execute on routine recused_since(reader uuid, since timestamp with time zone) to netra_api;

CREATE OR REPLACE FUNCTION netra.region_visible(row_region text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((string_to_array(current_setting('netra.regions'::text, true), ','::text) && ARRAY['ID'::text, row_region, split_part(row_region, '.'::text, 1), ((split_part(row_region, '.'::text, 1) || '.'::text) || split_part(row_region, '.'::text, 2)), ((((split_part(row_region, '.'::text, 1) || '.'::text) || split_part(row_region, '.'::text, 2)) || '.'::text) || split_part(row_region, '.'::text, 3))]), false);

CREATE OR REPLACE FUNCTION netra.report_readers()
 RETURNS TABLE(user_id uuid, role text, regions text[], locale text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select u.id, u.role, u.regions || lent_regions(u.id), u.locale from digest_address a join app_user u on u.id = a.user_id
  where a.reports and a.address_cipher is not null and u.active
$function$;
grant execute on routine report_readers() to netra_custody;
grant execute on routine report_readers() to netra_scheduler;

CREATE OR REPLACE FUNCTION netra.report_signatories(of_report uuid)
 RETURNS TABLE(final_by text, note_by text)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select f.name, case when r.note is not null then n.name end
  from report r left join app_user f on f.id = r.final_by left join app_user n on n.id = r.note_by where r.id = of_report
$function$;
grant execute on routine report_signatories(of_report uuid) to netra_report;

CREATE OR REPLACE FUNCTION netra.require_second_look()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'netra', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' or old.post_id is not null then
    raise exception 'capture: a post is given once, after a second look' using errcode = '23514';
  end if;
  if not exists (select from capture_look l where l.capture_id = new.id and l.act = 'evidence' and l.user_id <> new.user_id) then
    raise exception 'capture: nobody but its sender took this as evidence' using errcode = '23514';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION netra.sample_words(sample uuid, OUT words text, OUT posted_at timestamp with time zone, OUT time_trust text, OUT region text, OUT name text, OUT handles text[])
 RETURNS SETOF record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select nullif(coalesce(e.text, b.text), ''), p.posted_at, p.time_trust, v.region, c.name,
      array(select a.handle_key union select h.handle_key from handle_period h where h.account_id = a.id)
    from comparison_row r join post_version v on v.id = r.version_id join post p on p.id = v.post_id
      join account a on a.id = p.account_id join civil_servant c on c.id = p.civil_servant_id
      left join capture_body b on b.week = v.week and b.version_id = v.id
      left join lateral (select text from evidence where version_id = v.id and purged_at is null limit 1) e on true
    where r.id = sample
$function$;
grant execute on routine sample_words(sample uuid, OUT words text, OUT posted_at timestamp with time zone, OUT time_trust text, OUT region text, OUT name text, OUT handles text[]) to netra_operator;

CREATE OR REPLACE FUNCTION netra.supervised_regions()
 RETURNS TABLE(region text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  select distinct r from app_user u, unnest(u.regions) r where u.active and u.role = 'supervisor'
$function$;
grant execute on routine supervised_regions() to netra_scheduler;

CREATE OR REPLACE FUNCTION netra.term_quality(OUT kind text, OUT lexicon text, OUT name text, OUT fits integer, OUT unfit integer, OUT not_partisan integer, OUT escalated integer)
 RETURNS SETOF record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'netra', 'pg_temp'
AS $function$
  with newest as (
    select distinct on (v.user_id, v.flag_id, v.rule_id, v.lexicon, v.term, v.span_start, v.span_end) v.* from span_verdict v
    order by v.user_id, v.flag_id, v.rule_id, v.lexicon, v.term, v.span_start, v.span_end, v.at desc, v.id),
  judged as (
    select n.user_id, n.flag_id, n.span_start, n.span_end, n.lexicon, n.term, n.rule_id, n.verdict from newest n where n.verdict is not null),
  said as (
    select 'term' as kind, j.lexicon, j.term as name, count(*) filter (where j.verdict = 'fits') as fits, count(*) filter (where j.verdict = 'not') as unfit
      from (select distinct user_id, flag_id, span_start, span_end, lexicon, term, verdict from judged where lexicon <> '') j group by j.lexicon, j.term
    union all select 'rule', '', j.rule_id, count(*) filter (where j.verdict = 'fits'), count(*) filter (where j.verdict = 'not') from judged j group by j.rule_id),
  over as (
    select f.id, f.state, d.body from flag f join evidence_detail d on d.flag_id = f.id and d.classification_id = f.classification_id
      where f.state = 'escalated' or (f.state = 'closed' and f.outcome = 'not_partisan')),
  held as (
    select distinct o.id, o.state, 'term' as kind, s ->> 'lexicon' as lexicon, s ->> 'term' as name from over o, jsonb_array_elements(o.body -> 'signals') s
      where s ->> 'lexicon' like 'lexicons/%' and s ->> 'side' <> 'context'
    union select o.id, o.state, 'rule', '', c ->> 'ruleId' from over o, jsonb_array_elements(o.body -> 'contributions') c),
  ended as (
    select h.kind, h.lexicon, h.name, count(*) filter (where h.state = 'closed') as not_partisan, count(*) filter (where h.state = 'escalated') as escalated
      from held h group by h.kind, h.lexicon, h.name)
  select coalesce(s.kind, e.kind), coalesce(s.lexicon, e.lexicon), coalesce(s.name, e.name), coalesce(s.fits, 0)::int, coalesce(s.unfit, 0)::int,
      coalesce(e.not_partisan, 0)::int, coalesce(e.escalated, 0)::int
    from said s full join ended e on e.kind = s.kind and e.lexicon = s.lexicon and e.name = s.name
    order by coalesce(s.fits, 0) + coalesce(s.unfit, 0) desc, coalesce(e.not_partisan, 0) + coalesce(e.escalated, 0) desc, 3, 2 limit 1000
$function$;
grant execute on routine term_quality(OUT kind text, OUT lexicon text, OUT name text, OUT fits integer, OUT unfit integer, OUT not_partisan integer, OUT escalated integer) to netra_api;
