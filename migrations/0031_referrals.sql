-- To whom a plenary referred a case: ids of `config/procedures/referrals.yaml`, with the step that noted it. Steps from before have none and stay valid.
set local role netra_owner;
set local search_path = netra;

alter table case_step
  add column referred_to text[],
  add constraint case_step_referred check (referred_to is null
    or (kind = 'forward' and to_state = 'referred' and cardinality(referred_to) between 1 and 10
      and array_position(referred_to, null) is null and array_to_string(referred_to, ' ') ~ '^[a-z0-9_]+( [a-z0-9_]+)*$'));
