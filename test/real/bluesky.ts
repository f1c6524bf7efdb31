import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { AtpAgent } from "@atproto/api";
import { startRoles } from "../../services/app/src/roles.ts";
import { FIRST, PHRASE } from "../support/world.ts";
import { openInstance, PAGE_SIZE } from "./instance.ts";
import { type Network, startNetwork } from "./network.ts";

/** Bluesky's own server, and Netra's own way from an account to a flag. Everybody here is made up. */
let network: Network;
let netra: Awaited<ReturnType<typeof openInstance>>;
let sari: AtpAgent;
let budi: AtpAgent;
let account: { readonly id: string };
const started = performance.now();

before(async () => {
  network = await startNetwork();
  netra = await openInstance(network);
  sari = await network.join("sari.test");
  budi = await network.join("budi.test");
});
after(async () => {
  try {
    if (account) await printFigures();
  } finally {
    // What did not start need not stop; what did would keep this process for ever.
    await netra?.close();
    await network?.stop();
  }
});

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const HOSTILE = "a\0b \u202etxt.exe\u202c \u200b\ufeff 👩‍👩‍👧‍👦 Z\u0335\u0321\u0328\u0337 ﷽ <b>{{1+1}}</b>";
const now = (): string => new Date().toISOString();
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const keyOf = (uri: string): string => uri.split("/").at(-1) ?? "";
const pageOf = (uri: string): string => `https://bsky.app/profile/${uri.split("/")[2]}/post/${keyOf(uri)}`;

/** What sari did, in order: how Netra must hold it. */
const acts: { uri: string; kind: string; text: string; url: string }[] = [];
const did = ({ uri }: { uri: string }, kind: string, text: string, url = pageOf(uri)): string => {
  acts.push({ uri, kind, text, url });
  return uri;
};

