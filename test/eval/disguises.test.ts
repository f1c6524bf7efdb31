import { beforeAll, describe, expect, it } from "vitest";
import { mulberry32 } from "../../services/app/src/demo/random.ts";
import { readPack } from "./corpus.ts";
import { ownSets } from "./disguised-sets.ts";
import { DISGUISES } from "./disguises.ts";
import { FLIP_CEILINGS } from "./flip-ceilings.ts";
import { type DisguiseCount, measureDisguises } from "./measure-disguises.ts";
import { flipShare, sumOf } from "./print-disguises.ts";
import { writtenParts } from "./written-parts.ts";

const wear = (name: string, text: string, spans: readonly { start: number; end: number }[] = []): string | undefined =>
  DISGUISES.find((one) => one.name === name)?.apply(text, { random: mulberry32(1), spans });

describe("a disguise", () => {
  it.each([
    ["all capitals", "Ayo #PilihDia di https://a.id/x kata @akun.a", "AYO #PILIHDIA DI https://a.id/x KATA @akun.a"],
    ["no spaces around punctuation", "Ayo , pilih dia . Nomor 1, 2 ya. @akun. Lalu", "Ayo,pilih dia.Nomor 1, 2 ya. @akun. Lalu"],
    ["doubled spaces", "pilih nomor 2", "pilih  nomor  2"],
    ["dots at the end", "pilih dia", "pilih dia..."],
    ["leetspeak inside words", "ayo coblos nomor 2 #PilihDia @akun", "ayo c0bl0s n0m0r 2 #PilihDia @akun"],
    ["leetspeak, every letter", "saya anti Molen 1", "saya 4nt1 M0l3n 1"],
    ["zero-width spaces inside words", "ayo pilih", "ayo pi\u200blih"],
    ["full-width letters", "ayo 2", "ａｙｏ 2"],
    ["bold mathematical letters", "Ayo 2", "𝗔𝘆𝗼 2"],
    ["Cyrillic look-alikes", "coblos", "соblоs"],
  ])("%s: %j", (name, text, expected) => {
    expect(wear(name, text)).toBe(expected);
  });

  it("stretches one word of three, never an abbreviation", () => {
    expect(wear("a vowel stretched in every third word", "mantap mantap mantap")).toMatch(/^(?:mantap ){0,2}mantaaaap(?: mantap){0,2}$/);
    expect(wear("a vowel stretched in every third word", "ASN ASN ASN")).toBe("ASN ASN ASN");
  });

  it("spells out only the words that the reading stands on, with a wider gap where the words would run together", () => {
    const text = "ayo coblos Pak Bahar nomor 2";
    const spans = [{ start: 4, end: 20 }];
    expect(wear("the reading's words spelled out, p i l i h", text, spans)).toBe("ayo c o b l o s   P a k   B a h a r nomor 2");
    expect(wear("the reading's words dotted, p.i.l.i.h", text, spans)).toBe("ayo c.o.b.l.o.s   P.a.k   B.a.h.a.r nomor 2");
  });

  it("is made from parts that are the text when they are joined", () => {
    const text = "Ayo c0blos 👍🏽 #Tag_1 @a.b https://x.id/y?z=1, e\u0301a \ud800 10⃣";
    expect(
      writtenParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("the verdicts of the pack inti on the corpora of this repository", () => {
  let counts: DisguiseCount[] = [];
  beforeAll(() => {
    ({ counts } = measureDisguises(ownSets(readPack("inti").pack)));
  }, 120_000);

  it.each(DISGUISES)("are tried with enough texts that were flagged, in disguise: $name", ({ name }) => {
    const { tried, flagged } = sumOf(counts.filter(({ disguise }) => disguise === name));
    expect(tried).toBeGreaterThan(800);
    expect(flagged).toBeGreaterThan(250);
  });

  it.each(["case", "elongation", "spacing", "leetspeak", "letters"] as const)(
    "change in no more than the ceiling's share of texts in disguise: %s",
    (group) => {
      expect(flipShare(counts, [group])).toBeLessThanOrEqual(FLIP_CEILINGS[group]);
    },
  );
});
