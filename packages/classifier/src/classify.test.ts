import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readContestFile, readPack } from "../test/read-pack.ts";
import { compile } from "./compile.ts";
import type { Contest } from "./contest.ts";

const pack = readPack("inti");
const contest = readContestFile("belitung-timur-demo");
const classifier = compile(pack, contest);
const inCampaign = { postedAt: new Date("2029-10-22T13:10:00Z"), region: "19.06" };

function read(text: string, given: { postedAt: Date | null; region: string | null } = inCampaign) {
  return classifier.classify({ text, ...given });
}

const words = [
  "coblos",
  "jangan",
  "pilih",
  "Bahar",
  "Pak Bahar",
  "Arman-Lestari",
  "Candra",
  "nomor 2",
  "02",
  "TERANG",
  "#BaharRatih",
  "#ArmanIngkarJanji",
  "mantap",
  "bohong",
  "?",
  "!",
  ".",
  '"',
  "👍🏽",
  "✌️",
  "katanya",
  "ikrar netralitas",
  "\u200b",
  "\ud800",
  "\0",
  "@sahabat_terang",
  "c0bl0s",
  "kunjungan kerja",
  "https://a.id/x",
  "\n",
  "menang",
  "kami",
  "apakah",
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((units) => String.fromCharCode(...units)),
);

describe("any text at all", () => {
  it("has signals inside it, in order, and contributions that sum exactly to the score", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const got = read(text);
        for (const [i, { start, end }] of got.signals.entries()) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          const before = got.signals[i - 1];
          if (before) expect(before.start < start || (before.start === start && before.end <= end)).toBe(true);
        }
        expect(got.contributions.reduce((sum, { tenths }) => sum + tenths, 0)).toBe(got.scoreTenths);
        for (const { tenths, signals } of got.contributions) {
          expect(Number.isInteger(tenths)).toBe(true);
          for (const index of signals) expect(got.signals[index]).toBeDefined();
        }
        expect(got.scoreTenths).toBeGreaterThanOrEqual(0);
        expect(got.flagged).toBe(got.stance !== "neutral" && got.scoreTenths >= got.thresholdTenths);
      }),
      { numRuns: 600 },
    );
  });

  it("is read the same twice, and by a classifier made from JSON", () => {
    const again = compile(JSON.parse(JSON.stringify(pack)), JSON.parse(JSON.stringify(contest)));
    fc.assert(
      fc.property(anyText, (text) => void expect(again.classify({ text, ...inCampaign })).toEqual(read(text))),
      { numRuns: 200 },
    );
  });

  it("changes its target, and nothing else, when two candidates swap places", () => {
    const [first, second, third] = contest.candidates;
    const swap = <T>(one: T, two: T): [T, T] => [two, one];
    const ids = swap(first?.id, second?.id);
    const swapped = { ...contest, candidates: [{ ...second, id: ids[1], number: 2 }, { ...first, id: ids[0], number: 1 }, third] } as Contest;
    const other = compile(pack, swapped);
    const other2: Record<string, string> = { [first?.id ?? ""]: second?.id ?? "", [second?.id ?? ""]: first?.id ?? "" };
    const nameOnly = fc.array(fc.constantFrom(...words.filter((word) => !/[0-9✌]/u.test(word))), { maxLength: 25 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(nameOnly, (text) => {
        const one = read(text);
        const two = other.classify({ text, ...inCampaign });
        expect(two.scoreTenths).toBe(one.scoreTenths);
        expect(two.stance).toBe(one.stance);
        expect([...two.targets].sort()).toEqual(one.targets.map((id) => other2[id] ?? id).sort());
      }),
      { numRuns: 300 },
    );
  });

  it("of 1 MB takes no more than the part that is read of it", () => {
    const cpuOf = (text: string): number => {
      const uses = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        read(text);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      });
      return Math.min(...uses);
    };
    const part = "Bahar menang ".repeat(8_000);
    cpuOf(part);
    // Ten times the text; a square would need a hundred times as long.
    expect(cpuOf(part.repeat(10)) / Math.max(cpuOf(part), 1_000)).toBeLessThan(30);
  });
});

