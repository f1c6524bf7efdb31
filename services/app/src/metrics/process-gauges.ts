import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { listMigrations } from "@netra/migrations";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";
import type { Context } from "../context.ts";
import type { Health } from "../health.ts";
import { roleName } from "../log.ts";
import type { ProcessRole } from "../process-roles.ts";

/**
 * What this process says of itself: what it runs, whether what it depends on answers, its pools, its memory and its event loop. Returns what brings it up to
 * date, in two seconds at most.
 */
export function registerProcessGauges(
  registry: Registry,
  { context, health, roles }: { readonly context: Pick<Context, "pools">; readonly health: Health; readonly roles: readonly ProcessRole[] },
): () => Promise<void> {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "netra_build_info",
    help: "What runs here: version, Node, the newest migration it knows, the process's roles. Always 1.",
    labelNames: ["version", "node", "schema", "role"],
    registers,
  }).set({ version: version(), node: process.versions.node, schema: listMigrations().at(-1)?.name ?? "none", role: roleName(roles) }, 1);

  const database = new Gauge({
    name: "netra_database_up",
    help: "Whether the database answers with the schema this code expects: 1 or 0.",
    registers,
  });
  const queue = new Gauge({ name: "netra_queue_up", help: "Whether the queue's server answers: 1 or 0.", registers });
  const skew = new Gauge({ name: "netra_clock_skew_seconds", help: "How far this machine's clock is ahead of the database's.", registers });
  const connections = new Gauge({
    name: "netra_pool_connections",
    help: "Open connections of a pool, by what they do.",
    labelNames: ["pool", "state"],
    registers,
  });
  const most = new Gauge({ name: "netra_pool_connections_max", help: "Most connections a pool may open.", labelNames: ["pool"], registers });
  const waiting = new Gauge({ name: "netra_pool_waiting", help: "Callers that wait for a connection.", labelNames: ["pool"], registers });

  return async () => {
    // Before anything is asked: the asking needs connections too.
    for (const [pool, use] of Object.entries(context.pools())) {
      connections.set({ pool, state: "idle" }, use.idle);
      connections.set({ pool, state: "busy" }, use.open - use.idle);
      most.set({ pool }, use.max);
      waiting.set({ pool }, use.waiting);
    }
    const look = await health.look();
    database.set(look.database === "ok" ? 1 : 0);
    queue.set(look.queue === "ok" ? 1 : 0);
    if (look.skewSeconds === null) skew.remove();
    else skew.set(look.skewSeconds);
  };
}

const version = (): string => (JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string }).version;
