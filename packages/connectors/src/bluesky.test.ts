import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFakePds, tid } from "../test/fake-pds.ts";
import {
  fault,
  gone,
  LATEST,
  LIST,
  like,
  NOW,
  OTHERS,
  openBluesky,
  POST,
  posts,
  REPOST,
  RESOLVE,
  repost,
  SEKAR,
  texts,
  uri,
  words,
} from "../test/open-bluesky.ts";

let bluesky: Awaited<ReturnType<typeof openBluesky>>;
beforeEach(async () => {
  bluesky = await openBluesky();
});
afterEach(() => bluesky.pds.close());

describe("what is read", () => {
  it("is a post with its identity, its version and the bytes it came as", async () => {
    const key = bluesky.write(words("Selamat pagi, kawan 🌾"));
    const [post] = posts(await bluesky.fetchAll());
    const { cid, value } = bluesky.sekar.collections.get(POST)?.get(key) ?? {};
    expect({ ...post, raw: new TextDecoder().decode(post?.raw) }).toEqual({
      externalId: uri(key),
      versionKey: cid,
      kind: "post",
      url: `https://bsky.app/profile/${SEKAR}/post/${key}`,
      text: "Selamat pagi, kawan 🌾",
      createdAt: new Date("2029-09-24T01:02:03Z"),
      createdTrust: "author",
      editedAt: null,
      visibility: "public",
      raw: JSON.stringify({ uri: uri(key), cid, value }),
      contentType: "application/json",
      fetched: expect.objectContaining({ status: 200 }),
      media: [{ kind: "proof", reference: uri(key), sha256: null }],
    });
  });

  it("keeps the bytes as this server writes them", async () => {
    const item = ` { "value": ${JSON.stringify(words("Pagi")).replace("Pagi", "\\u0050agi")},\n"cid":"${OTHERS.cid}","uri":"${uri("3kaaa")}","x":1.0 }`;
    bluesky.pds.script(LIST, ({ collection, cursor }) => (collection === POST && cursor === undefined ? { body: `{"records":[${item} ]}` } : null));
    const [post] = posts(await bluesky.fetchAll());
    expect([post?.text, new TextDecoder().decode(post?.raw)]).toEqual(["Pagi", item.trim()]);
  });

  const image = {
    $type: "app.bsky.embed.images",
    images: [
      {
        alt: "",
        image: { $type: "blob", ref: { $link: "bafkreie4hhui4br4jovoso4k66mjfkjfuntfy4dla4pr5o6c27owlszoo4" }, mimeType: "image/png", size: 9 },
      },
    ],
  };
  const quote = { $type: "app.bsky.embed.record", record: OTHERS };
  it.each<[string, { $type: string }, object]>([
    ["a reply", words("Setuju", { reply: { root: OTHERS, parent: OTHERS } }), { kind: "comment", text: "Setuju" }],
    ["a quote with words", words("Baca ini", { embed: quote }), { kind: "post", text: "Baca ini" }],
    ["a quote without words", words("", { embed: quote }), { kind: "share", text: "" }],
    ["a picture without words", words("", { embed: image }), { kind: "photo" }],
    ["a picture with words", words("Foto pagi", { embed: image }), { kind: "post" }],
    [
      "a quote with a picture alone",
      words(" ", { embed: { $type: "app.bsky.embed.recordWithMedia", record: quote, media: image } }),
      { kind: "share" },
    ],
    ["a post with nothing", words(""), { kind: "post" }],
    ["a repost", repost(), { kind: "share", text: "", url: "https://bsky.app/profile/did:plc:zzzzzzzzzzzzzzzzzzzzzzzz/post/3kabc" }],
    ["a repost of what is no post", repost("at://did:web:a.id/app.bsky.feed.generator/x"), { kind: "share", url: null }],
    ["a post at a second that no clock shows", words("Kapan", { createdAt: "2029-09-24T23:59:60Z" }), { createdAt: null, createdTrust: "unknown" }],
    ["a post of the year 1", words("Kapan", { createdAt: "0001-01-01T00:00:00Z" }), { createdAt: null, createdTrust: "unknown" }],
  ])("may be %s", async (_, record, expected) => {
    bluesky.write(record);
    expect(posts(await bluesky.fetchAll())).toEqual([expect.objectContaining(expected)]);
  });

  it("is never a like or a follow: they are not asked for", async () => {
    bluesky.write(words("Satu"));
    bluesky.write(like());
    bluesky.write({ $type: "app.bsky.graph.follow", subject: OTHERS.uri.slice(5, 37), createdAt: NOW.toISOString() } as { $type: string });
    const first = await bluesky.fetchAll();
    bluesky.write(like());
    await bluesky.again(first);
    expect(new Set(bluesky.pds.asked.flatMap(({ params }) => params.collection ?? []))).toEqual(new Set([POST, REPOST]));
    expect(texts(first)).toEqual(["Satu"]);
  });

  it.each([
    ["NUL and half a character", "a\0b \ud83d c"],
    ["writing from the right, signs that show nothing", "\u202eabc\u200b\u2066\ufeff"],
    ["letters under letters", `z${"\u0301".repeat(200)}`],
    ["what looks like markup", '"><img src=x onerror=alert(1)>{{7*7}}'],
  ])("may hold %s", async (_, text) => {
    bluesky.write(words(text));
    const [post] = posts(await bluesky.fetchAll());
    expect(post?.text).toBe(text);
    expect(JSON.parse(new TextDecoder().decode(post?.raw)).value.text).toBe(text);
  });
});

