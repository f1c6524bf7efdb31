-- Row security asks of every row that a statement touches. As a plain expression its answer is written into the statement; a query of its own was run once a row, thirty times as long.
set local role netra_owner;
set local search_path = netra;

-- True when one of the actor's regions contains the row's: it is the country, the row's own, or one of the codes that the row's begins with. Without a setting, or with the empty one a
-- pooled connection keeps: nothing. Never null, since it is also asked with `not`. Keep it free of subqueries: with one it is no longer written into the statement.
create or replace function region_visible(row_region text) returns boolean
language sql stable parallel safe
return coalesce(
  string_to_array(current_setting('netra.regions', true), ',') && array[
    'ID', row_region,
    split_part(row_region, '.', 1),
    split_part(row_region, '.', 1) || '.' || split_part(row_region, '.', 2),
    split_part(row_region, '.', 1) || '.' || split_part(row_region, '.', 2) || '.' || split_part(row_region, '.', 3)],
  false);
