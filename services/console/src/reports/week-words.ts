import type { ReportView } from "@netra/service-api/contract";
import { atNoon, DAY_MS } from "../jakarta.ts";
import { useWords } from "../words/words.tsx";
import { daysOf } from "./weeks.ts";

/** "Minggu 43 (22 Okt 2029–28 Okt 2029)". */
export function useWeekWords(): (week: string) => string {
  const { say, format } = useWords();
  return (week) => {
    const { monday, sunday } = daysOf(week);
    return say("rep.week", { n: Number(week.slice(-2)), a: format.day(atNoon(monday)), b: format.day(atNoon(sunday)) });
  };
}

/** The same of a report, which may be of a span of days: "1 Okt 2029–14 Okt 2029". */
export function useSpanWords(): (of: Pick<ReportView, "week" | "from" | "to">) => string {
  const { say, format } = useWords();
  const weekWords = useWeekWords();
  return ({ week, from, to }) => {
    if (week !== null) return weekWords(week);
    const noon = DAY_MS / 2;
    const [a, b] = [format.day(new Date(Date.parse(from) + noon)), format.day(new Date(Date.parse(to) - noon))];
    return a === b ? say("rep.day", { a }) : say("rep.days", { a, b });
  };
}
