import { isAlike, signLikeness } from "@netra/classifier";
import { loadContestFile } from "@netra/config";
import { createFakeConnector, type FakeEvent } from "@netra/connectors";
import { describe, expect, it } from "vitest";
import { VOICES } from "./register.ts";
import { GAP_MS, PAST_DAYS, PAST_POSTS, STREAM_DAYS } from "./timeline.ts";
import { createDemoWorld } from "./world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const firstStart = new Date("2026-11-22T02:42:00Z");
const contestText = loadContestFile("belitung-timur-demo");
const { contest, register, timeline } = createDemoWorld({ firstStart, contestText });
const after = (ms: number): Date => new Date(firstStart.getTime() + ms);

const twoDays = VOICES.map(({ handle, platform }) => timeline(handle, platform, after(2 * DAY_MS)));
/** Of the weeks before the days that this file is about; `past/past-weeks.test.ts` looks at them. */
const isEarlier = ({ externalId }: FakeEvent): boolean => externalId.includes("w");
const isCreation = (event: FakeEvent): event is Extract<FakeEvent, { text: string; kind: string }> & { act: "create" } => event.act === "create";
const creations = twoDays.map((events) => events.filter(isCreation));

describe("the timeline of the demo", () => {
  it("is ordered, with ids of its own for every post and only known posts edited or deleted", () => {
    for (const events of twoDays) {
      const times = events.map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const known = new Set<string>();
      for (const { act, externalId } of events) {
        expect(known.has(externalId)).toBe(act !== "create");
        known.add(externalId);
      }
    }
    const ids = creations.flat().map(({ externalId }) => externalId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is the same for the same first start, and moves with another", () => {
    const [first, again, later] = [firstStart, firstStart, after(DAY_MS)].map((start) =>
      createDemoWorld({ firstStart: start, contestText })
        .timeline("contoh.sari.nilam", "facebook", new Date(start.getTime() + HOUR_MS))
        .filter((event) => !isEarlier(event)),
    );
    expect(again).toEqual(first);
    expect(later?.map(({ at }) => at.getTime() - DAY_MS)).toEqual(first?.map(({ at }) => at.getTime()));
  });

  it("only grows at its end, so that a cursor misses nothing", () => {
    for (const { handle, platform } of VOICES) {
      const early = timeline(handle, platform, after(5 * HOUR_MS));
      expect(timeline(handle, platform, after(9 * HOUR_MS)).slice(0, early.length)).toEqual(early);
    }
  });

  it("has ninety posts in the nine days before, on every account at least one, with edits and deletions", () => {
    const past = VOICES.map(({ handle, platform }) => timeline(handle, platform, firstStart).filter((event) => !isEarlier(event)));
    const posts = past.flat().filter(isCreation);
    expect(posts).toHaveLength(PAST_POSTS);
    expect(past.every((events) => events.length > 0)).toBe(true);
    for (const { at } of posts) expect(firstStart.getTime() - at.getTime()).toBeLessThanOrEqual(PAST_DAYS * DAY_MS);
    for (let day = 1; day <= PAST_DAYS; day += 1) {
      const thatDay = posts.filter(({ at }) => Math.ceil((firstStart.getTime() - at.getTime()) / DAY_MS) === day);
      expect(thatDay.length).toBeGreaterThanOrEqual(8);
    }
    expect(new Set(past.flat().map(({ act }) => act))).toEqual(new Set(["create", "edit", "delete"]));
  });

  it("holds at once an edit that takes the call back and one that brings it in", () => {
    const edited = VOICES.flatMap(({ handle, platform }) => timeline(handle, platform, firstStart)).filter(({ act }) => act === "edit");
    const calls = edited.map(({ externalId, text }) => {
      const before = creations.flat().find((event) => event.externalId === externalId);
      return [/coblos/i.test(before?.text ?? ""), /coblos/i.test(text ?? "")];
    });
    expect(calls).toContainEqual([true, false]);
    expect(calls).toContainEqual([false, true]);
  });

  it("has a picture on a post of each pair in the days before", () => {
    const past = VOICES.flatMap(({ handle, platform }) => timeline(handle, platform, firstStart))
      .filter(isCreation)
      .filter((event) => !isEarlier(event));
    const shown = past.filter((event) => "pictures" in event && event.pictures);
    const named = contest.candidates.map(({ people }) =>
      shown.filter(({ text }) => people.some((person) => text.includes(person.split(" ")[0] ?? "?"))),
    );
    expect([shown.length, named.map((posts) => posts.length)]).toEqual([3, [1, 1, 1]]);
  });

  it("has a message that two accounts of each pair passed on, alike enough for one cluster", () => {
    const passedOn = VOICES.flatMap(({ handle, platform }) => timeline(handle, platform, firstStart))
      .filter(isCreation)
      .filter(({ text }) => text.includes("doa restu"));
    const named = contest.candidates.map(({ people }) => passedOn.filter(({ text }) => text.includes(people[0]?.split(" ")[0] ?? "?")).length);
    expect(named).toEqual([2, 2, 2]);
    const [first, ...others] = passedOn.map(({ text }) => signLikeness(text));
    for (const other of others) expect(first !== undefined && isAlike(first, other)).toBe(true);
  });

  it("goes on with one post every 20 to 40 seconds over all accounts", () => {
    const times = creations
      .flat()
      .map(({ at }) => at.getTime() - firstStart.getTime())
      .filter((ms) => ms > 0)
      .toSorted((a, b) => a - b);
    // The last one stands on the edge of the two days, on either side of it.
    expect(Math.abs(times.length - (2 * DAY_MS) / GAP_MS)).toBeLessThanOrEqual(1);
    const gaps = times.map((ms, index) => ms - (times[index - 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(40_000);
  });

  it("repeats nothing on one account within 24 hours of posting", () => {
    for (const posts of creations) {
      const last = new Map<string, number>();
      for (const { at, text } of posts) {
        expect(at.getTime() - (last.get(text) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(DAY_MS);
        last.set(text, at.getTime());
      }
    }
  });

  it("ends after ninety days", () => {
    const [first] = VOICES;
    const events = timeline(first?.handle ?? "", first?.platform ?? "x", after(200 * DAY_MS));
    expect(events.length).toBeGreaterThan(6_000);
    expect(events.filter(isCreation).at(-1)?.at.getTime()).toBeLessThanOrEqual(after(STREAM_DAYS * DAY_MS).getTime());
  });

  it("is silent for an account that nobody may poll, and for one that nobody registered", () => {
    const inferred = register.find(({ link }) => link === "inferred");
    expect(timeline(inferred?.handle ?? "", inferred?.platform ?? "x", after(DAY_MS))).toEqual([]);
    expect(timeline("contoh.tidak.ada", "x", after(DAY_MS))).toEqual([]);
  });

  it("is read by the made-up platform's connector without drift", async () => {
    const now = after(DAY_MS);
    const connector = createFakeConnector({ timeline });
    const account = { platform: "facebook", handle: "contoh.sari.nilam", externalId: null } as const;
    const seen: string[] = [];
    for await (const page of connector.fetchPosts({ account, cursor: null, now, signal: new AbortController().signal })) {
      expect(page.drift).toEqual([]);
      seen.push(...page.posts.map(({ url }) => new URL(url ?? "").hostname));
    }
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen)).toEqual(new Set(["facebook.contoh.example"]));
  });
});
