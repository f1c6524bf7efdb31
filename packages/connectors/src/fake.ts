import { MAX_MEDIA, PLATFORMS, type Platform, POST_KINDS, type PostKind } from "@netra/domain";
import type { GuardedFetch } from "@netra/outbound";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Connector, FetchAsk, FetchedPage, FetchedPost } from "./connector.ts";
import { ConnectorError } from "./connector-error.ts";
import { beginTrace, clockFrom } from "./trace.ts";

export const FAKE_PAGE_SIZE = 20;

/** Something that happens on the made-up platform. Two events of one post never happen at the same instant. */
export type FakeEvent = FakeWriting | FakeDeletion;

interface FakeWriting {
  readonly act: "create" | "edit";
  readonly at: Date;
  readonly externalId: string;
  readonly kind: PostKind;
  readonly text: string;
  readonly url?: string;
  /** Addresses of the pictures that hang on it. */
  readonly pictures?: readonly string[];
  /** When the platform says the post was made: its `create` unless given, null when it does not say. */
  readonly createdAt?: Date | null;
  /** The platform's answer in place of the well-formed one, to show what schema drift does. */
  readonly rawOverride?: Uint8Array | string;
}

interface FakeDeletion {
  readonly act: "delete";
  readonly at: Date;
  readonly externalId: string;
  readonly kind?: PostKind;
  readonly text?: string;
}

/**
 * A platform that does not exist, for the demo and the tests: its world is a pure function of the timeline and the time asked for, so that a restart
 * shows the same posts, and a test decides what happened when. It answers in JSON of its own, which is read as strictly as a real one's.
 *
 * `timeline` gives the events of an account at least up to `now`; later ones do not exist yet. `fail` scripts errors: it is asked before each page.
 */
export function createFakeConnector(deps: {
  readonly timeline: (handle: string, platform: Platform, now: Date) => readonly FakeEvent[];
  readonly platforms?: readonly Platform[];
  readonly fail?: (handle: string, now: Date) => ConnectorError | null;
  /** Serves the pictures; without it none can be fetched. */
  readonly pictures?: GuardedFetch;
}): Connector {
  return {
    name: "fake",
    version: "1",
    platforms: deps.platforms ?? PLATFORMS,
    gate: { open: true, reference: "a made-up platform has no terms" },
    async *fetchPosts(ask: FetchAsk) {
      const { account, now, signal } = ask;
      const events = inOrder(deps.timeline(account.handle, account.platform, now));
      const creations = creationTimes(events);
      const from = readCursor(ask.cursor);
      const fresh = events.filter((event) => event.at <= now && (from === null || keyOf(event) > from));
      for (let start = 0; start < Math.max(fresh.length, 1); start += FAKE_PAGE_SIZE) {
        signal.throwIfAborted();
        const failure = deps.fail?.(account.handle, now) ?? null;
        if (failure !== null) throw failure;
        const batch = fresh.slice(start, start + FAKE_PAGE_SIZE);
        if (batch.length > 0) yield pageOf(batch, { creations, now });
      }
    },
    async fetchPost({ account, externalId, now, signal }) {
      signal.throwIfAborted();
      const failure = deps.fail?.(account.handle, now) ?? null;
      if (failure !== null) throw failure;
      const events = inOrder(deps.timeline(account.handle, account.platform, now));
      const last = events.findLast((event) => event.externalId === externalId && event.at <= now);
      if (last === undefined || last.act === "delete") return null;
      const raw = answerOf(last, creationTimes(events));
      const item = readItem(raw);
      if (item === null) throw new ConnectorError("schema-drift");
      return postOf(item, raw, now);
    },
    ...(deps.pictures === undefined ? {} : { fetchMedia: createFetchPicture(deps.pictures) }),
  };
}

const createFetchPicture =
  (fetch: GuardedFetch): NonNullable<Connector["fetchMedia"]> =>
  async ({ reference, now, signal, maxBytes, into }) => {
    const trace = beginTrace(reference, clockFrom(now));
    const response = await fetch(reference, { signal, maxBytes, into });
    if (response.status === 200) return trace(response);
    if (response.status === 404 || response.status === 410) return null;
    if (response.status !== 429) throw new ConnectorError("transient");
    throw new ConnectorError("rate-limited", { retryAfterMs: Number(response.headers["retry-after"] ?? 60) * 1_000 });
  };

