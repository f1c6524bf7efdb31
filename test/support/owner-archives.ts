import type { Platform } from "@netra/domain";
import { makeZip, type ZipEntry } from "./zip.ts";

/** Writes text as Meta's exports do: each byte of its UTF-8 as one escaped character. */
const metaJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\0-\x7f]+/g, (text) =>
    [...Buffer.from(text)].map((byte) => `\\u00${byte.toString(16).padStart(2, "0")}`).join(""),
  );

/** 21 November 2029, 19:30:05 WIB. */
const SECONDS = Date.parse("2029-11-21T12:30:05Z") / 1000;
const OTHERS = "RAHASIA";

/** Entries that must never be opened: their bytes inflate to nothing that is JSON, and their checksum is wrong. */
const closed = (...names: string[]): ZipEntry[] =>
  names.map((name) => ({ name, bytes: OTHERS, deflated: Buffer.from("not deflated"), crc: 1, declaredSize: 4_000_000_000 }));

const tweet = (id: string, full_text: string, more: object = {}) => ({
  tweet: { id_str: id, full_text, created_at: "Wed Nov 21 12:30:05 +0000 2029", ...more },
});
const activity = (id: string, to: string[], content: string, more: object = {}) => ({
  id: `https://contoh.social/users/sekar/statuses/${id}/activity`,
  type: "Create",
  actor: "https://contoh.social/users/sekar",
  published: "2029-11-21T12:30:05Z",
  object: { id: `https://contoh.social/users/sekar/statuses/${id}`, url: `https://contoh.social/@sekar/${id}`, to, cc: [], content, ...more },
});
const instagramOwner = (field = "Username") => ({ profile_user: [{ string_map_data: { [field]: { value: "sekar.w" }, Email: { value: OTHERS } } }] });

