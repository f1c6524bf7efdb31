import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";

/** What a whole run came to. Written for `run-tests.ts`, which prints the last line. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run. A full run has none: what is not run is not known to work. */
  readonly skipped: readonly string[];
  /** Failures outside tests: a file that cannot be loaded, a hook that failed, an unhandled error. */
  readonly broken: readonly string[];
}

export const SUMMARY_FILE = "test-output/summary.json";

type Module = Pick<TestModule, "relativeModuleId" | "errors" | "children">;

export function summarize(modules: readonly Module[], unhandled: readonly { readonly message?: string }[]): Summary {
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ module, test, state: test.result().state })));
  const suites = modules.flatMap((module) => [...module.children.allSuites()].map((suite) => ({ module, suite })));
  return {
    passed: tests.filter(({ state }) => state === "passed").length,
    failed: tests.filter(({ state }) => state === "failed").length,
    skipped: tests
      .filter(({ state }) => state === "skipped" || state === "pending")
      .map(({ module, test }) => `${module.relativeModuleId} > ${test.fullName}`),
    broken: [
      ...modules.filter((module) => module.errors().length > 0).map((module) => module.relativeModuleId),
      ...suites.filter(({ suite }) => suite.errors().length > 0).map(({ module, suite }) => `${module.relativeModuleId} > ${suite.fullName}`),
      ...unhandled.map((error) => `unhandled error: ${error.message ?? "unknown"}`),
    ],
  };
}

export default class SummaryReporter implements Reporter {
  #root = process.cwd();

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message?: string }[]): void {
    const path = resolve(this.#root, SUMMARY_FILE);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(summarize(modules, unhandled)));
  }
}
