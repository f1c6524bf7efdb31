import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { createFakeConnector } from "@netra/connectors";
import { judgeFetched } from "@netra/media";
import type { GuardedFetch } from "@netra/outbound";
import { systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuard, type HostAddress } from "../../../packages/outbound/src/guard.ts";
import { createFetch } from "../../../packages/outbound/src/guarded-fetch.ts";
import {
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  person,
  publish,
  register,
  SECOND,
  type World,
} from "../../../test/support/world.ts";
import { capture } from "../../custody/test/custody-world.ts";
import { createFetchMedia } from "./fetch-media.ts";

let world: World;
let home: string;
let server: Server;
let port: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];
let owner: Awaited<ReturnType<typeof register>>;

beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
  home = await mkdtemp(join(tmpdir(), "netra-media-"));
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  asked = [];
  owner = await register(world, HERE);
});

/** A picture of one point, with a size of our choice in its header. */
function png({ width = 1, height = 1, more = 0 } = {}): Buffer {
  const bytes = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return Buffer.concat([bytes, Buffer.alloc(more)]);
}
const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const send = (bytes: Uint8Array, headers: Record<string, string> = {}): void => {
  answer = (_request, response) => void response.writeHead(200, { "content-type": "image/png", ...headers }).end(bytes);
};

const HERE_ADDRESS: HostAddress = { address: "127.0.0.1", family: 4 };
/** A guard to which 127.0.0.1 is the public internet and everything else is not. */
const pretend = (resolve: () => Promise<readonly HostAddress[]> = async () => [HERE_ADDRESS]): GuardedFetch =>
  createFetch(createGuard({ allow: [], resolve, isPublic: (address) => address === "127.0.0.1", ports: new Set([port, 80]) }), {
    userAgent: "Netra test",
    maxBytes: 1_000_000,
    idleMs: 300,
    totalMs: 2_000,
  });

const run = (pictures: GuardedFetch, more: { aborted?: boolean } = {}) => {
  const blobs = createFileBlobs({ dir: join(home, "blobs") });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const connectors = [createFakeConnector({ timeline: () => [], pictures })];
  const work = createFetchMedia({
    store: world.store,
    actor: systemActor("ingest"),
    blobs,
    judge: judgeFetched,
    connectors,
    clock: () => new Date(),
    log,
  });
  return (mediaId: string) => work({ mediaId }, { signal: more.aborted ? AbortSignal.abort() : new AbortController().signal });
};

interface Row {
  id: string;
  state: string;
  reason: string | null;
  attempts: number;
  wait: number;
  sha: string | null;
  type: string | null;
  key: string | null;
  bytes: number | null;
  source: string | null;
  headers: Record<string, string> | null;
}
const rowsOf = (versionId: string): Promise<Row[]> =>
  world.see<Row>(
    `select id, state, reason, attempts, round(extract(epoch from next_try_at - clock_timestamp()))::int as wait, encode(sha256, 'hex') as sha, media_type as type, blob_key as key,
      byte_length::int as bytes, source, headers from post_media where version_id = $1 order by ordinal`,
    [versionId],
  );
const due = (id: string) =>
  world.see("update post_media set next_try_at = clock_timestamp(), missed_at = missed_at - interval '1 hour' where id = $1", [id]);
const files = async (): Promise<string[]> =>
  (await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);

/** A flagged post with one picture at this address. */
async function flagged(reference: string, sha256: string | null = null): Promise<{ versionId: string; media: Row }> {
  const { versionId } = await arrive(world, owner, { text: `Selamat pagi, ${PHRASE}`, media: [{ kind: "image", reference, sha256 }] });
  await classifier(world)({ versionIds: [versionId] });
  const [media] = await rowsOf(versionId);
  if (!media) throw new Error("no file was asked for");
  return { versionId, media };
}
const picture = (path = "/a.png"): string => `http://gambar.test:${port}${path}`;

