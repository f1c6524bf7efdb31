import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Blobs, createFileBlobs } from "@netra/blobs";
import { loadDeadlines, loadHolidays, loadReferrals } from "@netra/config";
import { type ApiDeps, buildApi, newToken, tokenHash } from "@netra/service-api";
import { type Store, systemActor } from "@netra/store";
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from "fastify";
import { openGuidance } from "../../services/app/src/open-guidance.ts";
import { passportDesk } from "../../services/app/src/passport-desk.ts";
import { packDesk } from "../../services/app/src/rules/pack-desk.ts";
import { openLedger } from "./ledger.ts";
import { type FreshDatabase, freshDatabase } from "./postgres.ts";
import { type Office, openStore, type SeededUser, seedOffice } from "./seed.ts";
import { silent } from "./world.ts";

export const ORIGIN = "http://127.0.0.1:8080";

/** One signed-in browser (or nobody's): speaks JSON from the right origin. */
export interface Caller {
  send(options: InjectOptions & { url: string }): Promise<LightMyRequestResponse>;
  get(url: string): Promise<LightMyRequestResponse>;
  post(url: string, body?: unknown): Promise<LightMyRequestResponse>;
  put(url: string, body: unknown): Promise<LightMyRequestResponse>;
  delete(url: string): Promise<LightMyRequestResponse>;
}

export interface TestApi {
  readonly app: Awaited<ReturnType<typeof buildApi>>;
  readonly store: Store;
  readonly office: Office;
  /** Superuser of this test's own database. */
  readonly url: string;
  /** Jobs that were asked for. */
  readonly jobs: { name: string; payload: unknown }[];
  /** Everything the API logged, as it would be written. */
  readonly logged: unknown[];
  readonly as: (user: SeededUser) => Promise<Caller>;
  readonly nobody: Caller;
  readonly dir: string;
  readonly blobs: Blobs;
  close(): Promise<void>;
}

/** A whole API on a database of its own, with a seeded office. Nothing listens: requests are injected. */
export async function startTestApi(
  changes: { readonly deps?: Partial<ApiDeps>; readonly config?: Partial<ApiDeps["config"]>; readonly database?: FreshDatabase } = {},
): Promise<TestApi> {
  const database = changes.database ?? (await freshDatabase());
  const store = openStore(database.url);
  const office = await seedOffice(store, new Date());
  const dir = await mkdtemp(join(tmpdir(), "netra-api-"));
  const jobs: TestApi["jobs"] = [];
  const logged: unknown[] = [];
  const blobs = createFileBlobs({ dir: join(dir, "blobs") });
  const app = await buildApi({
    store,
    queue: {
      enqueue: async (name, payload) => void jobs.push({ name, payload }),
      counts: async () => ({}) as Awaited<ReturnType<ApiDeps["queue"]["counts"]>>,
    },
    blobs,
    clock: () => new Date(),
    logger: collectingLogger(logged),
    deadlines: loadDeadlines(),
    calendar: loadHolidays(),
    referrals: loadReferrals(),
    passports: passportDesk({ ...openLedger({ store }, { NETRA_DATA_DIR: join(dir, "ledger") }).context, blobs }),
    packs: packDesk({ store, clock: () => new Date(), log: silent }),
    addresses: { gate: { platforms: [] }, whyNot: () => "platform-closed", exists: () => Promise.reject(new Error("nobody is asked")) },
    guidance: await openGuidance(),
    health: async () => ({ status: "ok" }),
    ...changes.deps,
    config: {
      publicUrl: ORIGIN,
      trustedProxies: [],
      demo: false,
      zone: "Asia/Jakarta",
      leaseMinutes: 15,
      exportDays: 7,
      exportCodeRequired: false,
      uploadDir: join(dir, "uploads"),
      mail: true,
      consoleDir: null,
      roles: ["api"],
      platforms: ["facebook"],
      ...changes.config,
    },
  });
  await app.ready();
  return {
    app,
    store,
    office,
    url: database.url,
    jobs,
    logged,
    dir,
    blobs,
    nobody: callerOf(app),
    as: async (user) => callerOf(app, await openSession(store, user)),
    async close() {
      await app.close();
      await store.close();
      await database.drop();
      await rm(dir, { recursive: true });
    },
  };
}

/** A session without the sign-in page; the token is what the cookie holds. */
export async function openSession(store: Store, user: Pick<SeededUser, "id">): Promise<string> {
  const token = newToken();
  await store.as({ ...systemActor("api"), regions: [] }, (tx) =>
    tx.sessions.open(tokenHash(token), user.id, { mustSetPassword: false, confirmed: true }),
  );
  return token;
}

export function callerOf(app: TestApi["app"], token?: string): Caller {
  const send = (options: InjectOptions & { url: string }): Promise<LightMyRequestResponse> =>
    app.inject({ ...options, headers: { origin: ORIGIN, ...options.headers }, ...(token ? { cookies: { netra: token } } : {}) });
  const withBody = (method: "POST" | "PUT") => (url: string, body?: unknown) =>
    send({ method, url, ...(body === undefined ? {} : { payload: body as object }) });
  return {
    send,
    get: (url) => send({ method: "GET", url }),
    post: withBody("POST"),
    put: withBody("PUT"),
    delete: (url) => send({ method: "DELETE", url }),
  };
}

function collectingLogger(lines: unknown[]): FastifyBaseLogger {
  const write = (level: string) => (fields: unknown, message?: string) => void lines.push({ level, fields, message });
  const logger = { level: "info", silent: () => undefined, child: () => logger } as unknown as FastifyBaseLogger;
  for (const level of ["fatal", "error", "warn", "info", "debug", "trace"] as const) logger[level] = write(level) as FastifyBaseLogger["info"];
  return logger;
}

/** Acts on one object in the audit trail, oldest first. */
export const actsOn = async (store: Store, object: { type: string; id: string }): Promise<string[]> =>
  (await store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.audit.listFor(object.type, object.id))).map((row) => row.act);
