import { describe, expect, it } from "vitest";
import { isAlike, LIKENESS_MIN_WORDS, likenessOf, signLikeness } from "./likeness.ts";

const CALL = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya";
const LETTER =
  "Mohon doa dan dukungan bapak ibu untuk Pak Bahar dan Bu Ratih. Coblos nomor 2, bersama membangun daerah. Silakan dibagikan ke grup keluarga masing-masing.";
const NOTICE =
  "KPU mengumumkan pemungutan suara Rabu 27 November 2029 pukul 07.00 sampai 13.00. Bawa KTP elektronik dan surat pemberitahuan. Cek nama Anda di cekdptonline.kpu.go.id";
const swapped = (text: string): string => text.replace("Bahar", "Candra").replace("Ratih", "Indah").replace("nomor 2", "nomor 3");

/** Fictional pairs with the share that was measured: the threshold (0.4) lies in the gap between the two lists. */
const ALIKE: readonly [what: string, a: string, b: string, share: number][] = [
  [
    "a copy in other letters",
    CALL,
    "AYO KAWAN kita c0blos n0mor 2 🙏 p@k bahar & bu ratih!!! @teman.lama ajak keluargaaa yaa https://t.contoh.example/x?y=1",
    0.79,
  ],
  ["a copied letter with another ending", LETTER, LETTER.replace(/Silakan.*/, "Terima kasih banyak sebelumnya, salam sehat"), 0.58],
  ["a copied call with another ending", CALL, CALL.replace("Ajak keluarga ya", "Sampai jumpa di TPS"), 0.58],
  ["a letter with another candidate's name", LETTER, swapped(LETTER), 0.68],
  ["a short call with another candidate's name", CALL, swapped(CALL), 0.47],
  ["a forwarded notice", NOTICE, `Izin meneruskan dari grup sebelah: ${NOTICE}. Semoga bermanfaat`, 0.79],
];
const APART: readonly [what: string, a: string, b: string, share: number][] = [
  ["the same call in other words", CALL, "Pak Bahar dan Bu Ratih pilihan kami sekeluarga, Rabu depan jangan lupa nomor dua dicoblos semua", 0.14],
  ["two calls with the same names", CALL, "Ayo kita coblos nomor 2, jangan lupa Pak Bahar dan Bu Ratih sudah terbukti kerjanya untuk nelayan", 0.32],
  [
    "two pledges of neutrality",
    "Sebagai ASN kami berikrar menjaga netralitas dalam pemilihan, tidak memihak salah satu pasangan calon",
    "Sebagai ASN saya wajib menjaga netralitas, tidak berfoto dengan pasangan calon dan tidak membagikan unggahan kampanye",
    0.21,
  ],
];

const meet = (a: string, b: string): boolean => signLikeness(a).bands.some((band) => signLikeness(b).bands.includes(band));

describe("texts that say the same", () => {
  it.each(ALIKE)("%s is found and counts", (_, a, b, share) => {
    expect(likenessOf(signLikeness(a), signLikeness(b))).toBeCloseTo(share, 1);
    expect(meet(a, b), "some band is the same").toBe(true);
    expect(isAlike(signLikeness(a), signLikeness(b))).toBe(true);
  });

  it.each(APART)("%s do not count", (_, a, b, share) => {
    expect(likenessOf(signLikeness(a), signLikeness(b))).toBeCloseTo(share, 1);
    expect(isAlike(signLikeness(a), signLikeness(b))).toBe(false);
  });

  it("the order of the words counts, so that a bag of the same words is no copy", () => {
    const backwards = CALL.replace(/[.,&]/g, "").split(" ").reverse().join(" ");
    expect(likenessOf(signLikeness(CALL), signLikeness(backwards))).toBeLessThan(0.6);
    expect(likenessOf(signLikeness(CALL), signLikeness(CALL))).toBe(1);
  });
});

describe("what has no signature", () => {
  it.each(["", "🙏🙏🙏", "Selamat pagi semua", "coblos nomor dua!!!", "ya ".repeat(5_000), "@a @b @c @d @e @f @g", "1 2 3 4 5"])(
    "%# is too short",
    (text) => {
      expect(signLikeness(text)).toEqual({ bands: [], shingles: [] });
    },
  );

  it("two without one are not alike, and one word more than the least is signed", () => {
    expect(isAlike({ shingles: [] }, { shingles: [] })).toBe(false);
    const words = ["satu", "buah", "kapal", "berlayar", "menuju", "pulau"];
    expect(words).toHaveLength(LIKENESS_MIN_WORDS);
    expect(signLikeness(words.join(" ")).bands).toHaveLength(42);
  });
});

describe("what it costs", () => {
  const distinct = (n: number): string => Array.from({ length: n }, (_, at) => `k${at.toString(36)}`).join(" ");
  const timed = (text: string): number => {
    const from = performance.now();
    signLikeness(text);
    return performance.now() - from;
  };
  /** The quickest of some runs: what the machine does besides is left out. */
  const quickest = (text: string): number => Math.min(...Array.from({ length: 5 }, () => timed(text)));

  it("no text gives more to compare than its first 300 words, nor longer words than 32 letters", () => {
    const most = signLikeness(distinct(300)).shingles;
    expect(signLikeness(distinct(16_000)).shingles).toEqual(most);
    expect(most.length).toBeLessThan(600);
    const long = (letters: number): string => `${distinct(20)} ${"abcdefghij".repeat(letters / 10)}`;
    expect(signLikeness(long(100_000))).toEqual(signLikeness(long(100)));
  });

  it.each([
    ["words that are all different", distinct(20_000)],
    ["one word that never ends", `${distinct(20)} ${"abcdefghij".repeat(10_000)}`],
    ["long words", Array.from({ length: 500 }, (_, at) => `${at}${"pq".repeat(100)}`).join(" ")],
    ["one letter again and again", "a ".repeat(50_000)],
  ])("100,000 characters of %s cost no more than some texts of 300 plain words", (_, text) => {
    expect(quickest(text)).toBeLessThan(quickest(distinct(300)) * 30);
  });
});
