import { DomainError, weekOf } from "@netra/domain";
import { buildApi } from "@netra/service-api";
import { systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { createKeepHouse } from "@netra/worker-custody";
import { createIngestAccount } from "@netra/worker-ingest";
import { createMakeReport } from "@netra/worker-report";
import { startScheduler } from "@netra/worker-scheduler";
import { findConsole } from "./console-build.ts";
import { type Context, directory } from "./context.ts";

export const PROCESS_ROLES = ["api", "scheduler", "ingest", "classify", "report", "custody"] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

export interface Running {
  stop(): Promise<void>;
}

/** How many jobs of a kind one process works on at once, on the two cores of a small office's machine. */
const CONCURRENCY = { ingest: 2, classify: 1, report: 1, custody: 1 } as const;
const RETENTION_WEEKS = 5;
const WEEK_MS = 7 * 86_400_000;

/** Starts the roles of a process, the API last so that it answers only when the rest stands. Stops them in the reverse order. */
export async function startRoles(context: Context, roles: readonly ProcessRole[], options: { readonly demo: boolean }): Promise<Running> {
  const running: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const role of running.splice(0).reverse()) await role.stop();
  };
  try {
    for (const role of PROCESS_ROLES.toReversed()) if (roles.includes(role)) running.push(await START[role](context, { ...options, roles }));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = (context: Context, options: { readonly demo: boolean; readonly roles: readonly ProcessRole[] }) => Promise<Running>;

const START: Record<ProcessRole, Start> = {
  async api(context, { demo, roles }) {
    const { config, store, queue, blobs, clock, connectors, log } = context;
    const app = await buildApi({
      store,
      queue,
      blobs,
      clock,
      logger: log.pino,
      config: {
        publicUrl: config.http.publicUrl,
        demo,
        zone: config.office.zone,
        leaseMinutes: config.review.leaseMinutes,
        uploadDir: directory(config, "uploads"),
        consoleDir: findConsole(),
        roles,
        platforms: connectors.filter((connector) => connector.gate.open).flatMap((connector) => connector.platforms),
      },
      health: async () => ((await store.ping()) ? "ok" : "degraded"),
    });
    try {
      await app.listen({ host: config.http.host, port: config.http.port });
    } catch (error) {
      await app.close();
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
        throw new DomainError(
          "unavailable",
          "port-taken",
          `Port ${config.http.port} is taken by another program: stop it, or choose another with NETRA_PORT=${config.http.port + 1}.`,
          { cause: error },
        );
      throw error;
    }
    return { stop: () => app.close() };
  },

  async scheduler({ store, queue, clock, config, log }) {
    const actor = systemActor("scheduler");
    return startScheduler({
      listDueAccounts: (limit) => store.as(actor, (tx) => tx.accounts.listDue(limit)),
      sweepPending: (options) => store.as(actor, (tx) => tx.posts.sweep(options)),
      listUnfinishedReports: () => store.as(actor, async (tx) => (await tx.reports.listWaiting()).map((report) => report.id)),
      requestWeeklyReports: (now) => store.as(actor, (tx) => tx.reports.requestScheduled(weekOf(new Date(now.getTime() - WEEK_MS)))),
      queue,
      zone: config.office.zone,
      log,
      clock,
    });
  },

  async ingest({ store, queue, connectors, clock, config, log }) {
    const ingest = createIngestAccount({
      store,
      actor: systemActor("ingest"),
      queue,
      connectors,
      clock,
      log,
      everySeconds: config.fetch.everySeconds,
    });
    return queue.startConsumer("ingest", ingest, { concurrency: CONCURRENCY.ingest });
  },

  async classify({ store, queue, clock, log }) {
    const classify = createClassifyPosts({ store, actor: systemActor("classify"), clock, log });
    return queue.startConsumer("classify", async (payload) => void (await classify(payload)), { concurrency: CONCURRENCY.classify });
  },

  async report({ store, queue, log }) {
    return queue.startConsumer("report", createMakeReport({ store, actor: systemActor("report"), log }), { concurrency: CONCURRENCY.report });
  },

  async custody({ store, queue, clock, log }) {
    const keepHouse = createKeepHouse({ store, actor: systemActor("custody"), clock, log, retentionWeeks: RETENTION_WEEKS });
    return queue.startConsumer("custody", keepHouse, { concurrency: CONCURRENCY.custody });
  },
};
