import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Status } from "../test/fake-pds.ts";
import { fault, like, OTHERS, openBluesky, POST, posts, REPOST, repost, uri, words } from "../test/open-bluesky.ts";
import type { FaultCode } from "./connector-error.ts";

let bluesky: Awaited<ReturnType<typeof openBluesky>>;
beforeEach(async () => {
  bluesky = await openBluesky();
});
afterEach(() => bluesky.pds.close());

const one = (externalId: string, account: { did?: string | null; handle?: string } = {}) => bluesky.fetchOne(externalId, account);

describe("one post asked for", () => {
  it("is the same as in a list, version and bytes included; a repost too", async () => {
    const [key, passed] = [bluesky.write(words("Selamat pagi")), bluesky.write(repost())];
    const listed = posts(await bluesky.fetchAll());
    expect([await one(uri(key)), await one(uri(passed, REPOST))].map((post) => ({ ...post, raw: undefined, fetched: undefined }))).toEqual(
      listed.map((post) => ({ ...post, raw: undefined, fetched: undefined })),
    );
    expect(JSON.parse(new TextDecoder().decode((await one(uri(key)))?.raw))).toMatchObject({ uri: uri(key), value: { text: "Selamat pagi" } });
  });

  it("shows an edit as another version", async () => {
    const key = bluesky.write(words("Satu"));
    const before = await one(uri(key));
    bluesky.write(words("Dua"), { key });
    const after = await one(uri(key));
    expect([after?.text, after?.externalId]).toEqual(["Dua", before?.externalId]);
    expect(after?.versionKey).not.toBe(before?.versionKey);
  });

  it("is null once it was deleted or taken down, while its account is there", async () => {
    const [deleted, hidden] = [bluesky.write(words("Satu")), bluesky.write(words("Dua"))];
    bluesky.remove(POST, deleted);
    bluesky.hide(POST, hidden);
    expect([await one(uri(deleted)), await one(uri(hidden))]).toEqual([null, null]);
  });

  it.each<[Status, FaultCode]>([
    ["takendown", "suspended"],
    ["suspended", "suspended"],
    ["deactivated", "gone-account"],
    ["deleted", "gone-account"],
    ["desynchronized", "transient"],
  ])("of an account that is %s is %s, not gone", async (status, code) => {
    const key = bluesky.write(words("Satu"));
    bluesky.sekar.status = status;
    expect(await fault(one(uri(key)))).toMatchObject({ code });
  });

  it("of a handle that is somebody else's now is renamed", async () => {
    const key = bluesky.write(words("Satu"));
    expect(await fault(one(uri(key), { handle: "lain.test" }))).toMatchObject({ code: "renamed" });
  });

  it.each([
    ["another's post", OTHERS.uri],
    ["a like", uri("3kaaa", "app.bsky.feed.like")],
    ["what a person described", "facebook:hand-1"],
  ])("is refused for %s, and no record is asked for", async (_, externalId) => {
    bluesky.write(like());
    expect(await fault(one(externalId))).toMatchObject({ code: "bad-request" });
    expect(bluesky.asked().filter(({ method }) => method === "com.atproto.repo.getRecord")).toEqual([]);
  });

  it("that fits no schema is drift", async () => {
    const key = bluesky.write({ $type: POST, text: 7 } as { $type: string }, { fits: false });
    expect(await fault(one(uri(key)))).toMatchObject({ code: "schema-drift" });
  });

  it("is not asked for when the work was stopped", async () => {
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(bluesky.fetchOne(uri("3kaaa"), { signal: stopped })).rejects.toThrow("stopped");
    expect(bluesky.asked()).toEqual([]);
  });
});
