import { describe, expect, it } from "vitest";
import { readPack } from "../test/read-pack.ts";
import { checkContest } from "./check-contest.ts";
import { compile } from "./compile.ts";
import { parseContest } from "./contest.ts";

const PARTIES = ["Partai Bahari", "Partai Timah Raya", "PLK", "Partai Lada Putih", "PSB"];
const SYLLABLES = ["ra", "mi", "ko", "sa", "lu", "ten", "bar", "du", "ga", "pi"];

/** 450 fictional candidates: five parties, nine districts, ten numbers. */
const listed = PARTIES.flatMap((party, p) =>
  Array.from({ length: 9 }, (_, d) =>
    Array.from({ length: 10 }, (_, n) => {
      const name = [p, d, n].map((i) => SYLLABLES[i % 10]).join("");
      return {
        id: `c-${p}-${d + 1}-${n + 1}`,
        number: null,
        people: [`${name[0]?.toUpperCase()}${name.slice(1)} Contoh${p}${d}${n}`],
        party,
        list_number: n + 1,
        district: `Babel ${d + 1}`,
      };
    }),
  ).flat(),
);
const contest = parseContest(
  JSON.stringify({
    id: "dprd-contoh-2029",
    kind: "pileg",
    region: "19",
    watch: { from: "2029-01-01", to: "2029-12-31", decision: "contoh" },
    stages: { candidates_determined: "2029-02-01", campaign_from: "2029-03-01", quiet_from: "2029-05-01", vote: "2029-05-10" },
    candidates: listed,
  }),
);
const classifier = compile(readPack("inti"), contest);
const read = (text: string) => classifier.classify({ text, postedAt: new Date("2029-04-01T05:00:00Z"), region: "19.06" });

describe("a legislative list of 450", () => {
  it.each([
    ["Ayo coblos Partai Bahari nomor 3 dapil Babel 2", "c-0-2-3"],
    ["Mari kita pilih caleg PLK no urut 7, dapil 9!", "c-2-9-7"],
    ["jangan lupa coblos nomor urut 10 Partai Timah Raya Babel IV ya", "c-1-4-10"],
    ["Dapil Babel 5: pilih PSB 1, orangnya amanah", "c-4-5-1"],
  ])("finds who is meant in %j", (text, id) => {
    const { stance, targets, flagged } = read(text);
    expect({ stance, targets, flagged }).toEqual({ stance: "support", targets: [id], flagged: true });
  });

  it("finds a name without its place", () => {
    const { id, people } = contest.candidates[42] as (typeof contest.candidates)[number];
    expect(read(`Coblos ${people[0]}, orangnya amanah`).targets).toEqual([id]);
  });

  it.each([
    "Ayo coblos Partai Bahari nomor 3", // nine districts have one
    "Partai Bahari nomor 3 dan 4 bulan lalu",
    "Rapat pukul 3, Partai Bahari hadir di dapil 2",
    "Ayo coblos Partai Bahari nomor 44 dapil 2",
    "Dapil 2 ada 10 kursi, Partai Bahari dapat 3 kursi",
    "Ayo coblos. Partai Bahari nomor 3. Dapil 2 dan dapil 3",
  ])("says nothing about anybody in %j", (text) => {
    expect(read(text)).toMatchObject({ targets: [], flagged: false });
  });

  it("shows the whole place as what was matched", () => {
    const text = "Ayo coblos Partai Bahari nomor 3 dapil Babel 2";
    const number = read(text).signals.find(({ category }) => category === "candidate_number");
    expect(number && text.slice(number.start, number.end)).toBe("Partai Bahari nomor 3");
  });

  it("is refused a place that two candidates hold", () => {
    const twice = { ...contest, candidates: contest.candidates.map((candidate, i) => (i === 1 ? { ...candidate, list_number: 1 } : candidate)) };
    expect(checkContest(twice).map(({ severity, message }) => ({ severity, message }))).toContainEqual({
      severity: "error",
      message: 'c-0-1-1 and c-0-1-2 both hold number 1 of Partai Bahari in Babel 1; correct one "list_number"',
    });
    expect(checkContest(contest)).toEqual([]);
  });
});
