import type { PostKind } from "@netra/domain";
import {
  type ExportContext,
  type ExportedPost,
  type ExportOwner,
  type ExportShape,
  fieldOf,
  fromSeconds,
  type LeftOut,
  listOf,
  textOf,
} from "./export-shape.ts";
import { repairMeta } from "./meta-text.ts";

/**
 * Meta's "Download your information" in JSON. Source: public parsers and their fixtures (NorseKode/Waultar-App, documents/parser/content_examples.md; several
 * readers of `text_post_app_text_posts` and `comments_media_comments`), 2020 to 2026. The files lie in a folder of the archive's own name in some years and
 * without it in others; `your_facebook_activity/` and `your_instagram_activity/` came in 2023.
 *
 * Uncertain: no export says who could see a post, and none gives a post's id or address. Names of fields of Instagram's lists are in the owner's language:
 * English and Indonesian are known here. Stories, posts and comments in groups, and whatever has neither words nor a picture are left out.
 */
const IN_ANY_FOLDER = "^(?:[^/]+/)?";
const entry = (path: string): RegExp => new RegExp(`${IN_ANY_FOLDER}${path}\\.json$`);

const named = (value: unknown, names: readonly string[]): unknown => names.map((name) => fieldOf(value, name)).find((found) => found !== undefined);
const ownerOf = (handle: string, ids: readonly string[] = []): ExportOwner | null =>
  handle === "" && ids.length === 0 ? null : { handles: [handle], ids };
const unsaid = { externalId: null, url: null, audience: "unsaid" } as const;

export const FACEBOOK_EXPORT: ExportShape = {
  owner: {
    entry: entry("(?:personal_information/)?profile_information/profile_information"),
    path: [["profile_v2"], ["profile"]],
    read(profile) {
      const uri = textOf(fieldOf(profile, "profile_uri"));
      const handle = textOf(fieldOf(profile, "username")) || (/^https?:\/\/(?:[\w-]+\.)?facebook\.com\/([\w.-]+)\/?$/.exec(uri)?.[1] ?? "");
      const id = /[?&]id=(\d+)/.exec(uri)?.[1];
      return ownerOf(handle === "profile.php" ? "" : handle, id === undefined ? [] : [id]);
    },
  },
  parts: [
    { entry: entry("(?:your_facebook_activity/)?posts/your_posts(?:__check_ins__photos_and_videos)?_\\d+"), lists: [[]], read: readFacebookPost },
    {
      entry: entry("(?:your_facebook_activity/)?(?:comments_and_reactions|comments)/comments"),
      lists: [["comments_v2"], ["comments"]],
      read: readFacebookComment,
    },
  ],
};

function readFacebookPost(raw: unknown): ExportedPost | LeftOut {
  const item = repairMeta(raw);
  const createdAt = fromSeconds(fieldOf(item, "timestamp"));
  if (createdAt === null) return "unknown-shape";
  const text = listOf(fieldOf(item, "data"))
    .map((part) => textOf(fieldOf(part, "post")))
    .find((words) => words !== "");
  const attached = listOf(fieldOf(item, "attachments")).flatMap((attachment) => listOf(fieldOf(attachment, "data")));
  const uri = attached.map((one) => textOf(fieldOf(one, "media", "uri"))).find((found) => found !== "");
  const described = attached.map((one) => textOf(fieldOf(one, "media", "description"))).find((words) => words !== "");
  const link = attached.some((one) => fieldOf(one, "external_context") !== undefined);
  const words = text ?? described ?? "";
  if (words === "" && uri === undefined && !link) return "no-words";
  return { ...unsaid, kind: words !== "" ? "post" : uri === undefined ? "share" : kindOfFile(uri), text: words, createdAt };
}

function readFacebookComment(raw: unknown, { profile }: ExportContext): ExportedPost | LeftOut {
  const comment = fieldOf(repairMeta(raw), "data", 0, "comment");
  const createdAt = fromSeconds(fieldOf(comment, "timestamp"));
  if (createdAt === null) return "unknown-shape";
  if (textOf(fieldOf(comment, "group")) !== "") return "in-a-group";
  const name = textOf(fieldOf(repairMeta(profile), "name", "full_name"));
  const author = textOf(fieldOf(comment, "author"));
  if (author !== "" && name !== "" && author !== name) return "others-words";
  const text = textOf(fieldOf(comment, "comment"));
  return text === "" ? "no-words" : { ...unsaid, kind: "comment", text, createdAt };
}

const INSTAGRAM_OWNER: ExportShape["owner"] = {
  entry: entry("(?:personal_information/personal_information|account_information)/personal_information"),
  path: [["profile_user"]],
  read: (profile) =>
    ownerOf(textOf(fieldOf(named(fieldOf(repairMeta(profile), 0, "string_map_data"), ["Username", "Nama pengguna", "Nama Pengguna"]), "value"))),
};

export const INSTAGRAM_EXPORT: ExportShape = {
  owner: INSTAGRAM_OWNER,
  parts: [
    { entry: entry("(?:your_instagram_activity/)?(?:media|content)/posts_\\d+"), lists: [[]], read: readMedia },
    { entry: entry("(?:your_instagram_activity/)?(?:media|content)/reels"), lists: [["ig_reels_media"]], read: readMedia },
    {
      entry: entry("(?:your_instagram_activity/)?comments/post_comments(?:_\\d+)?"),
      lists: [[], ["comments_media_comments"]],
      read: readInstagramComment,
    },
    {
      entry: entry("(?:your_instagram_activity/)?comments/reels_comments(?:_\\d+)?"),
      lists: [[], ["comments_reels_comments"]],
      read: readInstagramComment,
    },
  ],
};

export const THREADS_EXPORT: ExportShape = {
  owner: INSTAGRAM_OWNER,
  parts: [{ entry: entry("(?:your_instagram_activity/)?threads/threads_and_replies"), lists: [["text_post_app_text_posts"]], read: readMedia }],
};

/** A post of Instagram or Threads: its words stand beside its first picture unless it has several. */
function readMedia(raw: unknown): ExportedPost | LeftOut {
  const item = repairMeta(raw);
  const media = listOf(fieldOf(item, "media"));
  const createdAt = fromSeconds(fieldOf(item, "creation_timestamp")) ?? fromSeconds(fieldOf(media, 0, "creation_timestamp"));
  if (createdAt === null) return "unknown-shape";
  const text = [item, ...media].map((part) => textOf(fieldOf(part, "title"))).find((words) => words !== "") ?? "";
  const uri = textOf(fieldOf(media, 0, "uri"));
  const isReply = media.some((part) => fieldOf(part, "text_app_post", "is_reply") === true);
  if (text === "" && uri === "") return "no-words";
  return { ...unsaid, kind: isReply ? "comment" : text === "" ? kindOfFile(uri) : "post", text, createdAt };
}

function readInstagramComment(raw: unknown): ExportedPost | LeftOut {
  const map = fieldOf(repairMeta(raw), "string_map_data");
  const createdAt = fromSeconds(fieldOf(named(map, ["Time", "Waktu"]), "timestamp"));
  if (createdAt === null) return "unknown-shape";
  const text = textOf(fieldOf(named(map, ["Comment", "Komentar"]), "value"));
  return text === "" ? "no-words" : { ...unsaid, kind: "comment", text, createdAt };
}

const kindOfFile = (uri: string): PostKind => (/\.(?:mp4|mov|webm)$/i.test(uri) ? "video" : "photo");
