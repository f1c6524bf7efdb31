import { setTimeout as pause } from "node:timers/promises";
import type { Observer } from "./observer.ts";
import type { Stage } from "./stage.ts";
import { eventsOf, isPartisan, isPoison, keyOf, type Play, type PoisonTimes } from "./timeline.ts";

const DRAIN_MS = 120_000;
const ACKS_MS = 60_000;

/** The end of a run, held against what was published: figures for the table, and everything that is wrong. */
export interface FinalCheck {
  readonly versions: number;
  readonly posts: number;
  readonly flags: number;
  readonly captures: number;
  readonly retries: number;
  readonly poison: number;
  readonly drainMs: number;
  readonly problems: readonly string[];
}

/** Stops the platform and the senders, waits until everything is read, and compares all of it, one by one. */
export async function checkAll(stage: Stage): Promise<FinalCheck> {
  const { observer, sender, handles } = stage;
  const { play } = stage.state.current;
  const begun = performance.now();
  const stopMs = stage.stopPlatform();
  const acksIn = await sender.finish(ACKS_MS);
  const drained = await drain(stage, stopMs);
  const drainMs = Math.round(performance.now() - begun);
  const poison = stage.direction().poison;
  const stored = await readStored(observer);
  const expected = publishedBy(play, { handles, stopMs, poison });
  const captures = await readCaptures(observer);
  return {
    versions: stored.versions.size,
    posts: stored.flagsByPost.size,
    flags: stored.flags,
    captures: sender.acked.size,
    retries: sender.retries(),
    poison: poison.length,
    drainMs,
    problems: [
      ...(drained ? [] : [`not everything was read within ${DRAIN_MS / 1000} s of the end`]),
      ...(acksIn ? [] : ["some captures were never acknowledged"]),
      ...sender.complaints,
      ...compareVersions(expected, stored),
      ...compareFlags(expected, stored),
      ...compareCaptures(sender.acked, captures),
      ...(await auditProblems(observer)),
    ],
  };
}

async function drain(stage: Stage, stopMs: number): Promise<boolean> {
  const end = performance.now() + DRAIN_MS;
  while (performance.now() < end) {
    const sample = await stage.watcher.nextLook(stage.signal);
    const read = sample.accounts.every(({ handle, cursor, pending }) => {
      const last = stage.expectation.lastKeyUpTo(handle, stopMs);
      return pending === 0 && (last === null || (cursor ?? "") >= last);
    });
    if (read && sample.byHand.pending === 0 && stage.isStopped()) return true;
    await pause(100, undefined, { signal: stage.signal });
  }
  return false;
}

/** What must be there: versions by post, and posts that must have a flag. */
export interface Published {
  /** `external id`, then the key of each version. */
  readonly versions: ReadonlyMap<string, "classified" | "quarantined">;
  readonly flagged: ReadonlySet<string>;
}

/** Everything that was published up to a moment, as the database must hold it in the end. Pure. */
export function publishedBy(play: Play, { handles, stopMs, poison }: { handles: readonly string[]; stopMs: number; poison: PoisonTimes }): Published {
  const versions = new Map<string, "classified" | "quarantined">();
  const flagged = new Set<string>();
  for (const handle of handles)
    for (const event of eventsOf(play, handle, { fromMs: Number.NEGATIVE_INFINITY, untilMs: stopMs, poison })) {
      if (event.act === "delete") continue;
      versions.set(keyOf(event), isPoison(event.externalId) ? "quarantined" : "classified");
      if (isPartisan(event)) flagged.add(event.externalId);
    }
  return { versions, flagged };
}

export interface Stored {
  readonly versions: ReadonlyMap<string, string>;
  /** Flags that stand, by the platform's id of the post; 0 for a post without one. */
  readonly flagsByPost: ReadonlyMap<string, number>;
  readonly flags: number;
}

async function readStored(observer: Observer): Promise<Stored> {
  const versions = await observer.query<{ key: string; state: string }>(
    "select version_key || ' ' || external_id as key, state from post_version where version_key not like 'hand-%'",
  );
  const posts = await observer.query<{ externalId: string; flags: number }>(
    `select p.external_id as "externalId", (select count(*)::int from flag f where f.post_id = p.id and f.state <> 'withdrawn') as flags
     from post p where exists (select from post_version v where v.post_id = p.id and v.version_key not like 'hand-%')`,
  );
  const [all] = await observer.query<{ n: number }>("select count(*)::int as n from flag");
  return {
    versions: new Map(versions.map(({ key, state }) => [key, state])),
    flagsByPost: new Map(posts.map(({ externalId, flags }) => [externalId, flags])),
    flags: all?.n ?? 0,
  };
}

