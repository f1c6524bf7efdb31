import { expect, test } from "vitest";
import { loadReferrals, parseReferrals } from "./referrals.ts";

const one = (more = "") => `- { id: bkn, name: { id: Badan, en: Agency }, regimes: [pilkada], from: "2024-08-24", source: Perpres 92/2024${more} }\n`;

test("who takes referrals follows the law of the day: the agency since the commission's end, and nobody twice", () => {
  const on = (day: string) =>
    loadReferrals()
      .filter(({ regimes, from, to = "~" }) => regimes.includes("pilkada") && from <= day && day <= to)
      .map(({ id }) => id);
  expect(on("2024-08-23")).toEqual(["kasn", "ppk", "gakkumdu", "other"]);
  expect(on("2024-08-24")).toEqual(["bkn", "ppk", "gakkumdu", "other"]);
});

test.each([
  ["the same body twice at once", one() + one(), /referrals\.yaml:2: bkn: stands twice for the same days; end the earlier/],
  ["an id of two bodies", one(', to: "2024-09-01"') + one().replace("Badan", "Lain").replace("2024-08-24", "2025-01-01"), /another body's already/],
  ["an end before its start", one(', to: "2024-08-23"'), /referrals\.yaml:1: bkn: ends before it begins/],
  ["a day of no calendar", one().replace("2024-08-24", "2024-08-32"), /is no day of the calendar/],
  ["no source", one().replace(", source: Perpres 92/2024", ""), /referrals\.yaml:1: .*; write it like its neighbours, with its source/],
])("refuses %s", (_, text, message) => expect(() => parseReferrals(text)).toThrow(message));
