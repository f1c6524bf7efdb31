import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FictionalPassport, fictionalPassport } from "../../../test/evidence/fictional-passport.ts";
import { fictionalStamp } from "../../../test/evidence/fictional-stamp.ts";
import { forgedPassports } from "../../../test/evidence/forged-passports.ts";
import { toHex, utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { parseCanonicalJson } from "./parse-canonical-json.ts";
import { buildPassport } from "./passport.ts";
import { readTimeStamp } from "./time-stamp.ts";
import { verifyPassport } from "./verify-passport.ts";

/** The verifier that shares no code with us must say the same. Needs python3 on the PATH. */
const HOME = resolve(import.meta.dirname, "../../../docs/verify");
let folder: string;
let made: FictionalPassport;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-verifiers-"));
  made = await fictionalPassport();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = (args: readonly string[], input = ""): { status: number; out: string } => {
  try {
    return { status: 0, out: execFileSync("python3", ["-B", ...args], { cwd: HOME, input, encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { status, out: stdout + stderr };
  }
};

it("says of every forgery what our verifier says, check by check", async () => {
  const files = [{ name: "honest", bytes: await buildPassport(made.parts) }, ...(await forgedPassports(made))];
  const paths = files.map(({ bytes }, index) => {
    const path = join(folder, `${index}.zip`);
    writeFileSync(path, bytes);
    return path;
  });
  const { out, status } = python(["netra_verify.py", "--batch", "--key", made.verifierKey], paths.join("\n"));
  const said = out
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { refused: string[] }).refused);
  const ours = await Promise.all(
    files.map(async ({ bytes }) => (await verifyPassport(bytes, { verifierKey: made.verifierKey })).checks.filter(({ ok }) => ok === false)),
  );
  const named = (lists: readonly (readonly string[])[]) => files.map(({ name }, index) => [name, lists[index]]);
  expect(named(said)).toEqual(named(ours.map((checks) => checks.map(({ id }) => id))));
  expect([status, said[0]]).toEqual([1, []]);
});

it("tells a person what holds, and goes with 0, 1 or 2", async () => {
  const path = join(folder, "passport.zip");
  const bytes = await buildPassport(made.parts);
  writeFileSync(path, bytes);
  const whole = python(["netra_verify.py", path, "--key", made.verifierKey]);
  expect([whole.status, whole.out]).toEqual([0, expect.stringMatching(/archive {4}holds\n[\s\S]*HOLDS: this is what the installation signed\.\n$/)]);
  expect(python(["netra_verify.py", path]).out).toContain("compared with nothing");
  writeFileSync(path, bytes.subarray(1));
  const refused = python(["netra_verify.py", path]);
  expect([refused.status, refused.out]).toEqual([1, expect.stringMatching(/archive {4}REFUSED[\s\S]*REFUSED: do not rely on this file\.\n$/)]);
  expect(python(["netra_verify.py", path, "--key", "netra"]).status).toBe(2);
  expect(python(["netra_verify.py", join(folder, "none.zip")]).status).toBe(1);
});

it("reads a time stamp as ours does, whatever its bytes", () => {
  const honest = fictionalStamp(utf8("note"));
  const tokens = [
    honest,
    ...fc
      .sample(fc.tuple(fc.nat(honest.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean()), { numRuns: 1500, seed: 4 })
      .map(([at, by, cut]) => (cut ? honest.subarray(0, at) : honest.map((byte, index) => (index === at ? byte ^ by : byte)))),
  ];
  const read = (token: Uint8Array): unknown => {
    try {
      const { imprint, at } = readTimeStamp(token);
      return [imprint, at];
    } catch {
      return null;
    }
  };
  const script = `
import sys, json, netra_verify as n
def read(token):
    try: return n.read_time_stamp(bytes.fromhex(token))
    except n.Refused: return None
print(json.dumps([read(token) for token in json.load(sys.stdin)]))`;
  const theirs = JSON.parse(python(["-c", script], JSON.stringify(tokens.map(toHex))).out) as unknown[];
  const ours = tokens.map(read);
  expect(theirs).toEqual(ours);
  expect([ours[0], ours.filter((one) => one === null).length > 1000]).toEqual([[expect.any(String), "2029-10-22T13:20:05Z"], true]);
});

it("reads canonical JSON as ours does, numbers and broken texts included", () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(1e21, 1e20, 1e-6, 1e-7, 5e-324, 123e-20, -0),
  );
  const value = fc.jsonValue({ stringUnit: "binary" });
  const texts = [
    ...fc.sample(value, { numRuns: 600, seed: 1 }).map((one) => canonicalJson(one)),
    ...fc.sample(number, { numRuns: 1500, seed: 2 }).map((one) => canonicalJson({ n: one })),
    // Somewhere a character goes, comes or changes.
    ...fc
      .sample(fc.tuple(value, fc.nat(), fc.constantFrom("", " ", "0", ".0", "e1", '"', "\\", "\\ud83d", "[", "]", ",", "-", "NaN", "1e999")), {
        numRuns: 1500,
        seed: 3,
      })
      .map(([one, at, put]) => {
        const text = canonicalJson(one);
        const place = at % (text.length + 1);
        return `${text.slice(0, place)}${put}${text.slice(place + 1)}`.toWellFormed();
      }),
    ...[
      "1E5",
      "1.0",
      "01",
      "-0",
      "1e999",
      "Infinity",
      "[1,]",
      '{"a":1,"a":1}',
      '"\\u0041"',
      '"\\/"',
      "12345678901234567890",
      `${"[".repeat(64)}${"]".repeat(64)}`,
    ],
    `${"[".repeat(65)}${"]".repeat(65)}`,
  ];
  const accepts = (text: string): boolean => {
    try {
      parseCanonicalJson(utf8(text), "it");
      return true;
    } catch {
      return false;
    }
  };
  const script = `
import sys, json, netra_verify as n
def accepts(text):
    try: n.parse_canonical(text.encode("utf-8"), "it"); return True
    except n.Refused: return False
print(json.dumps([accepts(text) for text in json.load(sys.stdin)]))`;
  const theirs = JSON.parse(python(["-c", script], JSON.stringify(texts)).out) as boolean[];
  expect(texts.filter((text, index) => accepts(text) !== theirs[index])).toEqual([]);
  expect(theirs.filter(Boolean).length).toBeGreaterThan(2000);
  expect(theirs.filter((one) => !one).length).toBeGreaterThan(800);
});
