import type { FlagState } from "./flag.ts";

/** A flag of a post in one contest, as it stands. */
export interface ExistingFlag {
  readonly id: string;
  readonly state: FlagState;
  readonly versionId: string;
  /** Which version of the post that is, from 1. */
  readonly seq: number;
  readonly stance: string;
  readonly targets: readonly string[];
  /** Raised by the machine, or by a person's capture. */
  readonly raisedBy: "machine" | "person";
  /** While it is withdrawn: by the machine, or by a person who revoked the link. */
  readonly withdrawnBy: "machine" | "person" | null;
  /** Somebody has claimed it, now or at any time before. */
  readonly inHand: boolean;
  readonly deadlineAt: Date;
}

/** A version of a post as it is read under the pack and the contest that count now. */
export interface VersionReading {
  readonly versionId: string;
  readonly seq: number;
  readonly flagged: boolean;
  readonly stance: string;
  readonly targets: readonly string[];
}

/** `open` with a `deadlineAt` takes the place of a flag that had it. `withdraw` names the version whose flag says the same; null: its own version is not flagged any more. */
export type FlagChange =
  | { readonly change: "open"; readonly versionId: string; readonly raisedBy: "machine" | "person"; readonly deadlineAt: Date | null }
  | { readonly change: "rescore" | "restore"; readonly versionId: string; readonly flagId: string }
  | { readonly change: "withdraw"; readonly versionId: string; readonly flagId: string; readonly saidBy: string | null };

export interface Reconciled {
  readonly changes: readonly FlagChange[];
  /** The versions whose flags stand then, in their order: each flag supersedes the one before. */
  readonly standing: readonly string[];
}

/**
 * Decides, after a version was read, what becomes of the flags of its post in one contest: which open, are re-scored, are withdrawn or come back.
 *
 * Of the versions that say the same thing of the same candidates the first has the flag, and it supersedes that of the version before that has one. So whatever the order in which
 * versions are read (two workers, or one that failed and is tried again), the same flags stand when all are read; nothing waits for anything. `others` are the readings that count of the
 * post's other versions: one that was silent because another said so is flagged when that says so no longer.
 *
 * - An edit or a deletion never closes a flag: the version that raised it stays its evidence, whatever later ones take back.
 * - What people decide or hold is never touched, and what it says is said: no other version is flagged for it.
 * - What somebody has had in hand, or a person raised, follows its own version alone, where nobody holds it: it never gives way to another. So two such may say the same.
 * - A changed pack or contest withdraws a flag of the machine when its own version is not flagged under it any more, while it is open.
 * - An open flag of the machine that nobody has touched is withdrawn when another says the same: its bytes stay pinned, nothing that is said loses its flag, and what was said
 *   already keeps its deadline, but where somebody has the other in hand.
 * - A flag whose version was not read again (too old, or set aside) stays, and what it said is said.
 * - What the machine withdrew it gives back, as the same flag; what a person withdrew stays away, and its version gets none.
 * - What a person sent is offered to a reader although nothing was read in it, while its post has no flag.
 *
 * What still depends on the order, and why that is harmless:
 * - The trail. A flag that gave way was there: it has a number, entries of its opening and withdrawal, and counts under both in a report; what waits is the same.
 * - A person's act between two readings, as it must: it is about the flag that stood then.
 * - Which version of a post that a person sent stands for it while nothing is read in any, and whether it stands beside a version that is flagged. The post is before a reader either way.
 * - What a decision on another flag names as the one that it repeats may give way, when nobody had it in hand: the entry of its withdrawal names the flag that says the same.
 * - Of two flags that were opened on different days and come to say the same, the one that lapses first may be the one that stays, whichever version it is of. One stays either way.
 */
