import { createHash } from "node:crypto";
import { DomainError, isContextKind, JAKARTA_OFFSET_MS, normalizeHandle, type Platform, type PostKind, type Visibility } from "@netra/domain";
import type { CaptureRow } from "../captures.ts";
import { decodeStrictly } from "../decode-file.ts";
import { MAX_ROWS } from "../table.ts";
import {
  type ExportContext,
  type ExportedPost,
  type ExportOwner,
  type ExportPart,
  type ExportShape,
  LEFT_OUT,
  type LeftOut,
} from "./export-shape.ts";
import { BrokenJson, jsonField, jsonItems, jsonRoot, type Slice } from "./json-slices.ts";
import { MASTODON_EXPORT } from "./mastodon-export.ts";
import { FACEBOOK_EXPORT, INSTAGRAM_EXPORT, THREADS_EXPORT } from "./meta-export.ts";
import { type ByteSource, openZip, refused, type Zip, type ZipLimits } from "./open-zip.ts";
import { TELEGRAM_EXPORT } from "./telegram-export.ts";
import { TIKTOK_EXPORT } from "./tiktok-export.ts";
import { X_EXPORT } from "./x-export.ts";

const SHAPES: Readonly<Partial<Record<Platform, ExportShape>>> = {
  x: X_EXPORT,
  facebook: FACEBOOK_EXPORT,
  instagram: INSTAGRAM_EXPORT,
  threads: THREADS_EXPORT,
  tiktok: TIKTOK_EXPORT,
  telegram: TELEGRAM_EXPORT,
  mastodon: MASTODON_EXPORT,
};

/** Platforms whose export can be read. */
export const ARCHIVE_PLATFORMS = Object.keys(SHAPES) as readonly Platform[];

/** Pictures make an archive large and its list long; none of them is opened. */
const LIMITS: ZipLimits = { entries: 100_000, entryBytes: 150_000_000, totalBytes: 300_000_000 };
/** A post is a few kB. What is larger was not written by a person. */
const MAX_ITEM_BYTES = 1_000_000;
const DAY_MS = 86_400_000;

export interface ArchiveAsk {
  readonly platform: Platform;
  /** The account the archive should be of, as the register knows it. */
  readonly account: { readonly handle: string; readonly externalId: string | null };
  /** Civil days of WIB, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Who could see what the archive says nothing about; `friends` claims the least. */
  readonly audience: Extract<Visibility, "public" | "friends">;
}

export interface OwnerArchive {
  /** In the archive's order. */
  readonly rows: readonly CaptureRow[];
  readonly leftOut: Readonly<Record<LeftOut, number>>;
  readonly entries: { readonly opened: number; readonly all: number };
}

/**
 * Reads the posts and comments that the owner of an account made, from the archive that the platform gave them and they handed over. Only the entries that a
 * platform's shape names are opened, and of them only the lists it names are looked at: no likes, follows, messages, contacts or searches.
 *
 * A row's `raw` is the post's JSON as it stood in the archive. Its origin is `tip`: somebody handed it over, it was not found by us and no complaint was made;
 * the law lets non-public words be taken only so. Without an id of the platform's, a post is known by account, kind, second and words, so that another
 * archive of the same account gives the same posts.
 *
 * Throws `invalid` with one sentence: an archive that is damaged or dishonest (`archive-refused`), of another account (`archive-of-another`), of another kind
 * (`archive-shape`). Never quotes it.
 */
export async function readOwnerArchive(source: ByteSource, ask: ArchiveAsk): Promise<OwnerArchive> {
  const shape = SHAPES[ask.platform];
  if (shape === undefined)
    throw new DomainError("invalid", "archive-platform", `Archives of ${ask.platform} are not read: one of ${ARCHIVE_PLATFORMS.join(", ")}.`);
  const zip = await openZip(source, LIMITS);
  try {
    return await readWith(shape, entryReader(zip), ask);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (error instanceof BrokenJson || error instanceof SyntaxError || error instanceof RangeError)
      throw refused("A file in it is no JSON: get it again from where it came.");
    throw error;
  }
}

