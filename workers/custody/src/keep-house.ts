import { JAKARTA_OFFSET_MS } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { Expired, Store } from "@netra/store";
import { type SweepDeps, sweepBlobs } from "./sweep-blobs.ts";

export interface CustodyDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly blobs: SweepDeps["blobs"];
  readonly clock: () => Date;
  readonly log: Log;
  /** The most weeks that unflagged captures keep their bytes: a week goes as soon as its Monday is older. */
  readonly retentionWeeks: number;
}

/** Partitions are made this far ahead, so that a custody worker may rest for two months before an ingest has to make its own. */
const WEEKS_AHEAD = 8;
const WEEK_MS = 7 * 86_400_000;

/** The housekeeping of bytes: partitions ahead, the end of what no flag took, and of sessions, links and tries that are over. Each task may run twice or late. */
export function createKeepHouse(deps: CustodyDeps) {
  return async function keepHouse(
    { task }: { readonly task: "partitions" | "retention" },
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    if (task === "partitions") {
      await deps.store.as(deps.actor, (tx) => tx.posts.ensureWeek(WEEKS_AHEAD));
      deps.log.info("custody.partitions", { ahead: WEEKS_AHEAD });
      return;
    }
    await dropOldWeeks(deps);
    await expireUntaken(deps, signal);
    await sweepBlobs(deps, { signal });
  };
}

async function dropOldWeeks(deps: CustodyDeps): Promise<void> {
  const oldest = new Date(deps.clock().getTime() + JAKARTA_OFFSET_MS - deps.retentionWeeks * WEEK_MS).toISOString().slice(0, 10);
  const dropped = await deps.store.as(deps.actor, async (tx) => {
    await tx.sessions.forgetOld();
    const versions = await tx.posts.dropWeeksBefore(oldest);
    if (versions > 0) await tx.audit.append({ act: "captures.dropped", objectType: "week", objectId: oldest, region: "ID", detail: { versions } });
    const handovers = await tx.handovers.forgetBefore(new Date(deps.clock().getTime() - deps.retentionWeeks * WEEK_MS));
    if (handovers > 0) await tx.audit.append({ act: "handovers.dropped", objectType: "week", objectId: oldest, region: "ID", detail: { handovers } });
    return versions;
  });
  deps.log.info("custody.retention", { before: oldest, versions: dropped });
}

/** Ends captures, files and odd answers that nobody took, part by part, each with its count in the audit. */
async function expireUntaken({ store, actor, clock, log, retentionWeeks }: CustodyDeps, signal: AbortSignal): Promise<void> {
  const before = new Date(clock().getTime() - retentionWeeks * WEEK_MS);
  for (;;) {
    const gone = await store.as(actor, async (tx) => {
      const expired = await tx.retention.expire(before);
      if (sum(expired) > 0)
        await tx.audit.append({
          act: "captures.expired",
          objectType: "day",
          objectId: before.toISOString().slice(0, 10),
          region: "ID",
          detail: { ...expired },
        });
      return expired;
    });
    if (sum(gone) === 0 || signal.aborted) return;
    log.info("custody.expired", { ...gone });
  }
}

const sum = ({ captures, uploads, drift }: Expired): number => captures + uploads + drift;
