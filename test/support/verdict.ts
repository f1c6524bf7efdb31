import type { Summary } from "./summary-reporter.ts";

export interface Verdict {
  readonly messages: readonly string[];
  readonly passed: number;
  readonly failed: number;
}

/**
 * What a run of the tests comes to; `summary` is null when the runner never reported.
 *
 * Nothing counts as success by silence: a skipped test, a file that cannot be loaded, a run without tests and a runner that ended badly are
 * failures, each with a message.
 */
export function verdict({ exitCode, summary }: { readonly exitCode: number; readonly summary: Summary | null }): Verdict {
  if (summary === null) return { messages: [`The test runner ended with code ${exitCode} before it reported.`], passed: 0, failed: 1 };
  const messages = [...summary.skipped.map((name) => `Not run: ${name}`), ...summary.broken.map((name) => `Broken: ${name}`)];
  const failed = summary.failed + messages.length;
  if (summary.passed + failed === 0) return { messages: ["No tests were found."], passed: 0, failed: 1 };
  if (failed === 0 && exitCode !== 0)
    return { messages: [`No test failed, but the test runner ended with code ${exitCode}.`], passed: summary.passed, failed: 1 };
  return { messages, passed: summary.passed, failed };
}