describe("reading on", () => {
  it("goes page by page, oldest first; each page's cursor leads to exactly the rest", async () => {
    for (let n = 1; n <= 12; n += 1) bluesky.write(words(`tulisan ${n}`));
    const all = Array.from({ length: 12 }, (_, n) => `tulisan ${n + 1}`);
    const first = await bluesky.fetchAll({ pageSize: 5 });
    expect(first.pages.map((page) => page.posts.length)).toEqual([5, 5, 2, 0]);
    expect(texts(first)).toEqual(all);
    for (const [n, page] of first.pages.entries())
      expect(texts(await bluesky.fetchAll({ did: SEKAR, cursor: page.cursor, pageSize: 5 }))).toEqual(all.slice((n + 1) * 5));
  });

  it("asks once and says nothing when nothing happened", async () => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.asked();
    expect((await bluesky.again(first)).pages).toEqual([]);
    expect(bluesky.asked().map(({ method }) => method)).toEqual([LATEST]);
  });

  it("gives what is new, once", async () => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.write(words("Dua"));
    bluesky.write(repost());
    const second = await bluesky.again(first);
    expect(posts(second).map(({ kind, text }) => [kind, text])).toEqual([
      ["post", "Dua"],
      ["share", ""],
    ]);
    expect((await bluesky.again(second)).pages).toEqual([]);
  });

  it("does not begin anew after something that is not collected, but remembers having looked", async () => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.write(like());
    const second = await bluesky.again(first);
    expect([posts(second), second.pages.length]).toEqual([[], 1]);
    expect((await bluesky.again(second)).pages).toEqual([]);
  });

  it("finds an edit: the same post, another version", async () => {
    const key = bluesky.write(words("Sebelum"));
    bluesky.write(words("Lain"));
    const first = await bluesky.fetchAll();
    bluesky.write(words("Sesudah"), { key });
    const second = await bluesky.again(first);
    expect(posts(second)).toEqual([expect.objectContaining({ externalId: uri(key), text: "Sesudah" })]);
    expect(posts(second)[0]?.versionKey).not.toBe(posts(first)[0]?.versionKey);
    expect((await bluesky.again(second)).pages).toEqual([]);
  });

  it("finds what was put under a key of yesterday at once, and of long ago within a week", async () => {
    for (let n = 0; n < 260; n += 1) bluesky.write(words(`lama ${n}`));
    const first = await bluesky.fetchAll();
    expect(JSON.stringify(first.cursor).length).toBeLessThan(17_000);
    const between = [...(bluesky.sekar.collections.get(POST)?.keys() ?? [])].at(-10) ?? "";
    bluesky.write(words("Disisipkan"), { key: `${between}x` });
    bluesky.write(words("Jauh di belakang"), { key: "2222222222222" });
    const second = await bluesky.again(first);
    expect(texts(second)).toEqual(["Disisipkan"]);
    bluesky.write(words("Baru"));
    expect(texts(await bluesky.again(second, 7 * 24))).toContain("Jauh di belakang");
  });

  it("refuses a cursor it did not write, and stops when told to", async () => {
    expect(await fault(bluesky.fetchAll({ did: SEKAR, cursor: { page: 2 } }))).toMatchObject({ code: "bad-request" });
    await expect(bluesky.fetchAll({ signal: AbortSignal.abort(new Error("shutdown")) })).rejects.toThrow("shutdown");
  });
});

describe("a post that is not there any more", () => {
  it("is missed once, and an hour later again: two misses, no third", async () => {
    const key = bluesky.write(words("Hilang"));
    bluesky.write(words("Tinggal"));
    const first = await bluesky.fetchAll();
    bluesky.remove(POST, key);
    const second = await bluesky.again(first);
    expect([gone(second), posts(second)]).toEqual([[uri(key)], []]);
    const soon = await bluesky.again(second, 0.75);
    expect(soon.pages).toEqual([]);
    const third = await bluesky.again(soon, 1.25);
    expect([gone(third), posts(third)]).toEqual([[uri(key)], []]);
    expect((await bluesky.again(third, 3)).pages).toEqual([]);
  });

  it("and is there again at the second look was not gone", async () => {
    const key = bluesky.write(words("Kembali"));
    const first = await bluesky.fetchAll();
    const kept = bluesky.sekar.collections.get(POST)?.get(key)?.value as { $type: string };
    bluesky.remove(POST, key);
    const second = await bluesky.again(first);
    bluesky.write(kept, { key });
    const third = await bluesky.again(second, 2);
    expect([gone(third), texts(third)]).toEqual([[], ["Kembali"]]);
    expect((await bluesky.again(third, 4)).pages).toEqual([]);
  });

  it("because moderators took it down is noticed within a day, though nothing else changed", async () => {
    const key = bluesky.write(repost());
    const first = await bluesky.fetchAll();
    bluesky.hide(REPOST, key);
    expect((await bluesky.again(first, 5)).pages).toEqual([]);
    expect(gone(await bluesky.again(first, 25))).toEqual([uri(key, REPOST)]);
  });

  it("is asked for by its name before it counts as missed", async () => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.write(words("Dua"));
    bluesky.pds.script(LIST, ({ reverse }) => (reverse === "false" ? { body: '{"records":[]}' } : null));
    const second = await bluesky.again(first);
    expect(gone(second)).toEqual([]);
    expect(bluesky.pds.asked.filter(({ method }) => method === "com.atproto.repo.getRecord")).toHaveLength(2);
  });
});

