-- Checkpoints on their way by mail, so that a server that is away today gets them tomorrow, and each recipient each of them once.
set local role netra_owner;
set local search_path = netra;

create table checkpoint_mail (
  size bigint not null references checkpoint,
  -- SHA-256 of the address in lower case: the address itself is a setting
  recipient text not null check (recipient ~ '^[0-9a-f]{64}$'),
  asked_at timestamptz not null default clock_timestamp(),
  tries int not null default 0 check (tries >= 0),
  -- while it is being sent: when another may take it up
  next_try_at timestamptz not null default clock_timestamp(),
  -- why the last try failed
  code text check (code ~ '^[a-z][a-z0-9-]{1,63}$'),
  sent_at timestamptz,
  primary key (size, recipient)
);
-- question: what is to be sent now?
create index checkpoint_mail_waiting on checkpoint_mail (next_try_at) where sent_at is null;

grant select, insert, delete, update (tries, next_try_at, code, sent_at) on checkpoint_mail to netra_custody;
grant select on checkpoint_mail to netra_scheduler, netra_classify;
