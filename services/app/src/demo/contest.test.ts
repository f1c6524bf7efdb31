import { checkContest, isWatched, parseContest, stageAt } from "@netra/classifier";
import { loadContestFile } from "@netra/config";
import { describe, expect, it } from "vitest";
import { demoContest, longDay, weekdayAndDay } from "./contest.ts";

const contestText = loadContestFile("belitung-timur-demo");
const firstStart = new Date("2026-11-22T02:42:00Z");
const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

describe("the contest of the demo", () => {
  const contest = demoContest(contestText, firstStart);

  it("stands on day 36 of a campaign of 60 days when the demo starts first", () => {
    expect(daysFrom(contest.stages.campaign_from, "2026-11-22") + 1).toBe(36);
    expect(daysFrom(contest.stages.campaign_from, contest.stages.quiet_from)).toBe(60);
    expect(stageAt(contest, firstStart)).toBe("campaign");
  });

  it("counts the first day in Jakarta, where it is already tomorrow in the evening of UTC", () => {
    const late = demoContest(contestText, new Date("2026-11-22T17:00:00Z"));
    expect(daysFrom(late.stages.campaign_from, "2026-11-23") + 1).toBe(36);
  });

  it("is watched from the Friday before the demo's past weeks to 60 days after, with a decision that says it is an example", () => {
    expect(contest.watch).toMatchObject({ from: "2026-10-16", to: "2027-01-21" });
    expect(contest.watch.decision).toMatch(/^contoh: .*15 Oktober 2026$/);
    expect(isWatched(contest, new Date("2027-01-21T12:00:00Z"))).toBe(true);
    expect(isWatched(contest, new Date("2027-01-22T12:00:00Z"))).toBe(false);
  });

  it("keeps the distances of the file, its candidates, and an order that can be read back", () => {
    const written = parseContest(contestText);
    expect(daysFrom(contest.stages.candidates_determined, contest.stages.vote)).toBe(
      daysFrom(written.stages.candidates_determined, written.stages.vote),
    );
    expect(contest.candidates).toEqual(written.candidates);
    expect(parseContest(JSON.stringify(contest))).toEqual(contest);
    expect(checkContest(contest)).toEqual([]);
  });

  it("carries the year it was moved to", () => {
    expect(contest.title).toBe("Pilbup Belitung Timur 2026 (contoh)");
    expect(demoContest(contestText, new Date("2026-12-20T02:00:00Z")).title).toContain("2027");
  });

  it("writes days as people in Indonesia do", () => {
    expect(weekdayAndDay("2029-11-27")).toBe("Selasa 27 November");
    expect(longDay("2029-08-05")).toBe("5 Agustus 2029");
  });
});
