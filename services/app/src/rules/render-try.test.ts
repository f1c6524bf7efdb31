import { stripVTControlCharacters } from "node:util";
import { compile, type Signal } from "@netra/classifier";
import { describe, expect, it } from "vitest";
import { smallContest, smallPack } from "../../../../test/support/small-pack.ts";
import { markSpans } from "./mark-spans.ts";
import { renderTry } from "./render-try.ts";

const classifier = compile(smallPack(), smallContest());

function show(
  text: string,
  {
    lang = "id",
    colour = false,
    postedAt = null,
    region = null,
  }: { lang?: "id" | "en"; colour?: boolean; postedAt?: Date | null; region?: string | null } = {},
): string {
  const input = { text, postedAt, region };
  return renderTry({ input, got: classifier.classify(input), contest: smallContest(), lang, colour }).join("\n");
}

describe("netra rules try", () => {
  it("shows marked spans, side, candidate, contributions with points and reason, and their sum", () => {
    const out = show("Coblos Tirta Buana, tetap netral #PesisirBangkit");
    expect(out).toContain("  [Coblos]1 [Tirta Buana]2, [tetap netral]3 [#PesisirBangkit]4\n");
    expect(out).toContain("Hasil  mendukung 2 · Tirta Buana – Sekar Melati; ditandai: 7.0 poin, ambang 4.0\n");
    expect(out).toMatch(/\+5\.0 {2}call +Alasan call “Coblos” untuk 2 · Tirta Buana – Sekar Melati\. \[1\]\n/);
    expect(out).toMatch(/Yang mengurangi\n +−3\.0 {2}pledge +.*“tetap netral”.*\[3\]\n +7\.0 {2}jumlah\n/);
    expect(out).toMatch(/Konteks tanpa poin\n {2}\[2\] Tirta Buana: candidate_name, b \(contest\)\n/);
  });

  it("speaks English on request and says what it looked for, what it lacked and which forms are possible", () => {
    const out = show("Semangat Tirta Buana", { lang: "en" });
    expect(out).toContain("Result  leans to supporting 2 · Tirta Buana – Sekar Melati; not flagged: 2.0 points, threshold 4.0");
    expect(out).toContain("Reason cheer “Semangat” for 2 · Tirta Buana – Sekar Melati.");
    expect(out).toContain("Looked for and not found: pledge\n");
    expect(out).toContain("not a finding: needs --posted-at\nRead without --posted-at and --region; a number alone is weaker then.");
    const known = show("Coblos Tirta Buana", { lang: "en", postedAt: new Date("2029-10-22T13:00:00Z"), region: "99.01" });
    expect(known).toMatch(/not a finding: PD-2, PD-6[^\n]*$/);
    expect(show("Cuaca cerah", { lang: "en" })).toMatch(/Result {2}neutral; not flagged: 0\.0 points, threshold 4\.0\n\nWhat adds\n +nothing\n/);
  });

  it("uses colours instead of brackets, with the same words", () => {
    const coloured = show("Coblos Tirta Buana, tetap netral", { colour: true });
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toContain("  Coblos Tirta Buana, tetap netral\n");
  });
});

describe("marking spans", () => {
  const signal = (start: number, end: number, side: Signal["side"] = "for"): Signal => ({
    ...{ side, start, end, category: "c", term: "t", lexicon: "l", source: "s", candidateId: null },
  });

  it("nests brackets, and numbers signals as they are ordered", () => {
    expect(markSpans("abcdef", [signal(0, 4), signal(1, 2), signal(2, 4), signal(2, 4)], { colour: false })).toBe("[a[b]2[[cd]4]3]1ef");
    expect(markSpans("abcdef", [], { colour: false })).toBe("abcdef");
  });

  it.each([false, true])("lets no character steer the terminal or hide (colour: %s)", (colour) => {
    const shown = markSpans("a\u001b[31m\u202eb\u200bc\r\nd", [signal(0, 1)], { colour });
    expect(stripVTControlCharacters(shown).replace("[a]1", "a")).toBe("a\\u{1b}[31m\\u{202e}b\\u{200b}c\\u{d}\nd");
  });
});
