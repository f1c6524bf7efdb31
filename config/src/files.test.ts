import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadContestFile, loadRegions, loadRulePackFiles } from "./index.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-config-"));
  for (const folder of ["rule-packs/inti/lexicons", "contests", "regions"]) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, "rule-packs/inti/pack.yaml"), "id: inti\n");
  writeFileSync(join(home, "rule-packs/inti/lexicons/support.yaml"), "[]\n");
  writeFileSync(join(home, "rule-packs/inti/NOTES.md"), "not part of the pack\n");
  writeFileSync(join(home, "contests/uji-2029.yaml"), "id: uji-2029\n");
});
afterEach(() => rmSync(home, { recursive: true }));

describe("rule packs and contests", () => {
  it("reads the YAML files of a pack by their path inside it", () => {
    expect(loadRulePackFiles("inti", home)).toEqual({ "lexicons/support.yaml": "[]\n", "pack.yaml": "id: inti\n" });
  });

  it("reads a contest by id or by path", () => {
    expect(loadContestFile("uji-2029", home)).toBe("id: uji-2029\n");
    expect(loadContestFile(join(home, "contests/uji-2029.yaml"), home)).toBe("id: uji-2029\n");
  });

  it("says which ones exist when one does not", () => {
    expect(() => loadRulePackFiles("intii", home)).toThrow('rule pack "intii": not found; known: inti');
    expect(() => loadContestFile("uji-2030", home)).toThrow('contest "uji-2030": not found; known: uji-2029');
  });

  it("reads a pack from any folder; an id goes before a folder, and a file is no pack", () => {
    const folder = join(home, "mine");
    mkdirSync(folder);
    writeFileSync(join(folder, "pack.yaml"), "id: mine\n");
    expect(loadRulePackFiles(folder, home)).toEqual({ "pack.yaml": "id: mine\n" });
    expect(() => loadRulePackFiles(join(folder, "pack.yaml"), home)).toThrow("not found; known: inti");
    expect(() => loadRulePackFiles("../contests", home)).toThrow("not found");
  });
});

describe("regions", () => {
  it("knows the country, the province and its seven regencies and cities", () => {
    const regions = loadRegions();
    expect(regions[0]).toEqual({ code: "ID", name: "Indonesia" });
    expect(regions.filter((region) => region.code.startsWith("19.")).map((region) => region.code)).toEqual([
      "19.01",
      "19.02",
      "19.03",
      "19.04",
      "19.05",
      "19.06",
      "19.71",
    ]);
    expect(regions.at(-1)).toEqual({ code: "19.71", name: "Kota Pangkalpinang" });
  });

  it.each([
    ["a code that is not one", '- { code: "1971", name: Uji }\n', /regions\/99\.yaml: entry \/0\/code/],
    ["a code that YAML reads as a number", "- { code: 19.71, name: Uji }\n", /regions\/99\.yaml: entry \/0\/code/],
    ["the same code twice", '- { code: "99", name: A }\n- { code: "99", name: B }\n', /99 is listed twice/],
  ])("refuses %s", (_, text, message) => {
    writeFileSync(join(home, "regions/99.yaml"), text);
    expect(() => loadRegions(home)).toThrow(message);
  });
});
