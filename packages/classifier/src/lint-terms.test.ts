import { describe, expect, it } from "vitest";
import { smallLexicon, smallPack } from "../../../test/support/small-pack.ts";
import { checkRulePack, EXAMPLE_CONTEST } from "./check-pack.ts";
import { compile } from "./compile.ts";
import { lintTerms } from "./lint-terms.ts";
import { describeProblem, locateProblems } from "./read-yaml.ts";
import { refusePattern } from "./refuse-pattern.ts";

/** What is said of a pack whose categories call and cheer hold these terms; `raw` is appended to a lexicon file. */
function said(call: Record<string, number>, cheer: Record<string, number> = { semangat: 2 }, raw: Record<string, string> = {}): string[] {
  const files: Record<string, string> = {
    "lexicons/call.yaml": smallLexicon("call", "support", call),
    "lexicons/cheer.yaml": smallLexicon("cheer", "support", cheer),
  };
  for (const [path, text] of Object.entries(raw)) files[path] = `${files[path] ?? ""}${text}`;
  return lintTerms(smallPack(files)).map((problem) => `${problem.severity} ${describeProblem(problem)}`);
}
const entry = (term: string, more: string): string => `  - { term: ${JSON.stringify(term)}, note: x, source: x, ${more} }\n`;

describe("duplicate terms", () => {
  it("are found once read: spelling, stretching and slang", () => {
    expect(said({ "tidak bisa": 2, "gak bisaaa": 2 })).toContainEqual(
      "error lexicons/call.yaml: entry 2: “gak bisaaa” is the same as “tidak bisa” in lexicons/call.yaml, entry 1 once read; keep one",
    );
  });

  it("are found across categories too", () => {
    expect(said({ maju: 3 }, { semangat: 2, MAJU: 2 })).toEqual([
      "error lexicons/cheer.yaml: entry 2: “MAJU” is the same as “maju” in lexicons/call.yaml, entry 1 once read; keep one",
    ]);
  });

  it("are not words that only help to read others: those are read beside them", () => {
    const context = `category: first_person\nside: context\ntitle: { id: x, en: x }\nentries:\n${entry("maju", "weight: 0")}`;
    expect(said({ maju: 3 }, undefined, { "lexicons/first_person.yaml": context })).toEqual([]);
    expect(said({ maju: 3 }, undefined, { "lexicons/first_person.yaml": context + entry("Majuu", "weight: 0") })).toEqual([
      expect.stringMatching(/first_person\.yaml: entry 2: “Majuu” is the same as “maju” in lexicons\/first_person\.yaml, entry 1/),
    ]);
  });

  it("are not a word and its family, nor a word and a phrase with it", () => {
    expect(said({ "coblos kuat": 3, coblos: 3 }, { semangat: 2 }, { "lexicons/cheer.yaml": entry("dukungan", "weight: 2, stem: true") })).toEqual([]);
  });
});

