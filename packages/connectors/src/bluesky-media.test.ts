import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fault, NOW, OTHERS, openBluesky, posts, repost, SEKAR, uri, words } from "../test/open-bluesky.ts";
import { bytesOfCid, digestOfCid } from "./bluesky-cid.ts";
import { holdsRecord } from "./bluesky-proof.ts";

let bluesky: Awaited<ReturnType<typeof openBluesky>>;
beforeEach(async () => {
  bluesky = await openBluesky();
});
afterEach(() => bluesky.pds.close());

const BYTES = Buffer.from("a picture, for all that anybody here cares");
const SHA = createHash("sha256").update(BYTES).digest("hex");
const upload = (bytes: Uint8Array = BYTES, mimeType = "image/png") => bluesky.pds.addBlob(bluesky.sekar, bytes, mimeType);
const images = (...blobs: object[]) => ({ $type: "app.bsky.embed.images", images: blobs.map((image) => ({ image, alt: "sawah" })) });
const link = (thumb: object) => ({
  $type: "app.bsky.embed.external",
  external: { uri: "https://contoh.go.id/a", title: "Berita", description: "", thumb },
});
const quote = { $type: "app.bsky.embed.record", record: OTHERS };

/** The one post there is, as it was listed. */
const only = async () => posts(await bluesky.fetchAll())[0] ?? expect.unreachable();
const written = async (embed: object) => {
  const key = bluesky.write(words("Selamat pagi", { embed }));
  return { key, post: await only() };
};

describe("the files of a post", () => {
  it.each([
    ["pictures", () => images(upload(), upload(Buffer.from("two"))), ["image", "image", "proof"]],
    ["a video", () => ({ $type: "app.bsky.embed.video", video: upload(BYTES, "video/mp4") }), ["video", "proof"]],
    ["pictures beside a quote", () => ({ $type: "app.bsky.embed.recordWithMedia", record: quote, media: images(upload()) }), ["image", "proof"]],
    ["the picture of somebody else's page", () => link(upload()), ["proof"]],
    ["that picture beside a quote", () => ({ $type: "app.bsky.embed.recordWithMedia", record: quote, media: link(upload()) }), ["proof"]],
    ["a quote alone", () => quote, ["proof"]],
  ])("are named for %s", async (_name, embed, kinds) => {
    expect((await written(embed())).post.media?.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("are named with the hash of their bytes, and nothing is fetched for it", async () => {
    const { key, post } = await written(images(upload()));
    expect(post.media).toEqual([
      { kind: "image", reference: expect.stringMatching(/^bafkrei/), sha256: SHA },
      { kind: "proof", reference: uri(key), sha256: null },
    ]);
    expect(bluesky.asked().map(({ method }) => method)).not.toContain("com.atproto.sync.getBlob");
    bluesky.write(repost());
    expect(
      posts(await bluesky.fetchAll())
        .at(-1)
        ?.media?.map(({ kind }) => kind),
    ).toEqual(["proof"]);
  });

  it("come from the account's own server, with where and how", async () => {
    const { post } = await written(images(upload()));
    const { fetched, bytes } = await bluesky.fetchMedia({ ...post, ...(post.media?.[0] ?? expect.unreachable()) });
    expect(bytes.equals(BYTES)).toBe(true);
    expect(fetched).toMatchObject({
      source: `${bluesky.pds.origin}/xrpc/com.atproto.sync.getBlob?did=${encodeURIComponent(SEKAR)}&cid=${post.media?.[0]?.reference}`,
      status: 200,
      headers: { "content-type": "application/octet-stream" },
    });
    expect(post.fetched).toMatchObject({ source: expect.stringContaining("/xrpc/com.atproto.repo.listRecords?repo="), status: 200 });
    expect(Math.abs((post.fetched?.askedAt.getTime() ?? 0) - NOW.getTime())).toBeLessThan(60_000);
  });

  it("are not there when the server says so, and unknown when the account is away", async () => {
    const { post } = await written(images(upload()));
    const ask = { ...post, ...(post.media?.[0] ?? expect.unreachable()) };
    bluesky.sekar.blobs.clear();
    expect((await bluesky.fetchMedia(ask)).fetched).toBeNull();
    bluesky.sekar.status = "deactivated";
    expect(await fault(bluesky.fetchMedia(ask))).toMatchObject({ code: "gone-account" });
  });

  it.each([["no name of a file"], [`b${"a".repeat(58)}`], ["QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"]])(
    "are not asked for by %s",
    async (reference) => {
      const { post } = await written(quote);
      bluesky.asked();
      expect(await fault(bluesky.fetchMedia({ ...post, kind: "image", reference }))).toMatchObject({ code: "bad-request" });
      expect(bluesky.asked()).toEqual([]);
    },
  );
});

describe("the proof of a record", () => {
  it("is the server's own file of it, of this state and no other", async () => {
    const { key, post } = await written(quote);
    const ask = { ...post, kind: "proof", reference: post.externalId } as const;
    expect(holdsRecord((await bluesky.fetchMedia(ask)).bytes, post.versionKey)).toBe(true);
    bluesky.write(words("Selamat siang"), { key });
    expect(await fault(bluesky.fetchMedia(ask))).toMatchObject({ code: "hash-mismatch" });
  });

  it("is none with one bit flipped, cut short, or of another name", async () => {
    const { post } = await written(quote);
    const { bytes } = await bluesky.fetchMedia({ ...post, kind: "proof", reference: post.externalId });
    const flipped = Buffer.from(bytes);
    flipped[flipped.length - 3] = (flipped.at(-3) ?? 0) ^ 1;
    expect([flipped, bytes.subarray(0, -1), Buffer.alloc(0), Buffer.alloc(9, 0xff)].map((car) => holdsRecord(car, post.versionKey))).toEqual(
      Array(4).fill(false),
    );
    expect(holdsRecord(bytes, OTHERS.cid)).toBe(false);
  });
});

it("a CID is read as its makers write it, and no other text is one", () => {
  // From the multiformats' own tables: the empty file, raw.
  const empty = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  expect(digestOfCid(empty)).toBe(createHash("sha256").update("").digest("hex"));
  expect([bytesOfCid(`${empty}a`), bytesOfCid(empty.toUpperCase()), bytesOfCid("")]).toEqual([null, null, null]);
});
