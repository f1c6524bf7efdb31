import { type ExportContext, type ExportedPost, type ExportShape, fieldOf, fromText, type LeftOut, listOf, textOf } from "./export-shape.ts";

/**
 * Mastodon: "Request your archive", ActivityPub JSON. Source: mastodon/mastodon, app/services/backup_service.rb and the ActivityPub vocabulary. Read:
 * `actor.json` and `outbox.json`; never `likes.json` or `bookmarks.json`. The outbox holds direct and followers-only posts too: only what is addressed to
 * everybody is taken. A boost has no words of its own. Uncertain: servers before 4.2 gave a `.tar.gz`, which must be packed anew as ZIP.
 */
export const MASTODON_EXPORT: ExportShape = {
  owner: {
    entry: /^actor\.json$/,
    path: [[]],
    read(actor) {
      const [id, name] = [textOf(fieldOf(actor, "id")), textOf(fieldOf(actor, "preferredUsername"))];
      const host = URL.parse(id)?.host;
      return host === undefined || name === "" ? null : { ids: [id], handles: [`${name}@${host}`] };
    },
  },
  parts: [{ entry: /^outbox\.json$/, lists: [["orderedItems"]], read: readActivity }],
};

/** ActivityStreams writes the collection of everybody in three ways. */
const EVERYBODY = new Set(["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"]);

function readActivity(item: unknown, { owner }: ExportContext): ExportedPost | LeftOut {
  const type = fieldOf(item, "type");
  if (type !== "Create" && type !== "Announce") return "unknown-shape";
  if (!owner.ids.includes(textOf(fieldOf(item, "actor")))) return "others-words";
  const object = fieldOf(item, "object");
  const addressed = type === "Create" ? object : item;
  const to = ["to", "cc"].flatMap((field) => [fieldOf(addressed, field)].flat());
  if (!to.some((one) => EVERYBODY.has(textOf(one)))) return "not-public";
  const createdAt = fromText(fieldOf(item, "published"));
  if (type === "Announce") {
    const externalId = textOf(fieldOf(item, "id"));
    return externalId === "" ? "unknown-shape" : { kind: "share", text: "", externalId, url: null, createdAt, audience: "public" };
  }
  const externalId = textOf(fieldOf(object, "id"));
  if (externalId === "") return "unknown-shape";
  const text = plainText(textOf(fieldOf(object, "content")));
  const pictures = listOf(fieldOf(object, "attachment")).length > 0;
  if (text === "" && !pictures) return "no-words";
  const reply = textOf(fieldOf(object, "inReplyTo")) !== "";
  return {
    kind: reply ? "comment" : text === "" ? "photo" : "post",
    text,
    externalId,
    url: textOf(fieldOf(object, "url")) || null,
    createdAt,
    audience: "public",
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Words of a post's HTML as a reader sees them. Mastodon writes paragraphs, line breaks, links and spans only. */
function plainText(html: string): string {
  return html
    .replace(/<\/p>\s*<p[^<>]*>/gi, "\n\n")
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .trim();
}
