import { expect, it } from "vitest";
import { readPack } from "../../classifier/test/read-pack.ts";
import { ruleName } from "./rule-name.ts";

it.each([
  ["Ajakan memilih {terms} di dekat {candidate}.", "Ajakan memilih di dekat peserta"],
  ["Sebutan yang dipakai melawan {candidate}: {terms}.", "Sebutan yang dipakai melawan peserta"],
  ["Pernyataan netral pribadi {terms}; tidak meniadakan ajakan.", "Pernyataan netral pribadi; tidak meniadakan ajakan"],
])("%s is called %s", (reason, name) => expect(ruleName({ id: reason, en: reason }).id).toBe(name));

it("leaves no slot in the name of any rule of the pack, and no two rules with one name", () => {
  const names = readPack("inti").rules.map(({ reason }) => ruleName(reason));
  for (const { id, en } of names) expect(`${id} ${en}`).not.toMatch(/[{}]|\s[.:;,]|[.:]$/);
  for (const lang of ["id", "en"] as const) expect(new Set(names.map((name) => name[lang])).size).toBe(names.length);
});