describe("what is read", () => {
  it("shows the signals of a call, a choice and a hashtag at their places in the original text", () => {
    const text =
      "Bismillah, sekeluarga sudah mantap nomor dua. Jangan lupa Selasa 27 November kita coblos Pak Bahar & Bu Ratih ya kawan-kawan 🙏 Kami guru di sini netral kok, cuma berdoa 😁 #BaharRatihTERANG";
    const got = read(text);
    expect(got).toMatchObject({ stance: "support", targets: ["bahar-ratih"], flagged: true, possibleForms: ["PD-2", "PD-6", "PD-8"] });
    const seen = got.signals.map(({ side, start, end }) => `${side} ${text.slice(start, end)}`);
    expect(seen).toEqual(
      expect.arrayContaining([
        "for coblos Pak Bahar & Bu Ratih",
        "context Pak Bahar & Bu Ratih",
        "for #BaharRatihTERANG",
        "against netral kok",
        "against cuma berdoa",
      ]),
    );
    expect(got.contributions.find(({ ruleId }) => ruleId === "vote_call")?.reason.id).toBe(
      "Ajakan memilih “coblos Pak Bahar & Bu Ratih” di dekat 2 · Bahar Tanjung – Ratih Kuala.",
    );
  });

  it.each([
    ["Cukup satu periode. Jangan pilih yang cuma pandai janji, kawan Manggar pasti paham nomor berapa", "oppose", true],
    ["Alhamdulillah bantuan bibit sampai ke kelompok kami. Semoga Ibu Indah amanah memimpin nanti 🤲 SEJATI", "support", true],
    ["Gaskeun Pak Candra, kami siap kawal sampai TPS ✌️", "support", true],
    ["Mantap Pak, jalan ke dermaga sudah mulus", "neutral", false],
    ["Sukses acara jalan sehatnya, kaosnya keren 👍", "neutral", false],
    ["Jangan pilih Pak Bahar", "oppose", true],
    ["Tidak salah pilih Pak Bahar di pilkada ini", "support", true],
    ["Pak Bahar", "neutral", false],
  ] as const)("%j is %s, flagged: %s", (text, stance, flagged) => {
    expect(read(text)).toMatchObject({ stance, flagged });
  });

  it("gives a number alone less when time or region is unknown, never more", () => {
    const known = read("Mantap nomor dua, semoga menang kawan");
    for (const given of [
      { postedAt: null, region: "19.06" },
      { ...inCampaign, region: null },
      { ...inCampaign, region: "73.01" },
    ]) {
      expect(read("Mantap nomor dua, semoga menang kawan", given).scoreTenths).toBeLessThan(known.scoreTenths);
    }
  });

  it("needs a co-signal for every one-word name once one of them is ambiguous", () => {
    const ambiguous = {
      ...contest,
      candidates: contest.candidates.map((candidate, i) => (i === 0 ? { ...candidate, aliases: [{ text: "Arman", ambiguous: true }] } : candidate)),
    };
    const strict = compile(pack, ambiguous);
    expect(strict.classify({ text: "Bahar mantap dan amanah", ...inCampaign }).scoreTenths).toBe(0);
    expect(strict.classify({ text: "Bahar mantap dan amanah, calon bupati kita", ...inCampaign }).flagged).toBe(true);
  });

  it("names a title's holder only on the days it holds", () => {
    const titled = {
      ...contest,
      candidates: contest.candidates.map((candidate, i) =>
        i === 0 ? { ...candidate, titles: [{ text: "Pak Bupati", to: "2029-09-24" }] } : candidate,
      ),
    };
    const withTitle = compile(pack, titled);
    const text = "Ayo pilih Pak Bupati lagi";
    expect(withTitle.classify({ text, postedAt: new Date("2029-09-01T00:00:00Z"), region: "19.06" }).targets).toEqual(["arman-lestari"]);
    expect(withTitle.classify({ text, ...inCampaign }).targets).toEqual([]);
  });

  it("speaks of a text in calm words", () => {
    const words = JSON.stringify(pack.rules.map(({ reason, absent }) => [reason, absent]));
    expect(words).not.toMatch(/pelanggar|pelaku|bersalah|terbukti|tersangka|melanggar|kejahatan|offender|violator|guilty|proven|suspect/i);
  });

  it("always flags the self-test phrase and nothing else under the self-test pack", () => {
    const selftest = compile(readPack("selftest"), contest);
    expect(selftest.classify({ text: "netra kelapa ungu berbisik pada kompas", postedAt: null, region: null }).flagged).toBe(true);
    expect(selftest.classify({ text: "Ayo coblos Pak Bahar #BaharRatih", ...inCampaign }).scoreTenths).toBe(0);
  });
});
