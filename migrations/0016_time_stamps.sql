-- What an authority outside the office says of when a checkpoint was there (RFC 3161). A row waits from the moment its checkpoint is signed, and survives any
-- outage of the authority.
set local role netra_owner;
set local search_path = netra;

create table checkpoint_stamp (
  size bigint primary key references checkpoint,
  asked_for_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  next_try_at timestamptz not null default clock_timestamp(),
  -- a code: what the last try met
  last_error text,
  -- the authority's answer as it came, a TimeStampResp in DER, and the authority's time
  token bytea,
  stamped_at timestamptz,
  check ((token is null) = (stamped_at is null))
);
-- question: what is to be stamped now?
create index checkpoint_stamp_due on checkpoint_stamp (next_try_at) where token is null;

grant select, insert on checkpoint_stamp to netra_custody;
grant update (attempts, next_try_at, last_error, token, stamped_at) on checkpoint_stamp to netra_custody;
-- when to offer the work; and how many wait, for the figures of the house
grant select on checkpoint_stamp to netra_scheduler, netra_classify;
