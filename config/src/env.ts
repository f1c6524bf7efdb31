import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";

export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting, as an operator meets it. */
interface Variable {
  readonly schema: TSchema;
  readonly unit: string;
  /** As one would write it; null when the setting may be absent. */
  readonly default: string | null;
  /** What absence means, for settings without a default. */
  readonly absent?: string;
  readonly expected: string;
  readonly example: string;
  readonly description: string;
  /** Holds a password: its value is never shown. */
  readonly secret?: true;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
/** The zones of Indonesia: WIB, WIB (Kalimantan), WITA, WIT. */
const ZONES = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"] as const;

/** As much of an address as keeps a list or a header apart; whether it exists only its server knows. */
const BARE_ADDRESS = "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*";
const MAIL_ADDRESS = `^${BARE_ADDRESS}$`;

/** Named as the connectors name them (`OEMBED_PLATFORMS`); the compiler holds the two lists to each other in the app. */
export const OEMBED_PLATFORMS = ["facebook", "instagram", "threads", "tiktok", "x", "youtube"] as const;
const ONE_OEMBED = `(${OEMBED_PLATFORMS.join("|")})`;
const OEMBED_LIST = `^${ONE_OEMBED}(\\s*,\\s*${ONE_OEMBED})*$`;

/** Every setting of Netra. One row here is the whole of adding one, besides its place in `Config`. */
export const VARIABLES = {
  NETRA_PORT: {
    schema: Type.Integer({ minimum: 1, maximum: 65535 }),
    unit: "port",
    default: "8080",
    expected: "a port 1–65535",
    example: "8080",
    description: "Port of the console and the API.",
  },
  NETRA_HOST: {
    schema: Type.String({ pattern: "^[A-Za-z0-9.:-]+$" }),
    unit: "address",
    default: "127.0.0.1",
    expected: "an address or host name of this machine",
    example: "0.0.0.0",
    description: "Address the API listens on. Anything but 127.0.0.1 needs a TLS proxy in front.",
  },
  NETRA_PUBLIC_URL: {
    schema: Type.String({ pattern: "^https?://[^\\s/?#@]+/?$" }),
    unit: "URL",
    default: null,
    absent: "http://NETRA_HOST:NETRA_PORT",
    expected: "an http or https address without a path",
    example: "https://netra.example.go.id",
    description: "Address people type to reach the console: used for links, cookies and origin checks.",
  },
  NETRA_DATA_DIR: {
    schema: Type.String({ minLength: 1 }),
    unit: "directory",
    default: "var/netra",
    expected: "a directory",
    example: "/srv/netra",
    description: "Where everything that must be kept lives. A relative path starts at the project's root.",
  },
  NETRA_KEYS_DIR: {
    schema: Type.String({ minLength: 1 }),
    unit: "directory",
    default: null,
    absent: "keys/ under NETRA_DATA_DIR",
    expected: "a directory",
    example: "/srv/netra-keys",
    description: "Where the keys live. Keep a copy elsewhere: without them NIPs cannot be read and evidence cannot be signed.",
  },
  DATABASE_URL: {
    schema: Type.String({ pattern: "^postgres(ql)?://[^\\s]+$" }),
    unit: "URL",
    default: null,
    absent: "the bundled Postgres, under NETRA_DATA_DIR",
    expected: "an address that starts with postgres://",
    example: "postgres://netra:secret@db.internal:5432/netra",
    description: "Postgres 16 or newer.",
    secret: true,
  },
  DATABASE_ADMIN_URL: {
    schema: Type.String({ pattern: "^postgres(ql)?://[^\\s]+$" }),
    unit: "URL",
    default: null,
    absent: "DATABASE_URL's login does it",
    expected: "an address that starts with postgres://",
    example: "postgres://netra_admin:secret@db.internal:5432/netra",
    description: "A login on the same database that may make roles and tables, for netra migrate. Running processes need not have it.",
    secret: true,
  },
  QUEUE_URL: {
    schema: Type.String({ pattern: "^rediss?://[^\\s]+$" }),
    unit: "URL",
    default: null,
    absent: "jobs wait in Postgres",
    expected: "an address that starts with redis:// or rediss://",
    example: "redis://queue.internal:6379",
    description: "Redis for the job queue, for many workers on many machines.",
    secret: true,
  },
  NETRA_LOG_LEVEL: {
    schema: Type.Union(LOG_LEVELS.map((level) => Type.Literal(level))),
    unit: "level",
    default: "info",
    expected: `one of ${LOG_LEVELS.join(", ")}`,
    example: "info",
    description: "How much is logged. No level logs text, handles, names or NIPs.",
  },
  NETRA_ZONE: {
    schema: Type.Union(ZONES.map((zone) => Type.Literal(zone))),
    unit: "time zone",
    default: "Asia/Jakarta",
    expected: `one of ${ZONES.join(", ")}`,
    example: "Asia/Makassar",
    description: "The office's zone: deadline days and the timetable follow it. Weeks of reports are always Asia/Jakarta.",
  },
  NETRA_HOLIDAYS_FILE: {
    schema: Type.String({ minLength: 1 }),
    unit: "file",
    default: null,
    absent: "the public holidays that come with Netra",
    expected: "a file in the form of config/regions/holidays.yaml",
    example: "/etc/netra/holidays.yaml",
    description:
      "Public holidays that this office adds: a poll's day, or a year that came out before its release. A relative path starts at the project's root.",
  },
  NETRA_LETTERHEAD_FILE: {
    schema: Type.String({ minLength: 1 }),
    unit: "file",
    default: null,
    absent: "config/report/letterhead.yaml",
    expected: "a file in the form of config/report/letterhead.yaml",
    example: "/etc/netra/letterhead.yaml",
    description: "The letterhead of this office, for the cover of its reports. A relative path starts at the project's root.",
  },
  NETRA_REPORT_COLUMNS_FILE: {
    schema: Type.String({ minLength: 1 }),
    unit: "file",
    default: null,
    absent: "no such workbook",
    expected: "a file in the form of those in config/report/columns",
    example: "/etc/netra/rekap.yaml",
    description:
      "Which tables and columns of a report a superior asks for, under which headers: each report then has that workbook too. A relative path starts at the project's root.",
  },
  NETRA_FETCH_SECONDS: {
    schema: Type.Integer({ minimum: 5, maximum: 86_400 }),
    unit: "seconds",
    default: "900",
    expected: "a whole number 5–86400",
    example: "900",
    description:
      "Time between two fetches of the same account. A platform's own limits still hold. Above 3600, hours go by without a fetch though nothing failed: what reports and the dashboard say of hours without a fetch, and of weeks seen in part, then means nothing.",
  },
  NETRA_BACKUP_DIR: {
    schema: Type.String({ minLength: 1 }),
    unit: "directory",
    default: null,
    absent: "no backups of the bundled Postgres",
    expected: "a directory",
    example: "/mnt/backup/netra",
    description: "Where the bundled Postgres copies its log as it is written, and netra backup puts its copies. On another disk, if it is to help.",
  },
  NETRA_CHECKPOINTS_DIR: {
    schema: Type.String({ minLength: 1 }),
    unit: "directory",
    default: null,
    absent: "checkpoints/ under NETRA_DATA_DIR",
    expected: "a directory",
    example: "/mnt/office-share/netra-checkpoints",
    description:
      "Where the ledger's signed checkpoints are filed. Where whoever keeps the database cannot write, they show that nothing was rewritten.",
  },
  NETRA_TSA_URL: {
    schema: Type.String({ pattern: "^https?://[^\\s/?#@]+(/[^\\s#@]*)?$" }),
    unit: "URL",
    default: null,
    absent: "checkpoints are not stamped",
    expected: "an http or https address",
    example: "https://tsa.example.go.id/tsr",
    description: "Time stamp authority (RFC 3161) that stamps each checkpoint of the ledger. It sees a hash and nothing else.",
  },
  NETRA_TSA_CA_FILE: {
    schema: Type.String({ minLength: 1 }),
    unit: "file",
    default: null,
    absent: "whoever answers at NETRA_TSA_URL is believed",
    expected: "a file of certificates in PEM",
    example: "/etc/netra/tsa-ca.pem",
    description: "What the certificate of the time stamp authority must lead to. A relative path starts at the project's root.",
  },
  NETRA_METRICS_PORT: {
    schema: Type.Integer({ minimum: 1, maximum: 65535 }),
    unit: "port",
    default: null,
    absent: "no metrics",
    expected: "a port 1–65535, another for each process of a machine",
    example: "9464",
    description: "Port on 127.0.0.1 where this process answers Prometheus at /metrics, and /live and /ready.",
  },
  NETRA_TRUSTED_PROXY: {
    schema: Type.String({ pattern: "^[0-9A-Fa-f.:/]+(\\s*,\\s*[0-9A-Fa-f.:/]+)*$" }),
    unit: "addresses",
    default: null,
    absent: "no proxy is believed",
    expected: "addresses or networks of the TLS proxy, separated by commas",
    example: "10.0.0.5, 172.18.0.0/16",
    description: "Proxies whose X-Forwarded-For tells who asks. Without it everybody behind the proxy shares one rate limit.",
  },
  NETRA_BLUESKY_DECISION: {
    schema: Type.String({ minLength: 3, maxLength: 200 }),
    unit: "text",
    default: null,
    absent: "the gate is closed: nothing is fetched from Bluesky",
    expected: "the number and date of the paper that allows it, 3–200 characters",
    example: "Nota Dinas 012/HK/2029, 3 June 2029",
    description: "Opens the connector to Bluesky (AT Protocol) for registered accounts.",
  },
  NETRA_BLUESKY_RESOLVER: {
    schema: Type.String({ pattern: "^https?://[^\\s/?#@]+/?$" }),
    unit: "URL",
    default: "https://public.api.bsky.app",
    expected: "an http or https address without a path",
    example: "https://public.api.bsky.app",
    description: "Server that turns Bluesky handles into ids.",
  },
  NETRA_BLUESKY_DIRECTORY: {
    schema: Type.String({ pattern: "^https?://[^\\s/?#@]+/?$" }),
    unit: "URL",
    default: "https://plc.directory",
    expected: "an http or https address without a path",
    example: "https://plc.directory",
    description: "Directory that says which server keeps the posts of a Bluesky id.",
  },
  NETRA_OEMBED: {
    schema: Type.String({ pattern: OEMBED_LIST }),
    unit: "platforms",
    default: null,
    absent: "no platform is asked whether a post is still there",
    expected: `platforms out of ${OEMBED_PLATFORMS.join(", ")}, separated by commas`,
    example: "tiktok, x",
    description:
      "Platforms whose public oEmbed may be asked whether a post is still there: at re-checks of flags, and when a person asks at the second look. Needs NETRA_OEMBED_DECISION.",
  },
  NETRA_OEMBED_DECISION: {
    schema: Type.String({ minLength: 3, maxLength: 200 }),
    unit: "text",
    default: null,
    absent: "the gate is closed; needed with NETRA_OEMBED",
    expected: "the number and date of the paper that allows it, 3–200 characters",
    example: "Nota Dinas 014/HK/2029, 3 June 2029",
    description: "Paper that allows the platforms of NETRA_OEMBED. Meta's documentation allows its oEmbed for display only: its paper must say more.",
  },
  NETRA_RETENTION_WEEKS: {
    schema: Type.Integer({ minimum: 1, maximum: 520 }),
    unit: "weeks",
    default: "5",
    expected: "a whole number 1–520",
    example: "5",
    description: "How long the bytes of what no flag took are kept. Ids and hashes stay; what a flag stands on follows its own schedule.",
  },
  NETRA_FIXITY_DAYS: {
    schema: Type.Integer({ minimum: 1, maximum: 365 }),
    unit: "days",
    default: "30",
    expected: "a whole number 1–365",
    example: "1",
    description: "How long a round over everything kept may take, in which its bytes are compared with their hashes.",
  },
  NETRA_EXPORT_DAYS: {
    schema: Type.Integer({ minimum: 1, maximum: 90 }),
    unit: "days",
    default: "7",
    expected: "a whole number 1–90",
    example: "3",
    description: "How long the file of an export is kept before it is removed.",
  },
  NETRA_EXPORT_CODE: {
    schema: Type.Union([Type.Literal("offered"), Type.Literal("required")]),
    unit: "rule",
    default: "offered",
    expected: "offered or required",
    example: "required",
    description:
      "Whether exports are for those alone who set up two-step verification (a code from an authenticator app), or for everybody whose role may.",
  },
  NETRA_LEASE_MINUTES: {
    schema: Type.Integer({ minimum: 1, maximum: 240 }),
    unit: "minutes",
    default: "15",
    expected: "a whole number 1–240",
    example: "15",
    description: "How long a reviewer holds a claimed flag without touching it.",
  },
  NETRA_S3_URL: {
    schema: Type.String({ pattern: "^https?://[^\\s/?#@]+/?$" }),
    unit: "URL",
    default: null,
    absent: "files are kept in NETRA_DATA_DIR",
    expected: "an http or https address without a path",
    example: "https://s3.internal.example.go.id",
    description: "S3-compatible service that keeps the files, for many machines; needs the settings below. http only on this machine.",
  },
  NETRA_S3_BUCKET: {
    schema: Type.String({ pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$" }),
    unit: "name",
    default: null,
    absent: "none; needed with NETRA_S3_URL",
    expected: "a bucket's name, 3–63 of a–z, 0–9, - and .",
    example: "netra-files",
    description: "Bucket of the files, which holds nothing else.",
  },
  NETRA_S3_REGION: {
    schema: Type.String({ pattern: "^[A-Za-z0-9-]{2,40}$" }),
    unit: "name",
    default: "us-east-1",
    expected: "a region as the service calls it",
    example: "ap-southeast-3",
    description: "Region of the bucket. Services that have none take us-east-1.",
  },
  NETRA_S3_KEY_ID: {
    schema: Type.String({ pattern: "^[!-~]{1,128}$" }),
    unit: "text",
    default: null,
    absent: "none; needed with NETRA_S3_URL",
    expected: "an access key's id, up to 128 characters without spaces",
    example: "netra",
    description: "Access key that lists, reads, writes and deletes in the bucket, and nothing else.",
  },
  NETRA_S3_SECRET: {
    schema: Type.String({ pattern: "^[!-~]{8,256}$" }),
    unit: "text",
    default: null,
    absent: "none; needed with NETRA_S3_URL",
    expected: "the secret of that key, 8–256 characters without spaces",
    example: "0123456789abcdef",
    description: "Secret of the access key; better in a file that NETRA_S3_SECRET_FILE names.",
    secret: true,
  },
  NETRA_S3_PLAIN_HTTP: {
    schema: Type.Union([Type.Literal("yes"), Type.Literal("no")]),
    unit: "yes or no",
    default: "no",
    expected: "yes or no",
    example: "no",
    description: "yes lets an http NETRA_S3_URL lead to a private address: whoever listens in that network reads every file. Never to a public one.",
  },
  NETRA_SMTP_URL: {
    schema: Type.String({ pattern: "^smtps?://[^\\s]+$" }),
    unit: "URL",
    default: null,
    absent: "no mail is sent",
    expected: "an address that starts with smtps:// or smtp://",
    example: "smtps://netra:secret@mail.example.go.id:465",
    description:
      "Server that takes mail. smtp:// must offer STARTTLS, unless it is on this machine. Better in a file that NETRA_SMTP_URL_FILE names.",
    secret: true,
  },
  NETRA_MAIL_FROM: {
    schema: Type.String({ pattern: MAIL_ADDRESS, maxLength: 254 }),
    unit: "mail address",
    default: null,
    absent: "none; needed with NETRA_SMTP_URL",
    expected: "one mail address without a name",
    example: "netra@example.go.id",
    description: "Sender of the mail.",
  },
  NETRA_CHECKPOINT_MAIL_TO: {
    schema: Type.String({ pattern: `^${BARE_ADDRESS}(\\s*,\\s*${BARE_ADDRESS})*$`, maxLength: 2_000 }),
    unit: "mail addresses",
    default: null,
    absent: "checkpoints are not mailed",
    expected: "mail addresses without names, separated by commas",
    example: "provinsi@example.go.id, arsip@example.go.id",
    description:
      "Who gets each signed checkpoint of the ledger, each a mail of their own: best an office that cannot write here. Needs NETRA_SMTP_URL.",
  },
} as const satisfies Record<string, Variable>;

type Table = typeof VARIABLES;
export type VariableName = keyof Table;
type Absent<V extends Variable> = V["default"] extends null ? null : never;
/** Every setting, parsed; null where it is absent and may be. */
export type Settings = { readonly [N in VariableName]: Static<Table[N]["schema"]> | Absent<Table[N]> };

/** A setting that cannot be used. The message lists all of them, one a line, each with its remedy. */
export class ConfigError extends Error {
  readonly code = "config-invalid";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["Configuration that cannot be used:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** Read by tests and tools, not by Netra. */
const FOREIGN: ReadonlySet<string> = new Set(["NETRA_CHROMIUM", "NETRA_EVAL_DIR", "NETRA_API"]);

/** The variable that names a file holding a secret setting, as container platforms hand secrets over: `DATABASE_URL_FILE`. */
const fileOf = (name: string): string => `${name}_FILE`;

/**
 * Replaces `<SECRET>_FILE` by what the file holds, without the line end. Throws ConfigError when both forms are given or a file cannot be read.
 * `read` gives a file's text.
 */
export function withSecretsFromFiles(env: Environment, read: (path: string) => string): Environment {
  const problems: string[] = [];
  const found: Record<string, string | undefined> = { ...env };
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    const path = present(env[fileOf(name)]);
    delete found[fileOf(name)];
    if (path === null || variable.secret !== true) continue;
    if (present(env[name]) !== null) problems.push(`${fileOf(name)}: ${name} is set too; keep one of them`);
    try {
      found[name] = read(path).trim();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      problems.push(
        `${fileOf(name)}: the file ${JSON.stringify(path)} cannot be read (${code}); expected a file that holds ${name} and nothing else`,
      );
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return found;
}

/** Reads every setting, or throws one ConfigError with all that is wrong: bad values, and NETRA_ names that do not exist (a misspelt one would silently do nothing). */
export function readSettings(env: Environment, defaults: Environment): Settings {
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries<Variable>(VARIABLES)) {
    const raw = present(env[name]) ?? present(defaults[name]) ?? variable.default;
    const value = raw === null ? null : parse(variable.schema, raw);
    if (raw !== null && !Value.Check(variable.schema, value)) problems.push(explain(name, variable, raw));
    settings[name] = value;
  }
  for (const name of Object.keys({ ...env, ...defaults }))
    if (name.startsWith("NETRA_") && !Object.hasOwn(VARIABLES, name) && !FOREIGN.has(name))
      problems.push(`${name}: no such setting; the settings are ${Object.keys(VARIABLES).join(", ")}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return settings as Settings;
}

/** An empty value is how many tools write "not set". */
const present = (raw: string | undefined): string | null => (raw === undefined || raw.trim() === "" ? null : raw.trim());

/** Only plain decimal digits count as a number: `80.5`, `0x10` and `1e3` stay text and fail the check. */
const parse = (schema: TSchema, raw: string): unknown => (Type.IsInteger(schema) && /^\d{1,15}$/.test(raw) ? Number(raw) : raw);

function explain(name: string, variable: Variable, raw: string): string {
  const got = variable.secret ? "another form (not shown: it may hold a password)" : JSON.stringify(raw.length > 60 ? `${raw.slice(0, 60)}…` : raw);
  return `${name}: expected ${variable.expected}, got ${got}; e.g. ${name}=${variable.example}`;
}
