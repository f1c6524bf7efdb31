-- Masked pictures are compared with their hashes too, and the scheduler asks whether a picture was read without seeing the words in it.
set local role netra_owner;
set local search_path = netra;

alter table fixity_check drop constraint fixity_check_kind_check, add constraint fixity_check_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media'));
alter table fixity_round drop constraint fixity_round_kind_check,
  add constraint fixity_round_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'version'));
alter table fixity_fault drop constraint fixity_fault_kind_check,
  add constraint fixity_fault_kind_check check (kind in ('evidence', 'capture', 'upload', 'mask', 'media', 'version'));

revoke select on media_text, picture_text from netra_scheduler;
grant select (media_id) on media_text to netra_scheduler;
grant select (upload_id) on picture_text to netra_scheduler;
