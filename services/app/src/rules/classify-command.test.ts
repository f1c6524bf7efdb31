import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { offlineNetra } from "../../../../test/support/offline-netra.ts";
import { SMALL_CONTEST, writePack } from "../../../../test/support/small-pack.ts";

/** A process of its own: a second on a free machine, several on a busy one. */
const SLOW_MS = 120_000;

let home: string;
/** Options for a pack that is read in no time. */
let small: string[];
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "netra-classify-"));
  writeFileSync(join(home, "contest.yaml"), SMALL_CONTEST);
  small = ["--pack", writePack(join(home, "pack")), "--contest", join(home, "contest.yaml")];
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const classify = (args: readonly string[], input: string, more: { stopAfter?: number } = {}) =>
  offlineNetra(["classify", ...args], { input, ...more });

const row = (id: string, text: string): string => `${JSON.stringify({ id, text })}\n`;

test("netra classify reads rows without a database, a network or settings, twice to the same bytes", { timeout: SLOW_MS }, async () => {
  const input = row("a", "Ayo coblos nomor 2, Bahar Tanjung!") + row("b", "Cuaca cerah");
  const first = await classify(["--pack", "inti", "--contest", "belitung-timur-demo"], input);
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out.split("\n").map((line) => line.slice(0, 30))).toEqual([
    expect.stringContaining('{"id":"a","stance":"support"'),
    expect.stringContaining('{"id":"b","stance":"neutral"'),
    "",
  ]);
  expect((await classify(["--contest", "belitung-timur-demo"], input)).out).toBe(first.out);
});

test("a broken row is told with its line and the exit code is 1; good rows are written all the same", { timeout: SLOW_MS }, async () => {
  const { code, out, err } = await classify(small, `${row("a", "x")}{"id":"b"}\n${row("c", "y")}`);
  expect({ code, err }).toEqual({
    code: 1,
    err: 'line 2: "text" is missing; add it\n1 broken row was left out, 2 written: correct them and run again.\n',
  });
  expect(out.match(/"id":"[ac]"/g)).toEqual(['"id":"a"', '"id":"c"']);
});

test("an output that is closed early ends it quietly", { timeout: SLOW_MS }, async () => {
  const input = row("a", "Ayo coblos nomor 2, Tirta Buana!").repeat(20_000);
  expect(await classify(small, input, { stopAfter: 1_000 })).toMatchObject({ code: 0, err: "" });
});

test("a pack or a contest that is not there, or not right, is named with its remedy", { timeout: SLOW_MS }, async () => {
  expect(await classify(["--pack", "intii", "--contest", "belitung-timur-demo"], "")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/rule pack "intii": not found; known: inti/),
  });
  expect(await classify([...small.slice(0, 2), "--contest", join(home, "none.yaml")], "")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/there is no such file/),
  });
  const wrong = join(home, "wrong.json");
  writeFileSync(wrong, '{\n "id": "x",\n "kind": "pilkada"\n}');
  expect(await classify([...small.slice(0, 2), "--contest", wrong], "")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/x: "kind" must be one of .*\(line 3\)/),
  });
  expect(await classify([], "")).toMatchObject({ code: 1, err: expect.stringMatching(/required option '--contest <contest>' not specified/) });
});
