import { type Classification, type Classifier, type Contest, compile, isWatched, type RulePack, stageAt } from "@netra/classifier";
import { codeOf, covers, DomainError, findingDeadline, notFound, provinceOf, readingPriority, reconcileFlag } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { ClassifyTurn, LiveContest, Store, Tx } from "@netra/store";

export interface ClassifyDeps {
  readonly store: Store;
  readonly clock: () => Date;
  readonly log: Log;
  /** The system in the classify process; given by the composition root, since the store's values arrive from there. */
  readonly actor: Parameters<Store["as"]>[0];
}

/** A lease long enough for one batch on a slow machine; short enough that a killed worker's posts are taken up well within 30 s. */
const LEASE_SECONDS = 15;
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

/**
 * Builds the classify job: claims its versions in Postgres, reads each against every contest that watched its day and region, and writes
 * classification, flag and evidence of one post in one transaction. Duplicates, late workers and repeats are harmless. A post that fails is set
 * aside alone; the others go on.
 */
export function createClassifyPosts(deps: ClassifyDeps) {
  const compiled = new Map<string, Reader>();

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
  const take = (ids: readonly string[]): Promise<{ turns: readonly ClassifyTurn[]; readers: readonly Reader[] }> =>
    deps.store.as(deps.actor, async (tx) => {
      if ((await tx.packs.findLiveHash()) === undefined) return { turns: [], readers: [] };
      const turns = await tx.posts.claimVersions(ids, LEASE_SECONDS);
      return { turns, readers: turns.length === 0 ? [] : await readersOf(tx) };
    });

  return async function classifyPosts(payload: {
    readonly versionIds: readonly string[];
  }): Promise<{ read: number; flagged: number; failed: number }> {
    const total = { read: 0, flagged: 0, failed: 0 };
    for (let at = 0; at < payload.versionIds.length; at += BATCH) {
      const { turns, readers } = await take(payload.versionIds.slice(at, at + BATCH));
      for (const turn of turns) {
        const outcome = await classifyOne(deps, readers, turn);
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

async function classifyOne(deps: ClassifyDeps, readers: readonly Reader[], turn: ClassifyTurn): Promise<"flagged" | "read" | "failed" | "lost"> {
  try {
    const reads = readers.filter((reader) => applies(reader, turn)).map((reader) => ({ reader, result: reader.classifier.classify(inputOf(turn)) }));
    const flagged = await deps.store.as(deps.actor, (tx) => write(tx, turn, reads, deps.clock()));
    deps.log.info("post.classified", { versionId: turn.versionId, postId: turn.postId, contests: reads.length, flagged });
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

const inputOf = (turn: ClassifyTurn) => ({ text: turn.text, postedAt: turn.timeTrust === "unknown" ? null : turn.postedAt, region: turn.region });

/** A post is read against the contests that watched its day, anywhere in the same province: officials favour neighbours' candidates too. */
const applies = (reader: Reader, turn: ClassifyTurn): boolean =>
  isWatched(reader.parsed, turn.postedAt) && covers(provinceOf(reader.contest.region), turn.region);

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
  let opened = false;
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
    const tier = result.flagged && turn.kind !== "like" && turn.kind !== "follow" ? "text" : "context";
    const priority = readingPriority({ tier, scoreTenths: result.scoreTenths, stage: stageAt(parsed, turn.postedAt) });
    const change = reconcileFlag(await tx.flags.listForPost(turn.postId, contest.id), {
      versionId: turn.versionId,
      flagged: result.flagged,
      stance: result.stance,
      targets: result.targets,
      person: byHand === contest.id,
    });
    if (change.change === "rescore" || change.change === "restore") {
      await tx.flags.rescore(change.flagId, { classificationId, stance: result.stance, targets: result.targets, priority, tier });
      if (change.change === "restore")
        await tx.audit.append({
          act: "flag.restored",
          objectType: "flag",
          objectId: change.flagId,
          region: turn.region,
          reason: "pack-or-contest-changed",
        });
    } else if (change.change === "withdraw") {
      await tx.flags.withdraw(change.flagId);
      await tx.audit.append({
        act: "flag.withdrawn",
        objectType: "flag",
        objectId: change.flagId,
        region: turn.region,
        reason: "pack-or-contest-changed",
      });
    } else if (change.change === "open") {
      const flagId = await tx.flags.open(turn, {
        contestId: contest.id,
        classificationId,
        raisedBy: result.flagged ? "machine" : "person",
        tier,
        stance: result.stance,
        targets: result.targets,
        priority,
        supersedes: change.supersedes,
        deadlineAt: findingDeadline(now),
      });
      await tx.audit.append({
        act: "flag.opened",
        objectType: "flag",
        objectId: flagId,
        region: turn.region,
        detail: { postId: turn.postId, contestId: contest.id, packHash },
      });
      opened = true;
    }
  }
  await finish(tx, turn);
  return opened;
}

async function finish(tx: Tx, turn: ClassifyTurn): Promise<void> {
  if (!(await tx.posts.finishVersion(turn))) throw new DomainError("conflict", "turn-lost", "Another worker reads this version now.");
}
