import pg from "pg";

/** How one account stands in the database: versions that came from the platform, by what became of them, and how far it was read. */
export interface AccountState {
  readonly handle: string;
  /** Key of the last event that the database acknowledged; null before the first. */
  readonly cursor: string | null;
  readonly pending: number;
  readonly classified: number;
  readonly quarantined: number;
  /** When the oldest healthy version that waits was published, ISO; null when none waits. */
  readonly oldestPending: string | null;
}

/** One look at everything, in one snapshot. */
export interface Sample {
  /** Monotonic ms, taken before the question. */
  readonly atMs: number;
  readonly accounts: readonly AccountState[];
  /** Versions that people sent by hand. */
  readonly byHand: {
    readonly pending: number;
    readonly done: number /** ms since 1970, database's clock */;
    readonly oldestPendingMs: number | null;
  };
  /** Publication of the newest healthy version that was read, ISO. */
  readonly newestRead: string | null;
  readonly flags: number;
  readonly captures: number;
  readonly auditRows: number;
  /** Posts with more than one flag that stands in one contest. */
  readonly doubled: number;
  readonly diagnosis: Diagnosis;
}

/** What helps to see why something waits. */
export interface Diagnosis {
  /** Waiting versions whose lease lapsed over 10 s ago, and those that failed before. */
  readonly lapsed: number;
  readonly suspects: number;
  /** Accounts that are overdue by more than 10 s, and of these the ones that somebody holds. */
  readonly overdue: number;
  readonly overdueHeld: number;
}

/** Counting reads each table once; the made-up platform's version key is the time of the event. */
const LOOK = `
with version as (
  select p.account_id, v.state, v.version_key, v.external_id, v.captured_at, v.attempts, v.lease_until, v.version_key like 'hand-%' as by_hand
  from post_version v join post p on p.id = v.post_id),
account_state as (
  select a.handle, a.cursor->>'at' || ' ' || (a.cursor->>'externalId') as cursor,
    count(v) filter (where v.state = 'pending')::int as pending,
    count(v) filter (where v.state = 'classified')::int as classified,
    count(v) filter (where v.state = 'quarantined')::int as quarantined,
    min(v.version_key) filter (where v.state = 'pending' and v.external_id not like 'racun-%') as "oldestPending"
  from account a left join version v on v.account_id = a.id and not v.by_hand group by a.id)
select (select json_agg(s) from account_state s) as accounts,
  (select json_build_object('pending', count(*) filter (where state = 'pending'), 'done', count(*) filter (where state <> 'pending'),
    'oldestPendingMs', extract(epoch from min(captured_at) filter (where state = 'pending')) * 1000) from version where by_hand) as "byHand",
  (select max(version_key) from version where not by_hand and state = 'classified') as "newestRead",
  (select count(*)::int from flag) as flags,
  (select count(*)::int from capture) as captures,
  (select count(*)::int from audit_event) as "auditRows",
  (select count(*)::int from (select from flag where state <> 'withdrawn' group by post_id, contest_id having count(*) > 1) twice) as doubled,
  (select json_build_object('lapsed', count(*) filter (where lease_until < clock_timestamp() - interval '10 s'), 'suspects', count(*) filter (where attempts > 0))
    from version where state = 'pending') ::jsonb
  || (select json_build_object('overdue', count(*), 'overdueHeld', count(*) filter (where lease_until > clock_timestamp()))
    from account where due_at < clock_timestamp() - interval '10 s')::jsonb as diagnosis`;

/** A connection of its own, past every right, that comes back when the server does. */
export interface Observer {
  /** One look, or null while the server does not answer. */
  look(nowMs: number): Promise<Sample | null>;
  query<T>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export function openObserver(url: string): Observer {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    options: "-c search_path=netra -c timezone=UTC",
    connectionTimeoutMillis: 2_000,
    query_timeout: 20_000,
    statement_timeout: 15_000,
  });
  pool.on("error", () => undefined);
  return {
    async look(nowMs) {
      try {
        const { rows } = await pool.query<Omit<Sample, "atMs">>(LOOK);
        return rows[0] ? { atMs: nowMs, ...rows[0] } : null;
      } catch (error) {
        if (isAway(error)) return null;
        throw error;
      }
    },
    query: async <T>(text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as T[],
    close: () => pool.end(),
  };
}

/** The server is down, starting or stopping, or the connection broke: anything else is a mistake of ours. */
function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return /^(08|57P|E[A-Z]+$|XX000)/.test(code ?? "") || /terminated|timeout|Connection/i.test(message ?? "");
}