describe("a file of a post", () => {
  it("is asked for when a flag opens on its version, in the same transaction, and never without one", async () => {
    const media = [{ kind: "image", reference: picture(), sha256: null }] as const;
    const quiet = await arrive(world, owner, { text: "Selamat pagi", media });
    await classifier(world)({ versionIds: [quiet.versionId] });
    const { versionId, media: wanted } = await flagged(picture());
    expect([await rowsOf(quiet.versionId), wanted.state]).toEqual([[], "pending"]);
    const listed = await world.store.as(systemActor("scheduler"), (tx) => tx.media.listDue(100));
    expect(listed.map(({ mediaId }) => mediaId)).toContain(wanted.id);
    expect(await rowsOf(versionId)).toHaveLength(1);
  });

  it("is kept by the hash of its bytes with how it came, sealed in the ledger, and shown beside what people send", async () => {
    const bytes = png({ more: 70_000 });
    send(bytes, { etag: '"satu"', "set-cookie": "a=b", "x-request-id": "r-1" });
    const { versionId, media } = await flagged(`${picture()}?size=big&access_token=rahasia`, hash(bytes));
    await run(pretend())(media.id);
    expect((await rowsOf(versionId))[0]).toMatchObject({
      state: "kept",
      reason: null,
      sha: hash(bytes),
      key: hash(bytes),
      type: "image/png",
      bytes: bytes.length,
      source: `${picture()}?size=big&access_token=%E2%80%A6`,
    });
    expect(Object.keys((await rowsOf(versionId))[0]?.headers ?? {}).sort()).toEqual(["content-type", "date", "etag", "x-request-id"]);
    expect(await createFileBlobs({ dir: join(home, "blobs") }).verify(hash(bytes))).toBe("intact");
    expect(await world.see("select from ledger_waiting where kind = 'media' and object_id = $1", [media.id])).toHaveLength(1);
    const [flag] = await world.see<{ id: string }>("select id from flag where version_id = $1", [versionId]);
    const analyst = await person(world, "analyst", [HERE]);
    const seen = await world.store.as(analyst, async (tx) => ({
      files: (await tx.triage.read(flag?.id ?? "")).files,
      file: await tx.captures.findFile(flag?.id ?? "", media.id),
    }));
    expect(seen).toMatchObject({
      files: [{ id: media.id, from: "platform", pictureText: null }],
      file: { blobKey: hash(bytes), mediaType: "image/png" },
    });
    const unread = await world.store.as(systemActor("custody"), (tx) => tx.pictures.listUnread(10));
    expect(unread).toMatchObject([{ from: "media", id: media.id, blobKey: hash(bytes) }]);
    const words = { state: "read", text: "Coblos nomor satu", confidence: 88, engine: "test" } as const;
    await world.store.as(systemActor("custody"), (tx) => tx.pictures.keep({ from: "media", id: media.id, region: HERE, ...words }));
    const [shown] = await world.store.as(analyst, async (tx) => (await tx.triage.read(flag?.id ?? "")).files);
    expect([shown?.pictureText, shown?.pictureConfidence]).toEqual([words.text, 88]);
    // A second turn finds nothing to do.
    asked = [];
    await run(pretend())(media.id);
    expect(asked).toEqual([]);
  });

  it("is shown once in the flag of its version, however often the post or its senders have it, and masked where one of these is", async () => {
    const bytes = png({ more: 77 });
    send(bytes);
    const one = { kind: "image", reference: picture("/1.png"), sha256: null } as const;
    const two = { ...one, reference: picture("/2.png") };
    const post = { externalId: randomUUID(), text: `Dukung ${FIRST}, ${PHRASE}` };
    const first = await arrive(world, owner, { ...post, versionKey: "1", media: [one] });
    await classifier(world)({ versionIds: [first.versionId] });
    const second = await arrive(world, owner, { ...post, versionKey: "2", text: `Dukung ${SECOND}, ${PHRASE}`, media: [one, two] });
    await classifier(world)({ versionIds: [second.versionId] });
    for (const { versionId } of [first, second]) for (const { id } of await rowsOf(versionId)) await run(pretend())(id);
    const filesOf = async (versionId: string) => {
      const [flag] = await world.see<{ id: string }>("select id from flag where version_id = $1", [versionId]);
      return world.store.as(await person(world, "analyst", [HERE]), async (tx) => (await tx.triage.read(flag?.id ?? "")).files);
    };
    expect((await filesOf(first.versionId)).map(({ id }) => id)).toEqual((await rowsOf(first.versionId)).map(({ id }) => id));
    expect((await filesOf(second.versionId)).map(({ id }) => id)).toEqual((await rowsOf(second.versionId)).slice(0, 1).map(({ id }) => id));
    const blobs = createFileBlobs({ dir: join(home, "blobs") });
    await capture(world, { postId: first.postId, file: bytes, blobs });
    const again = await capture(world, { postId: first.postId, file: bytes, blobs });
    await world.see(
      `insert into capture_mask (upload_id, capture_id, look_id, region, rects, masked_key, masked_type, masked_bytes)
        select $1, l.capture_id, l.id, l.region, '[]', $2, 'image/png', 1 from capture_look l where l.capture_id = $3`,
      [again.uploadId, hash(bytes), again.captureId],
    );
    expect((await filesOf(first.versionId)).map(({ from, masked }) => [from, masked])).toEqual([
      ["platform", true],
      ["sender", true],
    ]);
  });

  it("is not fetched while its flag is closed, nor once the link is revoked or no contest watches", async () => {
    const { versionId, media } = await flagged(picture());
    await world.see("update flag set state = 'withdrawn' where version_id = $1", [versionId]);
    await run(pretend())(media.id);
    await world.see("update flag set state = 'open' where version_id = $1", [versionId]);
    await world.see("update account set revoked_at = clock_timestamp() where id = $1", [owner.id]);
    await run(pretend())(media.id);
    expect([asked, (await rowsOf(versionId))[0]]).toMatchObject([[], { state: "pending", reason: "link-revoked", attempts: 0 }]);
  });
});

