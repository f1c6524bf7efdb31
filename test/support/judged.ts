import { type Checks, judge } from "../../services/app/src/doctor/finding.ts";

/** What one check of the doctor says to some facts: a line a verdict, `level seen → remedy`. Warnings and failures without a remedy throw. */
export function judged<Facts>(checks: Checks<Facts>, check: string, facts: Facts): readonly string[] {
  if (!Object.hasOwn(checks, check)) throw new Error(`No check is called ${check}.`);
  return judge("group", checks, facts)
    .filter((finding) => finding.check === check)
    .map(({ level, seen, remedy }) => {
      if ((level === "warn" || level === "fail") && !remedy) throw new Error(`${check}: ${level} without a remedy.`);
      return `${level} ${seen}${remedy === null ? "" : ` → ${remedy}`}`;
    });
}
