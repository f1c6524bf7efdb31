import type { Platform } from "@netra/domain";
import { createGuardedFetch } from "@netra/outbound";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OembedReply, startFakeOembed } from "../test/fake-oembed.ts";
import { ConnectorError, type FaultCode } from "./connector-error.ts";
import { createOembedCheck, type OembedCheck, type OembedDeps } from "./oembed.ts";
import { OEMBED_ENDPOINTS, OEMBED_PLATFORMS } from "./oembed-addresses.ts";

let fake: Awaited<ReturnType<typeof startFakeOembed>>;
let now: number;
beforeEach(async () => {
  fake = await startFakeOembed();
  now = Date.parse("2029-06-03T00:00:00Z");
});
afterEach(() => fake.close());

const guarded = (idleMs = 30_000) => createGuardedFetch({ userAgent: "Netra test", allow: [fake.origin], idleMs, totalMs: 30_000 });
const open = (changes: Partial<OembedDeps> = {}): OembedCheck =>
  createOembedCheck({
    fetch: guarded(),
    platforms: OEMBED_PLATFORMS,
    decision: "Nota Dinas 014/HK/2029",
    clock: () => new Date(now),
    endpoints: fake.endpoints,
    ...changes,
  });
const exists = (url: string, platform: Platform, check = open()) => check.exists(url, { platform, signal: new AbortController().signal });
const faultOf = async (answer: Promise<unknown>): Promise<ConnectorError> => {
  const error = await answer.catch((thrown: unknown) => thrown);
  return error instanceof ConnectorError ? error : expect.fail(`no fault but ${String(error)}`);
};
const TIKTOK = "https://www.tiktok.com/@contoh.sari/video/71";

describe("an address that may be asked for", () => {
  it.each<[Platform, typed: string, endpoint: string, asked: string]>([
    [
      "facebook",
      "https://m.facebook.com/contoh.sari/posts/pfbid02Abc?__tn__=R",
      "facebook-post",
      "https://www.facebook.com/contoh.sari/posts/pfbid02Abc",
    ],
    [
      "facebook",
      "https://www.facebook.com/story.php?story_fbid=22&id=1000",
      "facebook-post",
      "https://www.facebook.com/permalink.php?story_fbid=22&id=1000",
    ],
    ["facebook", "https://www.facebook.com/photo.php?fbid=77&set=a.1", "facebook-post", "https://www.facebook.com/photo.php?fbid=77"],
    ["facebook", "https://fb.com/contoh.sari/videos/88", "facebook-video", "https://www.facebook.com/contoh.sari/videos/88/"],
    ["facebook", "https://www.facebook.com/watch?v=88", "facebook-video", "https://www.facebook.com/video.php?v=88"],
    ["instagram", "https://www.instagram.com/reel/DAb-1?igsh=secret", "instagram", "https://www.instagram.com/p/DAb-1/"],
    ["threads", "https://www.threads.net/@contoh.sari/post/DAb_2?xmt=AQ", "threads", "https://www.threads.com/@contoh.sari/post/DAb_2"],
    ["tiktok", `${TIKTOK}?is_from_webapp=1&sender_device=pc`, "tiktok", TIKTOK],
    ["x", "https://twitter.com/contoh_sari/status/19?s=20", "x", "https://x.com/contoh_sari/status/19"],
    ["youtube", "https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"],
  ])("of %s: %s", async (platform, typed, endpoint, asked) => {
    const check = open();
    expect(check.whyNot(typed, { platform })).toBeNull();
    expect(await exists(typed, platform, check)).toBe("exists");
    expect(fake.asked).toEqual([{ endpoint, url: asked, parameters: ["url"], path: `/${endpoint}` }]);
  });

  it("goes to the platform's own server over https", () => {
    for (const endpoint of Object.values(OEMBED_ENDPOINTS))
      expect(endpoint).toMatch(
        /^https:\/\/(graph\.facebook\.com\/v26\.0|graph\.threads\.net\/v1\.0|www\.tiktok\.com|publish\.x\.com|www\.youtube\.com)\/\w+(\?format=json)?$/,
      );
  });
});

