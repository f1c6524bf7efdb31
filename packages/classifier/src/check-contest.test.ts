import { describe, expect, it } from "vitest";
import { readContestFile } from "../test/read-pack.ts";
import { checkContest } from "./check-contest.ts";
import { EXAMPLE_CONTEST } from "./check-pack.ts";
import { type Contest, parseContest } from "./contest.ts";

const FULL =
  '{ id: ID, number: N, people: [Orang ID], aliases: [Orang], hashtags: ["#hID"], slogans: [semboyan ID], accounts: ["@ID"], against: ["#tolakID"] }';

/** A contest of even candidates a, b, …; `changes` replaces parts of one candidate's line. */
function contest(count: number, changes: Readonly<Record<string, readonly [string, string]>> = {}, kind = "pilkada-bupati"): Contest {
  const lines = Array.from({ length: count }, (_, i) => {
    const id = String.fromCharCode(97 + i);
    const line = FULL.replaceAll("ID", id.toUpperCase())
      .replace(`id: ${id.toUpperCase()}`, `id: ${id}`)
      .replace("number: N", `number: ${i + 1}`)
      .replace("[Orang]", `[Si${id}]`);
    const change = changes[id];
    if (change !== undefined && !line.includes(change[0])) throw new Error(`nothing to change in ${line}`);
    return `  - ${change === undefined ? line : line.replace(...change)}`;
  });
  return parseContest(`id: contoh-2029
kind: ${kind}
region: "19.06"
watch: { from: 2029-06-01, to: 2029-12-31, decision: contoh }
stages: { candidates_determined: 2029-09-22, campaign_from: 2029-09-25, quiet_from: 2029-11-24, vote: 2029-11-27 }
candidates:
${lines.join("\n")}`);
}

const said = (found: Contest): string[] => checkContest(found).map(({ severity, entry, message }) => `${severity} ${entry ?? "–"}: ${message}`);

describe("symmetry of a contest", () => {
  it("has nothing to say about the demo, the examples' contest and an even one", () => {
    expect(checkContest(readContestFile("belitung-timur-demo"))).toEqual([]);
    expect(checkContest(EXAMPLE_CONTEST)).toEqual([]);
    expect(said(contest(3))).toEqual([]);
  });

  it.each([
    ["hashtags", 'hashtags: ["#hB"], ', "error"],
    ["slogans", "slogans: [semboyan B], ", "error"],
    ["accounts", 'accounts: ["@B"], ', "error"],
    ["aliases", "aliases: [Sib], ", "warning"],
    ["against", ', against: ["#tolakB"]', "warning"],
  ])("wants %s for everybody, or a written reason", (thing, part, severity) => {
    expect(said(contest(2, { b: [part, ""] }))).toEqual([
      expect.stringMatching(new RegExp(`^${severity} 2: b has no "${thing}" while a has 1; add them, or say why in "lacks: { ${thing}: … }"`)),
    ]);
    const explained = part.startsWith(",") ? `, lacks: { ${thing}: belum dipakai orang }` : `lacks: { ${thing}: belum dipakai orang }, `;
    expect(said(contest(2, { b: [part, explained] }))).toEqual([]);
  });

  it("wants numbers for all or for none", () => {
    expect(said(contest(2, { b: ["number: 2", "number: null"] }))).toEqual([expect.stringMatching(/^error 2: b has no "number" while others do/)]);
    expect(said(contest(2, { b: ["number: 2", "number: null, lacks: { number: belum diundi KPU }"] }))).toEqual([]);
    expect(said(contest(2, { a: ["number: 1", "number: null"], b: ["number: 2", "number: null"] }))).toEqual([]);
  });

  it("warns of counts that cannot be compared, and lets one more pass", () => {
    const rich = (count: number): readonly [string, string] => [
      'hashtags: ["#hA"]',
      `hashtags: [${Array.from({ length: count }, (_, i) => `"#h${i}"`).join(", ")}]`,
    ];
    const both = contest(2, { a: rich(5), b: ['hashtags: ["#hB"]', 'hashtags: ["#x1", "#x2", "#x3"]'] });
    expect(said(both)).toEqual([]);
    expect(said(contest(2, { a: rich(2) }))).toEqual([]);
    expect(said(contest(2, { a: rich(5) }))).toEqual([expect.stringMatching(/^warning 2: b has 1 "hashtags" while a has 5; add them, or say why/)]);
    expect(said(contest(2, { a: rich(5), b: ["people:", "lacks: { hashtags: hanya satu tagar resmi }, people:"] }))).toEqual([]);
  });

  it("wants no reason for what is not lacking", () => {
    expect(said(contest(2, { b: ["people:", "lacks: { hashtags: tidak punya tagar }, people:"] }))).toEqual([
      'warning 2: b says why it lacks "hashtags" but does not lack it; remove the reason',
    ]);
  });

  it("sums up a legislative list in one line each", () => {
    const lists = contest(5, { b: ['hashtags: ["#hB"], ', ""], c: ['hashtags: ["#hC"], ', ""] }, "pileg");
    expect(said(lists)).toEqual(['warning –: 3 of 5 candidates have "hashtags"; give them to all, or to none']);
  });

  it("refuses a candidate without names and a person who stands twice, and warns of a shared word", () => {
    expect(said(contest(2, { b: ["people: [Orang B], aliases: [Sib]", "people: []"] }))).toContainEqual(
      expect.stringMatching(/^error 2: b has no names; add "people"/),
    );
    expect(said(contest(2, { b: ["people: [Orang B]", "people: [Orang A]"] }))).toEqual([
      expect.stringMatching(/^error 2: "orang a" belongs to a and to b/),
    ]);
    expect(said(contest(2, { b: ["aliases: [Sib]", "aliases: [Sia]"] }))).toEqual([expect.stringMatching(/^warning 2: "sia" belongs to a and to b/)]);
  });
});