it("a kept file is named as long as its row stands, and goes with the person's other traces", async () => {
  const bytes = png({ more: 11 });
  send(bytes);
  const { versionId, media } = await flagged(picture());
  await run(pretend())(media.id);
  const custody = systemActor("custody");
  const unnamed = (): Promise<string[]> => world.store.as(custody, (tx) => tx.retention.markUnnamed([hash(bytes)], 0));
  expect(await unnamed()).toEqual([]);
  expect(await world.see("select from blob_mark where key = $1", [hash(bytes)])).toEqual([]);
  await world.see("update account set revoked_at = clock_timestamp() where id = $1", [owner.id]);
  const supervisor = await person(world, "supervisor", [HERE]);
  expect(await world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([owner.id]))).toMatchObject({ files: 1 });
  expect(await rowsOf(versionId)).toEqual([]);
  expect(await world.see("select from ledger_waiting where kind = 'media' and object_id = $1", [media.id])).toEqual([]);
  expect(await world.store.as(custody, (tx) => tx.retention.listPurgedFiles())).toContain(hash(bytes));
  const [evidence] = await world.see("select source, headers, octet_length(raw) as bytes from evidence where version_id = $1", [versionId]);
  expect(evidence).toEqual({ source: null, headers: null, bytes: 0 });
});

