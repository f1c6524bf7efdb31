import { describe, expect, test } from "vitest";
import {
  applyGuess,
  applyShared,
  draftToCorrect,
  emptyDraft,
  enter,
  isEmpty,
  isWebAddress,
  problemsOf,
  provisionalNo,
  toSendCapture,
} from "./draft.ts";
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

  test("never takes the owner of a post for the writer of a comment under it", () => {
    const guess = { platform: "facebook", handle: "pemilik.unggahan", kind: "comment" } as const;
    expect(applyGuess(draft, guess)).toMatchObject({ platform: "facebook", handle: "", kind: "comment" });
    const asPost = applyGuess(draft, { ...guess, kind: null });
    expect([asPost.handle, enter(asPost, { kind: "comment" }).handle]).toEqual(["pemilik.unggahan", ""]);
    expect(enter(enter(asPost, { handle: "saya.tulis" }), { kind: "comment" }).handle).toBe("saya.tulis");
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

test("a comment's link tells the post above it, until the person says otherwise", () => {
  const nothing = { platform: null, handle: null, kind: null };
  const comment = enter(complete, { url: "facebook.com/contoh.akun/posts/1?comment_id=2&reply_comment_id=3", kind: "comment" });
  expect(applyGuess(comment, nothing).parentUrl).toBe("https://facebook.com/contoh.akun/posts/1");
  expect(applyGuess(enter(comment, { parentUrl: "" }), nothing).parentUrl).toBe("");
  expect(applyGuess(complete, nothing).parentUrl).toBe("");
});

describe("what only some captures carry", () => {
  const file = { id: "f1", name: "a.mp4", type: "video/mp4", size: 1 };
  const spoken = { ...complete, files: [file], transcripts: { f1: [{ at: "0:05", words: "Halo" }], gone: [{ at: "x", words: "dihapus" }] } };
  const reporter = { name: "Warga Misal", contact: "", note: "" };

  test("words go with the upload of their file, and those of a file that was taken out do not count", () => {
    expect(problemsOf(spoken, 3, now)).toEqual([]);
    expect(toSendCapture(spoken, ["u1"]).transcripts).toEqual([{ upload: "u1", lines: [{ atSeconds: 5, text: "Halo" }] }]);
    expect(problemsOf({ ...spoken, transcripts: { f1: [{ at: "x", words: "Halo" }] } }, 2, now)).toEqual(["transcript_time"]);
  });

  test("a parent is sent with a comment only, a reporter with a tip or complaint only", () => {
    const parent = { parentUrl: "facebook.com/a/posts/1", parentText: "Di atasnya" };
    expect(toSendCapture(enter(complete, { ...parent, kind: "comment" }), [])).toMatchObject({ parentUrl: "https://facebook.com/a/posts/1" });
    expect(toSendCapture(enter(complete, parent), [])).not.toHaveProperty("parentUrl");
    expect(toSendCapture(enter(complete, { origin: "complaint" }), [], reporter).reporter).toEqual(reporter);
    for (const origin of ["own", "transfer"] as const)
      expect(toSendCapture(enter(complete, { origin }), [], reporter)).not.toHaveProperty("reporter");
  });

  test("a correction begins with what the phone still has, and is another capture", () => {
    const back = { id: "c1", receiptNo: "T-1", note: "Tambah tautan", kind: "post", platform: "facebook", origin: "own" } as const;
    const capture = { ...back, receivedAt: now.toISOString(), files: 0, state: "returned" } as const;
    const again = draftToCorrect(capture, { kept: spoken, clientId: "another-id", now });
    expect(again).toMatchObject({ clientId: "another-id", handle: "contoh.akun", files: [], transcripts: {}, seenAt: spoken.startedAt });
    expect(toSendCapture(again, []).corrects).toBe("c1");
    const elsewhere = draftToCorrect(capture, { kept: undefined, clientId: "another-id", now });
    expect([elsewhere.platform, elsewhere.handle, elsewhere.corrects?.note]).toEqual(["facebook", "", "Tambah tautan"]);
  });
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
