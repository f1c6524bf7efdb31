import { describe, expect, it } from "vitest";
import { stemWord } from "./stem.ts";
import { formsOf } from "./word-forms.ts";

describe("the forms of a stem", () => {
  it.each([
    ["bohong", ["bohong", "membohongi", "pembohong", "kebohongan", "dibohongi", "bohongmu"]],
    ["tipu", ["menipu", "penipuan", "tertipu", "ditipu", "tipuan"]],
    ["khianat", ["mengkhianati", "pengkhianat", "dikhianati"]],
    ["curang", ["kecurangan", "dicurangi"]],
    ["sukses", ["menyukseskan", "mensukseskan", "kesuksesan"]],
    ["pimpin", ["memimpin", "pemimpin", "kepemimpinan", "dipimpin"]],
    ["kritik", ["mengkritik", "pengkritik", "dikritik"]],
    ["ubah", ["mengubah", "perubahan", "berubah", "diubah"]],
    ["lapor", ["melapor", "pelapor", "laporan", "dilaporkan"]],
  ])("of %j hold %j", (stem, expected) => {
    expect(formsOf(stem)).toEqual(expect.arrayContaining(expected));
  });

  it("all lead back to it, and it is the first", () => {
    for (const stem of ["bohong", "tipu", "serang", "zalim"]) {
      expect(formsOf(stem)[0]).toBe(stem);
      expect(new Set(formsOf(stem).map(stemWord))).toEqual(new Set([stem]));
    }
  });
});