it("what a flag stands on is pinned with how it came, when it was made, and when it was first known", async () => {
  const asked = new Date("2029-10-01T01:00:00Z");
  const fetched = {
    source: "https://fake.example/feed",
    status: 200,
    headers: { etag: '"a"' },
    askedAt: asked,
    answeredAt: new Date(asked.getTime() + 40),
  };
  const { versionId } = await arrive(world, owner, { text: `Selamat pagi, ${PHRASE}`, fetched });
  await classifier(world)({ versionIds: [versionId] });
  const [pinned] = await world.see(
    `select e.source, e.http_status as status, e.headers, e.asked_at as "askedAt", e.answered_at as "answeredAt", e.tool_version ~ '^[0-9]+[.]' as tool,
      e.occurred_at = p.posted_at as occurred, e.occurred_trust as trust, e.known_at = p.first_seen_at as known, e.captured_at = v.captured_at as captured
    from evidence e join post_version v on v.id = e.version_id join post p on p.id = v.post_id where e.version_id = $1`,
    [versionId],
  );
  expect(pinned).toEqual({ ...fetched, tool: true, occurred: true, trust: "platform", known: true, captured: true });
});

/** What a server may do, and how its file ends. `wait`: seconds to the next try, about. */
const HOSTILE: readonly (readonly [
  name: string,
  given: { path?: string; sha256?: string; fetch?: () => GuardedFetch; answer?: typeof answer },
  end: Partial<Row>,
])[] = [
  [
    "leads to a cloud's metadata",
    { answer: (_q, r) => void r.writeHead(302, { location: "http://169.254.169.254/latest" }).end() },
    { state: "refused", reason: "blocked-address" },
  ],
  [
    "leads to an address that is not public",
    { answer: (_q, r) => void r.writeHead(302, { location: `http://127.0.0.9:${port}/` }).end() },
    { state: "refused", reason: "blocked-address" },
  ],
  [
    "has a name with another address behind it",
    { fetch: () => pretend(async () => [HERE_ADDRESS, { address: "10.0.0.1", family: 4 }]) },
    { state: "refused", reason: "blocked-address" },
  ],
  [
    "leads on for ever",
    { answer: (_q, r) => void r.writeHead(302, { location: "/again" }).end() },
    { state: "refused", reason: "too-many-redirects" },
  ],
  [
    "never comes to an end",
    {
      answer: (_q, r) => {
        r.writeHead(200);
        r.write(png());
        const more = (): void => {
          while (!r.destroyed && r.write(Buffer.alloc(100_000)));
        };
        r.on("drain", more);
        more();
      },
    },
    { state: "refused", reason: "too-large" },
  ],
  [
    "declares four gigabytes",
    { answer: (_q, r) => void r.writeHead(200, { "content-length": String(4 * 1024 ** 3) }).write(png()) },
    { state: "refused", reason: "too-large" },
  ],
  [
    "sends a page as a picture",
    { answer: (_q, r) => void r.writeHead(200, { "content-type": "image/png" }).end("<!doctype html><script>1</script>") },
    { state: "refused", reason: "type-not-allowed" },
  ],
  [
    "sends a drawing that runs",
    { answer: (_q, r) => void r.end('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>') },
    { state: "refused", reason: "type-not-allowed" },
  ],
  [
    "sends a video as a picture",
    { answer: (_q, r) => void r.end(Buffer.from("0000001c667479706d703432000000016d70343169736f6d00000000", "hex")) },
    { state: "refused", reason: "type-not-allowed" },
  ],
  [
    "sends a bomb of points",
    { answer: (_q, r) => void r.end(png({ width: 60_000, height: 60_000 })) },
    { state: "refused", reason: "too-many-pixels" },
  ],
  ["sends nothing", { answer: (_q, r) => void r.end() }, { state: "refused", reason: "empty" }],
  [
    "sends other bytes than were named",
    { sha256: "0".repeat(64), answer: (_q, r) => void r.end(png({ more: 5 })) },
    { state: "refused", reason: "hash-mismatch" },
  ],
  [
    "lies about its compression",
    { answer: (_q, r) => void r.writeHead(200, { "content-encoding": "gzip" }).end("no") },
    { state: "refused", reason: "bad-body" },
  ],
  [
    "stops in the middle",
    { answer: (_q, r) => void r.writeHead(200, { "content-length": "5000" }).write(png()) },
    { state: "pending", reason: "timed-out", wait: 60 },
  ],
  [
    "breaks off",
    { answer: (_q, r) => void r.writeHead(200, { "content-length": "5000" }).write(png(), () => r.destroy()) },
    { state: "pending", reason: "connection-failed", wait: 60 },
  ],
  ["is not there", { answer: (_q, r) => void r.writeHead(404).end("tidak ada") }, { state: "pending", reason: "not-there", wait: 3_600 }],
  ["was taken away", { answer: (_q, r) => void r.writeHead(410).end() }, { state: "pending", reason: "not-there", wait: 3_600 }],
  [
    "asks us to wait",
    { answer: (_q, r) => void r.writeHead(429, { "retry-after": "600" }).end() },
    { state: "pending", reason: "rate-limited", attempts: 0, wait: 600 },
  ],
  ["is ill", { answer: (_q, r) => void r.writeHead(503).end() }, { state: "pending", reason: "transient", wait: 60 }],
];

