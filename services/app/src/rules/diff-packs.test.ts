import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { smallContest, smallLexicon, smallPack } from "../../../../test/support/small-pack.ts";
import { contestFinder } from "./diff-command.ts";
import { diffPacks } from "./diff-packs.ts";
import { readLines } from "./read-lines.ts";
import { renderDiff } from "./render-diff.ts";
import { rowProgress } from "./row-progress.ts";

const before = smallPack();
// "semangat" now flags, "coblos" no longer does, "bohong" is worth as much as before, "netral" takes more.
const after = smallPack({
  "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 5 }),
  "lexicons/call.yaml": smallLexicon("call", "support", { coblos: 1 }),
  "lexicons/pledge.yaml": smallLexicon("pledge", "against", { "tetap netral": 4 }),
  "examples.yaml": "examples: []\n",
});

async function diff(rows: readonly (object | string)[], { samples = 5, pack = after } = {}) {
  const warned: string[] = [];
  const lines = rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n");
  const result = await diffPacks(readLines(Readable.from([Buffer.from(lines)])), {
    ...{ before, after: pack, contestOf: contestFinder([smallContest()], smallContest), samples },
    warn: (line) => warned.push(line),
    progress: () => {},
  });
  return { result, warned };
}

const ROWS = [
  { id: "g1", text: "Semangat Tirta Buana", label: "support" },
  { id: "g2", text: "Semangat Wastra Kirana rahasia", label: "neutral" },
  { id: "l1", text: "Coblos Tirta Buana", label: "support" },
  { id: "l2", text: "Coblos Wastra Kirana", label: "neutral" },
  { id: "c1", text: "Coblos Tirta Buana, semangat Wastra Kirana" },
  { id: "s1", text: "Tirta Buana bohong, tetap netral" },
  { id: "n1", text: "Cuaca cerah" },
];

describe("netra rules diff", () => {
  it("counts gained, lost and changed flags, and per candidate", async () => {
    const { result } = await diff(ROWS);
    expect(result).toMatchObject({
      ...{ rows: 7, broken: 0, flaggedBefore: 3, flaggedAfter: 3, otherPoints: 1 },
      counts: { gained: 2, lost: 2, changed: 1 },
      candidates: {
        "kecil-2029/a": { flaggedBefore: 1, flaggedAfter: 2, gained: 1, lost: 1, changed: 1 },
        "kecil-2029/b": { flaggedBefore: 2, flaggedAfter: 1, gained: 1, lost: 1, changed: 0 },
      },
    });
  });

  it("says of labelled rows what is found, missed, spared and wrongly flagged", async () => {
    const { result } = await diff(ROWS);
    expect(result.labelled).toEqual({ rows: 4, gainedRight: 1, gainedWrong: 1, lostRight: 1, lostWrong: 1 });
    expect(renderDiff(result, { before: "a", after: "b", showText: false })).toContain(
      "of 4 labelled rows: finds 1 more partisan ones, misses 1; flags 1 more neutral ones, spares 1",
    );
  });

  it("finds no difference of a pack with itself", async () => {
    const { result } = await diff(ROWS, { pack: before });
    expect(result).toMatchObject({ counts: { gained: 0, lost: 0, changed: 0 }, otherPoints: 0, samples: { gained: [], lost: [], changed: [] } });
  });

  it("shows samples by id with both verdicts and the rules that differ, and a text only when asked", async () => {
    const { result } = await diff(ROWS);
    const show = (showText: boolean): string => renderDiff(result, { before: "a", after: "b", showText }).join("\n");
    expect(show(false)).toMatch(/Gained: 2 of 2\n {2}g[12] .*\n {2}g[12] /);
    expect(show(false)).toContain("  g2 (kecil-2029)  not flagged 2.0 → support a 5.0  cheer +3.0");
    expect(show(false)).toContain("  c1 (kecil-2029)  support b 7.0 → support a 6.0  call −4.0, cheer +3.0");
    expect(show(false)).not.toContain("rahasia");
    expect(show(true)).toContain("\n      Semangat Wastra Kirana rahasia");
  });

  it("takes the same few samples whatever the order of the rows, and from all over them", async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ id: `row-${i}`, text: "Semangat Tirta Buana" }));
    const ids = async (rows: object[]): Promise<string[]> => (await diff(rows, { samples: 4 })).result.samples.gained.map(({ id }) => id);
    const first = await ids(many);
    expect(await ids([...many].reverse())).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect(first).not.toEqual(
      many
        .map(({ id }) => id)
        .sort()
        .slice(0, 4),
    );
    expect(await ids(many.slice(0, 0))).toEqual([]);
  });

  it("names line and remedy of broken rows and of rows without a contest it knows", async () => {
    const { result, warned } = await diff(["{", { id: "x" }, ROWS[0] as object]);
    expect(warned).toEqual(["line 1: is not JSON; write one JSON object a line", 'line 2: "text" is missing; add it']);
    expect(result).toMatchObject({ rows: 1, broken: 2 });
  });

  it("reads rows under the contest they name when several are given, or none", () => {
    const other = { ...smallContest(), id: "lain-2029" };
    const find = contestFinder([smallContest(), other], () => {
      throw new Error("not asked for");
    });
    expect([find("kecil-2029")?.id, find("lain-2029")?.id, find("tidak-ada"), find(null)]).toEqual(["kecil-2029", "lain-2029", undefined, undefined]);
    const asked: string[] = [];
    const ofConfig = contestFinder([], (id) => {
      asked.push(id);
      return { ...smallContest(), id };
    });
    expect([ofConfig("x-1")?.id, ofConfig("x-1")?.id, ofConfig("../etc/passwd")]).toEqual(["x-1", "x-1", undefined]);
    expect(asked).toEqual(["x-1"]);
  });
});

describe("progress", () => {
  it("is one line that rewrites itself on a terminal, and a line for many rows elsewhere", async () => {
    const run = async (isTTY: boolean): Promise<string> => {
      let out = "";
      let ms = 0;
      const progress = rowProgress({ isTTY, write: (text: string) => (out += text) }, 200, () => (ms += 200));
      for await (const _ of progress.through(Readable.from([Buffer.alloc(50), Buffer.alloc(50)])));
      for (let row = 1; row <= 256; row += 1) progress.row(row);
      progress.warn("line 3: wrong");
      progress.row(100_000);
      progress.done();
      return out;
    };
    const clear = "\r\u001b[2K";
    const pieces = (await run(true)).split(clear);
    expect(pieces.slice(0, 2)).toEqual(["", expect.stringMatching(/^\d+ rows, 50 %$/)]);
    expect(pieces.at(-1)).toBe("line 3: wrong\n");
    expect(await run(false)).toBe("line 3: wrong\n100000 rows, 50 %\n");
  });
});
