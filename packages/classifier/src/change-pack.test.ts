import { describe, expect, it } from "vitest";
import { SMALL_PACK, smallContest, smallPack } from "../../../test/support/small-pack.ts";
import { readPack } from "../test/read-pack.ts";
import { changePack, type TermChange } from "./change-pack.ts";
import { comparePacks } from "./compare-packs.ts";
import { packFiles } from "./pack-files.ts";
import { parseRulePack } from "./rule-pack.ts";

const CHEER = "lexicons/cheer.yaml";
const add = (term: string, weight = 5): TermChange => ({ op: "add", lexicon: CHEER, term, weight, note: "usul", source: "pembaca" });

describe("a draft's changes", () => {
  it("add, change and remove terms, and leave the pack beneath as it was", () => {
    const base = smallPack();
    const { pack, problems } = changePack(base, [
      add("gas poll"),
      { op: "change", lexicon: CHEER, term: "Semangat", weight: 1, note: "umum", source: "contoh" },
      { op: "remove", lexicon: "lexicons/call.yaml", term: "jangan lupa coblos" },
    ]);
    expect(problems).toEqual([]);
    expect(pack.lexicons.find(({ path }) => path === CHEER)?.entries.map(({ term, weight }) => [term, weight])).toEqual([
      ["Semangat", 1],
      ["gas poll", 5],
    ]);
    expect(pack.lexicons.find(({ category }) => category === "call")?.entries).toHaveLength(1);
    expect(base).toEqual(smallPack());
  });

  it("that cannot be done are told with file and remedy, the others are done", () => {
    const { pack, problems } = changePack(smallPack(), [
      add("semangat"),
      { op: "remove", lexicon: CHEER, term: "tidak ada" },
      { op: "remove", lexicon: "lexicons/lain.yaml", term: "x" },
      add("gas poll"),
    ]);
    expect(problems.map(({ path, message }) => [path, message.split(";")[0]])).toEqual([
      [CHEER, "“semangat” is there already"],
      [CHEER, "“tidak ada” is not there"],
      ["lexicons/lain.yaml", "the pack has no such file"],
    ]);
    expect(pack.lexicons.find(({ path }) => path === CHEER)?.entries).toHaveLength(2);
  });
});

describe("a pack as files", () => {
  it.each(["inti", "selftest"])("reads back to the same pack: %s", (name) => {
    const pack = readPack(name);
    expect(parseRulePack(packFiles(pack))).toEqual(pack);
  });

  it("keeps what a term says of itself, and quotes and other signs", () => {
    const entry = { term: "gas “poll”", weight: 1.5, note: 'kata "biasa"\nbaris', source: "a\\b", stem: true, vouches: "half" as const };
    const base = parseRulePack(SMALL_PACK);
    const pack = { ...base, lexicons: base.lexicons.map((one, i) => (i === 0 ? { ...one, reviewed: false, entries: [entry] } : one)) };
    expect(parseRulePack(packFiles(pack))).toEqual(pack);
  });
});

describe("two packs over the same texts", () => {
  it("are counted in the terms of review: what is missed, spared and new", () => {
    const base = smallPack();
    const { pack } = changePack(base, [add("gas poll"), { op: "remove", lexicon: "lexicons/call.yaml", term: "coblos" }]);
    const comparer = comparePacks(base, pack);
    const contest = smallContest();
    const read = (text: string, label: "support" | "neutral" | null) =>
      comparer.compare({ text, postedAt: null, region: null, label }, contest).change;
    expect(read("Gas poll Tirta Buana", null)).toBe("gained");
    expect(read("Coblos Tirta Buana", "support")).toBe("lost");
    expect(read("Coblos Wastra Kirana", "neutral")).toBe("lost");
    expect(read("Cuaca cerah", "neutral")).toBeNull();
    expect(comparer.figures()).toMatchObject({
      ...{ rows: 4, flaggedBefore: 2, flaggedAfter: 1, counts: { gained: 1, lost: 2, changed: 0 } },
      labelled: { rows: 3, lostRight: 1, lostWrong: 1, gainedRight: 0, gainedWrong: 0 },
      candidates: { "kecil-2029/b": { flaggedBefore: 1, flaggedAfter: 1, gained: 1, lost: 1 } },
    });
  });
});
