import { expect, test } from "vitest";
import { type Finding, fail, note, ok, type Verdict, warn } from "./finding.ts";
import { countLevels, exitCodeOf, findingsJson, printFindings } from "./print.ts";

const from = (group: string, verdict: Verdict): Finding => ({ group, check: "check", ...verdict });
const LAX = { strict: false };
const STRICT = { strict: true };

test("a group is a block, a finding a line, its remedy the line below, and what fails goes first", () => {
  const findings = [
    from("Keys", warn("no copy", "Make one.")),
    from("Queue", ok("jobs wait in Redis")),
    from("Queue", fail("jobs are thrown away", "Set noeviction.")),
    from("Queue", note("no password")),
  ];
  expect(printFindings(findings)).toBe(`Keys
  warn  no copy
        → Make one.

Queue
  ok    jobs wait in Redis
  FAIL  jobs are thrown away
        → Set noeviction.
  note  no password

1 ok, 1 note, 1 warning, 1 failure.
First: Queue: jobs are thrown away.
       Set noeviction.
`);
});

test.each<[readonly Verdict[], string]>([
  [[ok("a"), note("b", "c")], "1 ok, 1 note, 0 warnings, 0 failures.\nNothing needs doing.\n"],
  [[warn("a", "Do b."), warn("c", "Do d.")], "0 ok, 0 notes, 2 warnings, 0 failures.\nFirst: G: a.\n       Do b.\n"],
])("the sum of %j", (verdicts, end) => {
  expect(printFindings(verdicts.map((verdict) => from("G", verdict)))).toMatch(new RegExp(`\n\n${end.replaceAll(".", "\\.")}$`));
});

test.each<[readonly Verdict[], 0 | 1, 0 | 1]>([
  [[ok("a"), note("b")], 0, 0],
  [[ok("a"), warn("b", "c")], 0, 1],
  [[fail("a", "b"), warn("b", "c")], 1, 1],
])("the exit code of %j is %i, and %i when strict", (verdicts, lax, strict) => {
  const counts = countLevels(verdicts.map((verdict) => from("G", verdict)));
  expect([exitCodeOf(counts, LAX), exitCodeOf(counts, STRICT)]).toEqual([lax, strict]);
});

test("the JSON holds the same", () => {
  expect(JSON.parse(findingsJson([from("Keys", warn("no copy", "Make one."))], STRICT))).toEqual({
    exitCode: 1,
    counts: { ok: 0, note: 0, warn: 1, fail: 0 },
    findings: [{ group: "Keys", check: "check", level: "warn", seen: "no copy", remedy: "Make one." }],
  });
});
