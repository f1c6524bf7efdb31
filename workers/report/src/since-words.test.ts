import { findTable, makeDocument, type ReportStatement } from "@netra/domain";
import type { PageLanguage } from "@netra/render";
import { describe, expect, it } from "vitest";
import { CONTEST, factsOf, flagsOf } from "../../../test/support/report-facts.ts";
import { formCharts } from "./forms/form-charts.ts";
import { formSummary } from "./forms/form-summary.ts";
import { formTables } from "./forms/form-tables.ts";
import { pageSections } from "./forms/page-form.ts";
import type { ReportInput } from "./report-input.ts";
import { sinceUnseen, sinceUnseenBriefly } from "./since-words.ts";
import { summarize } from "./summary.ts";
import { limitsOf } from "./table-text.ts";

const nothing = { determined: "2029-09-05", known: "", unknown_to: "", weeks: 9, weeks_without: "", hours: 1512, hours_without: 0, platforms: "" };
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

  it("says which days are not known, whole and beneath a table, and nothing of weeks where no hour is known", () => {
    const figures = { known: "2029-09-12", unknown_to: "2029-09-11", weeks: 3, hours: 445, hours_without: 109 };
    expect(say(figures, "id")).toBe(
      "Sejak penetapan 2029-09-05 (3 minggu, jam tercatat sejak 2029-09-12): 2029-09-05 s.d. 2029-09-11 belum dipantau atau tidak tercatat; 109 dari 445 jam tanpa satu pun pengambilan.",
    );
    expect(sinceUnseenBriefly({ ...nothing, ...figures }, "en")).toBe(
      "Since the determination on 2029-09-05: 2029-09-05 to 2029-09-11 not watched yet or not recorded; 109 of 445 hours without a single fetch.",
    );
    expect(say({ unknown_to: "2029-09-05", known: "2029-09-06", weeks: 0, hours: 0 }, "id")).toBe(
      "Sejak penetapan 2029-09-05: 2029-09-05 belum dipantau atau tidak tercatat.",
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

describe.each(["internal", "shareable"] as const)("what was not seen of the week itself, in the %s edition", (edition) => {
  const facts = factsOf(flagsOf(3, { flags: 120, from: "2029-W36", weeks: 5 }), "2029-W39");
  const hours = [{ platform: "facebook", fetched: "1".repeat(128).padEnd(168, "0"), failed: "0".repeat(168) }];
  const inputOf = (of: typeof facts): ReportInput => ({
    ...{ document: makeDocument(of, edition), shareable: null, version: 1, draft: false, final: null, note: null, noted: null, correction: null },
    ...{ regionName: "Provinsi Misal", regions: new Map() },
  });

  it("is a sentence of the summary on paper, page and screen, and a line under the platform's bar", () => {
    const input = inputOf({ ...facts, now: { ...facts.now, hours } });
    const sentence = "Minggu ini 40 dari 168 jam tanpa satu pun pengambilan.";
    expect(formSummary(input.document, "id").text).toContain(sentence);
    expect(JSON.stringify(pageSections(input, "id")[0])).toContain(sentence);
    expect(summarize(input.document)).toMatchObject({ hours: 168, hoursWithout: 40 });
    const parts = formCharts(input, "id")
      .map(({ chart }) => chart)
      .find(({ kind }) => kind === "parts");
    expect(parts?.kind === "parts" && parts.rows.map(({ label, under }) => [label, under])).toEqual([
      ["Facebook", "40 dari 168 jam tanpa pengambilan"],
      ["X", undefined],
    ]);
    const span = { ...facts, now: { ...facts.now, hours, week: null } };
    if (edition === "internal") expect(formSummary(inputOf(span).document, "id").text).toContain("Pada hari-hari ini 40 dari 168 jam");
    const quiet = inputOf(facts).document;
    expect(formSummary(quiet, "id").text).not.toContain("Minggu ini");
    expect(summarize(quiet)).not.toHaveProperty("hours");
  });

  it("says from when on hours are known, and not that figures of before are too low", () => {
    const known = { ...facts, knownSince: ["account_hours", "removed"].map((what) => ({ what, since: facts.now.from })) };
    const limits = limitsOf(inputOf(known).document, "id").join(" ");
    expect(limits).toContain("Jam pengambilan akun: tercatat sejak 2029-09-24 00:00 WIB; sebelum itu tidak diketahui.");
    expect(limits).toContain("tercatat sejak 2029-09-24 00:00 WIB; angka sebelum itu terlalu kecil.");
    const since = formTables(inputOf(known), "id").find(({ id }) => id === "coverage_since");
    expect(since?.note).toContain("Sejak penetapan 2029-09-03: 2029-09-03 s.d. 2029-09-23 belum dipantau atau tidak tercatat.");
  });

  it("shows no nought of a week in which nothing was watched, and lists no contest that was not watched yet", () => {
    const quiet = { posts: [], accounts: [], hours: [], captures: [], capturesWaiting: 0, quarantined: 0, drift: 0 };
    const early = { ...CONTEST, id: "bupati-misal", watch: { from: "2029-10-01", to: "2029-12-31" } };
    const none = { ...facts, contests: [CONTEST, early], flags: [], now: { ...facts.now, ...quiet }, before: { ...facts.before, ...quiet } };
    const input = inputOf(none);
    // No first act was measured in either week.
    expect(formSummary(input.document, "id").numbers.map(({ value, detail }) => `${value} ${detail}`)).toEqual(Array(5).fill("– minggu lalu –"));
    const overview = formTables(input, "id").find(({ id }) => id === "overview");
    const shown = overview?.rows.map((row) => row.filter((cell) => typeof cell === "number"));
    expect(
      shown?.filter((row) => row.length > 0),
      "accounts registered and watched",
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(
      formTables(input, "id")
        .find(({ id }) => id === "coverage_hours")
        ?.rows.map((row) => row.slice(0, 4)),
    ).toEqual([["Semua", 168, 0, 168]]);
    expect(
      formTables(input, "id")
        .find(({ id }) => id === "contests_in_force")
        ?.rows.map((row) => row[1]),
    ).toEqual([CONTEST.id]);
    // What people sent is a figure, whether somebody watched or not.
    const sent = inputOf({ ...none, now: { ...none.now, capturesWaiting: 7 } });
    const waits = formTables(sent, "id")
      .find(({ id }) => id === "overview")
      ?.rows.flatMap((row) => row.filter((cell) => cell === 7));
    expect(waits).toHaveLength(1);
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
