import { expect, it } from "vitest";
import { parseRestoreTime } from "./restore-time.ts";

const NOW = new Date("2029-10-23T12:00:00Z");

it.each([
  ["2029-10-23T09:41:00+07:00", "2029-10-23T09:41:00+07:00", "2029-10-23T02:41:00.000Z"],
  ["2029-10-23 09:41:00.123456Z", "2029-10-23T09:41:00.123456+00:00", "2029-10-23T09:41:00.123Z"],
  [" 2029-10-23T09:41+07:00 ", "2029-10-23T09:41+07:00", "2029-10-23T02:41:00.000Z"],
])("reads %j", (text, written, at) => {
  const time = parseRestoreTime(text, NOW);
  expect([time.text, time.at.toISOString()]).toEqual([written, at]);
});

it.each([
  ["2029-10-23T09:41:00", /says no offset/],
  ["yesterday", /is not a time that can be read: write it like 2029-/],
  ["2029-10-23", /is not a time that can be read/],
  ["2029-02-29T09:41:00Z", /is no day and hour of the calendar/],
  ["2029-10-23T25:00:00Z", /is no day and hour of the calendar/],
  ["2029-10-23T19:00:01+07:00", /lies in the future/],
  ["", /is not a time/],
])("refuses %j", (text, why) => {
  expect(() => parseRestoreTime(text, NOW)).toThrow(
    expect.objectContaining({ kind: "invalid", code: "restore-time", message: expect.stringMatching(why) }),
  );
});