interface EntryReader {
  readonly names: readonly string[];
  /** The entry as JSON. The last one is kept, since one file may be read for several lists. */
  open(name: string): Promise<{ readonly bytes: Uint8Array; readonly root: Slice }>;
  opened(): number;
}

function entryReader(zip: Zip): EntryReader {
  let last: { name: string; bytes: Uint8Array; root: Slice } | null = null;
  const opened = new Set<string>();
  return {
    names: zip.names,
    async open(name) {
      if (last?.name === name) return last;
      opened.add(name);
      const bytes = await zip.read(name);
      last = { name, bytes, root: jsonRoot(bytes, beginOfJson(bytes)) };
      return last;
    },
    opened: () => opened.size,
  };
}

/** After a byte order mark, or after the `window.YTD.… =` of X. */
function beginOfJson(bytes: Uint8Array): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  return bytes[0] === 0x77 ? Math.max(0, bytes.subarray(0, 200).indexOf(0x5b)) : 0;
}

async function readWith(shape: ExportShape, entries: EntryReader, ask: ArchiveAsk): Promise<OwnerArchive> {
  const { profile, owner } = await readOwner(shape, entries);
  if (!isOwner(owner, ask.account))
    throw new DomainError("invalid", "archive-of-another", "The archive is of another account than the one given: check the file and the account.");
  const context: ExportContext = { owner, handle: normalizeHandle(ask.account.handle), profile };
  const rows: CaptureRow[] = [];
  const leftOut = Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])) as Record<LeftOut, number>;
  let found = false;
  for (const name of entries.names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))) {
    for (const part of shape.parts.filter(({ entry }) => entry.test(name))) {
      found = true;
      const { bytes, root } = await entries.open(name);
      for (const item of itemsOf(bytes, root, part)) {
        const read = readItem(bytes, item, { part, context, ask });
        if (typeof read === "string") leftOut[read] += 1;
        else rows.push(read);
        if (rows.length > MAX_ROWS) throw refused(`It has more than ${MAX_ROWS} posts: name the days with --from and --to.`);
      }
    }
  }
  if (!found) throw wrongShape();
  return { rows, leftOut, entries: { opened: entries.opened(), all: entries.names.length } };
}

const wrongShape = (): DomainError =>
  new DomainError(
    "invalid",
    "archive-shape",
    "The archive does not hold what this platform's archive of posts holds: ask the owner for it in the format JSON (not HTML), as one ZIP file.",
  );

async function readOwner(shape: ExportShape, entries: EntryReader): Promise<{ profile: unknown; owner: ExportOwner }> {
  const names = entries.names.filter((name) => shape.owner.entry.test(name));
  if (names.length > 1) throw refused("It says twice whose it is.");
  if (names[0] === undefined) throw wrongShape();
  const { bytes, root } = await entries.open(names[0]);
  for (const path of shape.owner.path) {
    const slice = walk(bytes, root, path);
    if (slice === null) continue;
    const profile = shape.owner.fields === undefined ? parseSlice(bytes, slice) : fieldsOf(bytes, slice, shape.owner.fields);
    const owner = profile === undefined ? null : shape.owner.read(profile);
    if (owner !== null) return { profile, owner };
  }
  throw new DomainError(
    "invalid",
    "archive-of-nobody",
    "The archive does not say whose it is, or is of a kind that is not taken (of Telegram, only one public channel).",
  );
}

const fieldsOf = (bytes: Uint8Array, object: Slice, names: readonly string[]): unknown =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = jsonField(bytes, object, name);
      return value === null ? [] : [[name, parseSlice(bytes, value)]];
    }),
  );

