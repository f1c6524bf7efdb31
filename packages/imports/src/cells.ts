import { isRegion, JAKARTA_OFFSET_MS, type Region } from "@netra/domain";
import { MAX_URL_CHARS } from "./post-url.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** Readers of one cell, for `Column.parse`. */

const SHORT_TEXT_CHARS = 500;
/** Control and format characters and lone surrogates: nothing that a person types on purpose in one line. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const SCIENTIFIC = /^\d+(?:[.,]\d+)?E\+\d+$/i;

/** A name, a position, a source: one line, trimmed, without hidden characters. */
export function shortText(cell: string): string | Refusal {
  const text = cell.trim();
  if (text.length > SHORT_TEXT_CHARS) return refusal(`is longer than ${SHORT_TEXT_CHARS} characters`, "shorten it");
  return HIDDEN.test(text) ? refusal("holds a line break or a hidden character", "type it anew on one line") : text;
}

/** An id or a handle. Refuses what a spreadsheet makes of a long number, `1.99E+18`: its last digits are gone and nobody can bring them back. */
export function identifier(cell: string): string | Refusal {
  const text = shortText(cell);
  if (typeof text !== "string" || !SCIENTIFIC.test(text)) return text;
  return refusal("is in scientific notation, so its digits are lost", "format the column as text, type the number again from its source");
}

/** The text of a post: kept as it is, whatever it holds. */
export const wholeText = (cell: string): string => cell;

/** One of a list of ids, without regard to case. */
export function oneOf<const T extends string>(ids: readonly T[]): (cell: string) => T | Refusal {
  const remedy = `use one of: ${ids.join(", ")}`;
  return (cell) => ids.find((id) => id === cell.trim().toLowerCase()) ?? refusal("is not a known value", remedy);
}

export function region(cell: string): Region | Refusal {
  const code = cell.trim().toUpperCase();
  return isRegion(code)
    ? code
    : refusal("is not a Kemendagri code", "write it as text, such as 19, 19.71 or ID (a spreadsheet turns 19.10 into 19.1)");
}

/** An id as contest files write it: lower-case letters, digits and dashes. */
export function slug(cell: string): string | Refusal {
  const id = cell.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9-]{0,79}$/.test(id)
    ? id
    : refusal("is not an id", "write lower-case letters, digits and dashes, such as pangkalpinang-2031");
}

/** A civil day. Midnight after it is passed over: programs that keep days as moments write it out. */
export function calendarDay(cell: string): string | Refusal {
  const parts = /^((\d{4})-(\d{2})-(\d{2}))(?:[T ]00:00(?::00(?:\.0+)?)?)?$/.exec(cell.trim());
  const [year, month, day] = (parts ?? []).slice(2).map(Number);
  if (!parts?.[1] || year === undefined || month === undefined || day === undefined || instantOf({ year, month, day }) === null)
    return refusal("is not a date of the calendar", "write YYYY-MM-DD, such as 2026-11-21");
  return parts[1];
}

const ISO =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d+))?)?(?<zone>Z|[+-]\d\d:?\d\d)?$/i;
const ID_ID = /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4}),? (?<hour>\d{1,2})[.:](?<minute>\d\d)(?:[.:](?<second>\d\d))?(?: WIB)?$/i;

/** A moment: ISO 8601, or as a spreadsheet set to Indonesian writes it (`21/11/2026 19.30.05`). Without an offset it is WIB (UTC+7). A future one is taken; others judge it. */
export function moment(cell: string): Date | Refusal {
  const found = (ISO.exec(cell.trim()) ?? ID_ID.exec(cell.trim()))?.groups;
  const number = (name: string) => Number(found?.[name] ?? 0);
  const local =
    found &&
    instantOf({
      year: number("year"),
      month: number("month"),
      day: number("day"),
      hour: number("hour"),
      minute: number("minute"),
      second: number("second"),
    });
  const offsetMs = zoneOffsetMs(found?.zone);
  if (local === undefined || local === null || offsetMs === null)
    return refusal("is not a date and time", "write 2026-11-21T19:30:05+07:00 or 21/11/2026 19.30.05 (WIB), or leave it empty");
  const millisecond = Number((found?.fraction ?? "").slice(0, 3).padEnd(3, "0"));
  return new Date(local + millisecond - offsetMs);
}

/** Milliseconds of a moment read as UTC, or null when the calendar or the clock has no such moment. */
function instantOf(parts: { year: number; month: number; day: number; hour?: number; minute?: number; second?: number }): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0 } = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute;
  return same && second < 60 ? date.getTime() : null;
}

function zoneOffsetMs(zone: string | undefined): number | null {
  if (zone === undefined) return JAKARTA_OFFSET_MS;
  if (zone.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** An address a person can open: http or https, with a host and without a password in it. Kept as written. */
export function webAddress(cell: string): string | Refusal {
  const text = cell.trim();
  const url = text.length > MAX_URL_CHARS || HIDDEN.test(text) ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    return refusal("is not a web address", "copy it from the browser, starting with https://");
  return text;
}
