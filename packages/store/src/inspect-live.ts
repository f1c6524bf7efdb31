import { PERMISSIONS } from "@netra/domain";
import type pg from "pg";
import { MAIL_STANDING, type MailStanding } from "./checkpoint-mails.ts";
import { DIGEST_STANDING, type DigestStanding } from "./digests.ts";
import { REPORT_MAIL_STANDING, type ReportMailStanding } from "./report-mails.ts";

/** Counts and states of an installation: no name, no handle, no id of a person. */
export interface LiveFacts {
  /** Nobody who signs in and nobody whose NIP needs a key. */
  readonly fresh: boolean;
  /** The rule pack that is live; null for none. */
  readonly pack: { readonly id: string; readonly version: number; readonly confirmed: boolean } | null;
  /** The newest published version of every contest; `calendar` has the shape of the classifier's `Contest`, without who stands. */
  readonly contests: readonly { readonly id: string; readonly demo: boolean; readonly calendar: unknown }[];
  /** Admins that are switched on: all of them, and those with a password. */
  readonly admins: { readonly all: number; readonly ready: number };
  /** People that may sign in. */
  readonly users: number;
  /** Registered accounts that are not revoked, by platform. */
  readonly accounts: readonly { readonly platform: string; readonly count: number }[];
  /** Versions that wait for the classifier, and the age of the oldest that was never read: 0 when all of them are read again. */
  readonly pending: { readonly count: number; readonly oldestUnreadSeconds: number };
  readonly quarantined: number;
  /** Kept objects whose bytes are not those of their hash, or not there. */
  readonly fixityFaults: number;
  /** How long ago the oldest round of the walk over kept bytes began, finished or not; null when none ever did. */
  readonly fixityRoundSeconds: number | null;
  /** Checkpoints without a time stamp: how many, how long the oldest waits, and what its last try met; and the newest that are kept, the hash in lower-case hex. */
  readonly stamps: {
    readonly waiting: number;
    readonly oldestSeconds: number;
    readonly lastError: string | null;
    readonly kept: readonly { readonly size: number; readonly sha256: string }[];
  };
  readonly lastFetchSeconds: number | null;
  /** Checkpoints that are to be mailed and have not left. */
  readonly checkpointMail: MailStanding;
  /** Morning mails: how many people want one, and what did not leave. */
  readonly digest: DigestStanding;
  /** Notices of drafts of reports that did not leave. */
  readonly reportMail: ReportMailStanding;
  readonly exports: ExportStanding;
  /** People who may sign in and whose role may ask for exports: all of them, and those with two-step verification. */
  readonly exporters: { readonly all: number; readonly withCode: number };
}

/** Files of exports: those that may be fetched, and those that are there although their time is over; how long the oldest of these is past it, 0 without any. */
interface ExportStanding {
  readonly kept: number;
  readonly over: number;
  readonly oldestSeconds: number;
}

/** With the rights of the operator's tools. */
const PEOPLE_AND_RULES = `select
  not exists (select from netra.app_user) and not exists (select from netra.civil_servant) as fresh,
  (select jsonb_build_object('id', pack_id, 'version', version, 'confirmed', confirmed_at is not null)
    from netra.rule_pack_version where state = 'live') as pack,
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'demo', c.demo, 'calendar', v.body - 'candidates') order by c.id), '[]')
    from netra.contest c join netra.contest_version v on v.hash = c.live_hash) as contests,
  (select jsonb_build_object('all', count(*), 'ready', count(password_hash)) from netra.app_user where role = 'admin' and active) as admins,
  (select count(*)::int from netra.app_user where active) as users,
  (select jsonb_build_object('all', count(*), 'withCode', count(f.active_at)) from netra.app_user u left join netra.second_factor f on f.user_id = u.id
    where u.active and u.role in (${PERMISSIONS["export.ask"].map((role) => `'${role}'`).join(", ")})) as exporters,
  (select coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'count', count) order by platform), '[]')
    from (select platform, count(*) from netra.account where revoked_at is null group by platform) a) as accounts,
  (select extract(epoch from clock_timestamp() - max(fetched_at))::float8 from netra.account) as "lastFetchSeconds"`;

/** With the rights of the classifier's process, the only one that sees what was read. */
const POSTS = `select
  (select jsonb_build_object('count', count(*), 'oldestUnreadSeconds', coalesce(greatest(0, extract(epoch from clock_timestamp() - min(captured_at)
      filter (where not exists (select from netra.classification c where c.version_id = v.id)))), 0))
    from netra.post_version v where state = 'pending') as pending,
  (select count(*)::int from netra.post_version where state = 'quarantined') as quarantined,
  (select count(*)::int from netra.fixity_fault where mended_at is null) as "fixityFaults",
  (select extract(epoch from clock_timestamp() - min(started_at))::float8 from netra.fixity_round) as "fixityRoundSeconds",
  (select jsonb_build_object('waiting', count(*), 'oldestSeconds', coalesce(greatest(0, extract(epoch from clock_timestamp() - min(asked_for_at))), 0),
      'lastError', (array_agg(last_error order by asked_for_at))[1], 'kept',
      (select coalesce(jsonb_agg(jsonb_build_object('size', size, 'sha256', encode(sha256(token), 'hex'))), '[]')
        from (select size, token from netra.checkpoint_stamp where token is not null order by size desc limit 30) k))
    from netra.checkpoint_stamp where token is null) as stamps,
  (select to_jsonb(m) from (${MAIL_STANDING}) m) as "checkpointMail",
  (select to_jsonb(d) from (${DIGEST_STANDING}) d) as digest,
  (select to_jsonb(r) from (${REPORT_MAIL_STANDING}) r) as "reportMail"`;

/** With the rights of custody, which takes them away. */
const EXPORTS = `select count(*) filter (where over is null)::int as kept, count(over)::int as over,
    coalesce(extract(epoch from clock_timestamp() - min(over)), 0)::float8 as "oldestSeconds"
  from (select case when e.state <> 'ready' then e.ended_at when e.expires_at <= clock_timestamp() then e.expires_at end as over from netra.export e
    where e.state = 'ready' or e.state in ('expired', 'cancelled', 'failed') and exists (select from netra.export_part p where p.export_id = e.id)) e`;

type OfPosts = "pending" | "quarantined" | "fixityFaults" | "fixityRoundSeconds" | "stamps" | "checkpointMail" | "digest" | "reportMail";

/**
 * Asks what an installation is at, in a transaction that ends here and writes nothing. Throws when the login may not take on the roles, or the schema
 * is not the one this code knows.
 */
export async function readLive(client: pg.Client, { timeoutMs }: { readonly timeoutMs: number }): Promise<LiveFacts> {
  await client.query("begin read only");
  try {
    // Three questions in the time of one.
    await client.query(`set local statement_timeout = ${Math.ceil(timeoutMs / 3)}`);
    await client.query("set local netra.regions = 'ID'");
    await client.query("set local role netra_operator");
    const people = await client.query<Omit<LiveFacts, OfPosts | "exports">>(PEOPLE_AND_RULES);
    await client.query("set local role netra_classify");
    const posts = await client.query<Pick<LiveFacts, OfPosts>>(POSTS);
    await client.query("set local role netra_custody");
    const exports = await client.query<ExportStanding>(EXPORTS);
    if (!people.rows[0] || !posts.rows[0] || !exports.rows[0]) throw new Error("expected a row");
    return { ...people.rows[0], ...posts.rows[0], exports: exports.rows[0] };
  } finally {
    await client.query("rollback");
  }
}
