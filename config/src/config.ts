import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Environment, readSettings, type Settings, VARIABLES, withSecretsFromFiles } from "./env.ts";
import { type BucketConfig, type MailConfig, type OembedConfig, readGroups } from "./groups.ts";

/** The checkout: relative paths in settings start here, whatever directory a command is run from. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

/** All that an operator can set, by what it is about. Paths are absolute; a null URL means the built-in way. */
export interface Config {
  readonly http: {
    readonly host: string;
    readonly port: number /** No slash at the end. */;
    readonly publicUrl: string /** Addresses and networks whose X-Forwarded-For is believed. */;
    readonly trustedProxies: readonly string[];
  };
  readonly paths: { readonly data: string; readonly keys: string; readonly backup: string | null; readonly checkpoints: string };
  readonly database: {
    readonly url: string | null /** May make roles and tables; null when `url`'s login does it. */;
    readonly adminUrl: string | null;
  };
  readonly queue: { readonly url: string | null };
  readonly log: { readonly level: Settings["NETRA_LOG_LEVEL"] };
  /** Files of the office's own: its holidays, its letterhead, the columns that a superior asks for; null for none. */
  readonly office: {
    readonly zone: Settings["NETRA_ZONE"];
    readonly holidaysFile: string | null;
    readonly letterheadFile: string | null;
    readonly reportColumnsFile: string | null;
  };
  readonly fetch: { readonly everySeconds: number };
  readonly review: { readonly leaseMinutes: number };
  /** The authority that stamps checkpoints, and a file of certificates that it must lead to; null for none. */
  readonly timeStamps: { readonly url: string | null; readonly caFile: string | null };
  readonly custody: {
    readonly retentionWeeks: number;
    readonly fixityDays: number;
    /** Who gets each checkpoint by mail. */
    readonly checkpointMailTo: readonly string[];
  };
  readonly exports: { readonly keptDays: number; readonly codeRequired: boolean };
  /** Where files are kept; null for a directory under `paths.data`. */
  readonly bucket: BucketConfig | null;
  /** Null: no mail is sent. */
  readonly mail: MailConfig | null;
  /** Port on 127.0.0.1; null for no metrics. */
  readonly metrics: { readonly port: number | null };
  /** `decision` null: the gate is closed. URLs have no slash at the end. */
  readonly bluesky: { readonly decision: string | null; readonly resolver: string; readonly directory: string };
  readonly oembed: OembedConfig;
}

/** The process's environment as it is. The only place that reads it. */
export const environment = (): Environment => process.env;

/** The process's environment with secrets read from their files, for `loadConfig`. Throws ConfigError for a file that cannot be read. */
export const readEnvironment = (): Environment => withSecretsFromFiles(environment(), (path) => readFileSync(resolve(PROJECT_ROOT, path), "utf8"));

/**
 * Turns an environment into a Config, or throws one ConfigError that names every setting that is wrong.
 *
 * Pure. `defaults` stand in for variables that are not set and are written in the same form: the demo passes `{ NETRA_DATA_DIR: "var/demo" }`.
 */
export function loadConfig(env: Environment, { defaults = {} }: { readonly defaults?: Environment } = {}): Config {
  const settings = readSettings(env, defaults);
  const { NETRA_HOST: host, NETRA_PORT: port } = settings;
  const { bucket, mail, checkpointMailTo, oembed } = readGroups(settings);
  const data = resolve(PROJECT_ROOT, settings.NETRA_DATA_DIR);
  return {
    http: {
      host,
      port,
      publicUrl: settings.NETRA_PUBLIC_URL?.replace(/\/$/, "") ?? `http://${reachable(host)}:${port}`,
      trustedProxies: settings.NETRA_TRUSTED_PROXY?.split(",").map((address) => address.trim()) ?? [],
    },
    paths: {
      data,
      keys: settings.NETRA_KEYS_DIR === null ? resolve(data, "keys") : resolve(PROJECT_ROOT, settings.NETRA_KEYS_DIR),
      backup: settings.NETRA_BACKUP_DIR === null ? null : resolve(PROJECT_ROOT, settings.NETRA_BACKUP_DIR),
      checkpoints: settings.NETRA_CHECKPOINTS_DIR === null ? resolve(data, "checkpoints") : resolve(PROJECT_ROOT, settings.NETRA_CHECKPOINTS_DIR),
    },
    database: { url: settings.DATABASE_URL, adminUrl: settings.DATABASE_ADMIN_URL },
    queue: { url: settings.QUEUE_URL },
    log: { level: settings.NETRA_LOG_LEVEL },
    office: {
      zone: settings.NETRA_ZONE,
      holidaysFile: fromRoot(settings.NETRA_HOLIDAYS_FILE),
      letterheadFile: fromRoot(settings.NETRA_LETTERHEAD_FILE),
      reportColumnsFile: fromRoot(settings.NETRA_REPORT_COLUMNS_FILE),
    },
    fetch: { everySeconds: settings.NETRA_FETCH_SECONDS },
    review: { leaseMinutes: settings.NETRA_LEASE_MINUTES },
    timeStamps: {
      url: settings.NETRA_TSA_URL,
      caFile: settings.NETRA_TSA_CA_FILE === null ? null : resolve(PROJECT_ROOT, settings.NETRA_TSA_CA_FILE),
    },
    custody: { retentionWeeks: settings.NETRA_RETENTION_WEEKS, fixityDays: settings.NETRA_FIXITY_DAYS, checkpointMailTo },
    exports: { keptDays: settings.NETRA_EXPORT_DAYS, codeRequired: settings.NETRA_EXPORT_CODE === "required" },
    bucket,
    mail,
    metrics: { port: settings.NETRA_METRICS_PORT },
    bluesky: {
      decision: settings.NETRA_BLUESKY_DECISION,
      resolver: settings.NETRA_BLUESKY_RESOLVER.replace(/\/$/, ""),
      directory: settings.NETRA_BLUESKY_DIRECTORY.replace(/\/$/, ""),
    },
    oembed,
  };
}

const fromRoot = (path: string | null): string | null => (path === null ? null : resolve(PROJECT_ROOT, path));

/** "Every address" is where to listen, not where to go. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

/** One row a setting, for the operations guide and `netra --help`. */
export interface ConfigRow {
  readonly name: string;
  readonly unit: string;
  readonly default: string;
  readonly expected: string;
  readonly example: string;
  readonly description: string;
}

export function describeConfig(): readonly ConfigRow[] {
  return Object.entries(VARIABLES).map(([name, variable]) => ({
    name,
    unit: variable.unit,
    default: variable.default ?? `absent: ${variable.absent}`,
    expected: variable.expected,
    example: `${name}=${variable.example}`,
    description: variable.description,
  }));
}
