import { type Contest, parseContest } from "@netra/classifier";
import type { Role } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import type { Log } from "@netra/queue";
import {
  type Actor,
  type ArrivedPost,
  createFieldCipher,
  createPool,
  createStore,
  type FieldCipher,
  type PostOwner,
  type RegisterRow,
  type Store,
  systemActor,
} from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import pg from "pg";
import { readPack } from "../../packages/classifier/test/read-pack.ts";
import { type FreshDatabase, freshDatabase } from "./postgres.ts";
import { HERE, seedContest, THERE } from "./seed.ts";

/** The phrase of the pack `selftest`: it means nothing, and a text that holds it is flagged. */
export const PHRASE = "netra kelapa ungu berbisik pada kompas";
/** The first candidate of `contestIn`, as a text names it. */
export const FIRST = "Rima Contoh";
export const SECOND = "Bahar Tanjung";
export const PROVINCE = "19";
export const ELSEWHERE = "31.71";
export { HERE, THERE };

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A database with real rights: the store logs in as `netra_app` does and may become nothing but the roles of processes. */
export interface World {
  readonly store: Store;
  readonly cipher: FieldCipher;
  /** For `createContext`. */
  readonly server: { url(database: string, user?: string): string; readonly database: string };
  /** As the superuser: what is really there, past every right. */
  see<T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  /** A connection of its own, logged in like the application. The caller ends it. */
  login(): Promise<pg.Client>;
  /** Closes every connection and leaves the database to be copied. */
  leave(): Promise<FreshDatabase>;
  close(): Promise<void>;
}

/** On a database of the run of tests, or on one that a command made for itself. */
export async function openWorld(on?: FreshDatabase): Promise<World> {
  const database = on ?? (await freshDatabase());
  const cipher = createFieldCipher({ field: Buffer.alloc(32, 1), blindIndex: Buffer.alloc(32, 2) });
  const pool = createPool(database.url, { name: "test", max: 10 });
  pool.on("connect", (client) => void client.query("set session authorization netra_app"));
  const store = createStore({ pool, cipher });
  const admin = new pg.Pool({ connectionString: database.url, max: 2, options: "-c search_path=netra -c timezone=UTC" });
  admin.on("error", () => undefined);
  const leave = async (): Promise<FreshDatabase> => {
    await store.close();
    await admin.end();
    return database;
  };
  return {
    store,
    cipher,
    server: database.server,
    see: async <T>(text: string, values: unknown[] = []) => (await admin.query(text, values)).rows as T[],
    async login() {
      const client = new pg.Client({ connectionString: database.url, options: "-c search_path=netra -c timezone=UTC" });
      await client.connect();
      await client.query("set session authorization netra_app");
      return client;
    },
    leave,
    async close() {
      await (await leave()).drop();
    },
  };
}

let made = 0;

/** Registers one fictional civil servant with an account in a region, and returns the account as owner of posts. */
export async function register(
  { store }: Pick<World, "store">,
  region: string,
  given: Partial<RegisterRow> = {},
): Promise<PostOwner & { handle: string }> {
  made += 1;
  const row: RegisterRow = {
    nip: null,
    name: `Pegawai Misal ${made}`,
    employmentKind: "pns",
    agency: "Dinas Contoh",
    agencyRegion: region,
    unit: null,
    position: null,
    roleClass: null,
    from: "2010-01-01",
    platform: "facebook",
    handle: `pegawai.misal.${made}`,
    link: "declared",
    linkSource: "surat pernyataan",
    ...given,
  };
  return store.as(systemActor("operator"), async (tx) => {
    await tx.accounts.saveRegistration(row);
    const account = await tx.accounts.findByHandle(row.platform, row.handle);
    if (!account) throw new Error("world: the account was not saved");
    return { id: account.id, civilServantId: account.civilServantId, region: account.region, handle: row.handle };
  });
}

/** A public post as a connector hands it over. Each has an id of its own unless given. */
export function post(given: Partial<ArrivedPost> = {}): ArrivedPost {
  made += 1;
  const text = given.text ?? `Selamat pagi, ${PHRASE}`;
  return {
    platform: "facebook",
    externalId: `post-${made}`,
    versionKey: "1",
    kind: "post",
    url: null,
    text,
    raw: Buffer.from(JSON.stringify({ text })),
    contentType: "application/json",
    createdAt: new Date(Date.now() - 3_600_000),
    createdTrust: "platform",
    editedAt: null,
    visibility: "public",
    origin: "own",
    byHand: false,
    ...given,
  };
}

export const CONNECTOR = { name: "fake", version: "1" };

/** Saves a post the way an ingest worker does. */
export const save = ({ store }: Pick<World, "store">, owner: PostOwner, arrived: ArrivedPost, now = new Date()) =>
  store.as(systemActor("ingest"), async (tx) => {
    await tx.posts.ensureWeek();
    return tx.posts.save(owner, arrived, CONNECTOR, now);
  });

/** Saves a post that must be new. */
export async function arrive(
  world: Pick<World, "store">,
  owner: PostOwner,
  given: Partial<ArrivedPost> = {},
): Promise<{ versionId: string; postId: string }> {
  const saved = await save(world, owner, post(given));
  if (!saved) throw new Error("world: the version was known");
  return saved;
}

/** A contest of a region that is open now, with two fictional pairs. */
export const contestIn = (region: string, id = `pemilihan-${region.replaceAll(".", "-").toLowerCase()}`): Contest =>
  parseContest(JSON.stringify({ ...seedContest(new Date()), id, region: region === "ID" ? null : region }));

/** Puts a contest live, and the pack `selftest` when no pack is. Returns the contest's hash. */
export async function publish({ store }: Pick<World, "store">, contest: Contest): Promise<string> {
  const hash = await contentHash(contest);
  await store.as(systemActor("operator"), async (tx) => {
    if (!(await tx.packs.findLiveHash())) {
      const pack = readPack("selftest");
      await tx.packs.publishLive({ packId: pack.id, version: pack.version, hash: await contentHash(pack), body: pack });
    }
    await tx.contests.publish({ id: contest.id, region: contest.region ?? "ID", hash, body: contest, demo: false });
  });
  return hash;
}

/** The classify worker on this store. */
export const classifier = ({ store }: Pick<World, "store">, log: Log = silent) =>
  createClassifyPosts({ store, actor: systemActor("classify"), clock: () => new Date(), log });

/** Someone who signs in, as the actor of a process. */
export async function person(
  { store }: Pick<World, "store">,
  role: Role,
  regions: readonly string[],
  process: Actor["process"] = "api",
): Promise<Actor & { id: string }> {
  made += 1;
  const id = await store.as(systemActor("operator"), (tx) =>
    tx.users.add({ username: `${role}-${made}`, name: `Pembaca Misal ${made}`, role, regions }),
  );
  return { process, kind: "person", id, role, regions };
}

/** Moves a version, and what hangs on it, into the week of an old Monday, as time would. The partitions are made. */
export async function age({ see }: Pick<World, "see">, versionId: string, monday: string): Promise<void> {
  await see("select netra.ensure_week($1)", [monday]);
  await see("update post_version set week = $2 where id = $1", [versionId, monday]);
  await see("update capture_body set week = $2 where version_id = $1", [versionId, monday]);
  await see("update classification_detail d set week = $2 from classification c where c.version_id = $1 and d.classification_id = c.id", [
    versionId,
    monday,
  ]);
  await see("update classification set week = $2 where version_id = $1", [versionId, monday]);
}
