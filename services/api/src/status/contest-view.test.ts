import type { Contest } from "@netra/classifier";
import { describe, expect, test } from "vitest";
import { viewContest } from "./contest-view.ts";

const empty = { aliases: [], titles: [], parties: [], hashtags: [], slogans: [], accounts: [], against: [] };
const contest: Contest = {
  id: "uji",
  kind: "pilkada-bupati",
  region: "19.06",
  watch: { from: "2029-06-01", to: "2029-12-31", decision: "Pleno uji" },
  stages: { candidates_determined: "2029-09-22", campaign_from: "2029-09-25", quiet_from: "2029-11-24", vote: "2029-11-27" },
  candidates: [
    { ...empty, id: "kotak", number: null, people: [], empty_box: true },
    { ...empty, id: "b", number: 2, people: ["Bahar Tanjung", "Ratih Kuala"] },
    { ...empty, id: "a", number: 1, people: ["Rima Contoh"] },
  ],
};
const live = { id: "uji", region: "19.06", regionName: "Kabupaten Belitung Timur", version: 1, hash: "sha256:x", body: contest, demo: true };
const on = (day: string, time = "05:00:00Z") => viewContest(live, new Date(`${day}T${time}`));

test("the title is made of kind, region without its rank, and year of the vote", () => {
  expect(on("2029-10-01").title).toBe("Pilbup Belitung Timur 2029");
  expect(viewContest({ ...live, regionName: null }, new Date(0)).title).toBe("Pilbup 19.06 2029");
  expect(viewContest({ ...live, body: { ...contest, kind: "pilpres", region: null } }, new Date(0)).title).toBe("Pilpres 2029");
  expect(viewContest({ ...live, body: { ...contest, title: "Pemilihan uji" } }, new Date(0)).title).toBe("Pemilihan uji");
});

test("candidates stand in ballot order, the number apart from the names", () => {
  expect(on("2029-10-01").candidates).toEqual([
    { id: "a", number: 1, name: "Rima Contoh", emptyBox: false },
    { id: "b", number: 2, name: "Bahar Tanjung – Ratih Kuala", emptyBox: false },
    { id: "kotak", number: null, name: "Kotak kosong", emptyBox: true },
  ]);
});

describe("stage and day by Jakarta's calendar", () => {
  test.each([
    ["2029-05-31", "before_determination", null, null, false],
    ["2029-06-01", "before_determination", 1, 113, true],
    ["2029-09-22", "determined", 1, 3, true],
    ["2029-09-25", "campaign", 1, 60, true],
    ["2029-11-23", "campaign", 60, 60, true],
    ["2029-11-26", "quiet", 3, 3, true],
    ["2029-11-27", "vote", null, null, true],
    ["2029-11-28", "after", null, null, true],
    ["2030-01-01", "after", null, null, false],
  ])("%s is %s, day %s of %s", (day, stage, stageDay, stageDays, open) => {
    expect(on(day)).toMatchObject({ stage, stageDay, stageDays, open });
  });

  test("a day begins at midnight in Jakarta", () => {
    expect(on("2029-09-24", "16:59:59Z").stage).toBe("determined");
    expect(on("2029-09-24", "17:00:00Z").stage).toBe("campaign");
  });
});
