import { describe, expect, it } from "vitest";
import type { FetchedPage, FetchedPost } from "./connector.ts";
import { ConnectorError } from "./connector-error.ts";
import { createFakeConnector, FAKE_PAGE_SIZE, type FakeEvent } from "./fake.ts";

const at = (minute: number) => new Date(Date.UTC(2029, 8, 25, 8, minute));
const post = (minute: number, externalId = `p${minute}`, more: Partial<FakeEvent> = {}): FakeEvent =>
  ({ act: "create", at: at(minute), externalId, kind: "post", text: `tulisan ${externalId}`, ...more }) as FakeEvent;

const fetchAll = async (
  events: readonly FakeEvent[],
  ask: { now: Date; cursor?: unknown; signal?: AbortSignal },
  fail?: (handle: string, now: Date) => ConnectorError | null,
): Promise<readonly FetchedPage[]> => {
  const connector = createFakeConnector({ platforms: ["x"], timeline: () => events, ...(fail && { fail }) });
  const pages: FetchedPage[] = [];
  for await (const page of connector.fetchPosts({
    account: { platform: "x", handle: "sekar_w", externalId: null },
    cursor: ask.cursor ?? null,
    now: ask.now,
    signal: ask.signal ?? new AbortController().signal,
  }))
    pages.push(page);
  return pages;
};
const ids = (pages: readonly FetchedPage[]) => pages.flatMap((page) => page.posts.map(({ externalId }) => externalId));

