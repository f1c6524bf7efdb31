import type { Figure, Figures } from "./figures.ts";
import type { EvalReport, SetReport } from "./report.ts";
import type { Target } from "./targets.ts";

/** A share as `.61`, `1.00` or `-.05`. */
export const share = (value: number): string => value.toFixed(2).replace(/^(-?)0\./, "$1.");

/** A share as `0.19 %`. */
export const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;

const within = ({ value, low, high }: Figure): string => `${share(value)} [${share(low)}, ${share(high)}]`;

/** The head of a report: which pack, exactly. */
export const packLine = ({ pack }: Pick<EvalReport, "pack">, set: string): string =>
  `pack ${pack.id} version ${pack.version} hash ${pack.hash} threshold ${pack.threshold}  set ${set}`;

/** One set on one line, the form of the log in DESIGN.md. */
export function setLine(name: string, figures: Figures, targets: SetReport["targets"]): string {
  const { partisan, macroF1, support, oppose, supportAtRecall: cut } = figures;
  return [
    `${name.padEnd(26)} n ${String(figures.rows).padStart(4)}`,
    `partisan P ${share(partisan.precision.value)} R ${share(partisan.recall.value)} MCC ${within(partisan.mcc)}`,
    `macro-F1 ${share(macroF1.value)}`,
    `support P ${share(support.precision.value)} R ${share(support.recall.value)}${cut === null ? "" : `, P ${share(cut.value)} at R ${share(cut.recall)}`}`,
    `oppose P ${share(oppose.precision.value)} R ${share(oppose.recall.value)} F1 ${share(oppose.f1.value)}`,
    `target ${targets.right}/${targets.of}`,
  ].join("  ");
}

/** Everything that a run measured, for a person: figures only. */
export function printReport(report: EvalReport): string[] {
  return [
    ...report.sets.flatMap(printSet),
    "",
    "False alarms on rows that should stay quiet",
    ...report.alarms.map(
      ({ name, rows, flagged }) => `  ${name.padEnd(38)} ${String(flagged).padStart(4)} of ${rows} (${percent(rows === 0 ? 0 : flagged / rows)})`,
    ),
    "",
    "Candidates compared (rows of each in brackets; a gap needs ten rows of two candidates)",
    ...report.gaps.flatMap(({ name, gaps }) => [
      `  ${name}`,
      ...gaps.candidates.map(
        ({ id, recall, falseAlarms }) => `    ${id.padEnd(24)} recall ${rateOf(recall, share)}  false alarms ${rateOf(falseAlarms, percent)}`,
      ),
      `    ${"gap".padEnd(24)} recall ${gaps.recallGap === null ? "–" : within(gaps.recallGap)}  false alarms ${gaps.falseAlarmGap === null ? "–" : within(gaps.falseAlarmGap)}`,
    ]),
    "",
    `Candidates swapped in the contest file: ${report.swap.equal} of ${report.swap.tried} readings permute${counts(report.swap.differs, "; first to differ")}`,
    `Every mention replaced by a like one: ${report.replacement.equal} of ${report.replacement.tried} scores equal`,
    ...list("  not equal", report.replacement.causes),
    ...list("  not tried", report.replacement.notTried),
    "",
    "Targets",
    ...report.targets.map(targetLine),
  ];
}

const rateOf = ({ value, of }: { value: number; of: number }, show: (value: number) => string): string =>
  of === 0 ? "– (0)" : `${show(value)} (${of})`;

function printSet({ name, figures, targets, stripped, strippedTargets }: SetReport): string[] {
  const { partisan, macroF1, support, oppose, supportAtRecall: cut } = figures;
  const indent = " ".repeat(24);
  const loss = partisan.mcc.value - stripped.partisan.mcc.value;
  return [
    `${name.padEnd(24)}n ${figures.rows}  partisan P ${within(partisan.precision)} R ${within(partisan.recall)} MCC ${within(partisan.mcc)}  macro-F1 ${within(macroF1)}`,
    `${indent}support P ${within(support.precision)} R ${within(support.recall)}; at recall .60: ${cut === null ? "not reached" : `P ${within(cut)} R ${share(cut.recall)}, from ${cut.cut} points`}`,
    `${indent}oppose P ${within(oppose.precision)} R ${within(oppose.recall)} F1 ${within(oppose.f1)}  target ${targets.right}/${targets.of}`,
    `${indent}hashtags stripped: P ${share(stripped.partisan.precision.value)} R ${share(stripped.partisan.recall.value)} MCC ${within(stripped.partisan.mcc)} (loss ${share(loss)})  macro-F1 ${share(stripped.macroF1.value)}  target ${strippedTargets.right}/${strippedTargets.of}`,
  ];
}

/** `yes  dev MCC, dki-2017   .612 (at least .600)`: one digit more than elsewhere, so that a near miss is seen to be one. */
export function targetLine({ name, figure, bound, sense, unit, kept }: Target): string {
  const show = unit === "percent" ? percent : (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");
  return `  ${kept ? "yes" : "NO "}  ${name.padEnd(46)} ${show(figure)} (${sense} ${show(bound)})`;
}

const counts = (all: Readonly<Record<string, number>>, what: string): string => {
  const parts = Object.entries(all).map(([name, count]) => `${name} ${count}`);
  return parts.length === 0 ? "" : `${what}: ${parts.join(", ")}`;
};

const list = (head: string, all: Readonly<Record<string, number>>): string[] =>
  Object.entries(all).map(([name, count]) => `${head} ${String(count).padStart(4)}  ${name}`);