describe("dead terms", () => {
  it.each([
    ["punctuation alone", { "...!": 2 }, {}, /“...!” holds nothing that can be matched/],
    ["a link", { "https://contoh.example": 2 }, {}, /holds nothing that can be matched/],
    ["the end of a sentence inside", { "mantap! lanjutkan": 2 }, {}, /“mantap! lanjutkan” goes over the end of a sentence/],
    ["a misspelt slot", { "pilih {kandidat}": 2 }, {}, /\{kandidat\} is no slot, so it can never match; use \{candidate\} or \{number\}/],
  ])("%s", (_, terms, raw, message) => {
    expect(said(terms as Record<string, number>, undefined, raw).filter((line) => line.startsWith("error"))).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it.each([
    ["nomor dua", "weight: 0, number: 2", /“nomor dua” is more than one word, and number words are read one by one/],
    ["{number}", "weight: 0, number: 2", /“\{number\}” holds a slot, and the words of number_word are read without slots/],
    ["dua", "weight: 0", /“dua” does not say which number it stands for, so it does nothing; add "number"/],
  ])("among number words: %s", (term, more, message) => {
    const head = "category: number_word\nside: context\ntitle: { id: x, en: x }\nentries:\n";
    expect(said({ coblos: 3 }, undefined, { "lexicons/number_word.yaml": head + entry(term, more) })).toEqual([expect.stringMatching(message)]);
  });

  it("are what the classifier does not find in their own text, and the others are found", () => {
    const terms = { "mantap! lanjutkan": 5, "jangan lupa dukung": 5, "pilih {candidate}": 5, "gak {number} lagi": 5, "🔥 gaspol": 5, c0blos: 5 };
    const pack = smallPack({ "lexicons/call.yaml": smallLexicon("call", "support", terms), "examples.yaml": "examples: []\n" });
    const dead = lintTerms(pack)
      .filter(({ severity }) => severity === "error")
      .map(({ entry: at }) => Object.keys(terms)[(at ?? 0) - 1]);
    const classifier = compile(pack, EXAMPLE_CONTEST);
    for (const term of Object.keys(terms)) {
      const text = `Wastra Kirana ${term.replace("{candidate}", "Wastra Kirana").replace("{number}", "nomor 1")}`;
      const found = classifier.classify({ text, postedAt: null, region: null }).signals.some((signal) => signal.term === term);
      expect([term, found]).toEqual([term, !dead.includes(term)]);
    }
    expect(dead).toEqual(["mantap! lanjutkan"]);
  });
});

describe("shadowed terms", () => {
  it("are those that a heavier term matches wherever they do", () => {
    expect(said({ coblos: 3 }, { coblosnya: 2 })).toEqual([
      "warning lexicons/cheer.yaml: entry 1: “coblosnya” never counts: “coblos” in lexicons/call.yaml, entry 1 matches wherever it does and weighs more; remove it, or give it the greater weight",
    ]);
    expect(said({ coblos: 3 }, { coblosnya: 4 })).toEqual([]);
    expect(said({ coblos: 3 }, { "coblosnya lagi": 2 })).toEqual([]);
  });

  it("are found under a word's family", () => {
    const family = { "lexicons/call.yaml": entry("dukungan", "weight: 5, stem: true") };
    expect(said({}, { pendukung: 2 }, family)).toEqual([expect.stringMatching(/“pendukung” never counts: “dukungan” in lexicons\/call\.yaml/)]);
    expect(said({}, { pemuda: 2 }, family)).toEqual([]);
  });

  it("weigh as they count: what no native reader has read counts half", () => {
    const unreviewed = smallLexicon("call", "support", { coblos: 3 }).replace("side: support", "side: support\nreviewed: false");
    expect(
      lintTerms(smallPack({ "lexicons/call.yaml": unreviewed, "lexicons/cheer.yaml": smallLexicon("cheer", "support", { coblosnya: 2 }) })),
    ).toEqual([]);
  });
});

describe("patterns", () => {
  it.each(["/pilih.*/", "pilih.*", "(?:a|b)", "(?:satu)", "pilih|coblos", "\\bpilih", "[Pp]ilih", "^pilih", "a{2,3}", "pilih.+satu"])(
    "are refused: %s",
    (entry) => {
      expect(refusePattern(entry)).toMatch(/looks like a regular expression, and patterns are not read; write each form as an entry of its own/);
    },
  );

  it.each([
    "coblos {number}",
    "pilih {candidate}",
    "24/7",
    "dan/atau",
    "#WastraGalendra",
    "@relawan.maju_2",
    "DP 0%",
    "C1 (plano)",
    "no. 2",
    "👍+",
    "Rp 5.000",
  ])("are not words, numbers, handles and slots: %s", (entry) => {
    expect(refusePattern(entry)).toBeNull();
  });
});

describe("places", () => {
  it("are entry and line in the file", () => {
    const files = { "lexicons/cheer.yaml": `# words of cheer\n${smallLexicon("cheer", "support", { semangat: 2, coblos: 2 })}` };
    const problems = checkRulePack(smallPack(files)).filter(({ severity }) => severity === "error");
    expect(locateProblems(files, problems).map(({ path, entry, line }) => ({ path, entry, line }))).toEqual([
      { path: "lexicons/cheer.yaml", entry: 2, line: 7 },
    ]);
  });
});
