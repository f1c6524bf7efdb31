-- Two-step verification: a code from an authenticator app (RFC 6238) beside the password, for whoever set it up.
set local role netra_owner;
set local search_path = netra;

create table second_factor (
  user_id uuid primary key references app_user,
  -- readable with the field key alone, which lies outside the database
  secret_cipher bytea not null,
  made_at timestamptz not null default clock_timestamp(),
  -- null while its first code is awaited: until then nobody is asked for one
  active_at timestamptz,
  -- time step of the newest code that was used: none works twice
  last_step bigint not null default 0
);

grant select, insert, delete, update (secret_cipher, made_at, active_at, last_step) on second_factor to netra_api;
-- for who lost the telephone; the operator never reads a secret
grant select (user_id, active_at), delete on second_factor to netra_operator;
