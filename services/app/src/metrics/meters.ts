import { JOB_NAMES, type JobHandler, type JobName, verdictOn } from "@netra/queue";
import type { EndedRequest } from "@netra/service-api";
import type { ReadingLag } from "@netra/worker-classify";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { ProcessRole } from "../process-roles.ts";

/** What this process tells of its own work as it happens. */
export interface Meters {
  /** The same handler, measured. */
  readonly job: <N extends JobName>(name: N, handler: JobHandler<N>) => JobHandler<N>;
  readonly request: (request: EndedRequest) => void;
  readonly firstReading: (lag: ReadingLag) => void;
  readonly scheduled: (entry: string) => void;
}

const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OUTCOMES = ["done", "failed", "postponed"] as const;
const SHORT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const JOB = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const LAG = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400, 604_800];

/** Labels come from closed sets only: jobs, outcomes, route patterns, methods, status classes, lines of the timetable. */
export function createMeters(registry: Registry, roles: readonly ProcessRole[]): Meters {
  const registers = [registry];
  const jobs = new Counter({ name: "netra_jobs_total", help: "Runs of jobs by how they ended.", labelNames: ["job", "outcome"], registers });
  const jobTime = new Histogram({ name: "netra_job_duration_seconds", help: "How long a job ran.", labelNames: ["job"], buckets: JOB, registers });
  const requestTime = new Histogram({
    name: "netra_http_request_duration_seconds",
    help: "How long an answer took, by route pattern.",
    labelNames: ["method", "route", "status"],
    buckets: SHORT,
    registers,
  });
  const seenToRead = new Histogram({
    name: "netra_seen_to_read_seconds",
    help: "From first sight of a version to its first classification.",
    buckets: LAG,
    registers,
  });
  const postToFlag = new Histogram({
    name: "netra_post_to_flag_seconds",
    help: "From the platform's time of a post to its flag.",
    buckets: LAG,
    registers,
  });
  const lastRun = new Gauge({
    name: "netra_scheduler_last_run_timestamp_seconds",
    help: "When a line of the timetable last ran without an error.",
    labelNames: ["entry"],
    registers,
  });
  // A rate needs a first value: what never happened is 0, not absent.
  for (const job of JOB_NAMES.filter((name) => roles.includes(roleOf(name)))) for (const outcome of OUTCOMES) jobs.inc({ job, outcome }, 0);

  return {
    job: (name, handler) => async (payload, context) => {
      const end = jobTime.startTimer({ job: name });
      try {
        await handler(payload, context);
        jobs.inc({ job: name, outcome: "done" });
      } catch (error) {
        jobs.inc({ job: name, outcome: verdictOn(error).verdict === "postpone" ? "postponed" : "failed" });
        throw error;
      } finally {
        end();
      }
    },
    request: ({ method, route, status, ms }) =>
      requestTime.observe(
        {
          method: METHODS.includes(method) ? method : "other",
          route: route ?? "none",
          status: status === null ? "aborted" : `${Math.floor(status / 100)}xx`,
        },
        ms / 1_000,
      ),
    firstReading({ sinceSeenMs, sincePostedMs }) {
      seenToRead.observe(sinceSeenMs / 1_000);
      if (sincePostedMs !== null) postToFlag.observe(sincePostedMs / 1_000);
    },
    scheduled: (entry) => lastRun.setToCurrentTime({ entry }),
  };
}

/** Jobs bear the name of the role that does them, but for files: whoever may reach the platforms fetches those too. */
const OTHER_ROLES: Partial<Record<JobName, ProcessRole>> = { media: "ingest", compare: "classify", export: "report" };
const roleOf = (job: JobName): ProcessRole => OTHER_ROLES[job] ?? (job as ProcessRole);
