import { Readable, Writable } from "node:stream";
import { compile } from "@netra/classifier";
import { describe, expect, it } from "vitest";
import { smallContest, smallPack } from "../../../../test/support/small-pack.ts";
import { classifyRows } from "./classify-rows.ts";
import { parseTime } from "./parse-row.ts";
import { readLines } from "./read-lines.ts";

const classifier = compile(smallPack(), smallContest());

interface OutRow {
  readonly id: string | number;
  readonly stance: string;
  readonly target: string | null;
  readonly score: number;
  readonly lean: string;
  readonly signals: readonly { start: number; end: number; term: string; candidate: string | null }[];
}

/** What comes out of bytes given in pieces, and what was said on standard error. */
async function run(pieces: readonly (string | Uint8Array)[], { withoutHashtags = false } = {}) {
  const out: Buffer[] = [];
  const warned: string[] = [];
  const counts = await classifyRows({
    input: Readable.from(pieces.map((piece) => Buffer.from(piece as string))),
    output: new Writable({
      write: (chunk: Buffer, _, done) => {
        out.push(Buffer.from(chunk));
        done();
      },
    }),
    classifier,
    withoutHashtags,
    warn: (line) => warned.push(line),
  });
  const text = Buffer.concat(out).toString();
  const rows =
    text === ""
      ? []
      : text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as OutRow);
  return { counts, warned, rows, text };
}

const row = (id: string | number, text: string, more: object = {}): string => JSON.stringify({ id, text, ...more });
const CALL = "Ayo coblos nomor 2, Tirta Buana! #PesisirBangkit";

describe("the batch door", () => {
  it("says what would be flagged, whom it concerns, the points and where, with a side that is too weak told apart", async () => {
    const { rows } = await run([[row("a", CALL), row(7, "Cuaca cerah"), row("c", "Semangat Tirta Buana")].join("\n")]);
    expect(rows.map(({ id, stance, target }) => [id, stance, target])).toEqual([
      ["a", "support", "b"],
      [7, "neutral", null],
      ["c", "neutral", null],
    ]);
    const [first, second] = rows as [OutRow, OutRow];
    expect(first.score).toBeGreaterThanOrEqual(4);
    expect(second).toMatchObject({ score: 0, lean: "neutral", signals: [] });
    expect(rows[2]).toMatchObject({ score: 2, lean: "support", lean_target: "b", flagged: false });
    expect(first.signals.map(({ start, end }) => CALL.slice(start, end))).toEqual(
      expect.arrayContaining(["coblos", "Tirta Buana", "#PesisirBangkit"]),
    );
  });

  it("reads the same whatever the line ends, with a byte order mark, blank lines and no end of the last line", async () => {
    const lines = [row("a", CALL), row("b", "x"), row("c", "Tirta Buana bohong")];
    const plain = await run([`${lines.join("\n")}\n`]);
    expect(plain.rows.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    for (const other of [lines.join("\n"), `\uFEFF${lines.join("\r\n")}\r\n\r\n`, `\n${lines.join("\n\n")}\n \n`]) {
      expect(await run([other])).toMatchObject({ text: plain.text, warned: [], counts: { written: 3, broken: 0 } });
    }
  });

  it("gives the same bytes however the input is cut into pieces, inside a letter too", async () => {
    const bytes = Buffer.from(`${row("a", `Hidup ${CALL} 🌿 é`)}\n${row("b", "😀 coblos 2")}\n`);
    const whole = await run([bytes]);
    for (const size of [1, 2, 3, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      expect((await run(pieces)).text).toBe(whole.text);
    }
  });

  it("leaves hashtags unread on request and keeps the offsets of the row's text", async () => {
    const text = "#PesisirBangkit Tirta Buana, ayo coblos";
    const { rows } = await run([row("a", text)], { withoutHashtags: true });
    const seen = (rows[0]?.signals ?? []).map(({ start, end }) => text.slice(start, end));
    expect(seen).toContain("Tirta Buana");
    expect(seen.join()).not.toContain("#");
    const [whole] = (await run([row("a", text)])).rows;
    expect(whole?.signals.map(({ term }) => term)).toContain("#PesisirBangkit");
  });

  it.each([
    ["what is not JSON", '{"id": "x", "text": "rahasia', /^line 2: is not JSON; write/],
    ["a list", '["x", "rahasia"]', /^line 2: is not a JSON object; write/],
    ["a row without id", '{"text": "rahasia"}', /^line 2: "id" is missing; add it$/],
    ["an empty id", '{"id": "", "text": "rahasia"}', /^line 2: "id" must be a string/],
    ["an id that JavaScript would round", '{"id": 12345678901234567890, "text": "rahasia"}', /^line 2: "id" must be a string.*quotes$/],
    ["a row without text", '{"id": "x"}', /^line 2: "text" is missing; add it$/],
    ["a text that is none", '{"id": "x", "text": ["rahasia"]}', /^line 2: "text" must be a string, got a list; correct it$/],
    ["a time in another form", '{"id": "x", "text": "rahasia", "posted_at": "23/10/2029"}', /^line 2: "posted_at" must be a time as 2029-/],
    ["a day that is not in the calendar", '{"id": "x", "text": "rahasia", "posted_at": "2029-02-30"}', /^line 2: "posted_at"/],
    ["a time that is a number", '{"id": "x", "text": "rahasia", "posted_at": 1887}', /^line 2: "posted_at"/],
    ["a region that is a number", '{"id": "x", "text": "rahasia", "region": 19.71}', /^line 2: "region" must be a Kemendagri code in quotes/],
  ])("names line and remedy of %s, shows nothing of it, and writes the others in order", async (_, broken, message) => {
    const { rows, warned, counts } = await run([`${row("a", "x")}\n${broken}\n${row("z", "y")}\n`]);
    expect(rows.map(({ id }) => id)).toEqual(["a", "z"]);
    expect(warned).toEqual([expect.stringMatching(message)]);
    expect(warned.join()).not.toContain("rahasia");
    expect(counts).toEqual({ written: 2, broken: 1, cut: false });
  });

  it("refuses bytes that are not UTF-8 and goes on", async () => {
    const { warned, rows } = await run([
      Buffer.concat([Buffer.from('{"id":"a","text":"'), Buffer.from([0xff, 0xfe]), Buffer.from(`"}\n${row("b", "x")}`)]),
    ]);
    expect(warned).toEqual(["line 1: is not UTF-8; convert the file to UTF-8"]);
    expect(rows.map(({ id }) => id)).toEqual(["b"]);
  });

  it("takes times and regions, which a number alone needs", async () => {
    const at = { posted_at: "2029-10-22T13:00:00+07:00", region: "99.01" };
    const { rows } = await run([
      [row("with", "Coblos 2 ya", at), row("without", "Coblos 2 ya"), row("null", "Coblos 2 ya", { posted_at: null, region: null })].join("\n"),
    ]);
    const [known, unknown, none] = rows as [OutRow, OutRow, OutRow];
    expect(known.score).toBeGreaterThan(unknown.score);
    expect(none.score).toBe(unknown.score);
  });

  it("reads a line of 10 MB", async () => {
    const { rows, counts } = await run([row("big", `${CALL} ${"panjang ".repeat(1_300_000)}`), "\n", row("next", "x")]);
    expect(rows.map(({ id, stance }) => [id, stance])).toEqual([
      ["big", "support"],
      ["next", "neutral"],
    ]);
    expect(counts.broken).toBe(0);
  }, 60_000);

  it("stops without an error when the reader of its output goes away", async () => {
    const broken = new Writable({ write: (_, __, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })) });
    const input = Readable.from(Array.from({ length: 5_000 }, (_, i) => Buffer.from(`${row(i + 1, CALL)}\n`)));
    const counts = await classifyRows({ input, output: broken, classifier, withoutHashtags: false, warn: () => {} });
    expect(counts.cut).toBe(true);
  }, 60_000);

  it("waits for a slow reader instead of filling the memory", async () => {
    let taken = 0;
    let most = 0;
    const input = new Readable({
      highWaterMark: 1,
      read() {
        taken += 1;
        this.push(taken > 4_000 ? null : Buffer.from(`${row(taken, CALL)}\n`));
      },
    });
    let writtenRows = 0;
    const output = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _, done) => {
        most = Math.max(most, taken - writtenRows);
        writtenRows += chunk.toString().split("\n").length - 1;
        setImmediate(done);
      },
    });
    await classifyRows({ input, output, classifier, withoutHashtags: false, warn: () => {} });
    expect(writtenRows).toBe(4_000);
    expect(most).toBeLessThan(1_000);
  }, 60_000);
});

