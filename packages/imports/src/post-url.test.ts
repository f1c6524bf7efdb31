import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalUrl, guessFromUrl, type UrlGuess } from "./post-url.ts";

type Row = [url: string, canonical: string, platform: UrlGuess["platform"], handle: string | null, kind: UrlGuess["kind"], externalId: string | null];

describe("an address of a platform", () => {
  it.each<Row>([
    [
      "https://m.facebook.com/Sekar.W/posts/10158?__cft__[0]=AZ&__tn__=R",
      "https://facebook.com/sekar.w/posts/10158",
      "facebook",
      "sekar.w",
      "post",
      "10158",
    ],
    [
      "https://www.facebook.com/sekar.w/posts/judul-panjang/pfbid02Abc/",
      "https://facebook.com/sekar.w/posts/pfbid02Abc",
      "facebook",
      "sekar.w",
      "post",
      "pfbid02Abc",
    ],
    [
      "https://mbasic.facebook.com/story.php?id=1000&story_fbid=22&refid=5",
      "https://facebook.com/permalink.php?story_fbid=22&id=1000",
      "facebook",
      null,
      "post",
      "22",
    ],
    ["https://facebook.com/photo.php?fbid=77&set=a.1", "https://facebook.com/photo/?fbid=77", "facebook", null, "photo", "77"],
    ["https://www.facebook.com/sekar.w/photos/a.1/77/", "https://facebook.com/photo/?fbid=77", "facebook", "sekar.w", "photo", "77"],
    ["https://www.facebook.com/watch/?v=88&ref=sharing", "https://facebook.com/watch/?v=88", "facebook", null, "video", "88"],
    ["https://web.facebook.com/reel/99?mibextid=x", "https://facebook.com/reel/99", "facebook", null, "video", "99"],
    [
      "https://www.facebook.com/groups/Warga.Kota/permalink/5/?rdid=z",
      "https://facebook.com/groups/warga.kota/posts/5",
      "facebook",
      null,
      "post",
      "5",
    ],
    [
      "https://www.facebook.com/sekar.w/posts/10?comment_id=20&reply_comment_id=30",
      "https://facebook.com/sekar.w/posts/10?reply_comment_id=30",
      "facebook",
      null,
      "comment",
      "30",
    ],
    ["https://www.facebook.com/share/p/1AbC/?mibextid=x", "https://facebook.com/share/p/1AbC", "facebook", null, null, null],
    ["https://fb.watch/aBc_1/", "https://fb.watch/aBc_1", "facebook", null, null, null],
    ["https://www.facebook.com/Sekar.W?ref=bookmarks", "https://facebook.com/Sekar.W", "facebook", "sekar.w", null, null],
    ["https://www.instagram.com/p/C8-x_Y/?igsh=abc&utm_source=ig", "https://instagram.com/p/C8-x_Y", "instagram", null, "post", "C8-x_Y"],
    ["https://instagram.com/sekar_w/reel/C8xY/", "https://instagram.com/p/C8xY", "instagram", "sekar_w", "video", "C8xY"],
    ["https://www.instagram.com/p/C8xY/c/1780/", "https://instagram.com/p/C8xY/c/1780", "instagram", null, "comment", "1780"],
    [
      "https://www.tiktok.com/@Sekar.W/video/7301?is_from_webapp=1&sender_device=pc",
      "https://tiktok.com/@sekar.w/video/7301",
      "tiktok",
      "sekar.w",
      "video",
      "7301",
    ],
    ["https://www.tiktok.com/@sekar.w/photo/7301", "https://tiktok.com/@sekar.w/photo/7301", "tiktok", "sekar.w", "photo", "7301"],
    ["https://vm.tiktok.com/ZMab12/", "https://vm.tiktok.com/ZMab12", "tiktok", null, null, null],
    ["https://mobile.twitter.com/Sekar_W/status/1990/photo/1?s=20&t=Q", "https://x.com/sekar_w/status/1990", "x", "sekar_w", "post", "1990"],
    ["http://x.com/i/web/status/1990", "https://x.com/i/status/1990", "x", null, "post", "1990"],
    ["https://x.com/Sekar_W", "https://x.com/Sekar_W", "x", "sekar_w", null, null],
    ["https://youtu.be/dQw4w9WgXcQ?si=abc", "https://youtube.com/watch?v=dQw4w9WgXcQ", "youtube", null, "video", "dQw4w9WgXcQ"],
    [
      "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=3s",
      "https://youtube.com/watch?v=dQw4w9WgXcQ",
      "youtube",
      null,
      "video",
      "dQw4w9WgXcQ",
    ],
    ["https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://youtube.com/watch?v=dQw4w9WgXcQ", "youtube", null, "video", "dQw4w9WgXcQ"],
    ["https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=Ugz.1", "https://youtube.com/watch?v=dQw4w9WgXcQ&lc=Ugz.1", "youtube", null, "comment", "Ugz.1"],
    ["https://www.threads.net/@Sekar.W/post/DAbc-1?xmt=AQ", "https://threads.com/@sekar.w/post/DAbc-1", "threads", "sekar.w", "post", "DAbc-1"],
  ])("%s", (url, canonical, platform, handle, kind, externalId) => {
    expect(canonicalUrl(url)).toBe(canonical);
    expect(guessFromUrl(url)).toEqual({ platform, handle, kind, externalId });
  });

  it.each(["https://www.facebook.com/watch", "https://x.com/search?q=a", "https://www.instagram.com/explore/"])(
    "does not take %s for an account",
    (url) => {
      expect(guessFromUrl(url)).toMatchObject({ handle: null, externalId: null });
    },
  );

  it("is not taken in by a host that merely ends alike, or an id with odd characters", () => {
    expect(guessFromUrl("https://notfacebook.com/a/posts/1")).toBeNull();
    expect(guessFromUrl("https://facebook.com.contoh.id/a/posts/1")).toBeNull();
    expect(guessFromUrl("https://www.facebook.com/photo.php?fbid=%3Cb%3E")).toMatchObject({ externalId: null });
  });
});

describe("an address of any other site", () => {
  it.each([
    ["HTTP://WWW.Contoh.go.id/Berita/1/?utm_source=wa&fbclid=x#komentar", "https://contoh.go.id/Berita/1"],
    ["https://m.contoh.go.id/?p=12&b=1&gclid=x", "https://contoh.go.id?b=1&p=12"],
    ["https://contoh.go.id:8443/a?s=cari", "https://contoh.go.id:8443/a?s=cari"],
    ["https://m.id/", "https://m.id"],
    ["https://www.m.contoh.go.id/a", "https://contoh.go.id/a"],
  ])("%s is compared as %s", (url, canonical) => {
    expect(canonicalUrl(url)).toBe(canonical);
    expect(guessFromUrl(url)).toBeNull();
  });

  it.each(["", "contoh", "javascript:alert(1)", "ftp://contoh.go.id/a", "https://"])("%j is no web address", (url) => {
    expect(canonicalUrl(url)).toBeNull();
    expect(guessFromUrl(url)).toBeNull();
  });
});

it("canonical addresses are already canonical, and no text makes it throw", () => {
  const part = fc.constantFrom(
    "www.",
    "facebook.com",
    "x.com",
    "youtu.be",
    "/a",
    "/posts/1",
    "/status/2",
    "?v=3",
    "&comment_id=4",
    "#x",
    "//",
    "%",
    "é",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const url = `https://${parts.join("")}`;
      const canonical = canonicalUrl(url);
      guessFromUrl(url);
      if (canonical !== null) expect(canonicalUrl(canonical)).toBe(canonical);
    }),
    { numRuns: 500 },
  );
});
