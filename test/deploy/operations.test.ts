import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { expect, test } from "vitest";
import { VARIABLES } from "../../config/src/env.ts";
import { connectionBudget } from "../../services/app/src/connection-budget.ts";
import { PROCESS_ROLES, type ProcessRole } from "../../services/app/src/process-roles.ts";

const guide = readFileSync(join(PROJECT_ROOT, "docs/operations.md"), "utf8");

test("the guide's table of connections is what processes may open", () => {
  const row = (name: string, roles: readonly ProcessRole[]): string => {
    const { store, queue } = connectionBudget(roles);
    return `| ${name} | ${store} | ${store + queue} |`;
  };
  const rows = [...PROCESS_ROLES.map((role) => row(`\`${role}\``, [role])), row("`all`", PROCESS_ROLES), row("a command", [])];
  expect(guide).toContain(["|---|---|---|", ...rows].join("\n"));
});

test("the guide's sums of connections are right", () => {
  const sum = (counts: Readonly<Record<ProcessRole, number>>): string => {
    const processes = Object.values(counts).reduce((all, count) => all + count, 0);
    const open = PROCESS_ROLES.reduce((all, role) => all + counts[role] * connectionBudget([role]).store, 0);
    return `${open} + 2 × ${processes} + 3 + 3 = ${open + 2 * processes + 6}`;
  };
  expect(guide).toContain(sum({ api: 1, scheduler: 1, ingest: 1, classify: 1, report: 1, custody: 1 }));
  expect(guide).toContain(sum({ api: 2, scheduler: 2, ingest: 4, classify: 4, report: 1, custody: 1 }));
});

test("every setting that the guide names exists", () => {
  for (const [name] of guide.matchAll(/\bNETRA_[A-Z0-9_]+\b/g))
    expect([...Object.keys(VARIABLES), "NETRA_IMAGE"]).toContain(name in VARIABLES ? name : name.replace(/_FILE$/, ""));
  const compose = readFileSync(join(PROJECT_ROOT, "docker-compose.yml"), "utf8");
  for (const name of ["API_PORT", "FRONT_SUBNET", "NETRA_IMAGE", "INGEST_PROCESSES", "CLASSIFY_PROCESSES", "REPORT_PROCESSES"]) {
    expect(guide).toContain(name);
    expect(compose).toContain(`\${${name}:-`);
  }
});

test("every page that the guide points to exists", () => {
  for (const [, target = ""] of guide.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(join(PROJECT_ROOT, "docs", target)), target).toBe(true);
});
