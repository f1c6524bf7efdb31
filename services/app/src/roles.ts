import { loadDeadlines, loadHolidays, loadReferrals } from "@netra/config";
import { codeOf, weekDue } from "@netra/domain";
import { createImageReader, judgeFetched } from "@netra/media";
import { buildApi, drain } from "@netra/service-api";
import { systemActor } from "@netra/store";
import { createClassifyPosts, createCompareDraft } from "@netra/worker-classify";
import { createCustody } from "@netra/worker-custody";
import { createFetchMedia, createIngestAccount } from "@netra/worker-ingest";
import { createMakeExport, createMakeReport } from "@netra/worker-report";
import { startScheduler } from "@netra/worker-scheduler";
import { checkpointMailer } from "./checkpoint-mailer.ts";
import { sealAndSign, sealer, stampsOf } from "./checkpoints.ts";
import { findConsole } from "./console-build.ts";
import { type Context, directory } from "./context.ts";
import { digestMailer, hasDueDigest } from "./digest-mailer.ts";
import { explainTaken } from "./free-port.ts";
import { createHealth, type Health } from "./health.ts";
import type { Meters } from "./metrics/meters.ts";
import { startMetrics } from "./metrics.ts";
import { onlyNear } from "./near-database.ts";
import { openGuidance } from "./open-guidance.ts";
import { passportDesk } from "./passport-desk.ts";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";
import { reportForms } from "./report-forms.ts";
import { hasDueReportMail, reportMailer } from "./report-mailer.ts";
import { packDesk } from "./rules/pack-desk.ts";
import { within } from "./within.ts";

export interface Running {
  stop(): Promise<void>;
}

/** How many jobs of a kind one process works on at once, on the two cores of a small office's machine. */
const CONCURRENCY = { ingest: 2, media: 1, classify: 1, compare: 1, report: 1, export: 1, custody: 1 } as const;
const DAY_SECONDS = 86_400;

/** Within the half minute that a supervisor waits before it kills. */
const DRAIN_MS = 25_000;
/** Workers repeat nothing that a person waits for. A little longer than a consumer waits for its jobs, so that it can tell by itself. */
const ROLE_STOP_MS = 16_000;

/**
 * Starts the roles of a process, the API last so that it answers only when the rest stands. Stops the API first, then the workers at once, since each may
 * wait for what it has in hand; from then on the process is not ready, and says so until the end.
 */
