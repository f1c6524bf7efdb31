import {
  conflict,
  type FetchTrace,
  MAX_MEDIA,
  type MediaReference,
  type Origin,
  type Platform,
  type PostKind,
  postedAt,
  type TimeTrust,
  type Visibility,
} from "@netra/domain";
import { decodeText, sha256 } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { DATABASE_AWAY } from "./away.ts";
import { noteLook, stateFrom, twoLatest } from "./source-state.ts";
import { storablePost, storableText } from "./storable.ts";
import type { Scope } from "./store.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** A post as a connector or a person hands it over. */
export interface ArrivedPost {
  readonly platform: Platform;
  readonly externalId: string;
  readonly versionKey: string;
  readonly kind: PostKind;
  readonly url: string | null;
  /** Any string: what Postgres cannot hold is made visible and marked; the bytes keep the truth. */
  readonly text: string;
  /** UTF-16 index in `text` where the author's words end and words in pictures or sound begin; absent where there are none. */
  readonly mediaFrom?: number | null;
  readonly raw: Uint8Array;
  readonly contentType: string;
  readonly createdAt: Date | null;
  readonly createdTrust: TimeTrust;
  readonly editedAt: Date | null;
  readonly visibility: Visibility;
  readonly origin: Origin;
  readonly byHand: boolean;
  /** False for a copy that people made: it says nothing about an edit at the source, nor that the post is still there. Absent: true, unless by hand. */
  readonly observed?: boolean;
  /** When the platform showed it; absent: now. For what comes in later than it was seen, so that the source's state is the same in every order. */
  readonly seenAt?: Date;
  /** Where the bytes came from and how; absent: nobody noted it. */
  readonly fetched?: FetchTrace;
  /** Files that hang on it, at most `MAX_MEDIA`: fetched only once a flag stands on the version. */
  readonly media?: readonly MediaReference[];
}

export interface PostOwner {
  readonly id: string;
  readonly civilServantId: string;
  readonly region: string;
}

/** A version held for classifying, by a lease on the database's clock. */
export interface ClassifyTurn {
  readonly versionId: string;
  /** Which version of the post it is, from 1. */
  readonly seq: number;
  readonly postId: string;
  readonly region: string;
  readonly platform: string;
  readonly kind: PostKind;
  readonly origin: Origin;
  readonly byHand: boolean;
  readonly postedAt: Date;
  readonly timeTrust: TimeTrust;
  readonly capturedAt: Date;
  readonly text: string;
  readonly week: string;
  readonly attempts: number;
  readonly token: string;
  /** How long ago it was first seen when it was claimed, on the database's clock. */
  readonly seenAgoMs: number;
  /** True when a classification of it exists: it is read again, under another pack or contest. */
  readonly readBefore: boolean;
}

/** After so many claims without an end a version is set aside, alone. */
export const ATTEMPTS_BEFORE_QUARANTINE = 3;

/**
 * SQLSTATE classes of a database that is away, full or busy, of a transaction that the server cut off (25P03, 25P04), and the codes of a broken connection. A statement
 * that ran too long (57014) is the post's.
 */
const PASSING = /^(?!57014)(08|40|53|55|57|58)[0-9A-Z]{3}$|^25P0[34]$|^E[A-Z]{3,}$/;
const isPassing = (reason: string): boolean => reason === DATABASE_AWAY || PASSING.test(reason);

/** Claims hold it together, publishing alone: nobody reads under what counts no longer, and nothing is missed that was saved meanwhile. */
const PUBLISHING = sql`hashtext('netra.publish')`;

