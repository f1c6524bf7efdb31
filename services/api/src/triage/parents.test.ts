import { describe, expect, it } from "vitest";
import { coverHandles, referencesIn, viewParents } from "./parents.ts";

const NOTHING = { parents: [], ownHandles: ["senja.laut"], ownExternalId: "did:plc:sendiri", record: null };
const contest = { candidates: [{ id: "a", accounts: ["@BaharRatih.terang"] }] } as unknown as Parameters<typeof viewParents>[1]["contest"];
const AROUND = { kind: "comment", platform: "facebook", contest };
const post = (handle: string) => `https://facebook.com/${handle}/posts/12`;
const bytes = (value: object) => Buffer.from(JSON.stringify({ uri: "at://did:plc:sendiri/app.bsky.feed.post/1", cid: "x", value }));
const other = { uri: "at://did:plc:lain/app.bsky.feed.post/2", cid: "y" };

describe("the author of a parent", () => {
  it.each([
    [post("senja.laut"), "self"],
    [post("baharratih.terang"), "contestant"],
    [post("warta.timur"), "other"],
    ["https://youtube.com/watch?v=abcdefghijk", "unknown"],
    ["https://warta.example/berita/1", "unknown"],
    [null, "unknown"],
  ])("of %s is told as a role: %s", (url, author) => {
    expect(viewParents({ ...NOTHING, parents: [{ url, text: "Siapa setuju?" }] }, AROUND)).toEqual([
      { relation: "answers", author, text: "Siapa setuju?" },
    ]);
  });

  it("is another's where the same handle is on another platform", () => {
    expect(viewParents({ ...NOTHING, parents: [{ url: post("senja.laut"), text: "" }] }, { ...AROUND, platform: "x" })).toEqual([
      { relation: "answers", author: "other", text: null },
    ]);
  });
});

describe("what the platform's record names", () => {
  it.each([
    ["an answer", { reply: { root: other, parent: other } }, "answers", "other"],
    ["an answer to oneself", { reply: { parent: { uri: "at://did:plc:sendiri/app.bsky.feed.post/0" } } }, "answers", "self"],
    ["a repost", { subject: other }, "shares", "other"],
    ["a quote", { embed: { $type: "app.bsky.embed.record", record: other } }, "quotes", "other"],
    ["a quote with pictures", { embed: { $type: "app.bsky.embed.recordWithMedia", record: { record: other } } }, "quotes", "other"],
  ])("of %s", (_, value, relation, author) => {
    expect(viewParents({ ...NOTHING, record: { connector: "bluesky", raw: bytes(value) } }, AROUND)).toEqual([{ relation, author, text: null }]);
  });

  it("is nothing for a post of its own, for pictures, and for bytes that are no record", () => {
    for (const raw of [
      bytes({ text: "a" }),
      bytes({ embed: { images: [] } }),
      Buffer.from("{"),
      Buffer.from("null"),
      Buffer.from('{"value":{"reply":{"parent":{"uri":7}}}}'),
    ])
      expect(referencesIn(raw)).toEqual([]);
  });

  it("gives way to what a person wrote down of the same", () => {
    const both = {
      ...NOTHING,
      parents: [{ url: null, text: "Yang mana?" }],
      record: { connector: "bluesky", raw: bytes({ reply: { parent: other } }) },
    };
    expect(viewParents(both, AROUND)).toEqual([{ relation: "answers", author: "unknown", text: "Yang mana?" }]);
  });
});

it.each([
  ["Setuju @warta.timur dan @Senja_Laut.", "Setuju @… dan @…."],
  ["lihat https://facebook.com/warta.timur/posts/1?x=2 ya", "lihat facebook.com/… ya"],
  ["surat@kantor.example, jam 5 @ balai, a.@b", "surat@kantor.example, jam 5 @ balai, a.@b"],
  ["@тест_1", "@…"],
])("handles and addresses are covered: %s", (text, covered) => expect(coverHandles(text)).toBe(covered));
