import { describe, expect, it } from "vitest";
import { readContestFile } from "../test/read-pack.ts";
import { EXAMPLE_CONTEST } from "./check-pack.ts";
import { ballotName, type ContestError, parseContest } from "./contest.ts";

const good = `
id: contoh-2029
kind: pilkada-bupati
region: "19.06"
watch: { from: 2029-06-01, to: 2029-12-31, decision: contoh }
stages: { candidates_determined: 2029-09-22, campaign_from: 2029-09-25, quiet_from: 2029-11-24, vote: 2029-11-27 }
candidates:
  - { id: a, number: 1, people: [Satu Contoh], aliases: [Satu, { text: Udin, ambiguous: true }] }
  - { id: b, number: 2, people: [Dua Contoh] }
`;

function messages(text: string): string[] {
  try {
    parseContest(text);
    return [];
  } catch (error) {
    return (error as ContestError).problems.map((problem) => problem.message);
  }
}

describe("a contest file", () => {
  it("gives every alias one shape and every missing list a value", () => {
    const [first, second] = parseContest(good).candidates;
    expect(first?.aliases).toEqual([{ text: "Satu" }, { text: "Udin", ambiguous: true }]);
    expect(second?.hashtags).toEqual([]);
  });

  it("may be JSON, and survives JSON", () => {
    const contest = parseContest(good);
    expect(parseContest(JSON.stringify(contest))).toEqual(contest);
  });

  it.each([
    ["an unknown key", good.replace("kind:", "colour: red\nkind:"), /"colour" is not a known key; remove it/],
    ["an unknown key of a candidate", good.replace("number: 2", "number: 2, nick: x"), /"candidates\[2\]\.nick" is not a known key/],
    ["a region without quotes", good.replace('"19.06"', "19.06"), /"region" must be string, got 19.06; put it in quotes/],
    ["a kind that does not exist", good.replace("pilkada-bupati", "pilkades"), /"kind" must be one of pilpres, .*got pilkades/],
    ["a day that does not exist", good.replace("2029-11-27", "2029-11-31"), /"stages.vote" is not a day of the calendar/],
    ["stages out of order", good.replace("quiet_from: 2029-11-24", "quiet_from: 2029-09-01"), /must not be before/],
    ["one ballot number for two", good.replace("number: 2", "number: 1"), /ballot number 1 is used twice/],
    ["an alias of YAML", good.replace("[Dua Contoh]", "*x"), /aliases|Unresolved alias/i],
    [
      "a pattern in place of a word",
      good.replace("people: [Dua Contoh]", 'people: [Dua Contoh], aliases: ["/du.*/"]'),
      /looks like a regular expression, and patterns are not read/,
    ],
    ["a reason too short to be one", good.replace("number: 2", "number: 2, lacks: { hashtags: x }"), /"candidates\[2\]\.lacks\.hashtags"/],
    [
      "a reason for what is not compared",
      good.replace("number: 2", "number: 2, lacks: { people: belum ditetapkan }"),
      /"candidates\[2\]\.lacks\.people" is not a known key/,
    ],
    ["a missing key", good.replace("id: contoh-2029\n", ""), /"id" is missing; add it/],
  ])("refuses %s", (_, text, message) => {
    expect(messages(text).join("\n")).toMatch(message);
  });

  it("reports all problems at once, with their lines", () => {
    try {
      parseContest(good.replace("kind: pilkada-bupati", "kind: x\ncolour: red"));
      expect.unreachable();
    } catch (error) {
      expect((error as ContestError).code).toBe("contest-invalid");
      expect((error as ContestError).problems).toMatchObject([{ line: 4 }, { line: 3 }]);
    }
  });
});

describe("ballotName", () => {
  it("shows number and both names, in ballot order", () => {
    const [, second] = readContestFile("belitung-timur-demo").candidates;
    expect(second && ballotName(second)).toBe("2 · Bahar Tanjung – Ratih Kuala");
    expect(ballotName(EXAMPLE_CONTEST.candidates[3] as never)).toBe("Kotak kosong");
  });
});