describe("nobody is asked", () => {
  it.each<[why: string, Platform, url: string]>([
    ["of another site", "web", "https://contoh.go.id/a"],
    ["of a host that merely ends alike", "facebook", "https://facebook.com.contoh.id/a/posts/1"],
    ["of another platform than was said", "x", TIKTOK],
    ["of an account", "tiktok", "https://www.tiktok.com/@contoh.sari"],
    ["of a comment", "facebook", "https://www.facebook.com/contoh.sari/posts/1?comment_id=2"],
    ["of a short link", "tiktok", "https://vm.tiktok.com/ZM8/"],
    ["of a form that the platform does not list", "x", "https://x.com/i/status/19"],
    ["of a reel of Facebook, which it does not list either", "facebook", "https://www.facebook.com/reel/9"],
    ["with a script in it", "youtube", "javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ"],
  ])("about an address %s", async (_why, platform, url) => {
    const check = open();
    expect(check.whyNot(url, { platform })).toMatch(/^(not-a-post|platform-closed)$/);
    expect(await faultOf(exists(url, platform, check))).toMatchObject({ code: "bad-request" });
    expect(fake.asked).toEqual([]);
  });

  it("about a post that the address does not name", () => {
    expect(open().whyNot(TIKTOK, { platform: "tiktok", externalId: "71" })).toBeNull();
    expect(open().whyNot(TIKTOK, { platform: "tiktok", externalId: "72" })).toBe("not-a-post");
  });

  it.each<[string, Partial<OembedDeps>]>([
    ["nothing is opened", { platforms: [], decision: null }],
    ["no paper is named", { decision: null }],
    ["another platform is opened", { platforms: ["x"] }],
  ])("while %s", async (_, changes) => {
    const check = open(changes);
    expect(check.whyNot(TIKTOK, { platform: "tiktok" })).toBe("platform-closed");
    expect(await faultOf(exists(TIKTOK, "tiktok", check))).toMatchObject({ code: "bad-request" });
    expect([check.gate.open, fake.asked]).toEqual([changes.platforms?.[0] === "x", []]);
  });
});

const PAGES: Readonly<Partial<Record<Platform, string>>> = {
  facebook: "https://www.facebook.com/contoh.sari/posts/1",
  instagram: "https://www.instagram.com/p/DAb",
  threads: "https://www.threads.com/@contoh.sari/post/DAb",
  tiktok: TIKTOK,
  x: "https://x.com/contoh_sari/status/19",
  youtube: "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
};
const graph = (code: number, error_subcode?: number) => JSON.stringify({ error: { message: "x", type: "OAuthException", code, error_subcode } });

describe("a refusal", () => {
  it.each<[Platform, OembedReply, "missing" | "closed" | FaultCode]>([
    ["tiktok", { status: 404, body: '{"message":"x"}' }, "missing"],
    ["x", { status: 404, body: '{"error":"Sorry, that page does not exist."}' }, "missing"],
    ["youtube", { status: 404, body: "Not Found" }, "missing"],
    ["x", { status: 403, body: '{"error":"Sorry, you are not authorized to see this status."}' }, "closed"],
    ["youtube", { status: 403, body: "Forbidden" }, "closed"],
    ["youtube", { status: 401, body: "Unauthorized" }, "closed"],
    ["instagram", { status: 400, body: graph(24, 2207006) }, "missing"],
    ["facebook", { status: 400, body: graph(24) }, "missing"],
    ["threads", { status: 404, body: graph(24) }, "missing"],
    // What may mean anything else too is no deletion.
    ["facebook", { status: 400, body: graph(100, 33) }, "schema-drift"],
    ["facebook", { status: 404, body: graph(2500) }, "schema-drift"],
    ["facebook", { status: 400, body: "{}" }, "schema-drift"],
    ["tiktok", { status: 400, body: '{"message":"Something went wrong"}' }, "schema-drift"],
    ["youtube", { status: 400, body: "Bad Request" }, "schema-drift"],
    ["x", { status: 410, body: "{}" }, "schema-drift"],
    // The platform does not let us ask: nothing is said of the post.
    ["facebook", { status: 400, body: graph(190) }, "auth"],
    ["instagram", { status: 403, body: graph(10) }, "auth"],
    ["threads", { status: 400, body: graph(613) }, "rate-limited"],
    ["facebook", { status: 400, body: graph(2) }, "transient"],
    ["x", { status: 503, body: "<html>" }, "transient"],
  ])("of %s, %j, is %s", async (platform, reply, meaning) => {
    fake.script(reply);
    const answer = exists(PAGES[platform] ?? "", platform);
    if (meaning === "missing" || meaning === "closed") expect(await answer).toBe(meaning);
    else expect(await faultOf(answer)).toMatchObject({ code: meaning });
  });

  it.each([404, 403, 401, 200])("in HTML under %i is a wall or an endpoint that was given up, not an answer", async (status) => {
    fake.script({ status, headers: { "content-type": "text/html" }, body: "\n<!doctype html><title>404</title>" });
    expect(await faultOf(exists(TIKTOK, "tiktok"))).toMatchObject({ code: "schema-drift" });
  });
});

