import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { offlineNetra } from "../../../../test/support/offline-netra.ts";
import { SMALL_CONTEST, smallLexicon, smallPackFiles, writePack } from "../../../../test/support/small-pack.ts";

/** A process of its own: a second on a free machine, several on a busy one. */
const SLOW_MS = 120_000;

let home: string;
let pack: string;
let contest: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "netra-rules-"));
  pack = writePack(join(home, "pack"));
  contest = join(home, "contest.yaml");
  writeFileSync(contest, SMALL_CONTEST);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const rules = (args: readonly string[], more: Parameters<typeof offlineNetra>[1] = {}) => offlineNetra(["rules", ...args], more);

test("rules check exits with 0 for warnings and with 1 for errors", { timeout: SLOW_MS }, async () => {
  expect(await rules(["check", pack, "--contest", contest])).toEqual({
    code: 0,
    out: `ok    rule pack ${pack}\nok    contest ${contest}\n`,
    err: "",
  });
  const wrong = writePack(join(home, "wrong"), smallPackFiles({ "lexicons/cheer.yaml": smallLexicon("cheer", "support", { "!!": 2 }) }));
  expect(await rules(["check", wrong])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^WRONG rule pack .*, 2 errors\n(?:.*\n)?.*lexicons\/cheer\.yaml: entry 1: .*\(line 5\)\n/),
    err: "",
  });
  expect(await rules(["check", "none"])).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/rule pack "none": not found; known: inti/) });
});

test("rules try uses brackets where its output is no terminal, reads standard input for -, and refuses a time that is none", {
  timeout: SLOW_MS,
}, async () => {
  const named = ["--pack", pack, "--contest", contest];
  const { code, out, err } = await rules(["try", "-", ...named, "--posted-at", "2029-10-22T13:00:00+07:00", "--region", "99.01"], {
    input: "Coblos Tirta Buana\n",
    env: { FORCE_COLOR: "3" },
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Teks\n {2}\[Coblos\]1 \[Tirta Buana\]2\n\nHasil {2}mendukung 2 · Tirta Buana/);
  expect(await rules(["try", "x", ...named, "--posted-at", "kemarin"])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/--posted-at must be a day or a time/),
  });
  expect(await rules(["try", "x", ...named, "--lang", "jv"])).toMatchObject({ code: 1, err: expect.stringMatching(/Allowed choices are id, en/) });
});

test("rules diff prints ids and counts, JSON on request, and no text where its output is no terminal", { timeout: SLOW_MS }, async () => {
  const other = writePack(
    join(home, "other"),
    smallPackFiles({ "lexicons/cheer.yaml": smallLexicon("cheer", "support", { semangat: 5 }), "examples.yaml": "examples: []\n" }),
  );
  const data = join(home, "rows.jsonl");
  writeFileSync(data, `${JSON.stringify({ id: "r1", text: "Semangat Tirta Buana rahasia" })}\n{broken\n`);
  const asked = ["diff", pack, other, "--data", data, "--contest", contest];
  const plain = await rules(asked);
  expect(plain).toMatchObject({ code: 1, err: "line 2: is not JSON; write one JSON object a line\n" });
  expect(plain.out).toMatch(/^1 rows under .*; 1 broken rows left out\nflagged {2}A 0 {2}B 1\ngained 1 {2}lost 0 {2}changed 0/);
  const json = await rules([...asked, "--json"]);
  expect(JSON.parse(json.out)).toMatchObject({ counts: { gained: 1, lost: 0, changed: 0 }, samples: { gained: [{ id: "r1" }] } });
  expect(plain.out + json.out).not.toContain("rahasia");
  expect(await rules([...asked, "--show-text"])).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/--show-text shows what people wrote, so it works on a terminal only/),
  });
});
