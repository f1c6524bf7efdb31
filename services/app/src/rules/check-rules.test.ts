import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SMALL_CONTEST, smallLexicon, smallPackFiles, writePack } from "../../../../test/support/small-pack.ts";
import { checkRules } from "./check-rules.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "netra-check-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const pack = (name: string, changes: Record<string, string> = {}): string => writePack(join(home, name), smallPackFiles(changes));
const contest = (name: string, text: string): string => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

test("a pack and a contest that are right are said to be so", () => {
  const asked = { packs: [pack("good")], contests: [contest("good.yaml", SMALL_CONTEST)] };
  expect(checkRules(asked)).toEqual({ ok: true, lines: [`ok    rule pack ${join(home, "good")}`, `ok    contest ${join(home, "good.yaml")}`] });
});

test("every problem has file, entry, line and remedy; warnings are shown and do not fail", () => {
  const folder = pack("warned", { "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 2, coblosnya: 1 }) });
  expect(checkRules({ packs: [folder], contests: [] })).toEqual({
    ok: true,
    lines: [
      `ok    rule pack ${folder}, 1 warning`,
      expect.stringMatching(/^ {6}warning: lexicons\/cheer\.yaml: entry 2: “coblosnya” never counts: .*remove it, .* \(line 6\)$/),
    ],
  });
});

test.each([
  [
    "a failing example, with what the pack says instead",
    { "examples.yaml": 'examples:\n  - { text: "Semangat {A.full}", stance: support, flagged: true }\n' },
    /error: examples\.yaml: entry 1: .* should be support, flagged; the pack says support, not flagged, a \(2\.0 of 4\); change .* \(line 2\)/,
  ],
  [
    "a term twice",
    { "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 2, Coblos: 2 }) },
    /error: lexicons\/cheer\.yaml: entry 2: “Coblos” is the same as “coblos” in lexicons\/call\.yaml, entry 1 .*\(line 6\)/,
  ],
  [
    "a dead term",
    { "lexicons/cheer.yaml": smallLexicon("cheer", "support", { "!!": 2 }) },
    /error: lexicons\/cheer\.yaml: entry 1: “!!” holds nothing that can be matched; .*\(line 5\)/,
  ],
  [
    "a pattern",
    { "lexicons/cheer.yaml": smallLexicon("cheer", "support", { "semangat.*": 2 }) },
    /error: lexicons\/cheer\.yaml: entry 1: .*patterns are not read; .*\(line 5\)/,
  ],
  ["a broken form", { "pack.yaml": "id: kecil\nversion: x\n" }, /error: pack\.yaml: "version" must be integer, got x; correct it \(line 2\)/],
])("%s fails", (name, changes, line) => {
  const { ok, lines } = checkRules({ packs: [pack(`wrong-${name.slice(0, 12)}`, changes as unknown as Record<string, string>)], contests: [] });
  expect(ok).toBe(false);
  expect(lines[0]).toMatch(/^WRONG rule pack .*, \d errors?/);
  expect(lines.join("\n")).toMatch(line);
});

test("a pack may not name anybody of a contest that is checked with it", () => {
  const folder = pack("names", { "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 2, "salam Surya Wening": 2 }) });
  const other = contest("other.yaml", SMALL_CONTEST.replace("Wastra Kirana", "Surya Wening"));
  expect(checkRules({ packs: [folder], contests: [] }).ok).toBe(true);
  const { ok, lines } = checkRules({ packs: [folder], contests: [other] });
  expect(ok).toBe(false);
  expect(lines.join("\n")).toMatch(/entry 2: “salam Surya Wening” names a candidate \(surya wening\); a pack names nobody.*\(line 6\)/);
});

test("a contest that is not even fails with its line", () => {
  const uneven = contest("uneven.yaml", SMALL_CONTEST.replace('hashtags: ["#PesisirBangkit"], ', ""));
  const { ok, lines } = checkRules({ packs: [], contests: [uneven] });
  expect(ok).toBe(false);
  expect(lines[1]).toMatch(/error: kecil-2029: entry 2: b has no "hashtags" while a has 1; add them, or say why in "lacks: .*\(line 8\)$/);
});

test("without names everything in config/ is checked, and warnings are counted only", () => {
  const { lines } = checkRules({ packs: [], contests: [] });
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^ok {4}rule pack selftest$/),
      expect.stringMatching(/^ok {4}contest belitung-timur-demo$/),
      "ok    guidance escalation",
    ]),
  );
  expect(lines.join("\n")).not.toMatch(/ warning: /);
});
