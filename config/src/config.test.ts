import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withSecretsFromFiles } from "./env.ts";
import { ConfigError, describeConfig, loadConfig, PROJECT_ROOT } from "./index.ts";

const problemsOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe("loadConfig", () => {
  it("gives a whole configuration for an empty environment", () => {
    expect(loadConfig({})).toEqual({
      http: { host: "127.0.0.1", port: 8080, publicUrl: "http://127.0.0.1:8080", trustedProxies: [] },
      paths: {
        data: join(PROJECT_ROOT, "var/netra"),
        keys: join(PROJECT_ROOT, "var/netra/keys"),
        backup: null,
        checkpoints: join(PROJECT_ROOT, "var/netra/checkpoints"),
      },
      database: { url: null, adminUrl: null },
      queue: { url: null },
      log: { level: "info" },
      office: { zone: "Asia/Jakarta", holidaysFile: null, letterheadFile: null, reportColumnsFile: null },
      fetch: { everySeconds: 900 },
      review: { leaseMinutes: 15 },
      timeStamps: { url: null, caFile: null },
      custody: { retentionWeeks: 5, fixityDays: 30, checkpointMailTo: [] },
      exports: { keptDays: 7, codeRequired: false },
      bucket: null,
      mail: null,
      metrics: { port: null },
      bluesky: { decision: null, resolver: "https://public.api.bsky.app", directory: "https://plc.directory" },
      oembed: { platforms: [], decision: null },
    });
  });

  it("reads numbers as numbers and takes absolute paths as they are", () => {
    const config = loadConfig({ NETRA_PORT: "9000", NETRA_DATA_DIR: "/srv/netra", NETRA_KEYS_DIR: "/srv/keys", NETRA_LEASE_MINUTES: "30" });
    expect(config.http.port).toBe(9000);
    expect(config.paths).toEqual({ data: "/srv/netra", keys: "/srv/keys", backup: null, checkpoints: "/srv/netra/checkpoints" });
    expect(config.review.leaseMinutes).toBe(30);
  });

  it("lets the environment win over the caller's defaults, and those over the table", () => {
    const defaults = { NETRA_DATA_DIR: "var/demo", NETRA_PORT: "9100" };
    const config = loadConfig({ NETRA_PORT: "9200" }, { defaults });
    expect(config.http.port).toBe(9200);
    expect(config.paths.keys).toBe(join(PROJECT_ROOT, "var/demo/keys"));
  });

  it.each([
    ["0.0.0.0", "http://127.0.0.1:8080"],
    ["::1", "http://[::1]:8080"],
    ["netra.local", "http://netra.local:8080"],
  ])("derives an address people can open when it listens on %s", (host, url) => {
    expect(loadConfig({ NETRA_HOST: host }).http.publicUrl).toBe(url);
  });

  it("drops the slash at the end of a public address", () => {
    expect(loadConfig({ NETRA_PUBLIC_URL: "https://netra.example.go.id/" }).http.publicUrl).toBe("https://netra.example.go.id");
  });

  it("takes an empty variable as not set", () => {
    expect(loadConfig({ DATABASE_URL: "", NETRA_PORT: " " })).toEqual(loadConfig({}));
  });

  it("reports every wrong setting at once, each with an example", () => {
    expect(problemsOf(() => loadConfig({ NETRA_PORT: "abc", NETRA_ZONE: "Europe/Paris" }))).toEqual([
      'NETRA_PORT: expected a port 1–65535, got "abc"; e.g. NETRA_PORT=8080',
      'NETRA_ZONE: expected one of Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, got "Europe/Paris"; e.g. NETRA_ZONE=Asia/Makassar',
    ]);
  });

  it.each(["0", "65536", "80.5", "0x10", "1e3", "-1", "8080abc"])("refuses %s as a port", (port) => {
    expect(problemsOf(() => loadConfig({ NETRA_PORT: port }))).toHaveLength(1);
  });

  it.each(["DATABASE_URL", "QUEUE_URL"])("never repeats the value of %s, which may hold a password", (name) => {
    const [problem] = problemsOf(() => loadConfig({ [name]: "mysql://netra:kucing-rahasia@db/x" }));
    expect(problem).toContain(name);
    expect(problem).not.toContain("kucing-rahasia");
  });

  it("refuses a NETRA_ name that does not exist", () => {
    expect(problemsOf(() => loadConfig({ NETRA_PROT: "8080" }))[0]).toMatch(/^NETRA_PROT: no such setting; the settings are NETRA_PORT, /);
  });
});