export function postsIn(scope: Scope) {
  const { db } = scope;
  const findVersion = async (post: ArrivedPost) =>
    (
      await sql<{ id: string; postId: string; accountId: string; observed: boolean }>`select v.id, v.post_id, p.account_id, v.observed
        from post_version v join post p on p.id = v.post_id
        where v.platform = ${post.platform} and v.external_id = ${post.externalId} and v.version_key = ${post.versionKey}`.execute(db)
    ).rows[0];

  const requireOwner = (accountId: string | undefined, owner: PostOwner): void => {
    // Row security hides a post of another region, so "none" means "somebody else's" too.
    if (accountId !== owner.id)
      throw conflict("post-of-another-account", "This post is on record under another account: check the handle and the address.");
  };

  const markByHand = (postId: string) => sql`update post set by_hand = true where id = ${postId} and not by_hand`.execute(db);

  /** What a platform shows is there, whatever was suspected; a copy that people made becomes the platform's own version. */
  const markSeen = async (known: { id: string; postId: string; observed: boolean }, at: Date | null): Promise<void> => {
    const first = known.observed
      ? []
      : (await sql`update post_version set observed = true where id = ${known.id} and not observed returning id`.execute(db)).rows;
    await noteLook(scope, sql`p.id = ${known.postId}`, { kind: "seen", at, newVersion: first.length > 0 });
  };

  /** Saves the identity where it is new; what was missed before it was seen counts from its first row on. */
  const savePost = async (owner: PostOwner, post: ArrivedPost & { observed: boolean }, now: Date): Promise<{ id: string; fresh: boolean }> => {
    const time = postedAt(post.createdAt, now, post.createdTrust);
    const versions = post.observed ? 1 : 0;
    const { rows } = await sql<{
      id: string;
    }>`insert into post (platform, external_id, account_id, civil_servant_id, region, kind, url, visibility, origin,
        claimed_at, time_trust, posted_at, first_seen_at, by_hand, seen_at, missed_at, missed_before_at, observed_versions, source_state, source_checked_at)
      select ${post.platform}, ${post.externalId}, ${owner.id}::uuid, ${owner.civilServantId}::uuid, ${owner.region}, ${post.kind}, ${post.url}, ${post.visibility},
        ${post.origin}, ${post.createdAt}::timestamptz, ${time.trust}, ${time.at}::timestamptz, ${now}::timestamptz, ${post.byHand}::boolean,
        n.seen, e.missed_at, e.missed_before_at, ${versions}::int,
        ${stateFrom({ seen: sql`n.seen`, missed: sql`e.missed_at`, missedBefore: sql`e.missed_before_at`, versions: sql`${versions}::int` })}, e.missed_at
      from (select case when ${post.observed}::boolean then coalesce(${post.seenAt ?? null}::timestamptz, clock_timestamp()) end as seen) n
        left join early_miss e on e.platform = ${post.platform} and e.external_id = ${post.externalId} and e.account_id = ${owner.id}::uuid
      on conflict (platform, external_id) do nothing returning id`.execute(db);
    if (rows[0]) return { id: rows[0].id, fresh: true };
    const { rows: known } = await sql<{ id: string; accountId: string }>`select id, account_id from post
      where platform = ${post.platform} and external_id = ${post.externalId} for update`.execute(db);
    requireOwner(known[0]?.accountId, owner);
    const { id } = one(known);
    if (post.byHand) await markByHand(id);
    return { id, fresh: false };
  };

  return {
    /** A post by the platform's id, within the actor's regions. */
    async findByExternalId(platform: Platform, externalId: string): Promise<{ id: string; accountId: string } | undefined> {
      const { rows } = await sql<{
        id: string;
        accountId: string;
      }>`select id, account_id from post where platform = ${platform} and external_id = ${externalId}`.execute(db);
      return rows[0];
    },

    /**
     * Saves one state of a post: identity, version and bytes, each only where it is new. The same version again is harmless and returns null;
     * so does a post whose tombstone stands. Returns the new version's id. The week's partition must exist (`ensureWeek`).
     * Throws conflict `post-of-another-account`; nothing is written then, and the transaction may go on.
     */
    async save(
      owner: PostOwner,
      arrived: ArrivedPost,
      connector: { name: string; version: string },
      now: Date,
    ): Promise<{ versionId: string; postId: string } | null> {
      const post = storablePost(arrived);
      const observed = post.observed ?? !post.byHand;
      const known = await findVersion(post);
      if (known) {
        requireOwner(known.accountId, owner);
        if (post.byHand) await markByHand(known.postId);
        else if (observed) await markSeen(known, post.seenAt ?? null);
        return null;
      }
      const buried = await sql`select from tombstone where platform = ${post.platform} and external_id = ${post.externalId}`.execute(db);
      if (buried.rows.length > 0) return null;
      const { id: postId, fresh } = await savePost(owner, { ...post, observed }, now);
      const { text, altered } = decodeText(post.text);
      const { fetched } = post;
      const { rows } = await sql<{
        id: string;
        week: string;
      }>`insert into post_version (post_id, platform, external_id, version_key, seq, region, sha256, byte_length,
          text_altered, edited_at, week, offered_at, observed, wordless)
        select ${postId}::uuid, ${post.platform}, ${post.externalId}, ${post.versionKey}, coalesce(max(seq), 0) + 1, ${owner.region}, ${Buffer.from(await sha256(post.raw))},
          ${post.raw.byteLength}, ${altered}, ${post.editedAt}, date_trunc('week', clock_timestamp() at time zone 'Asia/Jakarta')::date, clock_timestamp(), ${observed}::boolean,
          ${text.trim() === ""}::boolean
        from post_version where post_id = ${postId}
        on conflict (platform, external_id, version_key) do nothing returning id, week::text`.execute(db);
      const version = rows[0];
      if (!version) return null;
      await sql`insert into capture_body (version_id, week, region, text, media_from, raw, content_type, connector, connector_version, source, http_status, headers,
          asked_at, answered_at, tool_version, media)
        values (${version.id}, ${version.week}::date, ${owner.region}, ${text}, ${post.mediaFrom ?? null}, ${Buffer.from(post.raw)}, ${post.contentType}, ${connector.name},
          ${connector.version}, ${fetched?.source ?? null}, ${fetched?.status ?? null}, ${fetched ? JSON.stringify(fetched.headers) : null}::jsonb, ${fetched?.askedAt ?? null},
          ${fetched?.answeredAt ?? null}, ${TOOL_VERSION}, ${JSON.stringify((post.media ?? []).slice(0, MAX_MEDIA))}::jsonb)`.execute(db);
      // A person's copy of a known post says nothing about an edit at the source.
      if (!fresh && observed) await noteLook(scope, sql`p.id = ${postId}`, { kind: "seen", at: post.seenAt ?? null, newVersion: true });
      return { versionId: version.id, postId };
    },

    /** Makes this week's partitions and those of `ahead` weeks to come. Cheap when they exist. */
    async ensureWeek(ahead = 0): Promise<void> {
      await sql`select ensure_week((date_trunc('week', clock_timestamp() at time zone 'Asia/Jakarta') + make_interval(weeks => n))::date)
        from generate_series(0, ${ahead}::int) n`.execute(db);
    },

    /** Drops the bulk of weeks that began before a day. Returns how many versions lost their bytes; ids and hashes stay. */
    async dropWeeksBefore(monday: string): Promise<number> {
      const { rows } = await sql<{ n: number }>`select coalesce(sum(drop_week(week)), 0)::int as n
        from (select distinct week from post_version where week < ${monday}::date and body_dropped_at is null) old`.execute(db);
      return one(rows).n;
    },

    /**
     * A platform no longer shows these, at `at` or now. One miss is a suspicion, two are a fact; a flag stays as it is, no score moves. A post that was never seen is remembered as
     * missed. Returns how many posts changed their state.
     */
    async markGone(accountId: string, externalIds: readonly string[], at: Date | null = null): Promise<number> {
      const ids = sql.val(externalIds.map(storableText));
      const looked = await noteLook(scope, sql`p.account_id = ${accountId} and p.external_id = any(${ids}::text[])`, { kind: "missed", at });
      if (looked.length < externalIds.length) {
        const once = twoLatest({ missed: sql`early_miss.missed_at`, before: sql`early_miss.missed_before_at` }, sql`excluded.missed_at`);
        await sql`insert into early_miss (platform, external_id, account_id, region, missed_at)
          select a.platform, gone.id, a.id, a.region, coalesce(${at}::timestamptz, clock_timestamp()) from account a, (select distinct unnest(${ids}::text[]) as id) gone
          where a.id = ${accountId} and not exists (select from post p where p.platform = a.platform and p.external_id = gone.id)
          on conflict (platform, external_id) do update set missed_at = ${once.missed}, missed_before_at = ${once.before}
            where early_miss.account_id = excluded.account_id`.execute(db);
      }
      return looked.filter(({ before, after }) => before !== after).length;
    },

    /** Keeps bytes that did not fit a platform's schema. The same bytes again are counted once. */
    async saveDrift(accountId: string, region: string, connector: string, item: { raw: Uint8Array; reason: string }): Promise<void> {
      await sql`insert into drift (account_id, region, connector, reason, sha256, raw)
        values (${accountId}, ${region}, ${connector}, ${item.reason}, ${Buffer.from(await sha256(item.raw))}, ${Buffer.from(item.raw)}) on conflict do nothing`.execute(
        db,
      );
    },

    /**
     * Takes versions for classifying: pending ones that nobody holds. Duplicates and late workers get nothing. A version that was claimed
     * `ATTEMPTS_BEFORE_QUARANTINE` times without an end, or whose bytes retention dropped, is quarantined instead; one that failed before is only taken alone,
     * so that a post that kills its worker cannot drag others along. Waits while a pack or contest is published. In the order they were captured: an edit is read after what it edits.
     */
    async claimVersions(ids: readonly string[], leaseSeconds: number): Promise<ClassifyTurn[]> {
      await sql`select pg_advisory_xact_lock_shared(${PUBLISHING})`.execute(db);
      const wanted = sql.val([...ids]);
      await sql`update post_version set state = 'quarantined', lease_until = null, lease_token = null,
          quarantine_reason = case when body_dropped_at is null then coalesce(quarantine_reason, 'worker-died') else 'body-dropped' end
        where id = any(${wanted}::uuid[]) and state = 'pending' and (attempts >= ${ATTEMPTS_BEFORE_QUARANTINE} or body_dropped_at is not null)
          and (lease_until is null or lease_until < clock_timestamp())`.execute(db);
      const { rows } = await sql<ClassifyTurn>`with free as (
          select id from post_version where id = any(${wanted}::uuid[]) and state = 'pending' and (attempts = 0 or ${ids.length} = 1)
            and (lease_until is null or lease_until < clock_timestamp()) order by id for update skip locked),
        taken as (
          update post_version v set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), lease_token = gen_random_uuid(), attempts = attempts + 1
          from free where v.id = free.id returning v.*)
        select v.id as version_id, v.seq, v.post_id, v.region, p.platform, p.kind, p.origin, p.by_hand, p.posted_at, p.time_trust, v.captured_at, b.text, v.week::text,
          v.attempts, v.lease_token as token, (extract(epoch from clock_timestamp() - v.captured_at) * 1000)::float8 as seen_ago_ms,
          exists (select from classification c where c.version_id = v.id) as read_before
        from taken v join post p on p.id = v.post_id join capture_body b on b.week = v.week and b.version_id = v.id order by v.captured_at, v.seq`.execute(
        db,
      );
      return rows;
    },

    /** Ends a turn well. False when the turn was lost: the caller must roll its transaction back. */
    async finishVersion(turn: ClassifyTurn): Promise<boolean> {
      const { rows } =
        await sql`update post_version set state = 'classified', lease_until = null, lease_token = null, attempts = 0, quarantine_reason = null
        where id = ${turn.versionId} and lease_token = ${turn.token} and state = 'pending' returning id`.execute(db);
      return rows.length === 1;
    },

    /** Gives turns back undone, uncounted. Those that were lost meanwhile stay as they are. */
    async releaseVersions(turns: readonly ClassifyTurn[]): Promise<void> {
      await sql`update post_version v set lease_until = null, lease_token = null, attempts = v.attempts - 1
        from unnest(${sql.val(turns.map((turn) => turn.versionId))}::uuid[], ${sql.val(turns.map((turn) => turn.token))}::uuid[]) held (id, token)
        where v.id = held.id and v.lease_token = held.token and v.state = 'pending'`.execute(db);
    },

    /**
     * Ends a turn that failed: back to pending, or quarantined after the third time, with a reason code. What failed for want of the database (a full
     * disk, a deadlock, a lost connection) is not the post's fault and is not counted.
     */
    async failVersion(turn: ClassifyTurn, reason: string): Promise<void> {
      const counted = !isPassing(reason);
      await sql`update post_version set lease_until = null, lease_token = null, quarantine_reason = ${reason}, attempts = attempts - ${counted ? 0 : 1}::int,
          state = case when ${counted} and attempts >= ${ATTEMPTS_BEFORE_QUARANTINE} then 'quarantined' else 'pending' end
        where id = ${turn.versionId} and lease_token = ${turn.token}`.execute(db);
    },

    /**
     * What waits, is held by nobody and was last offered before `offeredBeforeSeconds`: marked as offered now and handed out, oldest first.
     * Suspects, of which a turn failed before, are asked for apart and must be offered alone. This, not the queue, is what makes loss impossible.
     */
    async sweep(options: { suspect: boolean; limit: number; offeredBeforeSeconds: number }): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`with old as (
          select id from post_version where state = 'pending' and (attempts > 0) = ${options.suspect} and (lease_until is null or lease_until < clock_timestamp())
            and (offered_at is null or offered_at < clock_timestamp() - make_interval(secs => ${options.offeredBeforeSeconds}))
          order by offered_at nulls first limit ${options.limit} for update skip locked)
        update post_version v set offered_at = clock_timestamp() from old where v.id = old.id returning v.id`.execute(db);
      return rows.map(({ id }) => id);
    },

    /**
     * After a pack or contest change, in its transaction: everything captured since then is read again, also what was set aside, since the change may be
     * what it needed; what is older keeps its old reading. With `posted`, what was read and was posted before then keeps it too, however late it was captured. Turns under way are taken back: their workers read under the old pack or contest, and
     * would end well otherwise. Until the transaction ends nobody claims.
     */
    async reopenSince(since: Date, { posted = false }: { readonly posted?: boolean } = {}): Promise<number> {
      await sql`select pg_advisory_xact_lock(${PUBLISHING})`.execute(db);
      const young = posted
        ? sql`(state <> 'classified' or exists (select from post p where p.id = post_version.post_id and p.posted_at >= ${since}))`
        : sql`true`;
      const { rows } = await sql`update post_version set state = 'pending', lease_until = null, lease_token = null,
          attempts = case state when 'pending' then attempts else 0 end, offered_at = case state when 'pending' then offered_at end
        where body_dropped_at is null and captured_at >= ${since} and ${young} returning id`.execute(db);
      return rows.length;
    },

    /**
     * Forgets a post that no flag and no person's capture stands on, as a platform or a person may ask: bytes, readings and identity go, a tombstone with id and hash stays, so
     * that the post is not taken for new, and what figures of a time before count of it: day, place and hours. `in-use` when one does, which a person must settle first; `unknown` when there is no such post.
     */
    async forget(platform: Platform, externalId: string, reason: string): Promise<"forgotten" | "in-use" | "unknown"> {
      const { rows } = await sql<{ id: string; used: boolean }>`select p.id,
          exists (select from flag f where f.post_id = p.id) or exists (select from capture c where c.post_id = p.id) as used
        from post p where p.platform = ${platform} and p.external_id = ${externalId} for update`.execute(db);
      const post = rows[0];
      if (!post) return "unknown";
      if (post.used) return "in-use";
      await sql`insert into tombstone (platform, external_id, region, sha256, reason)
        select platform, external_id, region, sha256, ${reason} from post_version where post_id = ${post.id} order by seq desc limit 1 on conflict do nothing`.execute(
        db,
      );
      await sql`select keep_post(${post.id}::uuid)`.execute(db);
      await sql`delete from classification_detail d using classification c where c.post_id = ${post.id} and d.week = c.week and d.classification_id = c.id`.execute(
        db,
      );
      await sql`delete from classification where post_id = ${post.id}`.execute(db);
      await sql`delete from capture_body b using post_version v where v.post_id = ${post.id} and b.week = v.week and b.version_id = v.id`.execute(db);
      await sql`delete from post_version where post_id = ${post.id}`.execute(db);
      await sql`delete from post where id = ${post.id}`.execute(db);
      return "forgotten";
    },

    async countByState(): Promise<Record<string, number>> {
      const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from post_version group by state`.execute(db);
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}
