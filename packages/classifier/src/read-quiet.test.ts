import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readContestFile, readPack } from "../test/read-pack.ts";
import { prepare } from "./compile.ts";
import { readQuiet } from "./read-quiet.ts";
import { scanText } from "./scan-text.ts";
import { scoreText } from "./score.ts";
import { MAX_MATCHED_LENGTH } from "./tokenize.ts";

const pack = readPack("inti");
const compiled = prepare(pack, readContestFile("belitung-timur-demo"));
const given = { postedAt: new Date("2029-10-22T13:10:00Z"), region: "19.06" };

function quiet(text: string) {
  scanText(compiled.scan, text, MAX_MATCHED_LENGTH);
  return readQuiet(compiled);
}

function slow(text: string) {
  scanText(compiled.scan, text, MAX_MATCHED_LENGTH);
  return scoreText(compiled, { text, ...given });
}

// Terms of every category, numbers in all their roles, and now and then a candidate.
const terms = pack.lexicons.flatMap(({ entries }) => entries.map(({ term }) => term.replace(/\{\w+\}/g, "2")));
const piece = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...terms) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "pagi",
      "hujan",
      "ke pasar",
      "2",
      "nomor",
      "03",
      "dua",
      "tahun",
      "2 jam",
      "paslon",
      "1-2",
      "dua jari",
      "orang2",
      "kotak",
      "t1ga",
      "n0m0r t1ga",
      "s4tu m4ret",
      "n o m o r",
      "d u a",
      "s 4 t u",
      "k4t4nya",
      "t i d a k",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("?", "!", ".", ",", '"', "\n", "#kabarpagi", "#LanjutBerlayarTerus", "@orang", "@sahabat_terang", "https://a.id/x"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "Bahar",
      "TERANG",
      "terang",
      "#BaharRatih",
      "Pak Candra",
      "Partai Mercusuar",
      "🥱",
      "✌️",
      "𝗯𝗮𝗵𝗮𝗿",
      "B4h4r",
      "b a h a r",
      "#bAHarMEnAnG",
    ),
  },
);
const anyText = fc.array(piece, { maxLength: 9 }).map((parts) => parts.join(" "));

describe("a text without a candidate", () => {
  it("is read at once as the long way would read it", () => {
    let read = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const got = quiet(text);
        if (got === undefined) return;
        read += 1;
        expect(got).toEqual(slow(text));
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it.each([
    ["Bahar", "a name"],
    ["@sahabat_terang", "an account"],
    ["#BaharRatihMenang", "a hashtag made from a campaign's"],
    ["nomor dua", "a ballot number"],
    ["n0m0r dua", "a ballot number"],
    ["nomor t1g4", "a ballot number"],
    ["n o m o r   d u a", "a ballot number"],
    ["coblos 2", "a bare number beside a call"],
    ["cukup satu periode", "a word that needs no name"],
  ])("is not %j: %s", (text) => {
    expect(quiet(text)).toBeUndefined();
  });

  it("shows the words that found no candidate as context, and those that weaken", () => {
    const text = "Ayo coblos, kerjanya mantap! Turut berduka cita";
    const signals = quiet(text)?.signals.map(({ side, candidateId, start, end }) => `${side} ${candidateId} ${text.slice(start, end)}`);
    expect(signals).toEqual(expect.arrayContaining(["context null Ayo coblos", "against null Turut berduka cita"]));
    expect(quiet(text)?.notFound).toEqual(slow(text).notFound);
  });

  it("costs nothing to keep when it holds no word of the pack", () => {
    expect(quiet("hujan deras sejak pagi di pasar")).toBe(quiet("angin kencang"));
    expect(quiet("hujan deras sejak pagi di pasar")).toEqual(slow("hujan deras sejak pagi di pasar"));
  });
});
