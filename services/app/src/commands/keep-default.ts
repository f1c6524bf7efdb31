/** How many bases `netra backup` leaves unless told otherwise. In a file of its own, so that `--help` loads nothing of a backup. */
export const KEEP_DEFAULT = 3;
