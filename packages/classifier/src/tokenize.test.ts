import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TAG_WORD } from "./dictionary.ts";
import { MAX_MATCHED_LENGTH, tokenize } from "./tokenize.ts";
import { newDictionary } from "./word-list.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom("#", "@", "a", "B", "2", "_", ".", "'", '"', "?", "\u200b", "\ud83d", "\ude00", "👍🏽", "2️⃣", " ", "\n", "𝗖", "ﬁ", "https://"),
      { maxLength: 60 },
    )
    .map((parts) => parts.join("")),
);

function keys(text: string): string[] {
  return tokenize(text).tokens.map((token) => token.key);
}

describe("tokens", () => {
  it.each([
    ["Coblos nomor 2!", ["coblos", "nomor", "2"]],
    ["COBLOOOS yaaa", ["coblos", "ya"]],
    ["𝗖𝗼𝗯𝗹𝗼𝘀 ｐｉｌｉｈ", ["coblos", "pilih"]],
    ["cob\u200blos", ["coblos"]],
    ["соblоs", ["coblos"]],
    ["p.i.l.i.h dia", ["pilih", "dia"]],
    ["p i l i h dia", ["pilih", "dia"]],
    ["p-i-l-i-h p*i*l*i*h p_i_l_i_h p|i|l|i|h", ["pilih", "pilih", "pilih", "pilih"]],
    ["c  o  b  l  o  s dia", ["coblos", "dia"]],
    ["c   o   b   l   o   s", ["coblos"]],
    ["p i l i h   n o m o r 2", ["pilih", "nomor", "2"]],
    ["2 p i l i h", ["2", "pilih"]],
    ["c 0 b l 0 s", ["coblos"]],
    ["g a k a b c", ["gakabc"]],
    ["h g a k", ["h", "tidak"]],
    ["u t k dia", ["untuk", "dia"]],
    ["g a a kita", ["tidak", "a", "a", "kita"]],
    ["x y z dia", ["x", "y", "z", "dia"]],
    ["8 d i", ["8", "d", "i"]],
    ["ᴘɪʟɪʜ ꜱᴇᴋᴀʀ", ["pilih", "sekar"]],
    ["3lebih 4lloh", ["3", "lebih", "4loh"]],
    ["gak jgn yg", ["tidak", "jangan", "yang"]],
    ["orang2 baik", ["orang", "baik"]],
    ["pilih02 no2", ["pilih", "02", "nomor", "2"]],
    ["2periode", ["2", "periode"]],
    ["@Akun_Resmi.id", ["akun_resmi.id"]],
    ["2️⃣ ✌🏽", ["2", "✌"]],
    ["lihat https://contoh.id/coblos-2 ya", ["lihat", "ya"]],
  ])("reads %j as %j", (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it("reads leet digits inside a word as letters, beside the word as written", () => {
    expect(tokenize("c0bl0s").tokens[0]?.others).toContain("coblos");
  });

  it.each([
    ["k4t4nya", ["katanya", "k4t4", "kata"]],
    ["ut4ngny4", ["utangnya", "utang"]],
    ["dukung4nnya", ["dukunganya", "dukung4n", "dukungan"]],
    ["k a t a n y a", ["kata"]],
    ["d u k u n g a n n y a", ["dukungan"]],
  ])("takes -lah, -nya and -pun off %j", (text, expected) => {
    expect(tokenize(text).tokens.map(({ others }) => others)).toEqual([expected]);
  });

  it("reads a digit at a word's edge as a letter only where that makes a word somebody knows, of letters nobody knows", () => {
    const words = newDictionary();
    for (const word of ["lestari", "ilmu", "pilih", "gas", "ayuk", "satu", "tu"]) words.add(word);
    const read = (text: string): string[] => tokenize(text, words).tokens.map(({ key, others }) => others[0] ?? key);
    expect(read("Lestar1 1lmunya 5emoga")).toEqual(["lestari", "ilmunya", "semoga"]);
    // "tu" and the chat spelling "yuk" are known too.
    expect(read("54tu 4yuk")).toEqual(["satu", "ayuk"]);
    expect(read("pilih1 pilih02 no2 orang2 2periode gas5 Lestari1")).toEqual([
      "pilih",
      "1",
      "pilih",
      "02",
      "nomor",
      "2",
      "orang",
      "2",
      "periode",
      "gas",
      "5",
      "lestari",
      "1",
    ]);
  });

  it.each([
    ["#tIRtaSEkarMEnAnG", ["tirta", "sekar", "menang"]],
    ["#TirtaG", ["tirta", "g"]],
    ["#TirtaSekarBKMenang", ["tirta", "sekar", "bk", "menang"]],
    ["#tIRta2029mEnang", ["tirta", "2029", "menang"]],
  ])("cuts %j at known words where its capitals leave crumbs, and takes no crumb for slang", (text, expected) => {
    const words = newDictionary();
    for (const word of ["tirta", "sekar", "menang"]) words.mark(word, TAG_WORD);
    expect(tokenize(text, words).tokens.map(({ key }) => key)).toEqual(expected);
  });

  it.each([
    ["tidak ada tiket.Kerja nyata", 2],
    ["tidak ada tiket.kerja nyata", 2],
    ["p.i.l.i.h dia", 1],
    ["Rp1.000 dan 01.30", 1],
    ["baca di detik.com ya", 1],
    ["kabar dari Detik.Com hari ini", 1],
    ["H.Tirta dan S.Pd hadir", 1],
    ["Prof.Tirta hadir", 1],
    ["jangan.pilih.dia", 1],
    ["tulis ke budi.santoso@contoh.id", 1],
    ["lihat bit.ly/abc ya", 1],
  ])("hears in %j so many sentences: %i", (text, expected) => {
    expect(new Set(tokenize(text).tokens.map(({ sentence }) => sentence)).size).toBe(expected);
  });

  it("cuts a hashtag at capitals and digits, and at known words when it has none", () => {
    expect(keys("#TirtaSekarMenang2029")).toEqual(["tirta", "sekar", "menang", "2029"]);
    const words = newDictionary();
    for (const word of ["tirta", "sekar", "menang"]) words.mark(word, TAG_WORD);
    expect(tokenize("#tirtasekarmenang", words).tokens.map((token) => token.key)).toEqual(["tirta", "sekar", "menang"]);
  });

  it("knows a question, a quotation, and that “No. 2” does not end a sentence", () => {
    expect(tokenize("Pilih dia? Tidak.").questions.has(0)).toBe(true);
    expect(tokenize('kata dia "mari kita pilih beliau" tadi').tokens.filter((token) => token.quote > 0)).toHaveLength(4);
    expect(new Set(tokenize("coblos No. 2 ya").tokens.map((token) => token.sentence)).size).toBe(1);
  });

  it("reads at most the first 20,000 units of a text of 1 MB, quickly", () => {
    const read = tokenize("p.i.l.".repeat(170_000));
    expect(Math.max(...read.tokens.map((token) => token.end))).toBeLessThanOrEqual(MAX_MATCHED_LENGTH);
  });
});

describe("offsets of tokens", () => {
  it("lie inside the original text, in order, for any string", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let before = 0;
        for (const { start, end } of tokenize(text).tokens) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeGreaterThanOrEqual(before);
          before = start;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never cut a surrogate pair", () => {
    const text = `${"a".repeat(MAX_MATCHED_LENGTH - 1)}😀 b`;
    expect(tokenize(text).tokens.at(-1)?.end).toBeLessThan(MAX_MATCHED_LENGTH);
  });
});