/** The platform's own id decides where the register has it: a handle may have passed to somebody else. */
function isOwner(owner: ExportOwner, account: ArchiveAsk["account"]): boolean {
  const ids = owner.ids.filter((id) => id !== "");
  if (account.externalId !== null && ids.length > 0) return ids.includes(account.externalId);
  return owner.handles.some((handle) => handle !== "" && normalizeHandle(handle) === normalizeHandle(account.handle));
}

const walk = (bytes: Uint8Array, root: Slice, path: readonly string[]): Slice | null =>
  path.reduce<Slice | null>((at, key) => jsonField(bytes, at, key), root);

const OPEN_LIST = 0x5b;

/** The items of the first list that is there. A file that should be a list and is one object has one post. */
function itemsOf(bytes: Uint8Array, root: Slice, part: ExportPart): Iterable<Slice> {
  for (const path of part.lists) {
    const list = walk(bytes, root, path);
    if (list !== null && bytes[list.start] === OPEN_LIST) return jsonItems(bytes, list);
  }
  return part.lists.length === 1 && part.lists[0]?.length === 0 ? [root] : [];
}

/** Undefined for what is too large or no UTF-8. */
function parseSlice(bytes: Uint8Array, { start, end }: Slice): unknown {
  const text = end - start > MAX_ITEM_BYTES ? null : decodeStrictly("utf-8", bytes.subarray(start, end));
  return text === null ? undefined : JSON.parse(text);
}

function readItem(
  bytes: Uint8Array,
  slice: Slice,
  { part, context, ask }: { readonly part: ExportPart; readonly context: ExportContext; readonly ask: ArchiveAsk },
): CaptureRow | LeftOut {
  const item = parseSlice(bytes, slice);
  if (item === undefined) return "unknown-shape";
  const post = part.read(item, context);
  if (typeof post === "string") return post;
  if (post.text.trim() === "" && !isContextKind(post.kind)) return "no-words";
  const outside = whyOutside(post.createdAt, ask);
  if (outside !== null) return outside;
  return {
    platform: ask.platform,
    url: post.url,
    handle: context.handle,
    text: post.text,
    kind: post.kind,
    externalId: post.externalId ?? describedPost(ask.platform, context.handle, post),
    createdAt: post.createdAt,
    seenAt: null,
    visibility: post.audience === "public" ? "public" : ask.audience,
    origin: "tip",
    raw: bytes.slice(slice.start, slice.end),
    contentType: "application/json",
  };
}

function whyOutside(createdAt: Date | null, { from, to }: ArchiveAsk): LeftOut | null {
  if (from === undefined && to === undefined) return null;
  if (createdAt === null) return "no-time";
  const day = Math.floor((createdAt.getTime() + JAKARTA_OFFSET_MS) / DAY_MS);
  const dayOf = (civil: string): number => Date.parse(`${civil}T00:00:00Z`) / DAY_MS;
  return (from !== undefined && day < dayOf(from)) || (to !== undefined && day > dayOf(to)) ? "outside-dates" : null;
}

function describedPost(platform: Platform, handle: string, { kind, createdAt, text }: ExportedPost): string {
  const described = JSON.stringify([platform, handle, kind, createdAt?.toISOString() ?? null, text.normalize("NFC")]);
  return `archive-sha256:${createHash("sha256").update(described).digest("hex")}`;
}

/** How many of each kind, and the first and last moment, for a person who decides whether to take it. */
export function summarize(rows: readonly CaptureRow[]): {
  readonly kinds: Readonly<Partial<Record<PostKind, number>>>;
  readonly first: Date | null;
  readonly last: Date | null;
} {
  const kinds: Partial<Record<PostKind, number>> = {};
  let [first, last]: (Date | null)[] = [null, null];
  for (const { kind, createdAt } of rows) {
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (createdAt === null) continue;
    if (!first || createdAt < first) first = createdAt;
    if (!last || createdAt > last) last = createdAt;
  }
  return { kinds, first: first ?? null, last: last ?? null };
}
