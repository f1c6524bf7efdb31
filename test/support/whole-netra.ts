import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { type Connector, createFakeConnector, type FakeEvent } from "@netra/connectors";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { PROCESS_ROLES } from "../../services/app/src/process-roles.ts";
import { type Running, startRoles } from "../../services/app/src/roles.ts";
import { freePort } from "./free-port.ts";
import { openWorld, type World } from "./world.ts";

/** Every role in this process, listening, on a database of its own behind a line that can stall. */
export interface WholeNetra {
  readonly world: World;
  readonly context: Context;
  readonly apiUrl: string;
  readonly monitorUrl: string;
  /** Everything that was logged, down to `trace`, as it is written. */
  readonly log: readonly string[];
  /** Nothing passes between Netra and its database until `resume`. */
  stall(): void;
  resume(): void;
  start(): Promise<Running>;
  close(): Promise<void>;
}

/** Builds it; `start` starts the roles. `seconds` is how often an account is fetched. */
export async function openWholeNetra(given: {
  readonly timeline: (handle: string) => readonly FakeEvent[];
  readonly fail?: Parameters<typeof createFakeConnector>[0]["fail"];
  readonly seconds?: number;
}): Promise<WholeNetra> {
  const world = await openWorld();
  const dir = await mkdtemp(join(tmpdir(), "netra-whole-"));
  const line = await startLine(Number(new URL(world.server.url(world.server.database)).port));
  const [port, monitorPort] = [await freePort(), await freePort()];
  const config = loadConfig({
    NETRA_DATA_DIR: dir,
    NETRA_PORT: String(port),
    NETRA_METRICS_PORT: String(monitorPort),
    NETRA_FETCH_SECONDS: String(given.seconds ?? 86_400),
  });
  const log: string[] = [];
  const connector: Connector = createFakeConnector({ timeline: given.timeline, ...(given.fail ? { fail: given.fail } : {}) });
  const context = await createContext(config, {
    server: { ...world.server, url: (database, user) => behind(world.server.url(database, user), line.port) },
    connectors: [connector],
    log: createLog("trace", { role: "all", to: { write: (written) => void log.push(written) } }),
  });
  let running: Running | undefined;
  return {
    world,
    context,
    apiUrl: config.http.publicUrl,
    monitorUrl: `http://127.0.0.1:${monitorPort}`,
    log,
    stall: line.stall,
    resume: line.resume,
    async start() {
      running = await startRoles(context, PROCESS_ROLES, { demo: false });
      return running;
    },
    async close() {
      line.resume();
      await running?.stop();
      await context.close();
      await line.close();
      await world.close();
      await rm(dir, { recursive: true });
    },
  };
}

const behind = (url: string, port: number): string => {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
};

/** A line to a server of this machine. While it stalls connections stand open and carry nothing, as with a server that hangs. */
async function startLine(target: number) {
  let stalled = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      if (stalled) from.pause();
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    stall: (): void => {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume: (): void => {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