/** A record as the server itself shows it now. */
async function shown(uri: string): Promise<{ bytes: Buffer; cid: string }> {
  const [, , repo = "", collection = "", rkey = ""] = uri.split("/");
  const response = await fetch(`${network.pds}/xrpc/com.atproto.repo.getRecord?${new URLSearchParams({ repo, collection, rkey })}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, cid: (JSON.parse(bytes.toString()) as { cid: string }).cid };
}

interface Kept {
  uri: string;
  cid: string;
  seq: number;
  kind: string;
  url: string;
  text: string;
  sha: string;
  raw: Buffer;
  trust: string;
  state: string;
}
const kept = (accountId: string): Promise<Kept[]> =>
  netra.see(
    `select p.external_id as uri, v.version_key as cid, v.seq, p.kind, p.url, b.text, encode(v.sha256, 'hex') as sha, b.raw, p.time_trust as trust, p.source_state as state
     from post p join post_version v on v.post_id = p.id join capture_body b on b.version_id = v.id where p.account_id = $1 order by v.captured_at, v.seq`,
    [accountId],
  );
const stateOf = async (uri: string): Promise<string | undefined> =>
  (await netra.see<{ state: string }>("select source_state as state from post where external_id = $1", [uri]))[0]?.state;
const accountNow = async (id: string) =>
  (
    await netra.see<{ state: string; error: string | null; did: string | null }>(
      "select state, last_error as error, external_id as did from account where id = $1",
      [id],
    )
  )[0];
const flags = async (): Promise<number> => (await netra.see<{ n: number }>("select count(*)::int as n from flag"))[0]?.n ?? -1;
const asked = (method: string): URL[] => netra.requests.filter(({ pathname }) => pathname.endsWith(`/${method}`));

test("twelve acts of a registered account become exactly their captures, and one flag", async () => {
  const theirs = await budi.post({ text: "Undangan kerja bakti hari Sabtu", createdAt: now() });
  const first = await sari.post({ text: "Selamat pagi dari Pangkalpinang", createdAt: now() });
  did(first, "post", "Selamat pagi dari Pangkalpinang");
  did(await sari.post({ text: "Cuaca cerah", langs: ["id"], createdAt: now() }), "post", "Cuaca cerah");
  did(await sari.post({ text: "Lanjutan", reply: { root: first, parent: first }, createdAt: now() }), "comment", "Lanjutan");
  did(await sari.post({ text: "Saya ikut", reply: { root: theirs, parent: theirs }, createdAt: now() }), "comment", "Saya ikut");
  const quote = { $type: "app.bsky.embed.record", record: theirs } as const;
  did(await sari.post({ text: "Ayo datang", embed: quote, createdAt: now() }), "post", "Ayo datang");
  did(await sari.post({ text: "", embed: quote, createdAt: now() }), "share", "");
  const { blob } = (await sari.uploadBlob(PIXEL, { encoding: "image/png" })).data;
  const picture = { $type: "app.bsky.embed.images", images: [{ image: blob, alt: "sawah" }] } as const;
  did(await sari.post({ text: "", embed: picture, createdAt: now() }), "photo", "");
  did(await sari.post({ text: "Sawah pagi ini", embed: picture, createdAt: now() }), "post", "Sawah pagi ini");
  const link = { $type: "app.bsky.embed.external", external: { uri: "https://contoh.go.id/a", title: "Berita", description: "" } } as const;
  did(await sari.post({ text: "Baca beritanya", embed: link, createdAt: now() }), "post", "Baca beritanya");
  did(await sari.post({ text: HOSTILE, createdAt: now() }), "post", HOSTILE.replace("\0", "\u2400"));
  did(await sari.post({ text: `Dukung ${FIRST}, ${PHRASE}`, embed: picture, createdAt: now() }), "post", `Dukung ${FIRST}, ${PHRASE}`);
  did(await sari.repost(theirs.uri, theirs.cid), "share", "", pageOf(theirs.uri));
  await sari.like(theirs.uri, theirs.cid);
  await sari.like(first.uri, first.cid);
  await sari.follow(budi.assertDid);
  assert.equal(acts.length, 12);

  account = await netra.register("sari.test");
  assert.equal(await netra.fetch(account.id), 12);
  const rows = await kept(account.id);
  assert.equal(rows.length, 12);
  for (const act of acts) {
    const row = rows.find(({ uri }) => uri === act.uri);
    const { bytes, cid } = await shown(act.uri);
    assert.deepEqual(row && { ...row, raw: row.raw.toString() }, {
      ...act,
      cid,
      seq: 1,
      sha: sha256(bytes),
      raw: bytes.toString(),
      trust: "author",
      state: "live",
    });
  }
  assert.equal(await flags(), 1);
  const [flag] = await netra.see<{ uri: string; stance: string }>(
    "select p.external_id as uri, f.stance from flag f join post p on p.id = f.post_id",
  );
  assert.deepEqual(flag, { uri: acts[10]?.uri, stance: "support" });
  assert.deepEqual(await accountNow(account.id), { state: "active", error: null, did: sari.assertDid });
});

test("the twelve came in pages, each collection to its end", () => {
  const pages = asked("com.atproto.repo.listRecords").map(
    ({ searchParams }) => `${keyOf(searchParams.get("collection") ?? "")} ${searchParams.get("limit")}`,
  );
  // Eleven posts by fives, a repost, and after each the look whether there is more.
  assert.deepEqual(pages, [...Array(4).fill(`app.bsky.feed.post ${PAGE_SIZE}`), ...Array(2).fill(`app.bsky.feed.repost ${PAGE_SIZE}`)]);
});

test("the picture of the flagged post and the proof of its record are kept as the server has them, and no other file is asked for", async () => {
  assert.deepEqual(asked("com.atproto.sync.getBlob"), []);
  await netra.fetchFiles();
  const files = await netra.see<{ kind: string; state: string; reason: string | null; type: string; sha: string; key: string }>(
    "select kind, state, reason, media_type as type, encode(sha256, 'hex') as sha, blob_key as key from post_media order by ordinal",
  );
  assert.deepEqual(
    files.map(({ kind, state, reason, type }) => [kind, state, reason, type]),
    [
      ["image", "kept", null, "image/png"],
      ["proof", "kept", null, "application/vnd.ipld.car"],
    ],
  );
  assert.equal(files[0]?.sha, sha256(PIXEL));
  assert.equal(await netra.context.blobs.verify(files[1]?.key ?? ""), "intact");
  assert.equal(asked("com.atproto.sync.getBlob").length, 1);
});

test("nothing new: one request, no version", async () => {
  const before = netra.requests.length;
  assert.equal(await netra.fetch(account.id), 0);
  assert.deepEqual(
    netra.requests.slice(before).map(({ pathname }) => keyOf(pathname)),
    ["com.atproto.sync.getLatestCommit"],
  );
});

test("an edit is a second version of the same post, and no second flag", async () => {
  const [edited] = acts;
  assert.ok(edited);
  const record = { $type: "app.bsky.feed.post", text: "Selamat siang dari Pangkalpinang", createdAt: now() };
  await sari.com.atproto.repo.putRecord({ repo: sari.assertDid, collection: "app.bsky.feed.post", rkey: keyOf(edited.uri), record });
  assert.equal(await netra.fetch(account.id), 1);
  const versions = (await kept(account.id)).filter(({ uri }) => uri === edited.uri);
  assert.deepEqual(
    versions.map(({ seq, text }) => [seq, text]),
    [
      [1, "Selamat pagi dari Pangkalpinang"],
      [2, "Selamat siang dari Pangkalpinang"],
    ],
  );
  assert.equal(versions[1]?.sha, sha256((await shown(edited.uri)).bytes));
  assert.equal(await stateOf(edited.uri), "edited");
  assert.equal(await flags(), 1);
});

test("a deleted post is missed, and an hour later gone; its flag stands", async () => {
  const [, weather, , , , , , , , , flagged] = acts;
  assert.ok(weather && flagged);
  await sari.deletePost(weather.uri);
  await sari.deletePost(flagged.uri);
  assert.equal(await netra.fetch(account.id), 0);
  assert.deepEqual([await stateOf(weather.uri), await stateOf(flagged.uri)], ["suspect_gone", "suspect_gone"]);
  netra.pass(0.5);
  await netra.fetch(account.id);
  assert.equal(await stateOf(weather.uri), "suspect_gone");
  netra.pass(0.75);
  await netra.fetch(account.id);
  assert.deepEqual([await stateOf(weather.uri), await stateOf(flagged.uri)], ["gone", "gone"]);
  assert.equal(await flags(), 1);
});

test("a post that moderators took down is missed within a day, and back when it is back", async () => {
  const { uri } = acts[8] ?? assert.fail();
  const { cid } = await shown(uri);
  await network.takeDown({ uri, cid }, true);
  netra.pass(25);
  await netra.fetch(account.id);
  assert.equal(await stateOf(uri), "suspect_gone");
  await network.takeDown({ uri, cid }, false);
  netra.pass(2);
  await netra.fetch(account.id);
  assert.equal(await stateOf(uri), "live");
});

test("an account that is taken down is marked, and active again when it is back", async () => {
  const tono = await network.join("tono.test");
  const { id } = await netra.register("tono.test");
  await tono.post({ text: "Satu", createdAt: now() });
  assert.equal(await netra.fetch(id), 1);
  await network.takeDown({ did: tono.assertDid }, true);
  await netra.fetch(id);
  assert.deepEqual(await accountNow(id), { state: "suspended", error: "suspended", did: tono.assertDid });
  await network.takeDown({ did: tono.assertDid }, false);
  await netra.fetch(id);
  assert.deepEqual(await accountNow(id), { state: "active", error: null, did: tono.assertDid });
  assert.equal((await kept(id))[0]?.state, "live");
});

for (const [how, leave] of [
  ["deactivated", (agent: AtpAgent) => agent.com.atproto.server.deactivateAccount({})],
  ["deleted", (agent: AtpAgent) => network.deleteAccount(agent.assertDid)],
] as const)
  test(`an account that is ${how} is marked and left alone for a week`, async () => {
    const agent = await network.join(`${how}.test`);
    const { id } = await netra.register(`${how}.test`);
    await agent.post({ text: "Satu", createdAt: now() });
    assert.equal(await netra.fetch(id), 1);
    await leave(agent);
    await netra.fetch(id);
    assert.deepEqual(await accountNow(id), { state: "deleted", error: "gone-account", did: agent.assertDid });
    const [next] = await netra.see<{ days: number }>(
      "select round(extract(epoch from due_at - clock_timestamp()) / 86400)::int as days from account where id = $1",
      [id],
    );
    assert.equal(next?.days, 7);
  });

test("a handle given up and taken by another is not followed", async () => {
  const rina = await network.join("rina.test");
  const { id } = await netra.register("rina.test");
  await rina.post({ text: "Satu", createdAt: now() });
  assert.equal(await netra.fetch(id), 1);
  await rina.updateHandle({ handle: "rina-baru.test" });
  const other = await network.join("rina.test");
  await other.post({ text: `Dukung ${FIRST}, ${PHRASE}`, createdAt: now() });
  netra.pass(7);
  assert.equal(await netra.fetch(id), 0);
  assert.deepEqual(await accountNow(id), { state: "active", error: "renamed", did: rina.assertDid });
  assert.equal(await flags(), 1);
});

test("no like and no follow was asked for or kept, and nobody is named in a log", async () => {
  const collections = new Set(netra.requests.flatMap(({ searchParams }) => searchParams.get("collection") ?? []));
  assert.deepEqual(collections, new Set(["app.bsky.feed.post", "app.bsky.feed.repost"]));
  const stray = "kind in ('like', 'follow') or external_id ~ 'app[.]bsky[.](feed[.]like|graph)'";
  assert.deepEqual(await netra.see(`select id from post where ${stray}`), []);
  assert.deepEqual(await netra.see("select id from drift"), []);
  const said = JSON.stringify(netra.logged);
  for (const secret of ["sari", "rina", "Selamat", PHRASE, sari.assertDid]) assert.ok(!said.includes(secret), `a log line holds ${secret}`);
});

test("the instance does it by itself: scheduler, queue, ingest and classify with the connector of its settings", async () => {
  const joko = await network.join("joko.test");
  await joko.post({ text: "Selamat pagi", createdAt: now() });
  await joko.post({ text: `Dukung ${FIRST}, ${PHRASE}`, createdAt: now() });
  const { id } = await netra.register("joko.test");
  const running = await startRoles(netra.context, ["scheduler", "ingest", "classify"], { demo: false });
  try {
    for (const until = performance.now() + 60_000; (await flags()) < 2; await pause(100))
      assert.ok(performance.now() < until, "no flag within a minute");
    assert.equal((await kept(id)).length, 2);
  } finally {
    await running.stop();
  }
});

test("a server that has had enough is left alone for as long as it asks", async () => {
  const enough = async (): Promise<number> => (await fetch(`${network.pds}/xrpc/com.atproto.sync.getLatestCommit?did=${sari.assertDid}`)).status;
  for (const until = performance.now() + 120_000; (await Promise.all(Array.from({ length: 50 }, enough))).every((status) => status !== 429); )
    assert.ok(performance.now() < until, "the server never had enough");
  await netra.fetch(account.id);
  const [row] = await netra.see<{ error: string; wait: number }>(
    "select last_error as error, extract(epoch from due_at - clock_timestamp())::int as wait from account where id = $1",
    [account.id],
  );
  assert.equal(row?.error, "rate-limited");
  assert.ok(row.wait > 0 && row.wait <= 300, `it waits ${row.wait} s`);
});

/** Of one account, or of all. */
const figures = async (accountId: string | null): Promise<string> => {
  const [counts] = await netra.see<Record<string, number>>(
    `select count(distinct p.id)::int as posts, count(distinct v.id)::int as versions, count(distinct f.id)::int as flags
     from post p join post_version v on v.post_id = p.id left join flag f on f.post_id = p.id where $1::uuid is null or p.account_id = $1`,
    [accountId],
  );
  return `${counts?.posts} posts, ${counts?.versions} versions, ${counts?.flags} flagged`;
};

async function printFigures(): Promise<void> {
  const kinds = await netra.see<{ kind: string; n: number }>("select kind, count(*)::int as n from post group by kind order by kind");
  const methods = Map.groupBy(netra.requests, ({ pathname }) => (pathname.startsWith("/xrpc/") ? keyOf(pathname) : "directory"));
  const list = (pairs: Iterable<readonly [string, number]>): string => [...pairs].map(([name, n]) => `${name} ${n}`).join(", ");
  console.log(`\nsari       ${acts.length} acts: ${await figures(account.id)} (one edit)`);
  console.log(`everybody  ${await figures(null)}; ${list(kinds.map(({ kind, n }) => [kind, n]))}`);
  console.log(`requests   ${netra.requests.length}: ${list([...methods].map(([method, all]) => [method, all.length]))}`);
  console.log(`wall time  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
