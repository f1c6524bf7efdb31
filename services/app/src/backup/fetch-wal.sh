# What a server that replays its log runs for each file it wants: fetch-wal.sh NAME PATH ARCHIVE (the other half of wal-archive.ts).
# A shell, because a day of log is some 1,900 files, and starting Node for each would double the time of a restore.
# Exits with 1 for a file that is not there, as for every last one; above 125 the server stops instead of taking a damaged file for the end of the log.
from="$3/$1.gz"
if [ ! -e "$from" ]; then
  # The newest comes last: its name ends with a time.
  for tail in "$3/$1".tail-*.gz; do from=$tail; done
  [ -e "$from" ] || exit 1
fi
gunzip -c < "$from" > "$2" && exit 0
echo "netra restore: $1 cannot be read from the archive" >&2
exit 200