/** What each platform would hand to the owner of a made-up account. The handle is `sekar_w`, `sekar.w` or the like: see `HANDLES`. */
export const ENTRIES = {
  x: [
    { name: "data/account.js", bytes: 'window.YTD.account.part0 = [{"account":{"accountId":"77","username":"Sekar_W","email":"RAHASIA"}}]' },
    {
      name: "data/tweets.js",
      bytes: `window.YTD.tweets.part0 = ${JSON.stringify(
        [
          tweet("1001", "Selamat pagi &amp; semangat"),
          tweet("1003", "Betul sekali", { in_reply_to_status_id_str: "5", edit_info: { edit: { initialTweetId: "1002" } } }),
          tweet("1004", `RT @contoh: ${OTHERS}`),
        ],
        null,
        2,
      )}`,
    },
    ...closed("data/deleted-tweets.js", "data/like.js", "data/direct-messages.js", "data/follower.js", "data/ad-engagements.js"),
  ],
  facebook: [
    {
      name: "facebook-sekar/personal_information/profile_information/profile_information.json",
      bytes: metaJson({ profile_v2: { name: { full_name: "Sékar W" }, profile_uri: "https://www.facebook.com/sekar.w" } }),
    },
    {
      name: "facebook-sekar/your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
      bytes: metaJson([
        { timestamp: SECONDS, data: [{ post: "Selamat pagi 😀 é" }], title: "Sékar W updated her status." },
        { timestamp: SECONDS, attachments: [{ data: [{ media: { uri: "posts/media/1.jpg" } }] }] },
        { timestamp: SECONDS, data: [] },
      ]),
    },
    {
      name: "facebook-sekar/your_facebook_activity/comments_and_reactions/comments.json",
      bytes: metaJson({
        comments_v2: [
          { timestamp: SECONDS, data: [{ comment: { timestamp: SECONDS, comment: "Betul", author: "Sékar W" } }] },
          { timestamp: SECONDS, data: [{ comment: { timestamp: SECONDS, comment: OTHERS, author: "Orang Lain" } }] },
          { timestamp: SECONDS, data: [{ comment: { timestamp: SECONDS, comment: OTHERS, author: "Sékar W", group: "Grup" } }] },
        ],
      }),
    },
    ...closed(
      "facebook-sekar/your_facebook_activity/messages/inbox/a/message_1.json",
      "facebook-sekar/your_facebook_activity/comments_and_reactions/likes_and_reactions.json",
    ),
  ],
  instagram: [
    { name: "personal_information/personal_information/personal_information.json", bytes: metaJson(instagramOwner("Nama Pengguna")) },
    {
      name: "your_instagram_activity/media/posts_1.json",
      bytes: metaJson([{ media: [{ uri: "a.jpg", creation_timestamp: SECONDS, title: "Selamat pagi é" }] }]),
    },
    {
      name: "your_instagram_activity/media/reels.json",
      bytes: metaJson({ ig_reels_media: [{ media: [{ uri: "a.mp4", creation_timestamp: SECONDS, title: "" }] }] }),
    },
    {
      name: "your_instagram_activity/comments/post_comments_1.json",
      bytes: metaJson([{ string_map_data: { Komentar: { value: "Betul" }, Waktu: { timestamp: SECONDS } } }]),
    },
    ...closed(
      "your_instagram_activity/likes/liked_posts.json",
      "connections/followers_and_following/following.json",
      "your_instagram_activity/messages/inbox/a/message_1.json",
    ),
  ],
  threads: [
    { name: "personal_information/personal_information/personal_information.json", bytes: metaJson(instagramOwner()) },
    {
      name: "your_instagram_activity/threads/threads_and_replies.json",
      bytes: metaJson({
        text_post_app_text_posts: [
          { media: [{ uri: "", creation_timestamp: SECONDS, title: "Selamat pagi é" }] },
          { media: [{ uri: "", creation_timestamp: SECONDS, title: "Betul", text_app_post: { is_reply: true } }] },
        ],
      }),
    },
    ...closed("your_instagram_activity/threads/liked_threads.json"),
  ],
  tiktok: [
    {
      name: "user_data_tiktok.json",
      bytes: JSON.stringify({
        "Direct Message": { "Direct Messages": { ChatHistory: { "Chat History with a:": [{ Content: `${OTHERS} "}]` }] } } },
        Profile: { "Profile Info": { ProfileMap: { userName: "sekar_w", emailAddress: OTHERS } } },
        Post: {
          Posts: {
            VideoList: [
              { Date: "2029-11-21 12:30:05", Link: "https://www.tiktokv.com/share/video/7301/", Title: "Selamat pagi", WhoCanView: "Public" },
              { Date: "2029-11-21 12:30:05", Link: "https://www.tiktokv.com/share/video/7302/", Title: OTHERS, WhoCanView: "Friends" },
            ],
          },
        },
        Comment: { Comments: { CommentsList: [{ date: "2029-11-21 12:30:05", comment: "Betul" }] } },
        "Your Activity": { Searches: { SearchList: [{ SearchTerm: OTHERS }] }, "Like List": { ItemFavoriteList: [{ link: OTHERS }] } },
      }),
    },
  ],
  telegram: [
    {
      name: "ChatExport_2029-11-22/result.json",
      bytes: JSON.stringify({
        name: "Kanal Contoh",
        type: "public_channel",
        id: 1234567890,
        messages: [
          { id: 1, type: "service", action: "create_channel" },
          {
            id: 2,
            type: "message",
            date_unixtime: String(SECONDS),
            from_id: "channel1234567890",
            text: ["Selamat ", { type: "bold", text: "pagi" }],
          },
          { id: 3, type: "message", date_unixtime: String(SECONDS), from_id: "channel1234567890", text: OTHERS, forwarded_from: "Orang Lain" },
          { id: 4, type: "message", date_unixtime: String(SECONDS), from_id: "user5", text: OTHERS },
        ],
      }),
    },
  ],
  mastodon: [
    { name: "actor.json", bytes: JSON.stringify({ id: "https://contoh.social/users/sekar", preferredUsername: "sekar" }) },
    {
      name: "outbox.json",
      bytes: JSON.stringify({
        orderedItems: [
          activity("1", ["https://www.w3.org/ns/activitystreams#Public"], "<p>Selamat <b>pagi</b> &amp; <br>semangat</p><p>semua</p>"),
          activity("2", ["https://contoh.social/users/sekar/followers"], `<p>${OTHERS}</p>`),
          activity("3", ["https://lain.social/users/budi"], `<p>${OTHERS}</p>`, { inReplyTo: "https://lain.social/1" }),
          {
            id: "https://contoh.social/users/sekar/statuses/4/activity",
            type: "Announce",
            actor: "https://contoh.social/users/sekar",
            published: "2029-11-21T12:30:05Z",
            to: ["as:Public"],
            object: "https://lain.social/9",
          },
        ],
      }),
    },
    ...closed("likes.json", "bookmarks.json", "following_accounts.csv"),
  ],
} as const satisfies Partial<Record<Platform, readonly ZipEntry[]>>;

export type ArchivePlatform = keyof typeof ENTRIES;

/** How the register writes the account that each archive names. */
export const HANDLES: Readonly<Record<ArchivePlatform, string>> = {
  x: "@sekar_w",
  facebook: "Sekar.W",
  instagram: "sekar.w",
  threads: "sekar.w",
  tiktok: "sekar_w",
  telegram: "1234567890",
  mastodon: "sekar@contoh.social",
};

export const ownerArchive = (platform: ArchivePlatform): Buffer => makeZip(ENTRIES[platform]);
