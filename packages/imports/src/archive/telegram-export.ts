import { type ExportContext, type ExportedPost, type ExportShape, fieldOf, fromSeconds, type LeftOut, listOf, textOf } from "./export-shape.ts";

/**
 * Telegram Desktop: "Export chat history" of one channel in JSON, `result.json`. Source: public descriptions of the format (tg-parser, docs/TELEGRAM_FORMAT.md;
 * xavierpjb/telegram-bnb-staking-parser). Only a public channel is taken: an export of a person's whole account holds chats, and its file has another shape.
 *
 * The export names the channel by number and title, never by its handle: the account must be registered under that number. Uncertain: older exports write no
 * `date_unixtime`; their `date` is on the exporting computer's clock, so those messages are left out when dates are asked for.
 */
export const TELEGRAM_EXPORT: ExportShape = {
  owner: {
    entry: /^(?:[^/]+\/)?result\.json$/,
    path: [[]],
    fields: ["id", "type"],
    read(channel) {
      const id = fieldOf(channel, "id");
      if (fieldOf(channel, "type") !== "public_channel" || typeof id !== "number" || !Number.isSafeInteger(id)) return null;
      // bots and libraries write a channel's number with -100 before it
      const numbers = [String(id), `-100${id}`];
      return { ids: numbers, handles: numbers };
    },
  },
  parts: [{ entry: /^(?:[^/]+\/)?result\.json$/, lists: [["messages"]], read: readMessage }],
};

function readMessage(item: unknown, { owner }: ExportContext): ExportedPost | LeftOut {
  if (fieldOf(item, "type") !== "message") return "no-words";
  const [id, channel] = [fieldOf(item, "id"), owner.ids[0] ?? ""];
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return "unknown-shape";
  const from = textOf(fieldOf(item, "from_id"));
  if (from !== "" && from !== `channel${channel}`) return "others-words";
  const forwarded = fieldOf(item, "forwarded_from") !== undefined;
  const text = forwarded ? "" : wordsOf(fieldOf(item, "text"));
  const picture = fieldOf(item, "photo") !== undefined;
  const video = textOf(fieldOf(item, "media_type")).startsWith("video");
  if (text === "" && !forwarded && !picture && !video) return "no-words";
  return {
    kind: forwarded ? "share" : text !== "" ? "post" : video ? "video" : "photo",
    text,
    externalId: `${channel}/${id}`,
    url: null,
    createdAt: fromSeconds(fieldOf(item, "date_unixtime")),
    audience: "public",
  };
}

/** Text is one string, or a list of strings and of parts with a look of their own. */
const wordsOf = (text: unknown): string =>
  typeof text === "string"
    ? text
    : listOf(text)
        .map((part) => (typeof part === "string" ? part : textOf(fieldOf(part, "text"))))
        .join("");