describe("settings that belong together", () => {
  const bucket = { NETRA_S3_URL: "https://s3.example/", NETRA_S3_BUCKET: "netra-files", NETRA_S3_KEY_ID: "netra", NETRA_S3_SECRET: "kucing-rahasia" };

  it("make a bucket, and mail with each address once", () => {
    const mail = {
      NETRA_SMTP_URL: "smtps://m.example",
      NETRA_MAIL_FROM: "a@b.example",
      NETRA_CHECKPOINT_MAIL_TO: "P@c.example , p@c.example,q@c.example",
    };
    const config = loadConfig({ ...bucket, ...mail });
    expect(config.bucket).toEqual({
      url: "https://s3.example",
      bucket: "netra-files",
      region: "us-east-1",
      keyId: "netra",
      secret: "kucing-rahasia",
      plainHttp: false,
    });
    expect(config.mail).toEqual({ smtpUrl: "smtps://m.example", from: "a@b.example" });
    expect(config.custody.checkpointMailTo).toEqual(["p@c.example", "q@c.example"]);
  });

  it("are refused in part, by the setting that asks for the others", () => {
    expect(
      problemsOf(() => loadConfig({ ...bucket, NETRA_S3_SECRET: "", NETRA_CHECKPOINT_MAIL_TO: "p@c.example", NETRA_MAIL_FROM: "a@b.example" })),
    ).toEqual([
      "NETRA_S3_URL: needs NETRA_S3_SECRET too; set it, or unset NETRA_S3_URL",
      "NETRA_CHECKPOINT_MAIL_TO: needs NETRA_SMTP_URL too; set it, or unset NETRA_CHECKPOINT_MAIL_TO",
    ]);
  });

  it("open oEmbed by platform, each once and only with its paper", () => {
    const decision = "Nota Dinas 014/HK/2029";
    expect(loadConfig({ NETRA_OEMBED: "tiktok , x,tiktok", NETRA_OEMBED_DECISION: decision }).oembed).toEqual({
      platforms: ["tiktok", "x"],
      decision,
    });
    expect(loadConfig({ NETRA_OEMBED_DECISION: decision }).oembed, "a paper alone opens nothing").toEqual({ platforms: [], decision: null });
    expect(problemsOf(() => loadConfig({ NETRA_OEMBED: "tiktok" }))).toEqual([
      "NETRA_OEMBED: needs NETRA_OEMBED_DECISION too; set it, or unset NETRA_OEMBED",
    ]);
    for (const list of ["bluesky", "tiktok;x", "tiktok,", "*"])
      expect(
        problemsOf(() => loadConfig({ NETRA_OEMBED: list, NETRA_OEMBED_DECISION: decision })),
        list,
      ).toHaveLength(1);
  });

  it.each(["Somebody <p@c.example>", "p@c.example;q@c.example", "p@c.example\nBcc: q@c.example"])("refuse %j as addresses", (to) => {
    expect(problemsOf(() => loadConfig({ NETRA_CHECKPOINT_MAIL_TO: to }))).toHaveLength(1);
  });
});

describe("describeConfig", () => {
  it("gives an example for every setting that the loader accepts", () => {
    const examples = Object.fromEntries(describeConfig().map((row) => [row.name, row.example.slice(row.name.length + 1)]));
    expect(Object.keys(examples).length).toBeGreaterThan(8);
    expect(problemsOf(() => loadConfig(examples))).toEqual([]);
  });
});

describe("secrets from files", () => {
  const files: Record<string, string> = { "/run/secrets/db": "postgres://netra:geheim@db/netra\n" };
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error("no"), { code: "ENOENT" });
    return text;
  };

  it("stand in for the setting, without their line end", () => {
    const config = loadConfig(withSecretsFromFiles({ DATABASE_URL_FILE: "/run/secrets/db" }, read));
    expect(config.database.url).toBe("postgres://netra:geheim@db/netra");
  });

  it("are refused beside the setting, and where they cannot be read, all at once", () => {
    expect(
      problemsOf(() => withSecretsFromFiles({ DATABASE_URL: "x", DATABASE_URL_FILE: "/run/secrets/db", QUEUE_URL_FILE: "/nowhere" }, read)),
    ).toEqual([
      "DATABASE_URL_FILE: DATABASE_URL is set too; keep one of them",
      'QUEUE_URL_FILE: the file "/nowhere" cannot be read (ENOENT); expected a file that holds QUEUE_URL and nothing else',
    ]);
  });
});

it("takes a list of proxies apart", () => {
  expect(loadConfig({ NETRA_TRUSTED_PROXY: "10.0.0.5, 172.18.0.0/16" }).http.trustedProxies).toEqual(["10.0.0.5", "172.18.0.0/16"]);
});
