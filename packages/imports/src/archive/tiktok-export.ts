import { type ExportContext, type ExportedPost, type ExportShape, fieldOf, fromText, type LeftOut, textOf } from "./export-shape.ts";

/**
 * TikTok: "Download your data" in JSON, one file with everything. Source: abrignoni/RLEAPP, scripts/artifacts/tikTokArchiveJson.py (both generations of names).
 * The file holds messages, searches and likes too: only the bytes of the three places below are looked at.
 *
 * Uncertain: times are taken as UTC, as the site shows them; `WhoCanView` is missing in older exports; comments have no id and do not say under what they stand.
 */
export const TIKTOK_EXPORT: ExportShape = {
  owner: {
    entry: /^(?:[^/]+\/)?user_data(?:_tiktok)?\.json$/,
    path: [
      ["Profile", "Profile Info", "ProfileMap"],
      ["Profile", "Profile Information", "ProfileMap"],
    ],
    read(profile) {
      const handle = textOf(fieldOf(profile, "userName"));
      return handle === "" ? null : { handles: [handle], ids: [] };
    },
  },
  parts: [
    {
      entry: /^(?:[^/]+\/)?user_data(?:_tiktok)?\.json$/,
      lists: [
        ["Post", "Posts", "VideoList"],
        ["Video", "Videos", "VideoList"],
      ],
      read: readVideo,
    },
    {
      entry: /^(?:[^/]+\/)?user_data(?:_tiktok)?\.json$/,
      lists: [
        ["Comment", "Comments", "CommentsList"],
        ["Comment", "CommentsList"],
      ],
      read: readComment,
    },
  ],
};

function readVideo(item: unknown, { handle }: ExportContext): ExportedPost | LeftOut {
  const createdAt = timeOf(fieldOf(item, "Date"));
  if (createdAt === null) return "unknown-shape";
  const viewers = textOf(fieldOf(item, "WhoCanView"));
  if (viewers !== "" && !/^(?:public|everyone)/i.test(viewers)) return "not-public";
  const id = /\/video\/(\d+)/.exec(textOf(fieldOf(item, "Link")))?.[1] ?? null;
  return {
    kind: "video",
    text: textOf(fieldOf(item, "Title")),
    externalId: id,
    url: id === null ? null : `https://www.tiktok.com/@${handle}/video/${id}`,
    createdAt,
    audience: viewers === "" ? "unsaid" : "public",
  };
}

function readComment(item: unknown): ExportedPost | LeftOut {
  const createdAt = timeOf(fieldOf(item, "date") ?? fieldOf(item, "Date"));
  if (createdAt === null) return "unknown-shape";
  const text = textOf(fieldOf(item, "comment") ?? fieldOf(item, "Comment"));
  return text === "" ? "no-words" : { kind: "comment", text, externalId: null, url: null, createdAt, audience: "unsaid" };
}

/** `2026-11-21 12:30:05`, some years with ` UTC` after it. */
function timeOf(value: unknown): Date | null {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?: UTC)?$/.exec(textOf(value).trim());
  return found === null ? null : fromText(`${found[1]}T${found[2]}Z`);
}
