import { isLoopback } from "./address.ts";
import { type Checks, fail, note, ok, warn } from "./finding.ts";

export interface SettingsFacts {
  /** As ConfigError words them. */
  readonly problems: readonly string[];
  /** Names that are set, of how many. */
  readonly set: readonly string[];
  readonly known: number;
  /** Null when one of these settings cannot be used. */
  readonly http: { readonly host: string; readonly publicUrl: string; readonly trustedProxies: number } | null;
  /** Null for none. */
  readonly metricsPort: number | null;
}

export const SETTINGS_CHECKS: Checks<SettingsFacts> = {
  settings: ({ problems, set, known }) => {
    if (problems.length > 0) return problems.map(explain);
    if (set.length === 0) return ok(`none of the ${known} settings is set here: each has its default`);
    return ok(`valid; set: ${set.join(", ")}; the other ${known - set.length} have their defaults`);
  },
  "public-url": ({ http }) => {
    if (!http) return null;
    const { protocol, hostname } = new URL(http.publicUrl);
    if (protocol === "https:") return ok(`people reach it at ${http.publicUrl}`);
    if (isLoopback(hostname)) return ok(`people reach it at ${http.publicUrl}, on this machine alone`);
    return fail(
      `people reach it at ${http.publicUrl}: passwords and posts cross the network readable`,
      "Put a TLS proxy in front and set NETRA_PUBLIC_URL to its https address.",
    );
  },
  host: ({ http }) => {
    if (!http || isLoopback(http.host)) return null;
    const { protocol, hostname } = new URL(http.publicUrl);
    if (protocol === "https:") return ok(`it listens on ${http.host}; only the TLS proxy should reach that`);
    if (!isLoopback(hostname)) return null;
    return warn(
      `it listens on ${http.host} for other machines, without TLS, and its links lead to ${http.publicUrl}`,
      "Set NETRA_HOST=127.0.0.1, or put a TLS proxy in front and set NETRA_PUBLIC_URL to its https address.",
    );
  },
  proxy: ({ http }) => {
    if (!http?.publicUrl.startsWith("https:")) return null;
    if (http.trustedProxies > 0) return ok(`X-Forwarded-For is believed from ${count(http.trustedProxies, "proxy", "proxies")}`);
    return note("no proxy is believed: everybody behind the TLS proxy shares one rate limit", "Set NETRA_TRUSTED_PROXY to the proxy's address.");
  },
  metrics: ({ metricsPort }) =>
    metricsPort === null
      ? note("no metrics: nobody is warned when work stops", "Set NETRA_METRICS_PORT, and let Prometheus ask there.")
      : ok(`metrics on 127.0.0.1:${metricsPort}`),
};

/** `3 posts`, `1 post`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** "NAME: expected …; e.g. NAME=…" is what was seen and how to write it. A misspelt name lists every setting, which help does better. */
export function explain(problem: string) {
  const [seen = problem, hint] = problem.split("; ", 2);
  if (hint?.startsWith("e.g. ")) return fail(seen, `Write it like this: ${hint.slice(5)}`);
  if (seen.endsWith("no such setting")) return fail(seen, "Correct its name or unset it; npx netra --help lists all settings.");
  return fail(seen, hint ? `${hint[0]?.toUpperCase()}${hint.slice(1)}.` : "Correct it.");
}
