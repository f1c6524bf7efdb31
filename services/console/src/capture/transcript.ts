import type { Transcript } from "@netra/service-api/contract";

/** One line as typed: the time may be wrong and the words missing. */
export interface TypedLine {
  readonly at: string;
  readonly words: string;
}
/** What the wire allows for one file. */
export const MAX_LINES = 500;
export const MAX_LINE_LENGTH = 2000;
const MAX_SECONDS = 86_400;

/** `1:05`, `01:05`, `1:02:03` or just `105`, whose last two digits are the seconds (a phone's number pad has no colon). Null for anything else. */
export function parseTime(typed: string): number | null {
  const parts = typed.trim().replaceAll(".", ":").split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d{1,6}$/.test(part))) return null;
  const [first = ""] = parts;
  const numbers = parts.length === 1 ? [Math.floor(Number(first) / 100), Number(first) % 100] : parts.map(Number);
  if (numbers.slice(1).some((number) => number > 59)) return null;
  const seconds = numbers.reduce((sum, number) => sum * 60 + number, 0);
  return seconds <= MAX_SECONDS ? seconds : null;
}

/** `00:42`, `12:05`, `1:02:03`. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (number: number): string => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${two(minutes)}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Lines that hold words, in the order of their times. */
export const toLines = (typed: readonly TypedLine[]): Transcript["lines"] =>
  typed
    .filter(({ words }) => words.trim() !== "")
    .map(({ at, words }) => ({ atSeconds: parseTime(at) ?? 0, text: words.trim().slice(0, MAX_LINE_LENGTH) }))
    .sort((one, other) => one.atSeconds - other.atSeconds)
    .slice(0, MAX_LINES);

/** Whether a line has words but no time that can be read. */
export const hasWrongTime = (typed: readonly TypedLine[]): boolean => typed.some(({ at, words }) => words.trim() !== "" && parseTime(at) === null);
