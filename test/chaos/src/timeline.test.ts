import { parseRulePack } from "@netra/classifier";
import { loadRulePackFiles } from "@netra/config";
import { describe, expect, it } from "vitest";
import { eventsOf, handleOf, isPartisan, isPoison, keyOf, LATEST_CHANGE_MS, PHRASE, type Play, POISON_HANDLE, POISON_PAGE } from "./timeline.ts";

const START = Date.UTC(2029, 5, 4);
const play: Play = { seed: 7, accounts: 6, gapMs: 5_000, startMs: START };
const HOUR = 3_600_000;
const handles = Array.from({ length: play.accounts }, (_, index) => handleOf(index));
const all = (handle: string, untilMs = START + HOUR) => eventsOf(play, handle, { fromMs: Number.NEGATIVE_INFINITY, untilMs, poison: [] });

describe("the made-up platform", () => {
  it("shows every asker the same, whether asked at once or piece by piece", () => {
    for (const handle of handles) {
      const pieces = Array.from({ length: 60 }, (_, minute) =>
        eventsOf(play, handle, { fromMs: START + (minute - 1) * 60_000, untilMs: START + minute * 60_000, poison: [] }),
      ).flat();
      expect(pieces).toEqual(all(handle, START + 59 * 60_000));
    }
  });

  it("is another one for another seed", () => {
    const other = eventsOf({ ...play, seed: 8 }, handleOf(0), { fromMs: Number.NEGATIVE_INFINITY, untilMs: START + HOUR, poison: [] });
    expect(other.map(keyOf)).not.toEqual(all(handleOf(0)).map(keyOf));
  });

  it("publishes about one post a gap on each account, and keeps accounts apart", () => {
    const ids = handles.map((handle) => new Set(all(handle).map(({ externalId }) => externalId)));
    for (const own of ids) expect(own.size).toBeGreaterThan(HOUR / play.gapMs - 3);
    expect(new Set(ids.flatMap((own) => [...own])).size).toBe(ids.reduce((sum, own) => sum + own.size, 0));
  });

  it("never lets two things happen to one post at one moment, and changes a post soon after it was made", () => {
    for (const handle of handles) {
      const events = all(handle);
      expect(new Set(events.map(keyOf)).size).toBe(events.length);
      const made = new Map(events.filter(({ act }) => act === "create").map(({ externalId, at }) => [externalId, at.getTime()]));
      for (const { act, at, externalId } of events.filter(({ act }) => act !== "create")) {
        const lag = at.getTime() - (made.get(externalId) ?? Number.NaN);
        expect(lag, act).toBeGreaterThan(0);
        expect(lag).toBeLessThanOrEqual(LATEST_CHANGE_MS);
      }
    }
  });

  it("has partisan posts, innocent ones, edits of either kind and deletions", () => {
    const events = handles.flatMap((handle) => all(handle));
    const partisan = events.filter(isPartisan).length;
    expect(partisan / events.length).toBeGreaterThan(0.15);
    expect(partisan / events.length).toBeLessThan(0.5);
    for (const act of ["edit", "delete"]) expect(events.filter((event) => event.act === act).length).toBeGreaterThan(100);
  });

  it("writes what the pack `selftest` flags", () => {
    const pack = parseRulePack(loadRulePackFiles("selftest"));
    expect(JSON.stringify(pack)).toContain(PHRASE);
  });

  it("publishes a page around one deadly post at each moment of poison, and on no other account", () => {
    const poison = [START + 60_000, START + 120_000];
    const page = eventsOf(play, POISON_HANDLE, { fromMs: START, untilMs: START + 100_000, poison });
    expect(page).toHaveLength(POISON_PAGE);
    expect(page.filter(({ externalId }) => isPoison(externalId))).toHaveLength(1);
    expect(page.some(isPartisan)).toBe(true);
    expect(eventsOf(play, handleOf(0), { fromMs: START, untilMs: START + HOUR, poison })).toEqual(all(handleOf(0)));
  });

  it("knows nobody else", () => {
    expect(all("orang.lain")).toEqual([]);
  });
});
