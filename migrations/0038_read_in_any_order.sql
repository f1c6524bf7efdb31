-- An edit may be read before what it edits, when that waits for another turn: its flag is told what it supersedes once the other is read.
set local role netra_owner;
set local search_path = netra;

grant update (supersedes) on flag to netra_classify;
