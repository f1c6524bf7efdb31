import { describe, expect, test } from "vitest";
import { applyGuess, applyShared, emptyDraft, enter, isEmpty, isWebAddress, problemsOf, provisionalNo, toSendCapture } from "./draft.ts";
import { guessFromUrl } from "./guess-url.ts";

const now = new Date("2029-10-22T13:25:00Z");
const draft = emptyDraft("0f3a1b2c-4d5e-4f60-8a7b-9c0d1e2f3a4b", now);
const complete = enter(draft, { platform: "facebook", handle: "contoh.akun", url: "facebook.com/contoh.akun/posts/1" });

describe("a draft", () => {
  test("is empty until somebody enters something", () => {
    expect([isEmpty(draft), isEmpty(enter(draft, { text: "a" }))]).toEqual([true, false]);
  });

  test("takes a guess only where the person entered nothing", () => {
    const guessed = applyGuess(enter(draft, { handle: "saya.ubah" }), { platform: "x", handle: "dari.tautan", kind: "video" });
    expect([guessed.platform, guessed.handle, guessed.kind]).toEqual(["x", "saya.ubah", "video"]);
  });

  test("finds the link that another app hid in the text, and keeps the rest as text", () => {
    const shared = applyShared(draft, { title: "", text: "Lihat ini https://x.com/contoh/status/1", url: "" });
    expect([shared.url, shared.text]).toEqual(["https://x.com/contoh/status/1", "Lihat ini"]);
  });

  test("keeps what it has when something else is shared into it", () => {
    expect(applyShared(complete, { title: "", text: "", url: "https://x.com/lain/status/2" }).url).toBe(complete.url);
  });
});

describe("what stands in the way", () => {
  test("friends-only material, unless a citizen handed it over", () => {
    const friends = enter(complete, { visibility: "friends" });
    expect(problemsOf(friends, 2, now)).toEqual(["friends_only"]);
    expect(problemsOf(enter(friends, { origin: "tip" }), 2, now)).toEqual([]);
    expect(problemsOf(enter(friends, { origin: "complaint" }), 2, now)).toEqual([]);
    expect(problemsOf(enter(friends, { origin: "transfer" }), 2, now)).toEqual(["friends_only"]);
  });

  test("a time in the future, a missing account, a word that is no link", () => {
    expect(problemsOf(enter(complete, { seenAt: "2029-10-22T14:00:00Z" }), 2, now)).toEqual(["time_missing"]);
    expect(problemsOf(enter(complete, { handle: " " }), 2, now)).toEqual(["handle_missing"]);
    expect(problemsOf(enter(draft, { url: "bukan tautan" }), 1, now)).toEqual(["link_wrong"]);
  });

  test("nothing that a second person could check", () => {
    expect(problemsOf(enter(complete, { url: "" }), 2, now)).toEqual(["need_something"]);
  });
});

test("a draft is sent with the time it was begun when it was seen just now", () => {
  const sent = toSendCapture(complete, ["u1"]);
  expect([sent.seenAt, sent.url, sent.uploads]).toEqual([now.toISOString(), "https://facebook.com/contoh.akun/posts/1", ["u1"]]);
});

test("a provisional number cannot be taken for a receipt", () => expect(provisionalNo(draft, now)).toMatch(/^S-\d{4}-0F3A$/));

test.each([
  ["facebook.com/a/posts/1", true],
  ["https://x.com/a", true],
  ["javascript:alert(1)", false],
  ["halo", false],
])("%s as a web address: %s", (url, expected) => expect(isWebAddress(url)).toBe(expected));

describe("a link tells", () => {
  test.each([
    ["https://www.facebook.com/contoh.akun/posts/88", { platform: "facebook", handle: "contoh.akun", kind: null }],
    ["https://www.facebook.com/contoh.akun/posts/88?comment_id=1", { platform: "facebook", handle: "contoh.akun", kind: "comment" }],
    ["https://www.instagram.com/reel/abc/", { platform: "instagram", handle: null, kind: "video" }],
    ["https://www.tiktok.com/@contoh/video/7", { platform: "tiktok", handle: "contoh", kind: "video" }],
    ["https://vt.tiktok.com/ZS12/", { platform: "tiktok", handle: null, kind: null }],
    ["https://bsky.app/profile/contoh.example/post/3k", { platform: "bluesky", handle: "contoh.example", kind: null }],
    ["https://notfacebook.com/a/b", { platform: null, handle: null, kind: null }],
    ["tanpa titik", { platform: null, handle: null, kind: null }],
  ])("%s", (url, expected) => expect(guessFromUrl(url)).toEqual(expected));
});
