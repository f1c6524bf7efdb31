-- Flags whose texts say the same, as one cluster. What is kept of a text are numbers made of its words: enough to compare, nothing to read.
set local role netra_owner;
set local search_path = netra;

create table flag_likeness (
  flag_id uuid primary key references flag,
  region text not null,
  contest_id text not null references contest,
  -- the way it was made, as the classifier numbers them; 0: to be made again
  made int not null,
  bands int[] not null,
  shingles int[] not null,
  -- null for a text that is too short to compare. Texts of one cluster are alike by a chain; joined only under the lock netra.likeness, so that two
  -- copies opened at once meet
  cluster_id uuid,
  check ((cluster_id is null) = (bands = '{}'))
);
-- question: which texts may say the same as this one?
create index flag_likeness_bands on flag_likeness using gin (bands);
-- question: who else stands in this cluster?
create index flag_likeness_cluster on flag_likeness (cluster_id);

call protect_by_region('flag_likeness');
create policy owner_cascade on flag_likeness to netra_owner using (true) with check (true);

grant select, insert on flag_likeness to netra_classify, netra_custody;
grant update (made, bands, shingles, cluster_id) on flag_likeness to netra_classify, netra_custody;
grant select on flag_likeness to netra_api;
