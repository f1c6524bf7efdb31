import { Registry } from "prom-client";
import type { Context } from "./context.ts";
import type { Health } from "./health.ts";
import { registerHouseGauges } from "./metrics/house-gauges.ts";
import { createMeters, type Meters } from "./metrics/meters.ts";
import { registerProcessGauges } from "./metrics/process-gauges.ts";
import { startMetricsServer } from "./metrics/server.ts";
import type { ProcessRole } from "./process-roles.ts";

export interface Metrics {
  readonly meters: Meters;
  stop(): Promise<void>;
}

/**
 * The metrics of one process: a registry of its own, and a server for it at `config.metrics.port`, if one is set. A scrape takes three seconds at most
 * and counts nothing twice within ten, whoever asks. `docs/monitoring.md` explains every metric.
 */
export async function startMetrics(
  context: Context,
  { roles, health }: { readonly roles: readonly ProcessRole[]; readonly health: Health },
): Promise<Metrics> {
  const registry = new Registry();
  const meters = createMeters(registry, roles);
  const { port } = context.config.metrics;
  if (port === null) return { meters, stop: async () => undefined };

  const refreshes = [registerProcessGauges(registry, { context, health, roles })];
  if (roles.includes("scheduler")) refreshes.push(registerHouseGauges(registry, context));
  const metrics = async () => {
    await Promise.all(refreshes.map((refresh) => refresh()));
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
  const server = await startMetricsServer(port, { metrics, health, log: context.log });
  return { meters, stop: () => server.stop() };
}
