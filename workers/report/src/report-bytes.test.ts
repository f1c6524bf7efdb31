import { FLAG_STATES, ORIGINS, OUTCOMES } from "@netra/domain";
import { type PageSection, renderCsv, renderPage } from "@netra/render";
import { describe, expect, it } from "vitest";
import { csvRows } from "./csv-rows.ts";
import { pageSections, pageTitle } from "./page-sections.ts";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";
import { PLATFORM_NAMES, WORDS } from "./words.ts";

const input: ReportInput = {
  week: "2026-W47",
  region: "19.71",
  regionName: "Kota Pangkalpinang",
  version: 2,
  from: new Date("2026-11-15T17:00:00Z"),
  to: new Date("2026-11-22T17:00:00Z"),
  asOf: new Date("2026-11-22T23:00:00Z"),
  figures: {
    posts: [
      { platform: "facebook", posts: 120, versions: 131, quarantined: 1 },
      { platform: "tiktok", posts: 7, versions: 7, quarantined: 0 },
    ],
    accounts: [{ platform: "facebook", registered: 40, watched: 31, neverFetched: 5, inferred: 4 }],
    opened: [{ contestId: "wali", platform: "facebook", origin: "own", flags: 9 }],
    decided: [
      { contestId: "wali", act: "close", outcome: "not_partisan", decisions: 6, closed: 5, escalated: 0 },
      { contestId: "wali", act: "escalate", outcome: null, decisions: 3, closed: 0, escalated: 2 },
    ],
    standing: [
      { state: "awaiting_second", flags: 2, late: 0 },
      { state: "claimed", flags: 1, late: 0 },
      { state: "closed", flags: 50, late: 0 },
      { state: "open", flags: 11, late: 4 },
    ],
    candidates: [{ contestId: "wali", candidateId: "b", decided: 5, escalated: 1 }],
    captures: 12,
    drift: 3,
    medianHours: { toCapture: 1.5, toDecision: null },
  },
  candidates: new Map([
    ["wali a", "=HYPERLINK(1) – +62"],
    ["wali b", "2 · Bahar Tanjung – Ratih Kuala"],
    ["bupati a", "1 · Arman Samudra"],
  ]),
};

const csv = (given: ReportInput = input): string => Buffer.from(renderCsv(csvRows(given))).toString("utf8");
const page = (lang: "id" | "en", given: ReportInput = input): string =>
  Buffer.from(renderPage({ lang, ...pageTitle(given, lang), generatedAt: given.asOf, sections: pageSections(given, lang) })).toString("utf8");
const table = (lang: "id" | "en", heading: string): Extract<PageSection, { kind: "table" }> => {
  const found = pageSections(input, lang).find((section) => section.heading === heading);
  if (found?.kind !== "table") throw new Error(`no table ${heading}`);
  return found;
};
/** What the CSV says of a table: one line a figure, `where → measure = value`. */
const figures = (name: string): string[] =>
  csvRows(input)
    .rows.filter((row) => row.table === name)
    .map(
      (row) =>
        `${[row.contest, row.platform && PLATFORM_NAMES[String(row.platform)], row.what, row.detail].filter((cell) => cell !== null).join(" ")} ${row.measure} ${row.value}`,
    );

describe("the bytes of a report", () => {
  it("are the same for the same input, in every form", () => {
    const again = structuredClone(input);
    expect(csv(again)).toBe(csv());
    for (const lang of ["id", "en"] as const) expect(page(lang, again)).toBe(page(lang));
  });

  it("differ when one figure differs", () => {
    const other = { ...input, figures: { ...input.figures, drift: 4 } };
    expect(csv(other)).not.toBe(csv());
    expect(page("id", other)).not.toBe(page("id"));
  });
});

describe("the table and the page of a report", () => {
  it("say the same posts, flags, decisions and coverage", () => {
    const words = WORDS.en;
    expect(figures("posts")).toEqual(
      table("en", words.posts).rows.flatMap(([platform, posts, versions, quarantined]) => [
        `${platform} posts ${posts}`,
        `${platform} versions ${versions}`,
        `${platform} quarantined ${quarantined}`,
      ]),
    );
    expect(figures("opened").map((line) => line.split(" ").at(-1))).toEqual(table("en", words.opened).rows.map((row) => `${row.at(-1)}`));
    expect(figures("decided").map((line) => line.split(" ").at(-1))).toEqual(table("en", words.decided).rows.map((row) => `${row.at(-1)}`));
    expect(figures("candidates")).toEqual(
      table("en", words.candidates).rows.flatMap(([contest, name, decided, escalated]) => [
        `${contest} ${name} decided ${decided}`,
        `${contest} ${name} escalated ${escalated}`,
      ]),
    );
    expect(figures("coverage").map((line) => line.split(" ").at(-1))).toEqual(
      table("en", words.coverage).rows.flatMap((row) => row.slice(1).map(String)),
    );
  });

  it("name every candidate of a contest with decisions in ballot order, those with none too, and nobody of another contest", () => {
    expect(table("id", WORDS.id.candidates).rows).toEqual([
      ["wali", "=HYPERLINK(1) – +62", 0, 0],
      ["wali", "2 · Bahar Tanjung – Ratih Kuala", 5, 1],
    ]);
  });

  it("say in one minute what the tables add up to", () => {
    expect(summarize(input.figures)).toEqual({ posts: 127, accounts: 31, opened: 9, decided: 5, escalated: 2, backlog: 14 });
    expect(figures("summary").slice(0, 6)).toEqual([" posts 127", " accounts 31", " opened 9", " decided 5", " escalated 2", " backlog 14"]);
    expect(page("en")).toContain("127 posts were seen on 31 accounts. 9 flags opened, 5 were closed");
  });

  it("a name that a spreadsheet would run is neutralised in the table and harmless on the page", () => {
    const line = csv()
      .split("\r\n")
      .find((row) => row.includes("HYPERLINK"));
    expect(line).toContain("'=HYPERLINK");
    expect(csv()).not.toMatch(/(^|,)"?[=+@-][A-Za-z(]/m);
    const hostile = { ...input, candidates: new Map([["wali b", "<script>alert(1)</script>"]]) };
    expect(page("id", hostile)).not.toContain("<script>alert");
  });

  it("count days to the last of the week, in Jakarta", () => {
    expect(pageTitle(input, "id").subtitle).toBe("Minggu 2026-11-16 sampai 2026-11-22 (WIB). Keadaan per 2026-11-23 06:00 WIB.");
  });

  it("write a missing figure as a dash and as an empty cell, never as nought", () => {
    expect(page("en")).toContain("Median from flag to decision: – hours");
    expect(csv()).toMatch(/median_hours_to_decision,\r\n/);
  });

  it("have a word for every state, act, outcome and origin there is", () => {
    const ids = [...FLAG_STATES, ...OUTCOMES, ...ORIGINS, "close", "needs_info", "escalate", "withdraw", "reopen"];
    expect(ids.filter((id) => !(id in WORDS.id.values) || !(id in WORDS.en.values))).toEqual([]);
  });

  it("carry the same words in both languages", () => {
    expect(Object.keys(WORDS.en.values).toSorted()).toEqual(Object.keys(WORDS.id.values).toSorted());
    expect(Object.keys(WORDS.en.columns)).toEqual(Object.keys(WORDS.id.columns));
  });
});