const Cursor = Type.Object({ at: Type.String(), externalId: Type.String() }, { additionalProperties: false });
const cursorSchema = Compile(Cursor);

/** One item of the made-up platform's answer. */
const Item = Type.Object({
  id: Type.String({ minLength: 1 }),
  revision: Type.String({ minLength: 1 }),
  type: Type.Enum([...POST_KINDS]),
  body: Type.String(),
  link: Type.Union([Type.String(), Type.Null()]),
  created_time: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  updated_time: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  pictures: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), { maxItems: MAX_MEDIA })),
});
const itemSchema = Compile(Item);

/** Events by time, then id: a key that sorts as text and names one event only. */
const keyOf = (event: Pick<FakeEvent, "at" | "externalId">): string => `${event.at.toISOString()} ${event.externalId}`;

function inOrder(timeline: readonly FakeEvent[]): readonly FakeEvent[] {
  const events = [...timeline].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const twice = events.findIndex((event, index) => index > 0 && keyOf(event) === keyOf(events[index - 1] ?? event));
  if (twice !== -1) throw new TypeError(`fake timeline: two events of one post at ${events[twice]?.at.toISOString()}: give each its own instant`);
  return events;
}

function readCursor(cursor: unknown): string | null {
  if (cursor === null || cursor === undefined) return null;
  if (!cursorSchema.Check(cursor)) throw new ConnectorError("bad-request");
  return `${cursor.at} ${cursor.externalId}`;
}

function pageOf(batch: readonly FakeEvent[], { creations, now }: { readonly creations: CreationTimes; readonly now: Date }): FetchedPage {
  const posts: FetchedPost[] = [];
  const goneExternalIds: string[] = [];
  const drift: { raw: Uint8Array; reason: string }[] = [];
  for (const event of batch) {
    if (event.act === "delete") {
      goneExternalIds.push(event.externalId);
      continue;
    }
    const raw = answerOf(event, creations);
    const item = readItem(raw);
    if (item === null) drift.push({ raw, reason: "item does not fit the schema of the made-up platform" });
    else posts.push(postOf(item, raw, now));
  }
  const last = batch.at(-1);
  return { posts, goneExternalIds, drift, cursor: last && { at: last.at.toISOString(), externalId: last.externalId } };
}

type CreationTimes = ReadonlyMap<string, Date | null>;

/** When the platform says each post was made, for its edits to repeat. */
const creationTimes = (events: readonly FakeEvent[]): CreationTimes =>
  new Map(
    events.flatMap((event) => (event.act === "create" ? [[event.externalId, event.createdAt === undefined ? event.at : event.createdAt]] : [])),
  );

/** The bytes the platform would send for this event. */
function answerOf(event: FakeWriting, creations: CreationTimes): Uint8Array {
  if (event.rawOverride !== undefined) return typeof event.rawOverride === "string" ? new TextEncoder().encode(event.rawOverride) : event.rawOverride;
  const createdAt = event.createdAt === undefined ? creations.get(event.externalId) : event.createdAt;
  const item: Static<typeof Item> = {
    id: event.externalId,
    revision: event.at.toISOString(),
    type: event.kind,
    body: event.text,
    link: event.url ?? null,
    created_time: createdAt?.toISOString() ?? null,
    updated_time: event.act === "edit" ? event.at.toISOString() : null,
    ...(event.pictures === undefined ? {} : { pictures: [...event.pictures] }),
  };
  return new TextEncoder().encode(JSON.stringify(item));
}

function readItem(raw: Uint8Array): Static<typeof Item> | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
    return itemSchema.Check(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Named by RFC 2606 for what is made up. */
const SOURCE = "https://fake.example/feed";

function postOf(item: Static<typeof Item>, raw: Uint8Array, now: Date): FetchedPost {
  const createdAt = item.created_time === null ? null : new Date(item.created_time);
  return {
    externalId: item.id,
    versionKey: item.revision,
    kind: item.type,
    url: item.link,
    text: item.body,
    createdAt,
    createdTrust: createdAt === null ? "unknown" : "platform",
    editedAt: item.updated_time === null ? null : new Date(item.updated_time),
    visibility: "public",
    raw,
    contentType: "application/json",
    fetched: { source: SOURCE, status: 200, headers: { "content-type": "application/json" }, askedAt: now, answeredAt: now },
    media: (item.pictures ?? []).map((reference) => ({ kind: "image", reference, sha256: null })),
  };
}
