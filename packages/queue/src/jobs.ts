import { invalid } from "@netra/domain";
import Type, { type Static, type TSchema } from "typebox";
import Value from "typebox/value";

/**
 * An id as the store makes it: a UUID or a number. No spaces, marks or letters outside ASCII, so that text, a handle with
 * punctuation or a name cannot travel in a job.
 */
const Id = Type.String({ pattern: "^[0-9A-Za-z-]{1,64}$" });

/** Most versions one `classify` job carries: enough that the queue is never the bottleneck, few enough that a crash repeats little. */
export const MAX_CLASSIFY_VERSIONS = 200;

interface JobSpec {
  readonly payload: TSchema;
  /** Starts in all before the job is dropped; the sweep offers its work again. */
  readonly attempts: number;
  /** Wait before the second attempt; doubles with each further one, with jitter. */
  readonly backoffMs: number;
}

const ids = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, { additionalProperties: false });

/**
 * Every job there is. A payload holds ids and never text: job data is stored in clear, outside row-level security.
 * Names are stored in the queue: never rename. A new field is optional first.
 */
export const JOBS = {
  ingest: { payload: ids({ accountId: Id }), attempts: 5, backoffMs: 5_000 },
  media: { payload: ids({ mediaId: Id }), attempts: 3, backoffMs: 5_000 },
  classify: {
    payload: ids({ versionIds: Type.Array(Id, { minItems: 1, maxItems: MAX_CLASSIFY_VERSIONS }) }),
    attempts: 3,
    backoffMs: 1_000,
  },
  compare: { payload: ids({ comparisonId: Id }), attempts: 3, backoffMs: 5_000 },
  report: { payload: ids({ reportId: Id }), attempts: 5, backoffMs: 10_000 },
  export: { payload: ids({ exportId: Id }), attempts: 3, backoffMs: 10_000 },
  custody: {
    payload: ids({
      task: Type.Union([
        Type.Literal("partitions"),
        Type.Literal("retention"),
        Type.Literal("seal"),
        Type.Literal("checkpoint"),
        Type.Literal("stamps"),
        Type.Literal("fixity"),
        Type.Literal("rechecks"),
        Type.Literal("pictures"),
        Type.Literal("registry"),
        Type.Literal("checkpoint-mail"),
        Type.Literal("digest"),
        Type.Literal("report-mail"),
        Type.Literal("likeness"),
        Type.Literal("exports"),
      ]),
    }),
    attempts: 3,
    backoffMs: 60_000,
  },
} as const satisfies Record<string, JobSpec>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = Static<(typeof JOBS)[N]["payload"]>;

export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[];

/**
 * Turns anything into the payload of a job, or throws "invalid" with one problem per broken rule.
 * The answer points into the schema and not into the payload: in a refused one, even a key may be text that must not spread.
 */
export function parsePayload<N extends JobName>(name: N, raw: unknown): JobPayload<N> {
  const schema: TSchema = JOBS[name].payload;
  if (Value.Check(schema, raw)) return raw as JobPayload<N>;
  const problems = Value.Errors(schema, raw).map((error) => ({
    at: `${name}${error.schemaPath}`,
    what: `breaks the rule "${error.keyword}"`,
    remedy: "Send the ids listed in the table of jobs and nothing else.",
  }));
  throw invalid("job-payload-invalid", `The payload of the job "${name}" is not what the table of jobs asks for: it may hold ids only.`, problems);
}
