import { constants, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ArchivePlatform, ENTRIES, HANDLES, ownerArchive } from "../../../../test/support/owner-archives.ts";
import { makeZip } from "../../../../test/support/zip.ts";
import { repairMetaText } from "./meta-text.ts";
import { inMemory } from "./open-zip.ts";
import { type ArchiveAsk, readOwnerArchive, summarize } from "./read-archive.ts";

const PLATFORMS = Object.keys(ENTRIES) as ArchivePlatform[];
const askOf = (platform: ArchivePlatform, more: Partial<ArchiveAsk> = {}): ArchiveAsk => ({
  platform,
  account: { handle: HANDLES[platform], externalId: null },
  audience: "friends",
  ...more,
});
const read = (platform: ArchivePlatform, more: Partial<ArchiveAsk> = {}, bytes: Uint8Array = ownerArchive(platform)) =>
  readOwnerArchive(inMemory(bytes), askOf(platform, more));
const taken = async (platform: ArchivePlatform) =>
  (await read(platform)).rows.map(({ kind, text, externalId, visibility }) => [kind, text, externalId, visibility]);
const hashed = expect.stringMatching(/^archive-sha256:[0-9a-f]{64}$/);

describe("an owner's archive gives what the owner posted", () => {
  it.each<[ArchivePlatform, unknown[][], Record<string, number>]>([
    [
      "x",
      [
        ["post", "Selamat pagi & semangat", "1001", "friends"],
        ["comment", "Betul sekali", "1002", "friends"],
        ["share", "", "1004", "friends"],
      ],
      {},
    ],
    [
      "facebook",
      [
        ["comment", "Betul", hashed, "friends"],
        ["post", "Selamat pagi 😀 é", hashed, "friends"],
        ["photo", "", hashed, "friends"],
      ],
      { "in-a-group": 1, "others-words": 1, "no-words": 1 },
    ],
    [
      "instagram",
      [
        ["comment", "Betul", hashed, "friends"],
        ["post", "Selamat pagi é", hashed, "friends"],
        ["video", "", hashed, "friends"],
      ],
      {},
    ],
    [
      "threads",
      [
        ["post", "Selamat pagi é", hashed, "friends"],
        ["comment", "Betul", hashed, "friends"],
      ],
      {},
    ],
    [
      "tiktok",
      [
        ["video", "Selamat pagi", "7301", "public"],
        ["comment", "Betul", hashed, "friends"],
      ],
      { "not-public": 1 },
    ],
    [
      "telegram",
      [
        ["post", "Selamat pagi", "1234567890/2", "public"],
        ["share", "", "1234567890/3", "public"],
      ],
      { "no-words": 1, "others-words": 1 },
    ],
    [
      "mastodon",
      [
        ["post", "Selamat pagi & \nsemangat\n\nsemua", "https://contoh.social/users/sekar/statuses/1", "public"],
        ["share", "", "https://contoh.social/users/sekar/statuses/4/activity", "public"],
      ],
      { "not-public": 2 },
    ],
  ])("of %s", async (platform, rows, leftOut) => {
    expect(await taken(platform)).toEqual(rows);
    const archive = await read(platform);
    expect(Object.fromEntries(Object.entries(archive.leftOut).filter(([, count]) => count > 0))).toEqual(leftOut);
    for (const row of archive.rows)
      expect(row).toMatchObject({ platform, origin: "tip", createdAt: new Date("2029-11-21T12:30:05Z"), contentType: "application/json" });
  });

  it.each(PLATFORMS)("as it stood in the file, byte for byte, and with nobody else's words: %s", async (platform) => {
    const plain = Buffer.concat(ENTRIES[platform].map(({ bytes }) => Buffer.from(bytes)));
    for (const { raw, text } of (await read(platform)).rows) {
      expect(plain.indexOf(raw)).toBeGreaterThan(0);
      expect(() => JSON.parse(Buffer.from(raw).toString())).not.toThrow();
      expect(text).not.toContain("RAHASIA");
    }
  });

  it("and says who could see it only where the archive does not", async () => {
    expect((await read("tiktok", { audience: "public" })).rows.map(({ visibility }) => visibility)).toEqual(["public", "public"]);
  });

  it("between two days of WIB, both included", async () => {
    const count = async (from: string, to: string) => (await read("x", { from, to })).rows.length;
    expect([await count("2029-11-21", "2029-11-21"), await count("2029-11-22", "2029-12-01"), await count("2029-01-01", "2029-11-20")]).toEqual([
      3, 0, 0,
    ]);
    expect((await read("x", { to: "2029-11-20" })).leftOut["outside-dates"]).toBe(3);
  });

  it("summed up by kind and span", async () => {
    const day = new Date("2029-11-21T12:30:05Z");
    expect(summarize((await read("x")).rows)).toEqual({ kinds: { post: 1, comment: 1, share: 1 }, first: day, last: day });
  });
});

