-- What a machine read in pictures that people sent: kept apart from what anybody wrote.
set local role netra_owner;
set local search_path = netra;

create table picture_text (
  upload_id text primary key references upload on delete cascade,
  region text not null,
  state text not null check (state in ('read', 'empty', 'unreadable')),
  text text not null,
  -- 0-100, as the engine says
  confidence int not null check (confidence between 0 and 100),
  engine text not null,
  at timestamptz not null default clock_timestamp(),
  check ((state = 'read') = (text <> ''))
);
call protect_by_region('picture_text');
-- question: which pictures has nobody read?
create index upload_picture on upload (received_at) where capture_id is not null and media_type in ('image/png', 'image/jpeg', 'image/webp');

grant select, insert on picture_text to netra_custody;
grant select on picture_text to netra_api;
grant select on upload, picture_text to netra_scheduler;
