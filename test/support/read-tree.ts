import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parseAst } from "vitest/node";
import type { Import, SourceFile, Workspace } from "./architecture.ts";

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Reads every workspace that the root package.json names, with the imports of its `src/`. Tests beside the source are left out: they may import anything. */
export function readTree(root: string): Workspace[] {
  const manifest = (path: string): Manifest => JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as Manifest;
  return (manifest(".").workspaces ?? [])
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((path) => existsSync(join(root, path, "package.json")))
    .map((path) => path.split(sep).join("/"))
    .sort()
    .map((path) => {
      const { name, dependencies = {}, devDependencies = {} } = manifest(path);
      const files = globSync(`${path}/src/**/*.{ts,tsx}`, { cwd: root }).map((file) => file.split(sep).join("/"));
      return {
        path,
        name,
        dependencies: Object.keys(dependencies),
        devDependencies: Object.keys(devDependencies),
        files: files
          .filter((file) => !/\.test\.tsx?$/.test(file))
          .sort()
          .map((file) => readSource(file, readFileSync(join(root, file), "utf8"))),
      };
    });
}

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

/** The imports of one file: static, dynamic with a literal, re-exports, and `import("…")` in types. */
export function readSource(path: string, text: string): SourceFile {
  const imports: Import[] = [];
  const environmentReads: number[] = [];
  const lineOf = (node: Node): number => text.slice(0, node.start).split("\n").length;
  const visit = (node: Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) imports.push({ specifier, typeOnly: isTypeOnly(node), line: lineOf(node) });
    if (readsEnvironment(node)) environmentReads.push(lineOf(node));
    for (const child of Object.values(node)) for (const part of Array.isArray(child) ? child : [child]) if (isNode(part)) visit(part);
  };
  visit(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node);
  return { path, imports, environmentReads };
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const IMPORTING = new Set(["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression", "TSImportType"]);

function specifierOf(node: Node): string | null {
  const source = IMPORTING.has(node.type) ? (node.source as { value?: unknown } | null) : null;
  return typeof source?.value === "string" ? source.value : null;
}

/** `import { type A }` counts too: nothing of it is left at run time but the import itself, which `verbatimModuleSyntax` keeps; so it does not. */
const isTypeOnly = (node: Node): boolean => node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type";

function readsEnvironment(node: Node): boolean {
  const { object, property } = node as { object?: { name?: string }; property?: { name?: string } };
  return node.type === "MemberExpression" && object?.name === "process" && property?.name === "env";
}