describe("an archive is refused", () => {
  const other = { account: { handle: "orang.lain", externalId: null } };
  it.each(PLATFORMS)("when it is of another account: %s", async (platform) => {
    await expect(read(platform, other)).rejects.toMatchObject({ code: "archive-of-another" });
  });

  it("when the platform's id is another, and taken when only the handle changed", async () => {
    await expect(read("x", { account: { handle: "sekar_w", externalId: "78" } })).rejects.toMatchObject({ code: "archive-of-another" });
    expect((await read("x", { account: { handle: "nama_lama", externalId: "77" } })).rows).toHaveLength(3);
  });

  it.each<[string, ArchivePlatform, () => Uint8Array, RegExp]>([
    ["it is of another platform", "facebook", () => ownerArchive("x"), /ask the owner for it in the format JSON/],
    [
      "it says twice whose it is",
      "facebook",
      () => makeZip([...ENTRIES.facebook, { ...ENTRIES.facebook[0], name: "profile_information/profile_information.json" }]),
      /says twice whose it is/,
    ],
    [
      "it is a private chat of Telegram",
      "telegram",
      () => makeZip([{ name: "result.json", bytes: '{"id":1234567890,"type":"personal_chat","messages":[]}' }]),
      /only one public channel/,
    ],
    ["a post in it is broken", "x", () => makeZip([ENTRIES.x[0], { name: "data/tweets.js", bytes: "window.YTD.tweets.part0 = [{]" }]), /is no JSON/],
    ["it is cut off", "x", () => ownerArchive("x").subarray(0, -30), /damaged, cut off/],
    ["an entry is locked", "x", () => makeZip([...ENTRIES.x, { name: "data/a", bytes: "", flags: 1 }]), /password/],
    ["a name stands twice", "x", () => makeZip([...ENTRIES.x, ENTRIES.x[1]]), /stands in it twice/],
    ["a name leads out of its folder", "x", () => makeZip([...ENTRIES.x, { name: "data/../../x", bytes: "" }]), /leads out of its folder/],
    [
      "it holds a link",
      "x",
      () => makeZip([...ENTRIES.x, { name: "data/a", bytes: "/etc/passwd", attributes: 0o120777 * 65536 }]),
      /link to another file/,
    ],
  ])("when %s", async (_, platform, make, message) => {
    await expect(read(platform, {}, make())).rejects.toThrow(message);
  });

  it("when an entry inflates beyond all measure, whatever size it declares", async () => {
    const megabyte = deflateRawSync(Buffer.alloc(1_000_000, " "), { finishFlush: constants.Z_FULL_FLUSH });
    const bomb = (declaredSize: number) =>
      makeZip([
        ENTRIES.x[0],
        { name: "data/tweets.js", bytes: "", deflated: Buffer.concat(Array.from({ length: 400 }, () => megabyte)), declaredSize },
      ]);
    await expect(read("x", {}, bomb(400_000_000))).rejects.toThrow("larger than 150 MB");
    await expect(read("x", {}, bomb(100_000_000))).rejects.toThrow("packed more tightly");
  });

  it("without quoting it", async () => {
    const made = makeZip([{ name: "data/account.js", bytes: 'x = [{"account":{"username":"RAHASIA"}}]' }, ENTRIES.x[1]]);
    await expect(read("x", {}, made)).rejects.not.toThrow(/RAHASIA/);
  });
});

it("text of Meta is put right where it is wrong, and left alone where it is not", () => {
  for (const text of ["é😀", "Selamat pagi", "naïve ñ", "東"]) {
    expect(repairMetaText(Buffer.from(text).toString("latin1"))).toBe(text);
    expect(repairMetaText(text)).toBe(text);
  }
});