export function reconcileFlags(
  existing: readonly ExistingFlag[],
  read: VersionReading & { readonly person: boolean },
  others: readonly VersionReading[],
): Reconciled {
  const flagOf = new Map(existing.map((flag) => [flag.versionId, flag]));
  const readings = new Map([...others, read].map((reading) => [reading.versionId, reading]));
  const said = new Map<string, string>();
  const standing: { readonly versionId: string; readonly seq: number }[] = [];
  const stands = (version: Pick<VersionReading, "versionId" | "seq">, says: string): void => {
    standing.push(version);
    if (!said.has(says)) said.set(says, version.versionId);
  };
  const changes: FlagChange[] = [];
  const withdrawn: FlagChange[] = [];

  for (const flag of existing) if (flag.state !== "open" && flag.state !== "withdrawn") stands(flag, sayingOf(flag));
  const settled = new Set(said.keys());

  /** Flagged versions that have a flag of the machine's alone, or none. */
  const free = [...readings.values()].filter(({ flagged, versionId }) => flagged && !flagOf.has(versionId));
  for (const flag of existing) {
    const { id: flagId, versionId } = flag;
    const reading = readings.get(versionId);
    const isPeoples = flag.inHand || flag.raisedBy === "person";
    if (flag.state === "withdrawn") {
      if (!reading?.flagged || flag.withdrawnBy !== "machine") continue;
      if (!isPeoples) free.push(reading);
      else if (!settled.has(sayingOf(reading))) {
        changes.push({ change: "restore", versionId, flagId });
        stands(flag, sayingOf(reading));
      }
    } else if (flag.state === "open") {
      if (versionId === read.versionId && !read.flagged && flag.raisedBy === "machine")
        withdrawn.push({ change: "withdraw", versionId, flagId, saidBy: null });
      else if (versionId === read.versionId && isPeoples) {
        changes.push({ change: "rescore", versionId, flagId });
        stands(flag, sayingOf(read));
      } else if (!isPeoples && reading?.flagged && (versionId === read.versionId || sayingOf(reading) === sayingOf(flag))) free.push(reading);
      else stands(flag, sayingOf(flag));
    }
  }

  const inOrder = free.toSorted((a, b) => a.seq - b.seq);
  for (const [says, alike] of Map.groupBy(inOrder, sayingOf)) {
    const open = alike.flatMap(({ versionId }) => flagOf.get(versionId) ?? []).filter(({ state }) => state === "open");
    const saidBefore = open.filter((flag) => sayingOf(flag) === says);
    const [soonest] = saidBefore.toSorted((a, b) => a.deadlineAt.getTime() - b.deadlineAt.getTime());
    if (!said.has(says)) {
      const [first] = alike as [VersionReading];
      const flag = flagOf.get(first.versionId);
      const has = flag && soonest && soonest.deadlineAt < flag.deadlineAt ? soonest : (flag ?? first);
      stands(has, says);
      if (!flag) changes.push({ change: "open", versionId: first.versionId, raisedBy: "machine", deadlineAt: soonest?.deadlineAt ?? null });
      else if (has === flag && flag.state === "withdrawn") changes.push({ change: "restore", versionId: flag.versionId, flagId: flag.id });
    }
    const saidBy = said.get(says) as string;
    for (const { versionId, id: flagId } of open)
      if (versionId !== saidBy) withdrawn.push({ change: "withdraw", versionId, flagId, saidBy });
      else if (versionId === read.versionId) changes.push({ change: "rescore", versionId, flagId });
  }

  if (read.person && !read.flagged && existing.length === 0) {
    changes.push({ change: "open", versionId: read.versionId, raisedBy: "person", deadlineAt: null });
    stands(read, sayingOf(read));
  }
  return { changes: [...changes, ...withdrawn], standing: standing.toSorted((a, b) => a.seq - b.seq).map(({ versionId }) => versionId) };
}

/** What a text says, as far as flags tell it apart: which side it takes, and of whom. */
const sayingOf = ({ stance, targets }: { readonly stance: string; readonly targets: readonly string[] }): string => [stance, ...targets].join(" ");
