import { findTable, makeDocument, type ReportStatement } from "@netra/domain";
import type { PageLanguage } from "@netra/render";
import { describe, expect, it } from "vitest";
import { CONTEST, factsOf, flagsOf } from "../../../test/support/report-facts.ts";
import { formSummary } from "./forms/form-summary.ts";
import { formTables } from "./forms/form-tables.ts";
import { pageSections } from "./forms/page-form.ts";
import type { ReportInput } from "./report-input.ts";
import { sinceUnseen, sinceUnseenBriefly } from "./since-words.ts";

const nothing = { determined: "2029-09-05", known: "", weeks: 9, weeks_without: "", hours: 1512, hours_without: 0, platforms: "" };
const say = (figures: Partial<ReportStatement["figures"]>, lang: PageLanguage): string => sinceUnseen(lang)({ ...nothing, ...figures } as never);

describe("what was not seen since the determination", () => {
  it("is one sentence: weeks by their numbers, hours, platforms", () => {
    const figures = { weeks_without: "2029-W41,2029-W43", hours_without: 1412, platforms: "fake=9,tiktok=5" };
    expect(say(figures, "id")).toBe(
      "Sejak penetapan 2029-09-05 (9 minggu): minggu 41 dan 43 tanpa pengambilan sama sekali; 1.412 dari 1.512 jam tanpa satu pun pengambilan; tanpa pengambilan menurut platform: fake 9 minggu, TikTok 5 minggu.",
    );
    expect(say(figures, "en")).toBe(
      "Since the determination on 2029-09-05 (9 weeks): weeks 41 and 43 without any fetch; 1,412 of 1,512 hours without a single fetch; without a fetch by platform: fake 9 weeks, TikTok 5 weeks.",
    );
  });

  it.each([
    ["2029-W41", "week 41"],
    ["2029-W41,2029-W42", "weeks 41–42"],
    ["2029-W38,2029-W41,2029-W42,2029-W43,2029-W46", "weeks 38, 41–43 and 46"],
    ["2029-W51,2029-W52,2030-W01,2030-W02", "weeks 51/2029–52/2029 and 1/2030–2/2030"],
  ])("%s is %s", (weeks_without, words) => {
    expect(say({ weeks_without }, "en")).toBe(`Since the determination on 2029-09-05 (9 weeks): ${words} without any fetch.`);
  });

  it("says that no week is over yet, and from when on hours are known", () => {
    expect(say({ weeks: 0, hours: 30, hours_without: 20 }, "id")).toBe(
      "Sejak penetapan 2029-09-05 (belum seminggu): 20 dari 30 jam tanpa satu pun pengambilan.",
    );
    expect(say({ weeks: 1, known: "2029-09-20", hours_without: 20 }, "en")).toBe(
      "Since the determination on 2029-09-05 (1 week, hours recorded since 2029-09-20): 20 of 1,512 hours without a single fetch.",
    );
  });

  it("beneath one table of many is its weightiest part", () => {
    expect(sinceUnseenBriefly({ ...nothing, weeks_without: "2029-W41", hours_without: 168, platforms: "x=9" }, "id")).toBe(
      "Sejak penetapan 2029-09-05: minggu 41 tanpa pengambilan sama sekali.",
    );
    expect(sinceUnseenBriefly({ ...nothing, platforms: "x=9" }, "en")).toBe(
      "Since the determination on 2029-09-05: without a fetch by platform: X 9 weeks.",
    );
  });
});

describe.each(["internal", "shareable"] as const)("the %s edition", (edition) => {
  // Of its week 37 nothing was fetched.
  const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
  const inputOf = (of: typeof facts): ReportInput => ({
    ...{ document: makeDocument(of, edition), shareable: null, version: 1, draft: false, final: null, note: null, noted: null, correction: null },
    ...{ regionName: "Provinsi Misal", regions: new Map() },
  });
  const brief = "Sejak penetapan 2029-09-03: minggu 37 tanpa pengambilan sama sekali.";
  const whole = "Sejak penetapan 2029-09-03 (4 minggu): minggu 37 tanpa pengambilan sama sekali; 168 dari 672 jam tanpa satu pun pengambilan; ";

  it("says it in the summary, among the limits, and beneath every table since the determination and no other", () => {
    const input = inputOf(facts);
    expect(formSummary(input.document, "id").text).toContain(whole);
    const texts = pageSections(input, "id").flatMap((section) => (section.kind === "text" ? [section.paragraphs.join(" ").includes(whole)] : []));
    expect(texts, "summary, limits, what was in force").toEqual([true, true, false]);
    const told = formTables(input, "id").filter(({ note }) => note.includes(brief));
    const since = input.document.tables.filter(({ id, span }) => span === "since" && id !== "coverage_since");
    expect(told.map(({ id }) => id)).toEqual(since.map(({ id }) => id));
    expect(since.length).toBeGreaterThan(2);
    expect(formTables(input, "id").find(({ id }) => id === "coverage_since")).toMatchObject({
      sheet: "Cakupan sejak penetapan",
      rows: [
        ["2029-09-03", "Facebook", 4, 1, 672, 504, 168, 168],
        ["2029-09-03", "X", 4, 4, 672, 0, 672, 672],
        ["2029-09-03", "Semua", 4, 1, 672, 504, 168, 168],
      ],
    });
  });

  it("says it once where several days of determination have it: of the first, and among the limits of each", () => {
    const later = { ...CONTEST, id: "bupati-misal", stages: { ...CONTEST.stages, candidatesDetermined: "2029-09-12" } };
    const input = inputOf({ ...facts, contests: [later, CONTEST] });
    const [summary, limits] = pageSections(input, "id").flatMap((section) => (section.kind === "text" ? [section.paragraphs.join(" ")] : []));
    const days = (text = ""): string[] => [...text.matchAll(/Sejak penetapan (\S+) \(/g)].map(([, day]) => day ?? "");
    expect([summary, limits, formSummary(input.document, "id").text].map(days)).toEqual([
      ["2029-09-03"],
      ["2029-09-03", "2029-09-12"],
      ["2029-09-03"],
    ]);
    for (const { id, note } of formTables(input, "id")) expect(note.split("tanpa pengambilan sama sekali").length, id).toBeLessThan(3);
  });

  it("says nothing of a time in which there was little that was not fetched", () => {
    const length = facts.since?.hours[0]?.fetched.length ?? 0;
    const hours = ["facebook", "x"].map((platform) => ({ platform, fetched: "1".repeat(length), failed: "0".repeat(length) }));
    const input = inputOf({ ...facts, since: facts.since && { ...facts.since, hours } });
    expect(findTable(input.document, "coverage_since")?.rows).toHaveLength(3);
    expect(JSON.stringify([formSummary(input.document, "id").text, pageSections(input, "id"), formTables(input, "id")])).not.toContain(
      "tanpa pengambilan sama sekali",
    );
  });
});

it("times since the determination are told by platform or by contest, and of all of them", () => {
  const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
  const document = makeDocument(facts, "internal");
  const input = { document, shareable: null, version: 1, draft: false, final: null, note: null, noted: null, correction: null };
  const table = formTables({ ...input, regionName: "Provinsi Misal", regions: new Map() }, "en").find(({ id }) => id === "time_since");
  expect(table?.rows.map((row) => row.slice(0, 4))).toEqual([
    ["Post to capture", "Facebook", "All", ""],
    ["Post to capture", "X", "All", ""],
    ["Post to capture", "All", "All", ""],
    ["Flag to first act", "All", "Mayor election Misal 2029", "wali-misal"],
    ["Flag to first act", "All", "All", ""],
  ]);
});
