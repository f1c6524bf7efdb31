import { atNoon } from "../jakarta.ts";
import { serverNow } from "../session/use-session.ts";
import { useWords } from "../words/words.tsx";
import { nextMonday } from "./weeks.ts";

/** Scheduled reports come at this hour of Monday, in the office's zone. */
const HOUR = 6;

/** The day of the next scheduled report, in words: on a Monday from six on it is the Monday after. */
export function useNextReport(): string {
  const { format } = useWords();
  const now = serverNow();
  const hour = Number(format.clock(now).slice(0, 2));
  return format.shortDay(atNoon(nextMonday(format.isoDay(now), hour < HOUR)));
}
