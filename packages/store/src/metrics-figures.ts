import { FLAG_STATES, type FlagState } from "@netra/domain";
import { sql } from "kysely";
import { DUE, one } from "./accounts.ts";
import { DIGESTS_FAILED } from "./digests.ts";
import { REPORT_MAILS_FAILED } from "./report-mails.ts";
import type { Scope } from "./store.ts";

export const VERSION_STATES = ["pending", "classified", "quarantined"] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** How the whole house stands: numbers only, never by region, agency, contest or candidate. Ages are the database's clock's. */
export interface HouseFigures {
  /** Due for more than `OVERDUE_AFTER_SECONDS` and held by nobody; and how long the account has been due that waits longest. */
  readonly accounts: { readonly overdue: number; readonly worstLateSeconds: number };
  readonly versions: Readonly<Record<VersionState, number>>;
  /** Age of the oldest version that waits and was never read: 0 when none does. One that is read again after a pack or contest changed does not count. */
  readonly oldestUnreadSeconds: number;
  /** As they stand: a claim that lapsed counts as the state it was claimed from. */
  readonly flags: Readonly<Record<FlagState, number>>;
  readonly claims: { readonly live: number; readonly lapsed: number };
  /** Kept objects whose bytes are not those of their hash, or not there, and that nobody mended. */
  readonly fixityFaults: number;
  /** Checkpoints that wait for a time stamp, and how long the one that waits longest. */
  readonly stamps: { readonly waiting: number; readonly oldestSeconds: number };
  /** Checkpoints that are to be mailed and have not left: one for each recipient. */
  readonly checkpointMailsWaiting: number;
  /** Morning mails of the last seven days that were tried and did not leave. */
  readonly digestsFailed: number;
  /** Notices of drafts of reports of the last seven days that did not leave. */
  readonly reportMailsFailed: number;
}

/** The timetable looks every 5 s; what is late for longer than a busy minute is late. */
export const OVERDUE_AFTER_SECONDS = 60;

/**
 * Counts the house, in a transaction that may write nothing from here on and gives up after 5 s a question. Grows with the number of versions: 0.6 s for a
 * million, 1.3 s while 200,000 of them wait to be read again (measured on two busy cores). For an actor that reads accounts, versions, classifications,
 * flags and leases of every region: the classify process, which sees no person.
 */
export async function readHouseFigures({ db }: Scope): Promise<HouseFigures> {
  await sql`set transaction read only`.execute(db);
  await sql`select set_config('statement_timeout', '5s', true), set_config('max_parallel_workers_per_gather', '0', true)`.execute(db);
  const accounts = await sql<HouseFigures["accounts"]>`select
      count(*) filter (where due_at < clock_timestamp() - make_interval(secs => ${OVERDUE_AFTER_SECONDS}))::int as overdue,
      greatest(0, coalesce(extract(epoch from clock_timestamp() - min(due_at)), 0))::float8 as worst_late_seconds
    from account where ${DUE}`.execute(db);
  const versions = await sql<Counted>`select state, count(*)::int as n from post_version group by state`.execute(db);
  const oldest = await sql<{ seconds: number }>`select greatest(0, extract(epoch from clock_timestamp() - captured_at))::float8 as seconds
    from post_version v where state = 'pending' and not exists (select from classification c where c.version_id = v.id) order by captured_at limit 1`.execute(
    db,
  );
  const flags = await sql<Counted>`select standing as state, count(*)::int as n from flag_standing group by standing`.execute(db);
  const claims = await sql<HouseFigures["claims"]>`select count(*) filter (where until > clock_timestamp())::int as live,
      count(*) filter (where until <= clock_timestamp())::int as lapsed from flag_lease where ended_at is null`.execute(db);
  const faults = await sql<{ n: number }>`select count(*)::int as n from fixity_fault where mended_at is null`.execute(db);
  const stamps = await sql<HouseFigures["stamps"]>`select count(*)::int as waiting,
      coalesce(greatest(0, extract(epoch from clock_timestamp() - min(asked_for_at))), 0)::float8 as oldest_seconds
    from checkpoint_stamp where token is null`.execute(db);
  const mails = await sql<{ n: number }>`select count(*)::int as n from checkpoint_mail where sent_at is null`.execute(db);
  const digests = await sql<{ n: number }>`${sql.raw(DIGESTS_FAILED)}`.execute(db);
  const notices = await sql<{ n: number }>`${sql.raw(REPORT_MAILS_FAILED)}`.execute(db);
  return {
    accounts: one(accounts.rows),
    versions: byState(VERSION_STATES, versions.rows),
    oldestUnreadSeconds: oldest.rows[0]?.seconds ?? 0,
    flags: byState(FLAG_STATES, flags.rows),
    claims: one(claims.rows),
    fixityFaults: one(faults.rows).n,
    stamps: one(stamps.rows),
    checkpointMailsWaiting: one(mails.rows).n,
    digestsFailed: one(digests.rows).n,
    reportMailsFailed: one(notices.rows).n,
  };
}

interface Counted {
  readonly state: string;
  readonly n: number;
}

/** Every state has a number: one that nothing is in has none in the database. */
const byState = <S extends string>(states: readonly S[], rows: readonly Counted[]): Record<S, number> =>
  Object.fromEntries(states.map((state) => [state, rows.find((row) => row.state === state)?.n ?? 0])) as Record<S, number>;
