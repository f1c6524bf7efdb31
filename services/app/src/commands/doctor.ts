import { examine } from "../doctor/examine.ts";
import { countLevels, exitCodeOf, findingsJson, printFindings } from "../doctor/print.ts";

/**
 * `netra doctor [--strict] [--json]`: what is configured, reachable, missing and unsafe, in plain words. Changes nothing. Gives the text to print and the
 * exit code: 0 when nothing fails, 1 otherwise; with `strict` warnings fail too.
 */
export async function runDoctor({ strict, json, now }: { readonly strict: boolean; readonly json: boolean; readonly now: Date }): Promise<{
  readonly text: string;
  readonly exitCode: 0 | 1;
}> {
  const findings = await examine({ now });
  return { text: json ? findingsJson(findings, { strict }) : printFindings(findings), exitCode: exitCodeOf(countLevels(findings), { strict }) };
}