export async function startRoles(context: Context, roles: readonly ProcessRole[], options: { readonly demo: boolean }): Promise<Running> {
  const health = createHealth(context);
  const metrics = await startMetrics(context, { roles, health });
  const running = new Map<ProcessRole, Running>();
  const stopAll = async (): Promise<void> => {
    health.stopping();
    const { api, ...workers } = Object.fromEntries(running);
    await api?.stop();
    await Promise.all(Object.entries(workers).map(([what, role]) => giveUpLate(role, () => context.log.warn("process.abandoned", { what }))));
    await metrics.stop();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopAll());
  try {
    for (const role of PROCESS_ROLES.toReversed())
      if (roles.includes(role)) running.set(role, await START[role](context, { ...options, roles, health, meters: metrics.meters }));
    health.started();
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops a role, and goes on without it when it does not stop: its work is repeated by whoever comes next. */
async function giveUpLate(role: Running, onLate: () => void): Promise<void> {
  await within(role.stop(), ROLE_STOP_MS).catch((error: unknown) => {
    if (codeOf(error) !== "no-answer") throw error;
    onLate();
  });
}

interface Options {
  readonly demo: boolean;
  readonly roles: readonly ProcessRole[];
  readonly health: Health;
  readonly meters: Meters;
}

type Start = (context: Context, options: Options) => Promise<Running>;

const START: Record<ProcessRole, Start> = {
  async api(context, { demo, roles, health, meters }) {
    const { config, store, queue, blobs, clock, connectors, oembed, log } = context;
    const app = await buildApi({
      store,
      queue,
      blobs,
      clock,
      logger: log.pino,
      config: {
        publicUrl: config.http.publicUrl,
        trustedProxies: config.http.trustedProxies,
        demo,
        zone: config.office.zone,
        leaseMinutes: config.review.leaseMinutes,
        exportDays: config.exports.keptDays,
        exportCodeRequired: config.exports.codeRequired,
        uploadDir: directory(config, "uploads"),
        mail: config.mail !== null,
        consoleDir: findConsole(),
        roles,
        platforms: connectors.filter((connector) => connector.gate.open).flatMap((connector) => connector.platforms),
      },
      passports: passportDesk(context),
      packs: packDesk(context),
      addresses: oembed,
      deadlines: loadDeadlines(),
      calendar: loadHolidays(config.office.holidaysFile),
      referrals: loadReferrals(),
      guidance: await openGuidance(),
      health: () => health.answer(),
      onRequest: meters.request,
    });
    try {
      await app.listen({ host: config.http.host, port: config.http.port, listenTextResolver: () => "api.listening" });
    } catch (error) {
      await app.close();
      throw explainTaken(error, config.http);
    }
    return { stop: () => drain(app, { withinMs: DRAIN_MS }) };
  },

  async scheduler({ store, queue, clock, config, log }, { meters }) {
    const actor = systemActor("scheduler");
    const calendar = loadHolidays(config.office.holidaysFile);
    return startScheduler({
      listDueAccounts: (limit) => store.as(actor, (tx) => tx.accounts.listDue(limit)),
      sweepPending: (options) => store.as(actor, (tx) => tx.posts.sweep(options)),
      listDueMedia: (limit) => store.as(actor, (tx) => tx.media.listDue(limit)),
      listUnfinishedReports: () => store.as(actor, async (tx) => (await tx.reports.listWaiting()).map((report) => report.id)),
      listUnfinishedExports: () => store.as(actor, (tx) => tx.exports.listWaiting()),
      hasUnreadPictures: () => store.as(actor, (tx) => tx.pictures.hasUnread()),
      hasDueStamps: () => store.as(actor, (tx) => tx.stamps.hasDue()),
      hasDueMail: () => store.as(actor, (tx) => tx.checkpointMails.hasDue()),
      hasDueDigest: () => hasDueDigest({ store, config, calendar }, actor),
      hasDueReportMail: () => hasDueReportMail({ store, config }, actor),
      hasUnsealed: () => store.as(actor, (tx) => tx.ledger.hasWaiting()),
      listWaitingComparisons: () => store.as(actor, (tx) => tx.comparisons.listWaiting()),
      requestWeeklyReports: (now) => store.as(actor, (tx) => tx.reports.requestScheduled(weekDue(now, config.office.zone))),
      queue,
      zone: config.office.zone,
      log,
      clock,
      onRun: meters.scheduled,
    });
  },

  async ingest({ store, queue, blobs, connectors, clock, config, log }, { meters }) {
    const actor = systemActor("ingest");
    const ingest = createIngestAccount({
      store,
      actor,
      queue,
      connectors,
      clock,
      log,
      everySeconds: config.fetch.everySeconds,
    });
    const job = onlyNear({ pulse: () => store.pulse(), enqueue: queue.enqueue, log }, "ingest", meters.job("ingest", ingest));
    const fetchMedia = meters.job("media", createFetchMedia({ store, actor, blobs, judge: judgeFetched, connectors, clock, log }));
    const nearMedia = onlyNear({ pulse: () => store.pulse(), enqueue: queue.enqueue, log }, "media", fetchMedia);
    const consumers = [
      queue.startConsumer("ingest", job, { concurrency: CONCURRENCY.ingest }),
      queue.startConsumer("media", nearMedia, { concurrency: CONCURRENCY.media }),
    ];
    return { stop: async () => void (await Promise.all(consumers.map((consumer) => consumer.stop()))) };
  },

  async classify({ store, queue, clock, log }, { meters }) {
    const actor = systemActor("classify");
    const classify = createClassifyPosts({ store, actor, clock, log, onFirstReading: meters.firstReading });
    const measured = meters.job("classify", async (payload) => void (await classify(payload)));
    const job = onlyNear({ pulse: () => store.pulse(), enqueue: queue.enqueue, log }, "classify", measured);
    const compare = meters.job("compare", createCompareDraft({ store, actor, log }));
    const consumers = [
      queue.startConsumer("classify", job, { concurrency: CONCURRENCY.classify }),
      queue.startConsumer("compare", compare, { concurrency: CONCURRENCY.compare }),
    ];
    return { stop: async () => void (await Promise.all(consumers.map((consumer) => consumer.stop()))) };
  },

  async report(context, { meters }) {
    const { store, queue, blobs, config, log } = context;
    const actor = systemActor("report");
    const makeReport = createMakeReport({ store, actor, log, forms: reportForms(context) });
    const makeExport = createMakeExport({ store, actor, blobs, passports: passportDesk(context), log, keptDays: config.exports.keptDays });
    const consumers = [
      queue.startConsumer("report", meters.job("report", makeReport), { concurrency: CONCURRENCY.report }),
      queue.startConsumer("export", meters.job("export", makeExport), { concurrency: CONCURRENCY.export }),
    ];
    return { stop: async () => void (await Promise.all(consumers.map((consumer) => consumer.stop()))) };
  },

  async custody(context, { meters }) {
    const { store, queue, blobs, connectors, oembed, clock, log } = context;
    const { retentionWeeks, fixityDays } = context.config.custody;
    const seal = sealer(context);
    const stamps = stampsOf(context);
    const mailer = checkpointMailer(context);
    const digests = digestMailer({ ...context, calendar: loadHolidays(context.config.office.holidaysFile) });
    const tellOfReports = reportMailer(context);
    const handOut = async (size: number): Promise<void> => {
      await mailer.ask(size);
      await mailer.sendDue();
    };
    const reader = createImageReader();
    const custody = createCustody({
      store,
      actor: systemActor("custody"),
      blobs,
      connectors,
      oembed,
      clock,
      log,
      retentionWeeks,
      roundSeconds: fixityDays * DAY_SECONDS,
      reader,
    });
    const work = meters.job("custody", async ({ task }, job) => {
      if (task === "seal") await seal();
      else if (task === "checkpoint") {
        const { size } = await sealAndSign(context);
        // The mail does not wait for an authority that may be away.
        await handOut(size);
        await stamps.all(job.signal);
      } else if (task === "checkpoint-mail") await mailer.sendDue({ signal: job.signal });
      else if (task === "digest") await digests(job);
      else if (task === "report-mail") await tellOfReports(job);
      else if (task === "stamps") await stamps.all(job.signal);
      else await custody({ task }, job);
    });
    const consumer = queue.startConsumer("custody", work, { concurrency: CONCURRENCY.custody });
    return {
      stop: async () => {
        await consumer.stop();
        await reader.close();
      },
    };
  },
};
