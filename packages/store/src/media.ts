import type { FetchTrace, MediaKind, Platform } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** A file of a flagged version, held for fetching by a lease on the database's clock. */
export interface MediaTurn {
  readonly id: string;
  readonly token: string;
  readonly kind: MediaKind;
  readonly reference: string;
  /** 64 lower-case hex digits, where the platform's name of the file tells them. */
  readonly expectedSha256: string | null;
  /** Starts, this one included. */
  readonly attempt: number;
  readonly platform: Platform;
  readonly externalId: string;
  readonly versionKey: string;
  readonly region: string;
  readonly account: { readonly handle: string; readonly externalId: string | null; readonly link: string; readonly revoked: boolean };
}

/** A file as it was kept: the bytes lie in the blob store already. */
export interface KeptMedia {
  readonly blobKey: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly fetched: FetchTrace;
  readonly connector: { readonly name: string; readonly version: string };
}

/** Two misses count as two only when they are so far apart. */
const APART_SECONDS = 1_800;
/** What waits longer than this is not waited for. */
const LONGEST = sql`interval '14 days'`;

/** A row that may be fetched now: its flag stands, or stands again, and nobody holds it. */
const DUE = sql`m.state = 'pending' and m.next_try_at <= clock_timestamp() and (m.lease_until is null or m.lease_until < clock_timestamp())
  and exists (select from flag f where f.version_id = m.version_id and f.state not in ('closed', 'withdrawn'))`;

/** Files of flagged posts: named when their flag opens, fetched afterwards. Nothing of a post that no flag stands on is ever asked for. */
export function mediaIn({ db }: Scope) {
  const end = async (turn: MediaTurn, set: ReturnType<typeof sql>): Promise<boolean> => {
    const { rows } = await sql`update post_media set ${set}, lease_until = null, lease_token = null
      where id = ${turn.id} and lease_token = ${turn.token} and state = 'pending' returning id`.execute(db);
    return rows.length === 1;
  };

  return {
    /** Files that are due, longest first. One stays in the list until a turn takes it. */
    async listDue(limit: number): Promise<{ mediaId: string; due: Date; lateSeconds: number }[]> {
      const { rows } = await sql<{ mediaId: string; due: Date; lateSeconds: number }>`select m.id as media_id, m.next_try_at as due,
          extract(epoch from clock_timestamp() - greatest(m.next_try_at, m.lease_until))::float8 as late_seconds
        from post_media m where ${DUE} order by m.next_try_at limit ${limit}`.execute(db);
      return rows;
    },

    /** Takes a file that is due; the start is counted before the work, so that one that kills its worker comes to an end. Undefined when it is not due or somebody holds it. */
    async claim(mediaId: string, leaseSeconds: number): Promise<MediaTurn | undefined> {
      const { rows } = await sql<Omit<MediaTurn, "account"> & AccountOfTurn>`with taken as (
          update post_media m set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), lease_token = gen_random_uuid(), attempts = m.attempts + 1
          where m.id = ${mediaId} and ${DUE} returning m.*)
        select t.id, t.lease_token as token, t.kind, t.reference, encode(t.expected_sha256, 'hex') as expected_sha256, t.attempts as attempt, t.region,
          p.platform, p.external_id, v.version_key, a.handle, a.external_id as account_external_id, a.link, a.revoked_at is not null as revoked
        from taken t join post p on p.id = t.post_id join post_version v on v.id = t.version_id join account a on a.id = p.account_id`.execute(db);
      const row = rows[0];
      if (!row) return undefined;
      const { handle, accountExternalId, link, revoked, ...turn } = row;
      return { ...turn, account: { handle, externalId: accountExternalId, link, revoked } };
    },

    /** Writes down what was kept. Its bytes must be safe by now. False when the turn was lost: the file then belongs to no row, and is swept. */
    keep(turn: MediaTurn, kept: KeptMedia): Promise<boolean> {
      const { blobKey, bytes, mediaType, fetched, connector } = kept;
      return end(
        turn,
        sql`state = 'kept', reason = null, sha256 = decode(${blobKey}, 'hex'), byte_length = ${bytes}, media_type = ${mediaType}, blob_key = ${blobKey},
        source = ${fetched.source}, http_status = ${fetched.status}, headers = ${JSON.stringify(fetched.headers)}::jsonb, asked_at = ${fetched.askedAt}, fetched_at = ${fetched.answeredAt},
        connector = ${connector.name}, connector_version = ${connector.version}, tool_version = ${TOOL_VERSION}`,
      );
    },

    /** Ends a file that is not taken, for good. `reason` is a code. */
    refuse: (turn: MediaTurn, reason: string): Promise<boolean> => end(turn, sql`state = 'refused', reason = ${reason}`),

    /** Notes that the platform says there is no such file: gone at the second time, half an hour apart; until then it is asked once more, an hour later. */
    miss: (turn: MediaTurn): Promise<boolean> =>
      end(
        turn,
        sql`state = case when missed_at <= clock_timestamp() - make_interval(secs => ${APART_SECONDS}) then 'gone' else 'pending' end, reason = 'not-there',
        missed_at = coalesce(missed_at, clock_timestamp()), next_try_at = clock_timestamp() + interval '1 hour'`,
      ),

    /** Gives a turn back for later; `counted` false when the start was nobody's fault. What has waited for two weeks is refused instead, with the reason of its last try. */
    postpone: (turn: MediaTurn, { inSeconds, counted, reason }: { inSeconds: number; counted: boolean; reason: string }): Promise<boolean> =>
      end(
        turn,
        sql`state = case when asked_for_at < clock_timestamp() - ${LONGEST} then 'refused' else 'pending' end, reason = ${reason},
        attempts = attempts - ${counted ? 0 : 1}::int, next_try_at = clock_timestamp() + make_interval(secs => ${inSeconds})`,
      ),

    /** How many files are in each state. */
    async countByState(): Promise<Record<string, number>> {
      const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from post_media group by state`.execute(db);
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
  };
}

interface AccountOfTurn {
  readonly handle: string;
  readonly accountExternalId: string | null;
  readonly link: string;
  readonly revoked: boolean;
}
