import { describe, expect, it } from "vitest";
import { type Summary, summarize } from "./summary-reporter.ts";
import { verdict } from "./verdict.ts";

const summary = (parts: Partial<Summary>): Summary => ({ passed: 0, failed: 0, skipped: [], broken: [], ...parts });

describe("the verdict on a run", () => {
  it.each([
    ["all passed", 0, summary({ passed: 12 }), { passed: 12, failed: 0, messages: [] }],
    ["some failed", 1, summary({ passed: 12, failed: 2 }), { passed: 12, failed: 2, messages: [] }],
    [
      "one was skipped",
      0,
      summary({ passed: 12, skipped: ["a.test.ts > keeps"] }),
      { passed: 12, failed: 1, messages: ["Not run: a.test.ts > keeps"] },
    ],
    ["a file could not be loaded", 1, summary({ passed: 12, broken: ["b.test.ts"] }), { passed: 12, failed: 1, messages: ["Broken: b.test.ts"] }],
    ["there were no tests", 0, summary({}), { passed: 0, failed: 1, messages: ["No tests were found."] }],
    ["the runner crashed", 134, null, { passed: 0, failed: 1, messages: ["The test runner ended with code 134 before it reported."] }],
    [
      "the runner ended badly after the last test",
      1,
      summary({ passed: 12 }),
      { passed: 12, failed: 1, messages: ["No test failed, but the test runner ended with code 1."] },
    ],
  ])("when %s", (_, exitCode, given, expected) => {
    expect(verdict({ exitCode, summary: given })).toEqual(expected);
  });
});

describe("the summary of a run", () => {
  const test = (fullName: string, state: string) => ({ fullName, result: () => ({ state }) });
  const file = (tests: ReturnType<typeof test>[], { errors = 0, suiteErrors = 0 } = {}) => ({
    relativeModuleId: "a.test.ts",
    errors: () => Array(errors).fill({}),
    children: { allTests: () => tests, allSuites: () => [{ fullName: "a suite", errors: () => Array(suiteErrors).fill({}) }] },
  });
  // The reporter's view of a module, as far as a summary looks.
  const of = (module: ReturnType<typeof file>, unhandled: { message?: string }[] = []): Summary => summarize([module as never], unhandled);

  it("counts tests by state and names those that did not run", () => {
    expect(of(file([test("one", "passed"), test("two", "failed"), test("three", "skipped"), test("four", "pending")]))).toEqual({
      passed: 1,
      failed: 1,
      skipped: ["a.test.ts > three", "a.test.ts > four"],
      broken: [],
    });
  });

  it("names files and suites that broke, and errors nobody handled", () => {
    expect(of(file([], { errors: 2, suiteErrors: 1 }), [{ message: "lost" }]).broken).toEqual([
      "a.test.ts",
      "a.test.ts > a suite",
      "unhandled error: lost",
    ]);
  });
});
