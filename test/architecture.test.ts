import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArchitecture, type SourceFile, type Workspace } from "./support/architecture.ts";
import { readSource, readTree } from "./support/read-tree.ts";

/** A workspace of the plan with one source file; what the file imports from packages is declared unless said otherwise. */
function workspace(
  path: string,
  source: string,
  { file = "src/index.ts", dependencies }: { file?: string; dependencies?: string[] } = {},
): Workspace {
  const parsed: SourceFile = readSource(`${path}/${file}`, source);
  const name = `@netra/${path.replace(/^packages\//, "").replace(/^(worker|service)s\//, "$1-")}`;
  const declared = parsed.imports.map(({ specifier }) =>
    specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/"),
  );
  return { path, name, dependencies: dependencies ?? declared, devDependencies: [], files: [parsed] };
}

const check = (...tree: Workspace[]): string[] => checkArchitecture(tree);

describe("the architecture check", () => {
  it("accepts an import that goes down", () => {
    expect(check(workspace("packages/store", 'import { can } from "@netra/domain";'), workspace("packages/domain", "export const can = 1;"))).toEqual(
      [],
    );
  });

  it("reports an edge that the plan does not have", () => {
    expect(check(workspace("packages/domain", 'import { openStore } from "@netra/store";'))).toEqual([
      'packages/domain/src/index.ts:1: packages/domain may not import "@netra/store"',
    ]);
  });

  it.each([
    ["a worker on another", "workers/ingest", 'import { x } from "@netra/worker-classify";'],
    ["the API on a worker", "services/api", 'import type { X } from "@netra/worker-ingest";'],
    ["the app on the console", "services/app", 'import x from "@netra/service-console";'],
    ["the console on the API's inside", "services/console", 'import type { X } from "@netra/service-api";'],
    ["the classifier on the domain", "packages/classifier", 'import { x } from "@netra/domain";'],
    ["a workspace nobody knows", "services/app", 'import { x } from "@netra/shared";'],
  ])("reports %s", (_, path, source) => {
    expect(check(workspace(path, source))).toEqual([expect.stringMatching(/may not import/)]);
  });

  describe("where only types may be imported", () => {
    it.each([
      'import type { Store } from "@netra/store";',
      'export type { Store } from "@netra/store";',
      'type Store = import("@netra/store").Store;',
    ])("accepts %s", (source) => {
      expect(check(workspace("workers/ingest", source))).toEqual([]);
    });

    it.each([
      'import { openStore } from "@netra/store";',
      'import { type Store } from "@netra/store";',
      'import "@netra/store";',
      'export * from "@netra/store";',
      'const store = await import("@netra/store");',
    ])("reports %s", (source) => {
      expect(check(workspace("workers/ingest", source))).toEqual([
        'workers/ingest/src/index.ts:1: workers/ingest may import only types of "@netra/store"; the value arrives in deps',
      ]);
    });

    it("accepts the console's types of the contract, and no value of it", () => {
      expect(check(workspace("services/console", 'import type { A } from "@netra/service-api/contract";'))).toEqual([]);
      expect(check(workspace("services/console", 'import { A } from "@netra/service-api/contract";'))).toEqual([expect.stringMatching(/only types/)]);
    });
  });

  it("reports a cycle, even of types", () => {
    const tree = [
      workspace("packages/imports", 'import type { A } from "@netra/domain";'),
      workspace("packages/domain", 'import type { B } from "@netra/imports";'),
    ];
    expect(check(...tree)).toContain("cycle: packages/imports → packages/domain → packages/imports");
  });

  it.each([
    ["fastify", "workers/report", 'import { fastify } from "fastify";', "services/api/"],
    ["a plugin of fastify", "services/app", 'import cookie from "@fastify/cookie";', "services/api/"],
    ["bullmq", "workers/classify", 'import type { Job } from "bullmq";', "packages/queue/"],
    ["ioredis", "services/api", 'import Redis from "ioredis";', "packages/queue/"],
    ["pg", "services/app", 'import pg from "pg";', "packages/store/"],
    ["kysely", "services/api", 'import { sql } from "kysely";', "packages/store/"],
    ["sharp", "services/api", 'const sharp = await import("sharp");', "packages/media/"],
    ["exceljs", "workers/report", 'import excel from "exceljs";', "packages/render/"],
    ["pdfmake", "services/app", 'const pdfmake = await import("pdfmake");', "packages/render/"],
    ["node-cron", "workers/ingest", 'import cron from "node-cron";', "workers/scheduler/"],
    ["minhash", "packages/classifier", 'import { Minhash } from "minhash";', "packages/classifier/src/likeness.ts"],
    ["natural", "packages/classifier", 'import stem from "natural/lib/natural/stemmers/index.js";', "packages/classifier/src/stem.ts"],
    ["vitest", "packages/domain", 'import { expect } from "vitest";', "tests"],
  ])("reports %s outside its home", (_, path, source, home) => {
    expect(check(workspace(path, source))).toEqual([expect.stringContaining(`has its home in ${home}`)]);
  });

  it("accepts libraries at home, but not the whole of natural", () => {
    expect(check(workspace("packages/store", 'import pg from "pg"; import { sql } from "kysely";'))).toEqual([]);
    const stem = (source: string): string[] => check(workspace("packages/classifier", source, { file: "src/stem.ts" }));
    expect(stem('import stemmers from "natural/lib/natural/stemmers/index.js";')).toEqual([]);
    expect(stem('import natural from "natural";')).toEqual([expect.stringContaining("import a sub-path")]);
  });

  it("reports what package.json does not declare, ours and others'", () => {
    expect(check(workspace("packages/store", 'import { can } from "@netra/domain";\nimport { parse } from "yaml";', { dependencies: [] }))).toEqual([
      'packages/store/src/index.ts:1: "@netra/domain" is not in the dependencies of packages/store/package.json',
      'packages/store/src/index.ts:2: "yaml" is not in the dependencies of packages/store/package.json',
    ]);
  });

  it("reports a relative import that leaves its workspace", () => {
    expect(check(workspace("packages/store", 'import "../../domain/src/index.ts";'))).toEqual([
      'packages/store/src/index.ts:1: "../../domain/src/index.ts" leaves packages/store; import the workspace by its name',
    ]);
    expect(check(workspace("packages/store", 'import "../store/pool.ts";', { file: "src/deep/index.ts" }))).toEqual([]);
  });

  it("reports a reader of the environment other than config", () => {
    expect(check(workspace("services/app", "const x = 1;\nconst home = process.env.HOME;"))).toEqual([
      expect.stringContaining("src/index.ts:2: reads process.env"),
    ]);
    expect(check(workspace("config", "export const e = process.env;", { file: "src/config.ts" }))).toEqual([]);
  });

  it("reports a workspace that the plan does not have", () => {
    expect(check(workspace("packages/shared", ""))).toEqual(["packages/shared: has no row in the table of imports"]);
  });
});

describe("this repository", () => {
  const tree = readTree(resolve(import.meta.dirname, ".."));

  it("is read whole", () => {
    expect(tree.map(({ path }) => path)).toEqual(expect.arrayContaining(["config", "packages/store", "services/console", "workers/ingest"]));
    expect(tree.length).toBeGreaterThan(15);
    expect(tree.flatMap(({ files }) => files.flatMap(({ imports }) => imports)).length).toBeGreaterThan(50);
  });

  it("takes the operator's role in one place of the API", () => {
    const root = resolve(import.meta.dirname, "../services/api");
    const files = globSync("src/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
    expect(files.filter((file) => /["'`]operator["'`]|netra_operator/.test(readFileSync(join(root, file), "utf8")))).toEqual([
      join("src", "registry", "import-rows.ts"),
    ]);
  });

  it("keeps to its plan", () => {
    expect(checkArchitecture(tree)).toEqual([]);
  });
});
