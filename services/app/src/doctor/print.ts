import { type Finding, LEVELS, type Level } from "./finding.ts";

const WORDS: Readonly<Record<Level, string>> = { ok: "ok", note: "note", warn: "warn", fail: "FAIL" };
const WIDTH = 6;

export type Counts = Readonly<Record<Level, number>>;

export const countLevels = (findings: readonly Finding[]): Counts =>
  Object.fromEntries(LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length])) as Record<Level, number>;

/** 0 when nothing fails, else 1; `strict` counts warnings as failures. */
export const exitCodeOf = ({ warn, fail }: Counts, { strict }: { readonly strict: boolean }): 0 | 1 => (fail > 0 || (strict && warn > 0) ? 1 : 0);

/** The findings by group, one line each and the remedy below, the sum, and what to do first. */
export function printFindings(findings: readonly Finding[]): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.group, [...(groups.get(finding.group) ?? []), finding]);
  const blocks = [...groups].map(([group, found]) => [group, ...found.flatMap(linesOf)].join("\n"));
  return `${[...blocks, sumOf(findings)].join("\n\n")}\n`;
}

const linesOf = ({ level, seen, remedy }: Finding): readonly string[] => [
  `  ${WORDS[level].padEnd(WIDTH)}${seen}`,
  ...(remedy === null ? [] : [`  ${" ".repeat(WIDTH)}→ ${remedy}`]),
];

function sumOf(findings: readonly Finding[]): string {
  const counts = countLevels(findings);
  const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  const sum = `${counts.ok} ok, ${plural(counts.note, "note")}, ${plural(counts.warn, "warning")}, ${plural(counts.fail, "failure")}.`;
  const first = findings.find(({ level }) => level === "fail") ?? findings.find(({ level }) => level === "warn");
  return first ? `${sum}\nFirst: ${first.group}: ${first.seen}.\n       ${first.remedy}` : `${sum}\nNothing needs doing.`;
}

/** The same as data, for programs. */
export const findingsJson = (findings: readonly Finding[], { strict }: { readonly strict: boolean }): string => {
  const counts = countLevels(findings);
  return `${JSON.stringify({ exitCode: exitCodeOf(counts, { strict }), counts, findings }, null, 2)}\n`;
};
