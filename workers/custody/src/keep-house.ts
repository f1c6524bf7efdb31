import { JAKARTA_OFFSET_MS } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { Store } from "@netra/store";

export interface CustodyDeps {
  readonly store: Store;
  readonly actor: Parameters<Store["as"]>[0];
  readonly clock: () => Date;
  readonly log: Log;
  /** The most weeks that unflagged captures keep their bytes: a week goes as soon as its Monday is older. */
  readonly retentionWeeks: number;
}

/** Partitions are made this far ahead, so that a custody worker may rest for two months before an ingest has to make its own. */
const WEEKS_AHEAD = 8;
const WEEK_MS = 7 * 86_400_000;

/** The housekeeping of bytes: partitions ahead, the end of what was never flagged, and of sessions, links and tries that are over. Each task may run twice or late. */
export function createKeepHouse(deps: CustodyDeps) {
  return async function keepHouse({ task }: { readonly task: "partitions" | "retention" }): Promise<void> {
    if (task === "partitions") {
      await deps.store.as(deps.actor, (tx) => tx.posts.ensureWeek(WEEKS_AHEAD));
      deps.log.info("custody.partitions", { ahead: WEEKS_AHEAD });
      return;
    }
    const oldest = new Date(deps.clock().getTime() + JAKARTA_OFFSET_MS - deps.retentionWeeks * WEEK_MS).toISOString().slice(0, 10);
    const dropped = await deps.store.as(deps.actor, async (tx) => {
      await tx.sessions.forgetOld();
      const versions = await tx.posts.dropWeeksBefore(oldest);
      if (versions > 0) await tx.audit.append({ act: "captures.dropped", objectType: "week", objectId: oldest, region: "ID", detail: { versions } });
      return versions;
    });
    deps.log.info("custody.retention", { before: oldest, versions: dropped });
  };
}
