import { type Classification, compile } from "@netra/classifier";
import { describe, expect, it } from "vitest";
import { smallContest, smallLexicon, smallPack } from "../support/small-pack.ts";
import type { Row } from "./corpus.ts";
import { evenContest } from "./even-contest.ts";
import { renamings, swapCandidates } from "./permute.ts";
import { makeReader, type Reader } from "./read-rows.ts";
import { replaceMentions } from "./replace-mentions.ts";
import { runReplacementTest } from "./replacement-test.ts";
import { runSwapTest } from "./swap-test.ts";

const NUMBERS =
  "category: number_word\nside: context\ntitle: { id: x, en: x }\nentries:\n  - { term: satu, weight: 0, note: x, source: x, number: 1 }\n  - { term: dua, weight: 0, note: x, source: x, number: 2 }\n";
const pack = smallPack({
  "lexicons/number_word.yaml": NUMBERS,
  "lexicons/call.yaml": smallLexicon("call", "support", { coblos: 5, "pilih {number}": 5 }),
});
const contest = smallContest();
const rowOf = (text: string, id = "r"): Row => ({
  id,
  text,
  label: "support",
  targetId: "b",
  contest: contest.id,
  source: "",
  postedAt: null,
  region: null,
});
const readerOf = (of = pack, standing = contest): Reader => makeReader(of, new Map([[standing.id, standing]]));

describe("exchanging candidates in the contest file", () => {
  it("gives each id all that another had, in its place", () => {
    const [renaming] = renamings(["a", "b"]);
    const swapped = swapCandidates(contest, renaming as Map<string, string>);
    expect(swapped.candidates.map(({ id, number, people }) => [id, number, people[0]])).toEqual([
      ["a", 2, "Tirta Buana"],
      ["b", 1, "Wastra Kirana"],
    ]);
    expect(renamings(["a", "b", "c"]).length).toBe(4);
  });

  it("finds the same reading with the candidates exchanged", () => {
    const rows = ["Coblos Tirta Buana", "pilih dua", "#HuluBangkit Wastra Kirana, semangat Tirta Buana", "Cuaca cerah"].map((text, i) =>
      rowOf(text, `r${i}`),
    );
    expect(runSwapTest(readerOf(), rows)).toEqual({ tried: 4, equal: 4, differs: {}, ids: [] });
  });

  it.each([
    ["verdict", (got: Classification): Classification => ({ ...got, flagged: !got.flagged })],
    ["score", (got: Classification): Classification => ({ ...got, scoreTenths: got.scoreTenths + 1 })],
    ["targets", (got: Classification): Classification => ({ ...got, targets: ["a", "b"] })],
    ["contributions", (got: Classification): Classification => ({ ...got, contributions: [] })],
    [
      "signals",
      (got: Classification): Classification => ({
        ...got,
        signals: got.signals.map((signal, i) => (i === 1 ? { ...signal, end: signal.end + 1 } : signal)),
      }),
    ],
  ])("tells a reading that treats one candidate otherwise, by what differs first: %s", (part, bend) => {
    const honest = compile(pack, contest);
    const biased: Reader = {
      ...readerOf(),
      classifiers: new Map([
        [contest.id, { classify: (input) => (input.text.includes("Tirta") ? bend(honest.classify(input)) : honest.classify(input)) }],
      ]),
    };
    const rows = [rowOf("Coblos Tirta Buana", "r1"), rowOf("Coblos Wastra Kirana", "r2")];
    expect(runSwapTest(biased, rows)).toEqual({ tried: 2, equal: 1, differs: { [part]: 1 }, ids: ["r1"] });
  });
});

describe("replacing mentions by like ones", () => {
  const renaming = renamings(["a", "b"])[0] as Map<string, string>;
  const even = evenContest(pack, contest);
  const replace = (text: string) =>
    replaceMentions(text, even.classifier.classify({ text, postedAt: null, region: null }), {
      pack,
      contest: even.contest,
      likes: even.likes,
      renaming,
    });

  it.each([
    ["Coblos Tirta Buana", "Coblos Wastra Kirana"],
    ["COBLOS TIRTA BUANA", "COBLOS WASTRA KIRANA"],
    ["coblos tirta & sekar", "coblos wastra-galih"],
    ["pilih 02 ya", "pilih 01 ya"],
    ["Pilih nomor dua, 2 periode", "Pilih nomor satu, 2 periode"],
    ["coblos 1", "coblos 2"],
    ["coblos #pesisirbangkit @tirtasekar", "coblos #hulubangkit @wastragalih"],
    [
      "SEGARA Tirta Buana dari Partai Embun, lawan Wastra Kirana dari Partai Pelangi",
      "GEMILANG Wastra Kirana dari Partai Pelangi, lawan Tirta Buana dari Partai Embun",
    ],
    ["#TirtaIngkar Tirta Buana bohong", "#WastraIngkar Wastra Kirana bohong"],
  ])("writes for %s: %s", (text, wanted) => {
    expect(replace(text)).toEqual({ text: wanted });
  });

  it("finds equal scores, and counts only texts in which something was bound", () => {
    const rows = ["Coblos Tirta Buana", "pilih nomor dua", "semangat Wastra Kirana #HuluBangkit", "Tirta Buana lewat", "Cuaca cerah"].map((text, i) =>
      rowOf(text, `r${i}`),
    );
    expect(runReplacementTest(readerOf(), rows)).toMatchObject({ tried: 3, equal: 3, notTried: {}, causes: {}, misses: [] });
  });

  it("tells by its cause what counts for one candidate only", () => {
    const biased = smallPack({
      "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 2, "sayang Tirta": 3 }),
      "examples.yaml": "examples: []\n",
    });
    const outcome = runReplacementTest(readerOf(biased), [
      rowOf("Coblos Tirta Buana sayang Tirta Buana", "r1"),
      rowOf("Coblos Wastra Kirana sayang Wastra Kirana", "r2"),
    ]);
    expect(outcome).toMatchObject({ tried: 2, equal: 0, causes: { "read differently: cheer less": 1, "read differently: cheer more": 1 } });
    expect(outcome.misses.map(({ id }) => id)).toEqual(["r1", "r2"]);
  });

  it("fills an uneven contest up with made-up entries, and leaves an office untried", () => {
    const uneven = {
      ...contest,
      candidates: contest.candidates.map((candidate) =>
        candidate.id === "b"
          ? {
              ...candidate,
              hashtags: [...candidate.hashtags, "#PesisirMaju"],
              aliases: [...candidate.aliases, { text: "Bupati", from: "2029-01-01", to: "2029-12-31" }],
            }
          : candidate,
      ),
    };
    const outcome = runReplacementTest(readerOf(pack, uneven), [
      rowOf("Tirta Buana #PesisirBangkit #PesisirMaju", "r1"),
      { ...rowOf("Coblos Bupati Tirta Buana", "r2"), postedAt: new Date("2029-10-22T05:00:00Z") },
    ]);
    expect(outcome).toMatchObject({ tried: 1, equal: 1, notTried: { "no like name": 1 } });
  });
});