describe("reading times", () => {
  it.each([
    ["2029-10-23T09:41:00+07:00", "2029-10-23T02:41:00.000Z"],
    ["2029-10-23T09:41:00.5Z", "2029-10-23T09:41:00.500Z"],
    ["2029-10-23 09:41+0800", "2029-10-23T01:41:00.000Z"],
    ["2029-10-23T09:41:00", "2029-10-23T02:41:00.000Z"],
    ["2029-10-23", "2029-10-22T17:00:00.000Z"],
  ])("takes %s on every machine for %s", (written, iso) => {
    expect(parseTime(written)?.toISOString()).toBe(iso);
  });

  it.each(["", "2029", "2029-13-01", "2029-02-29", "2029-10-23T25:00:00Z", "Tue Oct 23 2029", 1_887_000_000, {}])("takes %s for none", (written) => {
    expect(parseTime(written)).toBeUndefined();
  });
});

describe("reading lines", () => {
  const collect = async (pieces: readonly string[], max?: number) => {
    const lines = [];
    for await (const line of readLines(Readable.from(pieces.map((piece) => Buffer.from(piece))), max)) lines.push(line);
    return lines;
  };

  it("numbers lines as an editor does, blank ones included", async () => {
    expect(await collect(["a\n\nb\r\n", "c"])).toEqual([
      { number: 1, text: "a" },
      { number: 3, text: "b" },
      { number: 4, text: "c" },
    ]);
  });

  it("refuses a line that is too long, in one piece or many, and holds no more than that", async () => {
    const tooLong = { number: 2, problem: "is longer than 10 bytes; write one row a line" };
    expect(await collect(["ok\n", "123456789012345\nnext\n"], 10)).toEqual([{ number: 1, text: "ok" }, tooLong, { number: 3, text: "next" }]);
    expect(await collect(["ok\n", "123456", "789012", "345", "\nnext"], 10)).toEqual([
      { number: 1, text: "ok" },
      tooLong,
      { number: 3, text: "next" },
    ]);
    expect(await collect(["ok\n", "123456", "789012"], 10)).toEqual([{ number: 1, text: "ok" }, tooLong]);
  });
});
