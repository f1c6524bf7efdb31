import { type ExportedPost, type ExportShape, fieldOf, fromText, type LeftOut, textOf } from "./export-shape.ts";

/**
 * X: "Your archive", `data/*.js`, each `window.YTD.<name>.part0 = [ … ]`: what follows the first `[` is JSON. Source: archives that owners published
 * (TheExGenesis/community-archive, docs/archive_data.md; g-leech/argmin-gravitas, manifest.js), 2023 to 2026.
 *
 * Read: `account.js` (`account.accountId`, `username`) and `tweets.js` (`tweet.js` before 2022, `tweets-part1.js` in large ones). Never
 * `deleted-tweets.js`, `like.js`, messages or anything else. A reply is a comment; a repost (`RT @`) carries somebody else's words and is taken without them.
 * Uncertain: words of long posts stand in `note-tweet.js` under another id and are not joined, so a long post is as short as `full_text`; whether the account
 * was protected is not said.
 */
export const X_EXPORT: ExportShape = {
  owner: {
    entry: /^data\/account\.js$/,
    path: [[]],
    read(profile) {
      const account = fieldOf(profile, 0, "account");
      const [id, handle] = [textOf(fieldOf(account, "accountId")), textOf(fieldOf(account, "username"))];
      return id === "" && handle === "" ? null : { ids: [id], handles: [handle] };
    },
  },
  parts: [{ entry: /^data\/tweets?(?:-part\d+)?\.js$/, lists: [[]], read: readTweet }],
};

function readTweet(item: unknown, { handle }: { readonly handle: string }): ExportedPost | LeftOut {
  const tweet = fieldOf(item, "tweet") ?? item;
  const latest = textOf(fieldOf(tweet, "id_str"));
  const text = textOf(fieldOf(tweet, "full_text")) || textOf(fieldOf(tweet, "text"));
  if (!/^\d+$/.test(latest) || text === "") return "unknown-shape";
  const shared = text.startsWith("RT @");
  // an edited post has several ids; the first stands for all of them
  const edits = fieldOf(tweet, "edit_info", "edit", "editControlInitial", "editTweetIds") ?? fieldOf(tweet, "edit_info", "initial", "editTweetIds");
  const first = textOf(fieldOf(tweet, "edit_info", "edit", "initialTweetId")) || textOf(fieldOf(edits, 0));
  const externalId = /^\d+$/.test(first) ? first : latest;
  return {
    kind: shared ? "share" : textOf(fieldOf(tweet, "in_reply_to_status_id_str")) === "" ? "post" : "comment",
    text: shared ? "" : text.replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name] ?? ""),
    externalId,
    url: `https://x.com/${handle}/status/${externalId}`,
    createdAt: fromText(fieldOf(tweet, "created_at")),
    audience: "unsaid",
  };
}
