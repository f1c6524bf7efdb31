import { join } from "node:path";
import { ConfigError, loadHolidays, loadLetterheads, loadOfficeColumns, type VariableName } from "@netra/config";
import { inspectRedis } from "@netra/queue";
import { tableCatalogue } from "@netra/worker-report";
import { isDemoData } from "../demo/data-dir.ts";
import { QUEUE_SCHEMA } from "../queue-schema.ts";
import { BACKUP_CHECKS } from "./check-backup.ts";
import { CHECKPOINTS_CHECKS } from "./check-checkpoints.ts";
import { DATA_CHECKS } from "./check-data.ts";
import { DATABASE_CHECKS, isUnborn } from "./check-database.ts";
import { FILES_CHECKS } from "./check-files.ts";
import { KEYS_CHECKS } from "./check-keys.ts";
import { MACHINE_CHECKS } from "./check-machine.ts";
import { QUEUE_CHECKS } from "./check-queue.ts";
import { SETTINGS_CHECKS } from "./check-settings.ts";
import { WORK_CHECKS } from "./check-work.ts";
import { type Finding, judge, note } from "./finding.ts";
import { lookAtBackup } from "./look-at-backup.ts";
import { lookAtFileStore } from "./look-at-bucket.ts";
import { lookAtCheckpoints } from "./look-at-checkpoints.ts";
import { lookAtDatabase } from "./look-at-database.ts";
import { lookAtKeys, lookAtPlace, openToAll } from "./look-at-files.ts";
import { lookAtMachine } from "./look-at-machine.ts";
import { readSettings } from "./read-settings.ts";

/** For each server that is asked; they are asked at once. */
const TIMEOUT_MS = 3_000;
/** What lies in the data directory and is nobody else's business. Keys are looked at by themselves. */
const PRIVATE = ["postgres", "postgres.password", "postgres.log", "blobs", "spool", "uploads"];

/** What a group of checks stands on: without these settings there is nothing to look at. */
const NEEDS = {
  "Data directory": ["NETRA_DATA_DIR"],
  Files: ["NETRA_DATA_DIR", "NETRA_S3_URL", "NETRA_S3_BUCKET", "NETRA_S3_REGION", "NETRA_S3_KEY_ID", "NETRA_S3_SECRET", "NETRA_S3_PLAIN_HTTP"],
  Keys: ["NETRA_DATA_DIR", "NETRA_KEYS_DIR"],
  Database: ["NETRA_DATA_DIR", "DATABASE_URL", "DATABASE_ADMIN_URL"],
  Queue: ["QUEUE_URL"],
  Checkpoints: ["NETRA_CHECKPOINTS_DIR", "NETRA_DATA_DIR", "NETRA_CHECKPOINT_MAIL_TO", "NETRA_SMTP_URL", "NETRA_MAIL_FROM"],
  Backup: ["NETRA_BACKUP_DIR", "NETRA_DATA_DIR", "DATABASE_URL"],
} as const satisfies Record<string, readonly VariableName[]>;
type Group = keyof typeof NEEDS;

/**
 * Looks at everything an installation stands on and judges it, in the order in which it should be put right. Changes nothing, whether Netra runs or
 * not; never throws for what it finds, and takes about as long as the slowest server that is asked, 3 s at most.
 */
export async function examine({ now }: { readonly now: Date }): Promise<readonly Finding[]> {
  const { config, problems, unusable, set, known } = readSettings();
  const wrongFor = (group: Group): readonly string[] => NEEDS[group].filter((name) => unusable.has(name));
  const asked = { timeoutMs: TIMEOUT_MS, queueSchema: QUEUE_SCHEMA };
  const { http, paths, queue } = config;
  const httpKnown = !["NETRA_HOST", "NETRA_PORT", "NETRA_PUBLIC_URL", "NETRA_TRUSTED_PROXY"].some((name) => unusable.has(name));
  const [machine, database, redis, backup, files] = await Promise.all([
    lookAtMachine(config, { timeoutMs: TIMEOUT_MS, askApi: httpKnown }),
    wrongFor("Database").length > 0 ? null : lookAtDatabase(config, asked),
    queue.url === null ? null : inspectRedis(queue.url, asked).then((look) => ({ url: queue.url ?? "", look })),
    wrongFor("Backup").length > 0 ? null : lookAtBackup(config, asked),
    wrongFor("Files").length > 0 ? null : lookAtFileStore(config, asked),
  ]);
  const live = database?.look?.reached ? database.look.live : null;
  const unborn = database !== null && isUnborn(database);
  const fresh = live?.fresh ?? (unborn ? true : null);

  /** Judges a group, or says why it could not be looked at. */
  const unless = (group: Group, look: () => readonly Finding[]): readonly Finding[] => {
    const wrong = wrongFor(group);
    if (wrong.length === 0) return look();
    return [{ group, check: "skipped", ...note(`not looked at, since ${wrong.join(" and ")} cannot be used`) }];
  };
  return [
    ...judge("Settings", SETTINGS_CHECKS, {
      problems,
      set,
      known,
      http: httpKnown ? { host: http.host, publicUrl: http.publicUrl, trustedProxies: http.trustedProxies.length } : null,
      metricsPort: config.metrics.port,
    }),
    ...judge("This machine", MACHINE_CHECKS, machine),
    ...unless("Data directory", () =>
      judge("Data directory", DATA_CHECKS, {
        data: lookAtPlace(paths.data),
        demo: isDemoData(config),
        open: openToAll(PRIVATE.map((name) => join(paths.data, name))),
      }),
    ),
    ...unless("Files", () => (files ? judge("Files", FILES_CHECKS, files) : [])),
    ...unless("Keys", () => judge("Keys", KEYS_CHECKS, lookAtKeys(paths.keys, fresh))),
    ...unless("Database", () => (database ? judge("Database", DATABASE_CHECKS, database) : [])),
    ...unless("Queue", () => judge("Queue", QUEUE_CHECKS, { redis, database: database?.look ?? null, schema: QUEUE_SCHEMA })),
    ...unless("Checkpoints", () =>
      judge("Checkpoints", CHECKPOINTS_CHECKS, {
        ...lookAtCheckpoints(paths, live?.stamps.kept ?? null),
        recipients: config.custody.checkpointMailTo.length,
        mail: live?.checkpointMail ?? null,
        fresh,
        now,
        stamped: config.timeStamps.url !== null,
        stamps: live?.stamps ?? null,
      }),
    ),
    ...unless("Backup", () => (backup ? judge("Backup", BACKUP_CHECKS, { ...backup, now }) : [])),
    ...judge("Work", WORK_CHECKS, {
      live,
      unborn,
      now,
      fixityDays: config.custody.fixityDays,
      exportDays: config.exports.keptDays,
      exportCodeRequired: config.exports.codeRequired,
      gates: [{ platform: "Bluesky", setting: "NETRA_BLUESKY_DECISION", decision: config.bluesky.decision }],
      oembed: config.oembed,
      mail: config.mail !== null,
      holidays: orProblems(() => loadHolidays(config.office.holidaysFile)),
      reportForms: orProblems(() => ({
        letterheads: loadLetterheads(config.office.letterheadFile),
        columns: loadOfficeColumns(config.office.reportColumnsFile, tableCatalogue())?.id ?? null,
      })),
    }),
  ];
}

function orProblems<T>(load: () => T): T | { readonly problems: readonly string[] } {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems };
  }
}
