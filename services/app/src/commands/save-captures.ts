import { type Contest, isWatched } from "@netra/classifier";
import { postFromCapture } from "@netra/connectors";
import { covers, DomainError, handedOver, type Problem, provinceOf, type Region, type TimeTrust } from "@netra/domain";
import type { CaptureRow } from "@netra/imports";
import { MAX_CLASSIFY_VERSIONS } from "@netra/queue";
import { type Actor, type Store, systemActor, type Tx } from "@netra/store";
import type { Context } from "../context.ts";

/** One post of a file, whose account is registered. */
export interface OwnedCapture {
  readonly values: CaptureRow;
  readonly owner: Owner;
  /** The place of a column, for a problem that shows only when it is saved. */
  readonly at: (column: "external_id" | "url") => string;
}

export interface Owner {
  readonly id: string;
  readonly civilServantId: string;
  readonly region: Region;
}

export interface SavedCaptures {
  /** New versions, waiting to be read. */
  readonly saved: number;
  readonly known: number;
  /** Saved, but outside the days the contest watches: they will not be read for it. */
  readonly outside: number;
  readonly problems: readonly Problem[];
}

/** A contest that is open. */
export interface OpenContest {
  readonly region: Region;
  readonly body: Contest;
}

/** Whoever a file is imported by: the named person, seeing the whole register, since a file may hold what is not theirs and must be told so. */
export const importer = (by: Actor): Actor => ({ ...by, process: "operator", regions: ["ID"] });

/** Thrown to take back what was saved before a row that cannot be. */
class Refused extends Error {}

/**
 * Saves posts of a file, all or none, with one audit row in the name of the person who imports it, and offers them to be read. The same file again adds
 * nothing. A file says nothing about the source: what is on record is not marked as edited or seen by it.
 */
export async function saveCaptures(
  { store, queue, clock }: Pick<Context, "store" | "queue" | "clock">,
  ask: {
    readonly captures: readonly OwnedCapture[];
    readonly contest: OpenContest;
    readonly by: Actor;
    readonly connector: { readonly name: string; readonly version: string };
    /** Who says when a post was made, where it says so. */
    readonly trust: TimeTrust;
    readonly act: string;
    readonly objectId: string;
    /** Of the audit row, beside the counts. */
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<SavedCaptures> {
  const { captures, contest } = ask;
  const now = clock();
  const outside = captures.filter(
    ({ values }) => !isWatched(contest.body, values.createdAt && values.createdAt < now ? values.createdAt : now),
  ).length;
  const problems: Problem[] = [];
  let versionIds: string[] = [];
  try {
    versionIds = await store.as(importer(ask.by), async (tx) => {
      const saved = await saveAll(tx, { captures, connector: ask.connector, trust: ask.trust, now }, problems);
      if (problems.length > 0) throw new Refused();
      await tx.audit.append({
        act: ask.act,
        objectType: "import",
        objectId: ask.objectId,
        region: contest.region,
        detail: { saved: saved.length, known: captures.length - saved.length, outside, ...ask.detail },
      });
      return saved;
    });
  } catch (error) {
    if (error instanceof Refused) return { saved: 0, known: 0, outside: 0, problems };
    throw error;
  }
  // The sweep offers what the queue does not take.
  for (let at = 0; at < versionIds.length; at += MAX_CLASSIFY_VERSIONS)
    await queue.enqueue("classify", { versionIds: versionIds.slice(at, at + MAX_CLASSIFY_VERSIONS) }).catch(() => undefined);
  return { saved: versionIds.length, known: captures.length - versionIds.length, outside, problems: [] };
}

/** Saves every row, and tells of every one that cannot be. Returns the new versions. */
async function saveAll(
  tx: Tx,
  ask: {
    readonly captures: readonly OwnedCapture[];
    readonly connector: { readonly name: string; readonly version: string };
    readonly trust: TimeTrust;
    readonly now: Date;
  },
  problems: Problem[],
): Promise<string[]> {
  const versionIds: string[] = [];
  const fetched = handedOver("file", ask.now);
  await tx.posts.ensureWeek();
  for (const { values, owner, at } of ask.captures) {
    const post = postFromCapture(values);
    const createdTrust = values.createdAt === null ? post.createdTrust : ask.trust;
    const arrived = { ...post, createdTrust, platform: values.platform, origin: values.origin, byHand: false, observed: false, fetched };
    try {
      const saved = await tx.posts.save(owner, arrived, ask.connector, ask.now);
      if (saved) versionIds.push(saved.versionId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "post-of-another-account") throw error;
      const what = "is the act of another account that is on record";
      problems.push({ at: at(values.externalId === null ? "url" : "external_id"), what, remedy: "check it and the handle" });
    }
  }
  return versionIds;
}

/** The contest that is open under this id. Throws not-found `contest-not-found`, naming those that are. */
export async function findContest(store: Store, id: string): Promise<OpenContest> {
  const contests = await store.as(systemActor("operator"), (tx) => tx.contests.listLive());
  const contest = contests.find((candidate) => candidate.id === id);
  if (contest) return { region: contest.region, body: contest.body as Contest };
  const known = contests.map((one) => one.id).join(", ") || "none";
  throw new DomainError(
    "not-found",
    "contest-not-found",
    `No contest is called ${JSON.stringify(id)} (known: ${known}). Open one with \`netra contests open FILE.yaml\`.`,
  );
}

/** Why posts of this account may not be imported for this contest by this person, or null. */
export function whyNotOurs(owner: Owner | undefined, contestRegion: Region, by: Actor): Omit<Problem, "at"> | null {
  if (!owner)
    return {
      what: "is no registered account on this platform",
      remedy: "register it first with `netra accounts import`, or leave the row out",
    };
  if (!by.regions.some((own) => covers(own, owner.region)))
    return {
      what: `belongs to region ${owner.region}, outside the regions of whoever imports`,
      remedy: "have somebody responsible for that region import it",
    };
  if (covers(provinceOf(contestRegion), owner.region)) return null;
  return {
    what: `belongs to region ${owner.region}, outside the province of the contest`,
    remedy: "import it under a contest of its own province",
  };
}