describe("a server that", () => {
  it.each(HOSTILE)("%s leaves no file", async (_name, given, { wait, ...end }) => {
    answer = given.answer ?? ((_request, response) => void response.end(png()));
    const before = await files();
    const { versionId, media } = await flagged(picture(given.path), given.sha256 ?? null);
    await run(given.fetch?.() ?? pretend())(media.id);
    const [row] = await rowsOf(versionId);
    expect(row).toMatchObject({ ...end, sha: null, key: null });
    if (wait !== undefined) expect(Math.abs((row?.wait ?? 0) - wait)).toBeLessThan(20);
    expect(await files()).toEqual(before);
  });
});

describe("a file that cannot be had", () => {
  it("is gone after two misses that are apart, and not after two in one breath", async () => {
    answer = (_request, response) => void response.writeHead(404).end();
    const { versionId, media } = await flagged(picture());
    const work = run(pretend());
    await work(media.id);
    await world.see("update post_media set next_try_at = clock_timestamp() where id = $1", [media.id]);
    await work(media.id);
    expect((await rowsOf(versionId))[0]?.state).toBe("pending");
    await due(media.id);
    await work(media.id);
    expect((await rowsOf(versionId))[0]).toMatchObject({ state: "gone", reason: "not-there" });
  });

  it("is tried ever more seldom, and given up after seven starts", async () => {
    answer = (_request, response) => void response.writeHead(500).end();
    const { versionId, media } = await flagged(picture());
    const waits: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      await due(media.id);
      await run(pretend())(media.id);
      waits.push(Math.round(((await rowsOf(versionId))[0]?.wait ?? 0) / 60));
    }
    expect([waits.slice(0, 7), (await rowsOf(versionId))[0]]).toMatchObject([[1, 4, 16, 64, 240, 240, 240], { state: "refused", reason: "gave-up" }]);
    expect(asked).toHaveLength(7);
  });

  it("is free again when its worker was killed, and belongs to one worker at a time", async () => {
    send(png());
    const { versionId, media } = await flagged(picture());
    const claim = () => world.store.as(systemActor("ingest"), (tx) => tx.media.claim(media.id, 60));
    const dead = await claim();
    expect([dead?.attempt, await claim()]).toEqual([1, undefined]);
    await world.see("update post_media set lease_until = clock_timestamp() - interval '1 second' where id = $1", [media.id]);
    await run(pretend())(media.id);
    expect((await rowsOf(versionId))[0]).toMatchObject({ state: "kept", attempts: 2 });
    expect(dead && (await world.store.as(systemActor("ingest"), (tx) => tx.media.refuse(dead, "late")))).toBe(false);
  });

  it("is given back uncounted when the process stops", async () => {
    const { versionId, media } = await flagged(picture());
    await run(pretend(), { aborted: true })(media.id);
    expect((await rowsOf(versionId))[0]).toMatchObject({ state: "pending", reason: "stopped", attempts: 0 });
  });
});