describe("who is read", () => {
  it("is learned from the handle at the first fetch, also when there is nothing to read", async () => {
    const { pages } = await bluesky.fetchAll();
    expect(pages).toEqual([expect.objectContaining({ posts: [], accountExternalId: SEKAR })]);
    bluesky.write(words("Satu"));
    const [page] = (await bluesky.again({ pages, cursor: pages[0]?.cursor })).pages;
    expect(page?.accountExternalId).toBeUndefined();
  });

  it("is never whoever a handle points at: the id must name the handle too", async () => {
    const other = bluesky.pds.addAccount("orang.lain.test");
    bluesky.pds.put(other, words("Bukan saya"));
    bluesky.pds.script(RESOLVE, () => ({ body: JSON.stringify({ did: other.did }) }));
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "renamed" });
    expect(bluesky.pds.asked.map(({ method }) => method)).toEqual([RESOLVE, "directory"]);
  });

  it("stays the one on record: a new holder of the handle is not followed, a new handle is for a person to confirm", async () => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.sekar.handle = "sekar.baru.test";
    const other = bluesky.pds.addAccount("sekar.test");
    bluesky.pds.put(other, words("Bukan saya"));
    expect((await bluesky.again(first)).pages).toEqual([]);
    bluesky.asked();
    expect(await fault(bluesky.again(first, 7))).toMatchObject({ code: "renamed" });
    bluesky.sekar.handle = "sekar.test";
    bluesky.pds.script(RESOLVE, () => ({ body: JSON.stringify({ did: other.did }) }));
    expect(await fault(bluesky.again(first, 7))).toMatchObject({ code: "renamed" });
    expect(bluesky.pds.asked.every(({ params }) => params.repo === undefined)).toBe(true);
  });

  it("stays known while the handle's own server is away", async () => {
    const first = await bluesky.fetchAll();
    bluesky.pds.script(RESOLVE, () => ({ status: 400, body: '{"error":"HandleNotFound","message":""}' }));
    expect((await bluesky.again(first, 7)).pages).toHaveLength(1);
  });

  it("is nobody when nobody has the handle", async () => {
    expect(await fault(bluesky.fetchAll({ handle: "tidak.ada.test" }))).toMatchObject({ code: "renamed" });
    expect(await fault(bluesky.fetchAll({ handle: "bukan nama" }))).toMatchObject({ code: "renamed" });
  });

  it("may be a did:web, whose host speaks for itself", async () => {
    const web = bluesky.pds.addAccount("web.test", bluesky.pds.ownDid);
    bluesky.pds.put(web, words("Dari server sendiri"));
    const fetched = await bluesky.fetchAll({ handle: "web.test" });
    expect([texts(fetched), fetched.pages[0]?.accountExternalId]).toEqual([["Dari server sendiri"], bluesky.pds.ownDid]);
  });

  it.each(["did:web:contoh.id%3A8080", "did:web:contoh.id:jalan", "did:key:zQ3sh", "did:plc:pendek"])("may not be %s", async (did) => {
    expect(await fault(bluesky.fetchAll({ did }))).toMatchObject({ code: "schema-drift" });
    expect(bluesky.asked().map(({ method }) => method)).toEqual([]);
  });

  it("is found again after moving to another server", async () => {
    bluesky.write(words("Sebelum pindah"));
    const first = await bluesky.fetchAll();
    const next = await startFakePds();
    try {
      const moved = next.addAccount("sekar.test", SEKAR);
      next.put(moved, words("Sebelum pindah"), { key: [...(bluesky.sekar.collections.get(POST)?.keys() ?? [])][0] ?? "" });
      for (let n = 0; n < 5; n += 1) next.put(moved, words(`Sesudah pindah ${n}`), { key: tid(100 + n) });
      bluesky.sekar.server = next.origin;
      bluesky.sekar.status = "deactivated";
      bluesky.pds.script(RESOLVE, () => ({ body: JSON.stringify({ did: SEKAR }) }));
      const second = await bluesky.again(first, 0.25, { allow: [next.origin] });
      expect(texts(second)).toEqual(Array.from({ length: 5 }, (_, n) => `Sesudah pindah ${n}`));
    } finally {
      await next.close();
    }
  });
});
