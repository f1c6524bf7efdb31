import { parseContest } from "@netra/classifier";
import { loadContestFile, loadGuidance } from "@netra/config";
import { weekOf } from "@netra/domain";
import { describe, expect, it } from "vitest";
import type { PastPost } from "../timeline.ts";
import { createDemoWorld, type DemoWorld } from "../world.ts";
import { gapAt, PAST_WEEKS, pastCalendar } from "./calendar.ts";
import { type Sitting, sittingsOf } from "./desk.ts";
import { MISTAKEN } from "./earlier-turns.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const contestText = loadContestFile("belitung-timur-demo");
const rules = loadGuidance().questions;
const READERS = { first: ["wulan", "toni"], second: ["wulan", "toni", "hasan"], settles: ["dewi", "hasan"] };
/** One first start on each day of a week, each at another hour. */
const STARTS = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 10, 16 + day, day * 3, 20)));

const sittings = (post: PastPost, firstStart: Date): readonly Sitting[] =>
  sittingsOf({
    post,
    openedAt: new Date(post.at.getTime() + HOUR_MS / 2),
    firstStart,
    readers: READERS,
    calendar: pastCalendar(firstStart),
    rules,
  }).filter(({ at }) => at <= firstStart);
const isOver = (steps: readonly Sitting[]): boolean => {
  const last = steps.at(-1);
  if (!last) return false;
  return last.act.act === "close"
    ? last.lane !== "awaiting_second"
    : last.act.act === "escalate" && last.lane !== "open" && last.lane !== "needs_info";
};
/** A duplicate, another person's or a third party's act says nothing of the content. */
const isJudged = (steps: readonly Sitting[]): boolean => {
  const act = steps.at(-1)?.act;
  return isOver(steps) && (act?.act === "escalate" || (act?.act === "close" && act.outcome === "not_partisan"));
};
const isEarlier = ({ externalId }: PastPost): boolean => externalId.includes("w");

describe.each(STARTS.map((firstStart) => [firstStart.toUTCString().slice(0, 3), firstStart] as const))(
  "the past of a demo that starts on a %s",
  (_, firstStart) => {
    const world: DemoWorld = createDemoWorld({ firstStart, contestText });
    const { mondays, opens, revokes, gaps } = pastCalendar(firstStart);
    const pairs = parseContest(contestText).candidates.map(({ id }) => id);

    it("has whole weeks that are over, and a contest that watched all of them", () => {
      expect(mondays).toHaveLength(PAST_WEEKS + 1);
      expect(weekOf(mondays.at(-1) as Date)).toBe(weekOf(firstStart));
      expect(world.contest.watch.from <= opens.toISOString().slice(0, 10)).toBe(true);
      for (const gap of gaps) expect(gap.to <= (mondays.at(-1) as Date)).toBe(true);
      expect(revokes < (mondays[3] as Date)).toBe(true);
    });

    it("is posted from the first of these weeks on, in every one of them, and by nobody twice under one id", () => {
      expect(new Set(world.past.map(({ externalId }) => externalId)).size).toBe(world.past.length);
      for (const { at } of world.past) expect(at >= (mondays[0] as Date) && at <= firstStart).toBe(true);
      for (let week = 0; week < PAST_WEEKS; week += 1) {
        const [from, to] = [mondays[week] as Date, mondays[week + 1] as Date];
        expect(world.past.filter(({ at }) => at >= from && at < to).length).toBeGreaterThanOrEqual(25);
      }
    });

    it("speaks for and against every pair as often", () => {
      const own = world.past.filter((post) => isEarlier(post) && post.reading !== "neither");
      for (const reading of ["support", "harm"]) {
        const counts = pairs.map((pair) => own.filter((post) => post.reading === reading && post.about === pair).length);
        expect(counts[0]).toBeGreaterThan(0);
        expect(new Set(counts).size).toBe(1);
      }
    });

    it("lets an account that is nobody's say one thing about each pair before its link is revoked", () => {
      const said = world.past.filter(
        ({ handle, platform, reading }) => handle === MISTAKEN.handle && platform === MISTAKEN.platform && reading !== "neither",
      );
      expect(said.map(({ about }) => about)).toEqual(pairs);
      for (const { at } of said) expect(at < revokes && gapAt({ gaps }, at, "tiktok") === undefined).toBe(true);
    });

    it("leaves enough decided on content about each pair to be compared, and enough to be read", () => {
      const sides = world.past.filter(({ reading }) => reading !== "neither");
      for (const pair of pairs)
        expect(sides.filter((post) => post.about === pair && isJudged(sittings(post, firstStart))).length).toBeGreaterThanOrEqual(32);
      expect(sides.filter((post) => sittings(post, firstStart).length === 0).length).toBeGreaterThanOrEqual(12);
    });
  },
);

describe("the desk of the demo's past", () => {
  const firstStart = STARTS[2] as Date;
  const world = createDemoWorld({ firstStart, contestText });
  const calendar = pastCalendar(firstStart);
  const all = world.past.map((post) => sittings(post, firstStart));

  it("sits in working hours of working days, in order, and never while Netra stood still", () => {
    for (const steps of all) {
      const times = steps.map(({ at }) => at.getTime());
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const { at } of steps) {
        const local = new Date(at.getTime() + 7 * HOUR_MS);
        expect([0, 6]).not.toContain(local.getUTCDay());
        expect(local.getUTCHours() >= 8 && local.getUTCHours() < 16).toBe(true);
        expect(gapAt(calendar, at, "x")).toBeUndefined();
      }
    }
  });

  it("lets nobody read twice, and a supervisor alone settle", () => {
    for (const steps of all) {
      const people = steps.filter(({ lane }) => lane !== "needs_info").map(({ who }) => who);
      expect(new Set(people).size).toBe(people.length);
      for (const { lane, who } of steps) if (lane === "disputed") expect(READERS.settles).toContain(who);
    }
    expect(new Set(all.flat().map(({ lane }) => lane))).toEqual(new Set(["open", "needs_info", "awaiting_second", "disputed"]));
  });

  it("treats pairs alike: who is spoken of changes nothing", () => {
    for (const post of world.past) {
      const other = { ...post, about: post.about === null ? null : "somebody" };
      expect(sittings(other, firstStart).map(({ at, who, act }) => [at, who, act])).toEqual(
        sittings(post, firstStart).map(({ at, who, act }) => [at, who, act]),
      );
    }
  });

  it("leaves what is worth showing to whoever opens the demo, and takes longer than the procedure gives for some", () => {
    const shown = world.past.filter((post) => post.shown && !isEarlier(post));
    expect(shown.length).toBeGreaterThanOrEqual(9);
    for (const post of shown) expect(sittings(post, firstStart)).toEqual([]);
    const waits = world.past.map((post) => (sittings(post, firstStart)[0]?.at.getTime() ?? 0) - post.at.getTime());
    expect(waits.filter((wait) => wait > 8 * DAY_MS).length).toBeGreaterThanOrEqual(2);
  });
});
