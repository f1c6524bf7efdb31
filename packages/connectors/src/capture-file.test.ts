import { type CaptureRow, parseCaptures } from "@netra/imports";
import { describe, expect, it } from "vitest";
import { postFromCapture } from "./capture-file.ts";

const row = (fields: Record<string, string>): CaptureRow => {
  const bytes = new TextEncoder().encode(JSON.stringify({ platform: "x", handle: "sekar_w", text: "Selamat pagi", ...fields }));
  return parseCaptures(bytes, "jsonl").rows[0]?.values ?? expect.unreachable();
};
const idOf = (fields: Record<string, string>) => postFromCapture(row(fields)).externalId;
const POST_URL = "https://twitter.com/Sekar_W/status/1990?s=20";

describe("postFromCapture", () => {
  it("keeps what the row says, and the row's own bytes", () => {
    const capture = row({ url: POST_URL, created_at: "2026-11-21T19:30:05+07:00" });
    expect(postFromCapture(capture)).toEqual({
      externalId: "1990",
      versionKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      kind: "post",
      url: "https://x.com/sekar_w/status/1990",
      text: "Selamat pagi",
      createdAt: new Date("2026-11-21T12:30:05Z"),
      createdTrust: "analyst",
      editedAt: null,
      visibility: "public",
      raw: capture.raw,
      contentType: "application/json",
    });
  });

  it("takes the same row twice as the same version, and another text of the same post as another version", () => {
    const [first, again, changed] = [row({ url: POST_URL }), row({ url: POST_URL }), row({ url: POST_URL, text: "Selamat malam" })].map(
      postFromCapture,
    );
    expect(again).toEqual(first);
    expect(changed?.externalId).toBe(first?.externalId);
    expect(changed?.versionKey).not.toBe(first?.versionKey);
  });

  it("names a post by its given id, else by its address, else by who said what where", () => {
    expect(idOf({ url: POST_URL, external_id: "77" })).toBe("77");
    expect(idOf({ url: POST_URL })).toBe("1990");
    expect(idOf({ platform: "facebook", url: "https://m.facebook.com/share/p/1Ab/?mibextid=x" })).toBe("https://facebook.com/share/p/1Ab");
    expect(idOf({})).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(idOf({ handle: "@Sekar_W" })).toBe(idOf({}));
    expect(idOf({ handle: "other" })).not.toBe(idOf({}));
    expect(idOf({ text: "Selamat malam" })).not.toBe(idOf({}));
  });

  it.each(["comment", "share", "like", "follow"])("never takes one person's %s for another's because both name the same post", (kind) => {
    const mine = idOf({ url: POST_URL, kind });
    expect(mine).toBe(idOf({ url: "https://x.com/sekar_w/status/1990", kind }));
    expect(mine).not.toBe(idOf({ url: POST_URL, kind, handle: "other" }));
    expect(mine).not.toBe(idOf({ url: POST_URL }));
  });

  it("names a comment by its own id where the address has one", () => {
    expect(idOf({ platform: "facebook", kind: "comment", url: "https://facebook.com/a.b.c/posts/10?comment_id=20" })).toBe("20");
  });

  it("leaves the address of an unknown site as it was given, so that it opens", () => {
    const given = "http://www.contoh.go.id/a/?utm_source=wa";
    expect(postFromCapture(row({ platform: "web", url: given }))).toMatchObject({ url: given, externalId: "https://contoh.go.id/a" });
  });

  it("says that a missing time is unknown", () => {
    expect(postFromCapture(row({}))).toMatchObject({ createdAt: null, createdTrust: "unknown" });
  });
});
