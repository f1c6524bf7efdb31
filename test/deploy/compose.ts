import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A compose file as its engine takes it: anchors merged, `${NAME:-default}` filled in. */
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file?: string }>>;
}

/** What the checks and `image:steps` look at. Lists are written in the short form. */
export interface Service {
  readonly image: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: {
    readonly test?: readonly string[];
    readonly disable?: boolean;
    readonly interval?: string;
    readonly start_period?: string;
    readonly retries?: number;
  };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly pids_limit?: number;
  readonly mem_limit?: string;
  readonly stop_grace_period?: string;
  readonly deploy?: { readonly replicas?: number; readonly resources?: unknown };
}

/** Reads a compose file with the given settings, those of `.env` and the shell. A setting without value and default throws. */
export function readCompose(path: string, settings: Readonly<Record<string, string>> = {}): Compose {
  return fillIn(parse(readFileSync(path, "utf8"), { merge: true }), settings) as Compose;
}

/** The engine parses first and fills in text afterwards; a number then stands where only a number may. */
function fillIn(value: unknown, settings: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return fillInText(value, settings);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, settings));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "replicas" ? Number(fillIn(item, settings)) : fillIn(item, settings)]),
  );
}

const fillInText = (text: string, settings: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name: string, fallback: string | undefined) => {
    const value = settings[name] || fallback;
    if (value === undefined) throw new Error(`docker-compose.yml: \${${name}} has neither a value nor a default`);
    return value;
  });

/** Milliseconds of a duration as compose writes it, such as `1m30s`. Throws for anything else. */
export function milliseconds(duration: string): number {
  if (!DURATION.test(duration)) throw new Error(`${JSON.stringify(duration)} is not a duration: write for example 30s`);
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|us|h|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
}

const UNIT_MS = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
export const DURATION = /^(\d+(\.\d+)?(ms|us|h|m|s))+$/;

/** Source and target of a mount in the short form, `name:/path:ro`. */
export function readMount(mount: string): { readonly source: string; readonly target: string; readonly readOnly: boolean } {
  const [source = "", target = "", mode = "rw"] = mount.split(":");
  return { source, target, readOnly: mode === "ro" };
}
