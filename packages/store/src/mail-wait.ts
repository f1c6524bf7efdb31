import { sql } from "kysely";

const LEASE_SECONDS = 300;
const FIRST_WAIT_SECONDS = 60;

/** Until when a mail is nobody else's once it was taken up: longer than sending may last, and whoever died meanwhile gives it free. */
export const leasedUntil = () => sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;

/** When a mail that did not leave is tried again, by its column `tries`: in a minute, then four times as long each time, so long at most. */
export const triedAgainAt = ({ longestSeconds }: { readonly longestSeconds: number }) =>
  sql`clock_timestamp() + make_interval(secs => least(${longestSeconds}, ${FIRST_WAIT_SECONDS} * power(4, least(tries, 10) - 1)))`;
