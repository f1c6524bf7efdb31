import { expect, it } from "vitest";
import { calendarDay, identifier, moment, region, shortText, webAddress } from "./cells.ts";
import { isRefusal } from "./refusal.ts";

it.each([
  ["2026-11-21T19:30:05+07:00", "2026-11-21T12:30:05.000Z"],
  ["2026-11-21T12:30:05.1239Z", "2026-11-21T12:30:05.123Z"],
  ["2026-11-21T19:30:05-0330", "2026-11-21T23:00:05.000Z"],
  ["2026-11-21 19:30", "2026-11-21T12:30:00.000Z"],
  ["21/11/2026 19.30.05", "2026-11-21T12:30:05.000Z"],
  [" 1/2/2026, 7.05 WIB ", "2026-02-01T00:05:00.000Z"],
  ["2999-01-01T00:00:00Z", "2999-01-01T00:00:00.000Z"],
])("reads %s as a moment", (cell, iso) => expect(moment(cell)).toEqual(new Date(iso)));

it.each([
  "2026-11-21",
  "30/02/2026 10.00",
  "2026-11-21T24:00:00Z",
  "2026-11-21T10:60:00Z",
  "2026-11-21T10:00:60Z",
  "2026-11-21T10:00:00+15:00",
  "11/21/2026 10.00",
  "kemarin",
])("refuses %s as a moment", (cell) => expect(moment(cell)).toMatchObject({ problem: "is not a date and time" }));

it.each([
  ["a day that exists", calendarDay("2028-02-29"), "2028-02-29"],
  ["a region code", region("19.71"), "19.71"],
  ["a handle with spaces around it", identifier(" budi.s "), "budi.s"],
  ["an id that merely looks like a power", identifier("12E5"), "12E5"],
  ["an address, as written", webAddress(" https://x.com/a?b=C "), "https://x.com/a?b=C"],
])("takes %s", (_, value, expected) => expect(value).toBe(expected));

it.each([
  ["a day that does not exist", calendarDay("2026-02-29")],
  ["a day written another way", calendarDay("21/11/2026")],
  ["a region that a spreadsheet shortened", region("19.1")],
  ["an id in scientific notation", identifier("1,99E+18")],
  ["a line break in a name", shortText("a\nb")],
  ["a direction override in a name", shortText("a\u202eb")],
  ["NUL in a name", shortText("a\0b")],
  ["half a character in a name", shortText("a\ud83d")],
  ["a name that is far too long", shortText("x".repeat(501))],
  ["a script as an address", webAddress("javascript:alert(1)")],
  ["an address with a password", webAddress("https://a:b@x.com/")],
  ["an address without a scheme", webAddress("x.com/a")],
  ["an endless address", webAddress(`https://x.com/${"a".repeat(5000)}`)],
])("refuses %s", (_, value) => expect(isRefusal(value)).toBe(true));
