import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { type Connector, createBlueskyConnector } from "@netra/connectors";
import { judgeFetched } from "@netra/media";
import { createGuardedFetch, type GuardedFetch } from "@netra/outbound";
import { migrate, systemActor } from "@netra/store";
import { createFetchMedia, createIngestAccount } from "@netra/worker-ingest";
import pg from "pg";
import { createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { urlOf } from "../../services/app/src/postgres-files.ts";
import { startTestPostgres } from "../support/postgres.ts";
import { classifier, contestIn, HERE, publish, register } from "../support/world.ts";
import type { Network } from "./network.ts";

/** Small, so that twelve posts are three pages. */
export const PAGE_SIZE = 5;
const EVERY_SECONDS = 900;

/** A Netra on a real Postgres of its own, with an open contest, whose settings point at the network. */
export async function openInstance(network: Network) {
  const dir = mkdtempSync(join(tmpdir(), "netra-real-data-"));
  const postgres = await startTestPostgres({ migrate });
  const { password, port } = new URL(postgres.adminUrl);
  const url = urlOf(password, Number(port));
  const config = loadConfig({
    NETRA_DATA_DIR: dir,
    NETRA_LOG_LEVEL: "silent",
    NETRA_BLUESKY_DECISION: "Nota uji 1",
    NETRA_BLUESKY_RESOLVER: network.pds,
    NETRA_BLUESKY_DIRECTORY: network.plc,
  });
  const context = await createContext(config, {
    server: { url, database: postgres.template },
    log: createLog("silent"),
    roles: ["scheduler", "ingest", "classify"],
  });
  await publish(context, contestIn(HERE));
  const admin = new pg.Pool({ connectionString: url(postgres.template), max: 2, options: "-c search_path=netra -c timezone=UTC" });
  admin.on("error", () => undefined);

  /** Every request the connector made: its path and its parameters. */
  const requests: URL[] = [];
  const guarded = createGuardedFetch({ userAgent: "Netra test", allow: [network.pds, network.plc] });
  const fetch: GuardedFetch = (address, options) => {
    requests.push(new URL(address));
    return guarded(address, options);
  };
  const connector: Connector = createBlueskyConnector({
    fetch,
    resolverUrl: network.pds,
    directoryUrl: network.plc,
    decision: config.bluesky.decision,
    pageSize: PAGE_SIZE,
  });

  const logged: unknown[] = [];
  const note = (event: string, fields?: object): void => void logged.push([event, fields]);
  let waiting: string[] = [];
  let aheadMs = 0;
  const ingest = createIngestAccount({
    store: context.store,
    actor: systemActor("ingest"),
    queue: { enqueue: async (_job, payload) => void waiting.push(...(payload as { versionIds: readonly string[] }).versionIds) },
    connectors: [connector],
    clock: () => new Date(Date.now() + aheadMs),
    log: { info: note, warn: note, error: note },
    everySeconds: EVERY_SECONDS,
  });
  const fetchMedia = createFetchMedia({
    store: context.store,
    actor: systemActor("ingest"),
    blobs: context.blobs,
    judge: judgeFetched,
    connectors: [connector],
    clock: () => new Date(Date.now() + aheadMs),
    log: { info: note, warn: note, error: note },
  });
  const classify = classifier(context);
  const see = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await admin.query(text, values)).rows as T[];

  return {
    context,
    requests,
    logged,
    see,
    /** Registers somebody's account by its handle, as an office does. */
    register: (handle: string) => register(context, HERE, { platform: "bluesky", handle }),
    /** Lets hours pass for whoever asks the clock. */
    pass(hours: number): void {
      aheadMs += hours * 3_600_000;
    },
    /** Fetches every file that is due. */
    async fetchFiles(): Promise<void> {
      for (const { mediaId } of await context.store.as(systemActor("scheduler"), (tx) => tx.media.listDue(100)))
        await fetchMedia({ mediaId }, { signal: new AbortController().signal });
    },
    /** Fetches one account now, due or not, and has everything new read. Returns how many versions were new. */
    async fetch(accountId: string): Promise<number> {
      await see("update account set due_at = clock_timestamp() where id = $1", [accountId]);
      waiting = [];
      await ingest({ accountId }, { signal: new AbortController().signal });
      const versionIds = waiting;
      if (versionIds.length > 0) await classify({ versionIds });
      return versionIds.length;
    },
    async close(): Promise<void> {
      await context.close();
      await admin.end();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
