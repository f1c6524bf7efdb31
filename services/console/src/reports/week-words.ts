import { useWords } from "../words/words.tsx";
import { atNoon, daysOf } from "./weeks.ts";

/** "Minggu 43 (22 Okt 2029–28 Okt 2029)". */
export function useWeekWords(): (week: string) => string {
  const { say, format } = useWords();
  return (week) => {
    const { monday, sunday } = daysOf(week);
    return say("rep.week", { n: Number(week.slice(-2)), a: format.day(atNoon(monday)), b: format.day(atNoon(sunday)) });
  };
}
