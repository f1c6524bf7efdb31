import {
  type Classification,
  type Classifier,
  type Contest,
  compile,
  isAlike,
  isWatched,
  LIKENESS_VERSION,
  type RulePack,
  signLikeness,
} from "@netra/classifier";
import { codeOf, covers, DomainError, notFound, provinceOf } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { ClassifyTurn, LiveContest, Store, Tx } from "@netra/store";
import { keepFlags } from "./keep-flags.ts";

export interface ClassifyDeps {
  readonly store: Store;
  readonly clock: () => Date;
  readonly log: Log;
  /** The system in the classify process; given by the composition root, since the store's values arrive from there. */
  readonly actor: Parameters<Store["as"]>[0];
  /** Told how long a version had waited that was read for the first time; for measuring. */
  readonly onFirstReading?: (lag: ReadingLag) => void;
  /** This process's monotonic clock, ms; its own unless given. */
  readonly monotonicMs?: () => number;
}

export interface ReadingLag {
  /** From first sight to the saved classification. */
  readonly sinceSeenMs: number;
  /** From the platform's own time of the post to its flag; null when none opened, or when somebody else said the time. */
  readonly sincePostedMs: number | null;
}

/** Short, so that a killed worker's posts are taken up well within 30 s; a batch that takes longer is given back in good time. */
const LEASE_SECONDS = 10;
/** From then on no further post of a batch is begun: one more must end within the lease. */
const STOP_AFTER_MS = (LEASE_SECONDS * 1_000 * 2) / 3;
const BATCH = 50;

/** One contest a post is read against, with its compiled classifier. */
interface Reader {
  readonly contest: LiveContest;
  readonly parsed: Contest;
  readonly packHash: string;
  readonly classifier: Classifier;
}

interface Read {
  readonly reader: Reader;
  readonly result: Classification;
}

interface Taken {
  readonly turns: readonly ClassifyTurn[];
  readonly readers: readonly Reader[];
  /** On this process's monotonic clock. */
  readonly claimedAt: number;
}

/**
 * Builds the classify job: claims its versions in Postgres, reads each against every contest that watched its day and region, and writes
 * classification, flag and evidence of one post in one transaction. Duplicates, late workers and repeats are harmless. A post that fails is set
 * aside alone; the others go on.
 */
export function createClassifyPosts(deps: ClassifyDeps) {
  const compiled = new Map<string, Reader>();
  const monotonicMs = deps.monotonicMs ?? (() => performance.now());

  const readersOf = async (tx: Tx): Promise<Reader[]> => {
    const contests = await tx.contests.listLive();
    const hash = await tx.packs.findLiveHash();
    if (hash === undefined) throw notFound("live rule pack");
    const known = contests.every((contest) => compiled.has(`${hash} ${contest.hash}`));
    const pack = known ? null : ((await tx.packs.get(hash)).body as RulePack);
    return contests.map((contest) => {
      const key = `${hash} ${contest.hash}`;
      const reader = compiled.get(key) ?? readerOf(contest, hash, pack as RulePack);
      compiled.set(key, reader);
      return reader;
    });
  };

  /**
   * Claims a batch and finds what to read it against, in this order and one transaction: publishing takes every turn back, so a claim that is still
   * held was read under what counts now. While no pack is live nothing is claimed, and everything waits; a pack that cannot be compiled claims nothing.
   */
  const take = (ids: readonly string[]): Promise<Taken> =>
    deps.store.as(deps.actor, async (tx) => {
      const turns = (await tx.packs.findLiveHash()) === undefined ? [] : await tx.posts.claimVersions(ids, LEASE_SECONDS);
      const claimedAt = monotonicMs();
      return { turns, readers: turns.length === 0 ? [] : await readersOf(tx), claimedAt };
    });

  return async function classifyPosts(payload: {
    readonly versionIds: readonly string[];
  }): Promise<{ read: number; flagged: number; failed: number }> {
    const total = { read: 0, flagged: 0, failed: 0 };
    for (let at = 0; at < payload.versionIds.length; at += BATCH) {
      const { turns, readers, claimedAt } = await take(payload.versionIds.slice(at, at + BATCH));
      for (const [index, turn] of turns.entries()) {
        if (index > 0 && monotonicMs() - claimedAt > STOP_AFTER_MS) {
          // Others would take the rest for a dead worker's, and every one of them for a suspect.
          await deps.store.as(deps.actor, (tx) => tx.posts.releaseVersions(turns.slice(index)));
          break;
        }
        const outcome = await classifyOne(deps, { readers, turn, claimedAt });
        if (outcome === "lost") continue;
        total[outcome === "failed" ? "failed" : "read"] += 1;
        if (outcome === "flagged") total.flagged += 1;
      }
    }
    return total;
  };
}

function readerOf(contest: LiveContest, packHash: string, pack: RulePack): Reader {
  const parsed = contest.body as Contest;
  return { contest, parsed, packHash, classifier: compile(pack, parsed) };
}

