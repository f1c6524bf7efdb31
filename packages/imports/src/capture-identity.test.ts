import { describe, expect, it } from "vitest";
import { captureIdentity, describedIdentity, type SeenAct } from "./capture-identity.ts";

const POST = "https://twitter.com/Sekar_W/status/1990?s=20";
const act = (given: Partial<SeenAct>): SeenAct => ({ platform: "x", kind: "post", handle: "sekar_w", url: null, text: "Selamat pagi", ...given });
const idOf = (given: Partial<SeenAct>) => captureIdentity(act(given));
const DESCRIBED = /^sha256:[0-9a-f]{64}$/;

describe("the identity of a capture", () => {
  it.each<[string, Partial<SeenAct>, string]>([
    ["the id that was given, before any address", { url: POST, externalId: "77" }, "77"],
    ["the id in the address of the account's own post", { url: POST }, "1990"],
    ["the same for every form of that address", { url: "https://mobile.x.com/sekar_w/status/1990/photo/1", kind: "photo" }, "1990"],
    ["the id in an address that names no author", { platform: "facebook", url: "https://m.facebook.com/reel/123/?s=x", kind: "video" }, "123"],
    ["a comment's own id", { platform: "facebook", kind: "comment", url: "https://facebook.com/a.b/posts/10?comment_id=20" }, "20"],
    [
      "the address, where it hides the id",
      { platform: "facebook", url: "https://facebook.com/share/p/1Ab/?mibextid=x" },
      "https://facebook.com/share/p/1Ab",
    ],
    ["the address of a site nobody knows", { platform: "web", url: "http://www.contoh.go.id/a/?utm_source=wa" }, "https://contoh.go.id/a"],
  ])("is %s", (_, given, id) => {
    expect(idOf(given)).toBe(id);
  });

  it.each<[string, Partial<SeenAct>]>([
    ["has no address", {}],
    ["stands under another's name", { url: "https://x.com/other/status/1990" }],
    ["is a post with the address of a comment", { platform: "facebook", url: "https://facebook.com/a.b/posts/10?comment_id=20" }],
    ["is a comment with the address of a post", { url: POST, kind: "comment" }],
    ["is a share with the address of the shared", { url: POST, kind: "share" }],
    ["is a like", { url: POST, kind: "like" }],
    ["is a comment on a site nobody knows", { platform: "web", kind: "comment", url: "https://contoh.go.id/a" }],
    ["has the address of the account, which all its posts share", { url: "https://x.com/sekar_w" }],
    ["has an address of another platform", { platform: "facebook", url: POST }],
    ["has a short address of another platform", { url: "https://facebook.com/share/p/1Ab" }],
    ["has something that is no address", { url: "tanya teman" }],
  ])("is who, where and what for an act that %s", (_, given) => {
    const id = idOf(given);
    expect(id).toMatch(DESCRIBED);
    expect(id).toBe(describedIdentity(act(given)));
    expect(idOf({ ...given, handle: "@SEKAR_W " })).toBe(id);
    expect(idOf({ ...given, handle: "somebody.else" })).not.toBe(id);
    expect(idOf({ ...given, text: "Selamat  pagi\r\n" })).toBe(id);
    expect(idOf({ ...given, text: "Selamat malam" })).not.toBe(id);
  });

  it("never changes: it is stored", () => {
    expect(idOf({})).toBe("sha256:c3a5a799a125c5205c24d9497f7bb1d2241d0ef813d234e82758a3359840d2db");
  });

  it("takes any text", () => {
    for (const text of ["", "\0", "\ud800", "é", "e\u0301"]) expect(idOf({ text })).toMatch(DESCRIBED);
    expect(idOf({ text: "é" })).toBe(idOf({ text: "e\u0301" }));
  });
});
