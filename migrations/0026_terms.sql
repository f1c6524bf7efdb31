-- What readers teach the rules: verdicts on single signals, proposed words, and one draft of the pack with what it would change over what is stored.
set local role netra_owner;
set local search_path = netra;

-- one word of a reader on one span; the newest counts, null takes the one before back. Never changes a score.
create table span_verdict (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flag,
  -- readings are dropped with their week; the verdict stays
  classification_id uuid not null,
  region text not null,
  user_id uuid not null references app_user,
  rule_id text not null,
  -- where the pack has the term; empty for what is no word of a pack, of which nothing is copied
  lexicon text not null,
  term text not null,
  span_start integer not null check (span_start >= 0),
  span_end integer not null check (span_end > span_start),
  verdict text check (verdict in ('fits', 'not')),
  at timestamptz not null default clock_timestamp()
);
-- question: what did readers say of this flag's signals?
create index span_verdict_flag on span_verdict (flag_id, user_id, at);
call protect_by_region('span_verdict');
create policy owner_cascade on span_verdict for select to netra_owner using (true);

-- language, and for the whole installation; whose post it was read in stands in term_origin
create table term_proposal (
  id uuid primary key default gen_random_uuid(),
  term text not null,
  category text not null,
  condition text not null check (length(condition) <= 200),
  note text not null check (length(note) <= 300),
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
  proposed_by uuid not null references app_user,
  at timestamptz not null default clock_timestamp(),
  decided_by uuid references app_user,
  decided_at timestamptz,
  reason text not null default '',
  -- when a pack with it came into force: from then on the word may be proposed anew
  in_force_at timestamptz,
  purged_at timestamptz,
  check (purged_at is not null or btrim(term) <> '')
);
-- question: does this word wait, or is it in the draft, already? One in the draft may go back to waiting, so both hold its place.
create unique index term_proposal_pending on term_proposal (lower(term), category)
  where state <> 'declined' and in_force_at is null and purged_at is null;
-- question: what came lately?
create index term_proposal_newest on term_proposal (at desc, id);

create table term_origin (
  proposal_id uuid primary key references term_proposal,
  flag_id uuid not null references flag,
  region text not null
);
create index term_origin_flag on term_origin (flag_id);
call protect_by_region('term_origin');
create policy owner_cascade on term_origin for select to netra_owner using (true);

-- the one draft that is worked on: changes laid over the pack in force
create table pack_draft (
  id uuid primary key default gen_random_uuid(),
  base_hash text not null references rule_pack_version,
  changes jsonb not null default '[]',
  problems jsonb not null default '[]',
  -- counts up with each change: two people never overwrite each other
  revision integer not null default 1,
  state text not null default 'open' check (state in ('open', 'offered', 'live', 'dropped')),
  made_by uuid not null references app_user,
  made_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  -- the version that was offered
  pack_hash text references rule_pack_version,
  note text not null default '',
  refused_by uuid references app_user,
  refused_at timestamptz,
  refusal text not null default ''
);
create unique index pack_draft_one on pack_draft ((true)) where state in ('open', 'offered');

-- what a draft would change over what is stored, as it stood at one revision
create table pack_comparison (
  id uuid primary key default gen_random_uuid(),
  draft_id uuid not null references pack_draft,
  revision integer not null,
  before_hash text not null references rule_pack_version,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  done integer not null default 0,
  total integer not null default 0,
  figures jsonb,
  asked_by uuid not null references app_user,
  asked_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  lease_until timestamptz,
  finished_at timestamptz
);
create unique index pack_comparison_one on pack_comparison (draft_id) where state in ('waiting', 'running');

-- a stored reading that would differ; its words stay where they are kept
create table comparison_row (
  id uuid primary key default gen_random_uuid(),
  comparison_id uuid not null references pack_comparison on delete cascade,
  kind text not null check (kind in ('missed', 'spared', 'fresh')),
  version_id uuid not null,
  contest_id text not null,
  decided_at timestamptz,
  tenths_before integer not null,
  tenths_after integer not null,
  read_by uuid references app_user,
  read_at timestamptz
);
create index comparison_row_kind on comparison_row (comparison_id, kind);

-- when a version stopped being in force: one step back finds it
alter table rule_pack_version add column retired_at timestamptz;
-- when a supervisor refused a version: it is not offered again
alter table rule_pack_version add column refused_at timestamptz;

-- Counts of the whole installation and nothing else: per term and per rule the newest verdicts of each reader, and how flags that hold it were decided.
create function term_quality(out kind text, out lexicon text, out name text, out fits int, out unfit int, out not_partisan int, out escalated int) returns setof record
language sql stable security definer set search_path = netra, pg_temp as $$
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
$$;

-- Whether words name a registered person or account, anywhere: which of the two, and nothing else. Of the flag's own author one part of the name, of three letters or more, is
-- enough; of everybody else it takes two parts that follow each other. So somebody else whose registered name is a single word is not found: many such names are ordinary words.
create function names_somebody(words text, of_flag uuid) returns text
language sql stable security definer set search_path = netra, pg_temp as $$
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
$$;
-- A stored text that a draft would read otherwise, with the names and handles that are to be covered in it. For whoever covers them, and for samples alone.
create function sample_words(sample uuid, out words text, out posted_at timestamptz, out time_trust text, out region text, out name text, out handles text[]) returns setof record
language sql stable security definer set search_path = netra, pg_temp as $$
  select nullif(coalesce(e.text, b.text), ''), p.posted_at, p.time_trust, v.region, c.name,
      array(select a.handle_key union select h.handle_key from handle_period h where h.account_id = a.id)
    from comparison_row r join post_version v on v.id = r.version_id join post p on p.id = v.post_id
      join account a on a.id = p.account_id join civil_servant c on c.id = p.civil_servant_id
      left join capture_body b on b.week = v.week and b.version_id = v.id
      left join lateral (select text from evidence where version_id = v.id and purged_at is null limit 1) e on true
    where r.id = sample
$$;
revoke all on function term_quality(), names_somebody(text, uuid), sample_words(uuid) from public;
grant execute on function sample_words(uuid) to netra_operator;
grant execute on function term_quality(), names_somebody(text, uuid) to netra_api;

grant select, insert on span_verdict, term_proposal, term_origin to netra_api;
grant update (state, decided_by, decided_at, reason) on term_proposal to netra_api;
grant select, insert on pack_draft, pack_comparison to netra_api;
grant update (base_hash, changes, problems, revision, state, changed_at) on pack_draft to netra_api;
-- an engineer's answer cannot hold what its database role cannot read
grant select (id, comparison_id, kind, contest_id, decided_at, tenths_before, tenths_after, read_by, read_at) on comparison_row to netra_api;
grant update (read_by, read_at) on comparison_row to netra_api;

grant select on pack_draft, pack_comparison, term_proposal to netra_operator;
grant select (id, comparison_id, kind, contest_id, decided_at, tenths_before, tenths_after, read_by, read_at) on comparison_row to netra_operator;
grant update (state, pack_hash, note, refused_by, refused_at, refusal) on pack_draft to netra_operator;
grant update (retired_at, refused_at) on rule_pack_version to netra_operator;
grant update (in_force_at) on term_proposal to netra_operator;

grant select on pack_draft, pack_comparison, comparison_row to netra_classify;
grant update (state, done, total, figures, attempts, lease_until, finished_at) on pack_comparison to netra_classify;
grant delete on pack_comparison to netra_classify;
grant insert, delete on comparison_row to netra_classify;
grant update (read_by, read_at) on comparison_row to netra_classify;
grant select (id, state, asked_at, lease_until) on pack_comparison to netra_scheduler;