async function classifyOne(
  deps: ClassifyDeps,
  { readers, turn, claimedAt }: Omit<Taken, "turns"> & { readonly turn: ClassifyTurn },
): Promise<"flagged" | "read" | "failed" | "lost"> {
  try {
    const reads = readers.filter((reader) => applies(reader, turn)).map((reader) => ({ reader, result: reader.classifier.classify(inputOf(turn)) }));
    const flagged = await deps.store.as(deps.actor, (tx) => write(tx, turn, reads, deps.clock()));
    deps.log.info("post.classified", { versionId: turn.versionId, postId: turn.postId, contests: reads.length, flagged });
    if (!turn.readBefore && reads.length > 0) deps.onFirstReading?.(lagOf(turn, { sinceClaimMs: performance.now() - claimedAt, flagged }));
    return flagged ? "flagged" : "read";
  } catch (error) {
    // A turn that was lost belongs to another worker now: nothing to give back.
    if (error instanceof DomainError && error.code === "turn-lost") return "lost";
    const reason = codeOf(error);
    deps.log.warn("post.classify-failed", { versionId: turn.versionId, attempt: turn.attempts, code: reason });
    await deps.store.as(deps.actor, (tx) => tx.posts.failVersion(turn, reason));
    return "failed";
  }
}

function lagOf(turn: ClassifyTurn, { sinceClaimMs, flagged }: { readonly sinceClaimMs: number; readonly flagged: boolean }): ReadingLag {
  const sinceSeenMs = turn.seenAgoMs + sinceClaimMs;
  const seenAfterMs = turn.capturedAt.getTime() - turn.postedAt.getTime();
  return { sinceSeenMs, sincePostedMs: flagged && turn.timeTrust === "platform" ? Math.max(0, sinceSeenMs + seenAfterMs) : null };
}

/** What the classifier reads of a stored version. A time that nobody vouches for is none. */
export const inputOf = (turn: Pick<ClassifyTurn, "text" | "timeTrust" | "postedAt" | "region">) => ({
  text: turn.text,
  postedAt: turn.timeTrust === "unknown" ? null : turn.postedAt,
  region: turn.region,
});

/** A post is read against the contests that watched its day, anywhere in the same province: officials favour neighbours' candidates too. */
export const applies = (
  reader: { readonly parsed: Contest; readonly contest: Pick<LiveContest, "region"> },
  turn: Pick<ClassifyTurn, "postedAt" | "region">,
): boolean => isWatched(reader.parsed, turn.postedAt) && covers(provinceOf(reader.contest.region), turn.region);

/** Where a sighting sent by hand is placed when the machine read nothing in it: the author's own region first, then the highest score. */
function placeByHand(turn: ClassifyTurn, reads: readonly Read[]): string | null {
  if (!turn.byHand) return null;
  const [best] = reads.toSorted(
    (a, b) =>
      Number(covers(b.reader.contest.region, turn.region)) - Number(covers(a.reader.contest.region, turn.region)) ||
      b.result.scoreTenths - a.result.scoreTenths,
  );
  return best?.reader.contest.id ?? null;
}

async function write(tx: Tx, turn: ClassifyTurn, reads: readonly Read[], now: Date): Promise<boolean> {
  await tx.flags.lockPost(turn.postId);
  if (await tx.flags.isLinkRevoked(turn.postId)) {
    await finish(tx, turn);
    return false;
  }
  const byHand = placeByHand(turn, reads);
  const opened: string[] = [];
  for (const { reader, result } of reads) {
    const { contest, parsed, packHash } = reader;
    const classificationId = await tx.flags.saveClassification(turn, {
      contestId: contest.id,
      contestHash: contest.hash,
      packHash,
      stance: result.stance,
      targets: result.targets,
      scoreTenths: result.scoreTenths,
      thresholdTenths: result.thresholdTenths,
      flagged: result.flagged,
      possibleForms: result.possibleForms,
      detail: result,
    });
    opened.push(
      ...(await keepFlags(tx, {
        turn,
        contest: parsed,
        packHash,
        contestHash: contest.hash,
        classificationId,
        result,
        byHand: byHand === contest.id,
        now,
      })),
    );
  }
  await finish(tx, turn);
  if (opened.length > 0) {
    // Last, since one worker in the whole house does it at a time.
    for (const flagId of opened) {
      const text = await tx.likeness.findUnsignedText(flagId, LIKENESS_VERSION);
      if (text !== undefined) await tx.likeness.sign(flagId, signLikeness(text), { made: LIKENESS_VERSION, isAlike });
    }
  }
  return opened.length > 0;
}

async function finish(tx: Tx, turn: ClassifyTurn): Promise<void> {
  if (!(await tx.posts.finishVersion(turn))) throw new DomainError("conflict", "turn-lost", "Another worker reads this version now.");
}
