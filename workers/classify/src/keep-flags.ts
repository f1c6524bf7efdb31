import { type Classification, type Contest, stageAt } from "@netra/classifier";
import { findingDeadline, readingPriority, reconcileFlags } from "@netra/domain";
import type { ClassifyTurn, OtherReading, Tx } from "@netra/store";

export interface ReadVersion {
  readonly turn: ClassifyTurn;
  readonly contest: Contest;
  readonly contestHash: string;
  readonly packHash: string;
  readonly classificationId: string;
  readonly result: Classification;
  /** A person sent the post, and it stands before a reader in this contest if the machine reads nothing in it. */
  readonly byHand: boolean;
  readonly now: Date;
}

/** What a flag takes from the reading that it stands on. */
type Ground = Pick<OtherReading, "classificationId" | "stance" | "targets" | "scoreTenths" | "flagged">;

/** Brings the flags of a post in one contest into step with a version that was read, under the post's lock, and keeps a trace of each that opens, comes back or is withdrawn. Returns those opened. */
export async function keepFlags(tx: Tx, read: ReadVersion): Promise<string[]> {
  const { turn, contest, classificationId, result } = read;
  const { versionId, seq, postId, region, kind } = turn;
  const existing = await tx.flags.listForPost(postId, contest.id);
  // What was read before and is flagged has a flag, so without one nothing hangs on the others.
  const others = existing.length === 0 ? [] : await tx.flags.listOtherReadings(turn, read);
  const { stance, targets, scoreTenths, flagged } = result;
  const grounds = new Map<string, Ground>(others.map((other) => [other.versionId, other]));
  grounds.set(versionId, { classificationId, stance, targets, scoreTenths, flagged });
  const standOn = (version: string) => {
    const ground = grounds.get(version) as Ground;
    const tier = ground.flagged && kind !== "like" && kind !== "follow" ? ("text" as const) : ("context" as const);
    const priority = readingPriority({ tier, scoreTenths: ground.scoreTenths, stage: stageAt(contest, turn.postedAt) });
    return { classificationId: ground.classificationId, stance: ground.stance, targets: ground.targets, priority, tier };
  };
  const noted = (
    act: "opened" | "restored" | "withdrawn",
    flagId: string,
    why: { readonly reason?: string; readonly detail?: Readonly<Record<string, unknown>> },
  ) => tx.audit.append({ act: `flag.${act}`, objectType: "flag", objectId: flagId, region, ...why });

  const { changes, standing } = reconcileFlags(existing, { versionId, seq, flagged, stance, targets, person: read.byHand }, others);
  const flagOf = new Map(existing.map((flag) => [flag.versionId, flag.id]));
  const opened: string[] = [];
  for (const change of changes) {
    switch (change.change) {
      case "open": {
        const deadline = findingDeadline(read.now);
        const deadlineAt = change.deadlineAt !== null && change.deadlineAt < deadline ? change.deadlineAt : deadline;
        const flag = { contestId: contest.id, raisedBy: change.raisedBy, deadlineAt, ...standOn(change.versionId) };
        const flagId = await tx.flags.open({ ...turn, versionId: change.versionId }, flag);
        await noted("opened", flagId, { detail: { postId, contestId: contest.id, packHash: read.packHash } });
        flagOf.set(change.versionId, flagId);
        opened.push(flagId);
        break;
      }
      case "rescore":
        await tx.flags.rescore(change.flagId, standOn(change.versionId));
        break;
      case "restore":
        await tx.flags.rescore(change.flagId, standOn(change.versionId));
        await noted("restored", change.flagId, { reason: "pack-or-contest-changed" });
        break;
      case "withdraw":
        await tx.flags.withdraw(change.flagId);
        await noted(
          "withdrawn",
          change.flagId,
          change.saidBy === null
            ? { reason: "pack-or-contest-changed" }
            : { reason: "another-version-says-so", detail: { saidBy: flagOf.get(change.saidBy) } },
        );
    }
  }
  if (changes.some(({ change }) => change !== "rescore")) await tx.flags.chain(contest.id, standing);
  return opened;
}