/** Lost, invented, or in another state than it must be. Pure. */
export function compareVersions(expected: Published, stored: Stored): string[] {
  const lost = [...expected.versions.keys()].filter((key) => !stored.versions.has(key));
  const invented = [...stored.versions.keys()].filter((key) => !expected.versions.has(key));
  const unread = [...expected.versions].filter(([key, state]) => stored.versions.has(key) && stored.versions.get(key) !== state);
  return [
    ...some(lost, "versions were published and are not there"),
    ...some(invented, "versions are there that nobody published"),
    ...some(
      unread.map(([key, state]) => `${key} is ${stored.versions.get(key)}, must be ${state}`),
      "versions ended in a wrong state",
    ),
  ];
}

/** One flag for each partisan post, none for others. Pure. */
export function compareFlags(expected: Published, stored: Stored): string[] {
  const missing = [...expected.flagged].filter((post) => (stored.flagsByPost.get(post) ?? 0) === 0);
  const doubled = [...stored.flagsByPost].filter(([, flags]) => flags > 1).map(([post]) => post);
  const innocent = [...stored.flagsByPost].filter(([post, flags]) => flags > 0 && !expected.flagged.has(post)).map(([post]) => post);
  return [
    ...some(missing, "partisan posts have no flag"),
    ...some(doubled, "posts have more than one flag"),
    ...some(innocent, "innocent posts have a flag"),
  ];
}

interface StoredCapture {
  readonly clientId: string;
  readonly linked: boolean;
  readonly flags: number;
}

const readCaptures = (observer: Observer): Promise<StoredCapture[]> =>
  observer.query<StoredCapture>(
    `select c.client_id as "clientId", c.post_id is not null as linked,
      (select count(*)::int from flag f where f.post_id = c.post_id and f.state <> 'withdrawn') as flags from capture c`,
  );

/** Every acknowledged capture is there once, on a post with one flag. Pure. */
export function compareCaptures(acked: ReadonlySet<string>, stored: readonly StoredCapture[]): string[] {
  const times = new Map<string, number>();
  for (const { clientId } of stored) times.set(clientId, (times.get(clientId) ?? 0) + 1);
  return [
    ...some(
      [...acked].filter((id) => !times.has(id)),
      "acknowledged captures are not there",
    ),
    ...some(
      [...times].filter(([, count]) => count > 1).map(([id]) => id),
      "captures are there more than once",
    ),
    ...some(
      stored
        .filter(({ linked, flags }) => !linked || flags !== 1)
        .map(({ clientId, linked, flags }) => `${clientId} (${linked ? "" : "not "}linked, ${flags} flags)`),
      "captures are not on a post with one flag",
    ),
  ];
}

/** Each flag was opened once in the audit trail, and stands on bytes that were pinned once. */
async function auditProblems(observer: Observer): Promise<string[]> {
  const wrong = await observer.query<{ id: string; opened: number; pinned: number }>(
    `select id::text, opened, pinned from (
      select f.id, (select count(*)::int from audit_event a where a.object_type = 'flag' and a.object_id = f.id::text and a.act = 'flag.opened') as opened,
        (select count(*)::int from evidence e where e.flag_id = f.id) as pinned from flag f) flags where opened <> 1 or pinned <> 1`,
  );
  const orphans = await observer.query<{ id: string }>(
    "select a.object_id as id from audit_event a where a.act = 'flag.opened' and not exists (select from flag f where f.id::text = a.object_id)",
  );
  return [
    ...some(
      wrong.map(({ id, opened, pinned }) => `${id} (${opened} audit rows, ${pinned} pinned)`),
      "flags without exactly one audit row and one pinned copy",
    ),
    ...some(
      orphans.map(({ id }) => id),
      "audit rows tell of a flag that is not there",
    ),
  ];
}

/** Nothing, or one sentence with the first few. */
const some = (found: readonly string[], what: string): string[] =>
  found.length === 0 ? [] : [`${found.length} ${what}: ${found.slice(0, 3).join("; ")}${found.length > 3 ? "; …" : ""}`];