describe("the made-up platform", () => {
  it("shows what has happened by now, oldest first, whatever the order of the timeline", async () => {
    expect(ids(await fetchAll([post(3), post(1), post(2), post(9)], { now: at(3) }))).toEqual(["p1", "p2", "p3"]);
  });

  it("shows the same world twice, bytes included", async () => {
    const events = [post(1), post(2, "p1", { act: "edit", text: "diubah" })];
    expect(await fetchAll(events, { now: at(5) })).toEqual(await fetchAll(events, { now: at(5) }));
  });

  it("gives pages of twenty, and each page's cursor leads to exactly the rest, also after a trip through JSON", async () => {
    const events = Array.from({ length: 45 }, (_, minute) => post(minute, `p${String(minute).padStart(2, "0")}`));
    const pages = await fetchAll(events, { now: at(59) });
    expect(pages.map((page) => page.posts.length)).toEqual([FAKE_PAGE_SIZE, FAKE_PAGE_SIZE, 5]);
    const cursor = JSON.parse(JSON.stringify(pages[0]?.cursor));
    expect(cursor).toEqual({ at: at(19).toISOString(), externalId: "p19" });
    expect(ids(await fetchAll(events, { now: at(59), cursor }))).toEqual(ids(pages).slice(20));
    expect(await fetchAll(events, { now: at(59), cursor: pages[2]?.cursor })).toEqual([]);
  });

  it("tells posts of the same instant apart by id, across a cursor", async () => {
    const events = [post(1, "b"), post(1, "a"), post(1, "c")];
    const cursor = { at: at(1).toISOString(), externalId: "a" };
    expect(ids(await fetchAll(events, { now: at(1), cursor }))).toEqual(["b", "c"]);
  });

  it("gives an edit a new version of the same post, with its first time kept", async () => {
    const [page] = await fetchAll([post(1, "a"), post(2, "a", { act: "edit", text: "diubah" })], { now: at(2) });
    const [first, second] = page?.posts ?? [];
    expect(second).toMatchObject({ externalId: "a", text: "diubah", createdAt: at(1), createdTrust: "platform", editedAt: at(2) });
    expect(first).toMatchObject({ externalId: "a", text: "tulisan a", createdAt: at(1), editedAt: null });
    expect(second?.versionKey).not.toBe(first?.versionKey);
  });

  it("reports a deletion as gone", async () => {
    const [page] = await fetchAll([post(1, "a"), { act: "delete", at: at(2), externalId: "a" }], { now: at(2) });
    expect(page?.posts).toHaveLength(1);
    expect(page?.goneExternalIds).toEqual(["a"]);
  });

  it("says so when the platform does not tell a time", async () => {
    const [page] = await fetchAll([post(1, "a", { createdAt: null } as never)], { now: at(1) });
    expect(page?.posts[0]).toMatchObject({ createdAt: null, createdTrust: "unknown" });
  });

  it("carries the bytes a post was read from", async () => {
    const [page] = await fetchAll([post(1, "a", { text: "\0 \ud83d 😀", kind: "photo" })], { now: at(1) });
    const item = JSON.parse(new TextDecoder().decode(page?.posts[0]?.raw));
    expect(item).toMatchObject({ id: "a", type: "photo", body: "\0 \ud83d 😀" });
    expect(page?.posts[0]?.text).toBe("\0 \ud83d 😀");
  });

  it.each([
    ["that is not JSON", "<html>"],
    ["with a field of another type", '{"id":7}'],
    ["with a date that is none", '{"id":"a","revision":"r","type":"post","body":"Rahasia","link":null,"created_time":"kemarin","updated_time":null}'],
    ["that is not UTF-8", Uint8Array.of(0xff)],
  ])("hands over an answer %s as drift, and goes on", async (_, rawOverride) => {
    const [page] = await fetchAll([post(1), post(2, "a", { rawOverride } as never), post(3)], { now: at(3) });
    expect(page?.posts.map(({ externalId }) => externalId)).toEqual(["p1", "p3"]);
    expect(page?.drift).toEqual([
      { raw: typeof rawOverride === "string" ? new TextEncoder().encode(rawOverride) : rawOverride, reason: expect.not.stringContaining("Rahasia") },
    ]);
    expect(page?.cursor).toEqual({ at: at(3).toISOString(), externalId: "p3" });
  });

  it("fails as scripted, even when there is nothing new", async () => {
    const fail = (handle: string, now: Date) =>
      handle === "sekar_w" && now < at(5) ? new ConnectorError("rate-limited", { retryAfterMs: 900 }) : null;
    await expect(fetchAll([], { now: at(4) }, fail)).rejects.toMatchObject({ code: "rate-limited", action: "wait", retryAfterMs: 900 });
    expect(ids(await fetchAll([post(1)], { now: at(5) }, fail))).toEqual(["p1"]);
  });

  it("refuses a cursor it did not write, and stops when told to", async () => {
    await expect(fetchAll([post(1)], { now: at(1), cursor: { page: 2 } })).rejects.toMatchObject({ code: "bad-request" });
    await expect(fetchAll([post(1)], { now: at(1), signal: AbortSignal.abort(new Error("shutdown")) })).rejects.toThrow("shutdown");
  });

  it("refuses a timeline in which a cursor could lose an event", async () => {
    await expect(fetchAll([post(1, "a"), post(1, "a", { act: "edit" })], { now: at(1) })).rejects.toThrow("give each its own instant");
  });
});

describe("one post of it", () => {
  const one = (events: readonly FakeEvent[], minute: number, fail?: ConnectorError) =>
    createFakeConnector({ platforms: ["x"], timeline: () => events, fail: () => fail ?? null }).fetchPost?.({
      account: { platform: "x", handle: "sekar_w", externalId: null },
      externalId: "a",
      now: at(minute),
      signal: new AbortController().signal,
    });
  const events = [post(1, "a"), post(2, "a", { act: "edit", text: "diubah" }), post(3, "a", { act: "delete" })];

  it("is as the list shows it: not yet, made, edited, gone", async () => {
    const [page] = await fetchAll(events, { now: at(2) });
    const shown = await Promise.all([0, 1, 2, 3].map((minute) => one(events, minute)));
    const isSame = (post: FetchedPost | undefined) => ({ ...post, fetched: expect.objectContaining({ status: 200 }) });
    expect(shown).toEqual([null, isSame(page?.posts[0]), isSame(page?.posts[1]), null]);
  });

  it("fails like the list, and when it fits no schema", async () => {
    await expect(one(events, 2, new ConnectorError("private"))).rejects.toMatchObject({ code: "private" });
    await expect(one([post(1, "a", { rawOverride: "{" })], 2)).rejects.toMatchObject({ code: "schema-drift" });
  });
});