describe("a hostile answer", () => {
  it.each<[string, OembedReply, FaultCode]>([
    ["is huge", { body: JSON.stringify({ version: "1.0", type: "rich", html: "a".repeat(400_000) }) }, "schema-drift"],
    ["is an error under 200", { body: '{"error":"no such video"}' }, "schema-drift"],
    ["is words under 200", { body: "Forbidden" }, "schema-drift"],
    ["is another version", { body: '{"version":"2.0","type":"rich"}' }, "schema-drift"],
    ["is of no known type", { body: '{"version":"1.0","type":"error"}' }, "schema-drift"],
    ["is half an answer", { body: '{"version":"1.0","type":"ri' }, "schema-drift"],
    ["never ends", { stall: true }, "transient"],
    ["leads to another host", { status: 302, headers: { location: "https://contoh.go.id/oembed" } }, "schema-drift"],
    ["leads to the house's own network", { status: 302, headers: { location: "http://169.254.169.254/" } }, "schema-drift"],
  ])("that %s is a fault", async (_, reply, code) => {
    fake.script(reply);
    const check = reply.stall ? open({ fetch: guarded(300) }) : open();
    expect(await faultOf(exists(TIKTOK, "tiktok", check))).toMatchObject({ code });
    expect(fake.asked).toHaveLength(1);
  });

  it("is quoted in no fault", async () => {
    fake.script({ status: 400, body: "Sari Nilam" });
    const fault = await faultOf(exists(TIKTOK, "tiktok"));
    expect(`${fault.message} ${JSON.stringify(fault)}`).not.toMatch(/Sari|tiktok\.com/);
  });
});

describe("the pace", () => {
  it("is twenty at once and 150 an hour for each endpoint; what is too much is not asked", async () => {
    const check = open();
    for (let n = 0; n < 20; n += 1) await exists(TIKTOK, "tiktok", check);
    expect(await faultOf(exists(TIKTOK, "tiktok", check))).toMatchObject({ code: "rate-limited", retryAfterMs: 24_000 });
    expect(await exists(PAGES.x ?? "", "x", check), "another endpoint").toBe("exists");
    now += 24_000;
    expect(await exists(TIKTOK, "tiktok", check)).toBe("exists");
    expect(fake.asked.filter(({ endpoint }) => endpoint === "tiktok")).toHaveLength(21);
  });

  it("pauses for as long as the platform says, without asking meanwhile", async () => {
    const check = open();
    fake.script({ status: 429, headers: { "retry-after": "120" } });
    expect(await faultOf(exists(TIKTOK, "tiktok", check))).toMatchObject({ code: "rate-limited", retryAfterMs: 120_000 });
    fake.script(null);
    now += 60_000;
    expect(await faultOf(exists(TIKTOK, "tiktok", check))).toMatchObject({ code: "rate-limited", retryAfterMs: 60_000 });
    expect(fake.asked).toHaveLength(1);
    now += 60_000;
    expect(await exists(TIKTOK, "tiktok", check)).toBe("exists");
  });
});
