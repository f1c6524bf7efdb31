import { resolve } from "node:path";
import { type Environment, readSettings, type Settings, VARIABLES } from "./env.ts";

/** The checkout: relative paths in settings start here, whatever directory a command is run from. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

/** All that an operator can set, by what it is about. Paths are absolute; a null URL means the built-in way. */
export interface Config {
  readonly http: { readonly host: string; readonly port: number /** No slash at the end. */; readonly publicUrl: string };
  readonly paths: { readonly data: string; readonly keys: string };
  readonly database: { readonly url: string | null };
  readonly queue: { readonly url: string | null };
  readonly log: { readonly level: Settings["NETRA_LOG_LEVEL"] };
  readonly office: { readonly zone: Settings["NETRA_ZONE"] };
  readonly fetch: { readonly everySeconds: number };
  readonly review: { readonly leaseMinutes: number };
}

/** The process's environment. The only place that reads it. */
export const environment = (): Environment => process.env;

/**
 * Turns an environment into a Config, or throws one ConfigError that names every setting that is wrong.
 *
 * Pure. `defaults` stand in for variables that are not set and are written in the same form: the demo passes `{ NETRA_DATA_DIR: "var/demo" }`.
 */
export function loadConfig(env: Environment, { defaults = {} }: { readonly defaults?: Environment } = {}): Config {
  const settings = readSettings(env, defaults);
  const { NETRA_HOST: host, NETRA_PORT: port } = settings;
  const data = resolve(PROJECT_ROOT, settings.NETRA_DATA_DIR);
  return {
    http: { host, port, publicUrl: settings.NETRA_PUBLIC_URL?.replace(/\/$/, "") ?? `http://${reachable(host)}:${port}` },
    paths: { data, keys: settings.NETRA_KEYS_DIR === null ? resolve(data, "keys") : resolve(PROJECT_ROOT, settings.NETRA_KEYS_DIR) },
    database: { url: settings.DATABASE_URL },
    queue: { url: settings.QUEUE_URL },
    log: { level: settings.NETRA_LOG_LEVEL },
    office: { zone: settings.NETRA_ZONE },
    fetch: { everySeconds: settings.NETRA_FETCH_SECONDS },
    review: { leaseMinutes: settings.NETRA_LEASE_MINUTES },
  };
}

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
