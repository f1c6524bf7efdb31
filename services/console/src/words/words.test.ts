import { describe, expect, test } from "vitest";
import { deskEn } from "./desk-en.ts";
import { deskId } from "./desk-id.ts";
import { en as enBase } from "./en.ts";
import { fill } from "./fill.ts";
import { makeFormat } from "./format.ts";
import { id as idBase } from "./id.ts";

const FORBIDDEN = /\b(pelanggar|pelaku|bersalah|terbukti|tersangka|melanggar|kejahatan|offenders?|violators?|guilty|proven|suspect)\b/i;
const UNCALM = /!|\b(ups|oops|dll)\b/i;
const holes = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();
const id = { ...idBase, ...deskId };
const en = { ...enBase, ...deskEn };
const keys = Object.keys(id) as (keyof typeof id)[];

describe("both catalogues", () => {
  test.each([
    ["id", id],
    ["en", en],
  ] as const)("%s never says what a plenary has not decided", (_, words) => {
    expect(Object.entries(words).filter(([, sentence]) => FORBIDDEN.test(sentence))).toEqual([]);
  });

  test.each([
    ["id", id],
    ["en", en],
  ] as const)("%s stays calm: no exclamation mark, no interjection, nothing empty", (_, words) => {
    expect(Object.entries(words).filter(([, sentence]) => UNCALM.test(sentence) || sentence.trim() === "")).toEqual([]);
  });

  test("ask for the same values, sentence by sentence", () => {
    expect(keys.filter((key) => String(holes(id[key])) !== String(holes(en[key])))).toEqual([]);
  });

  test("no key stands both with the desk and with everything else", () => {
    expect(Object.keys(deskId).filter((key) => key in idBase)).toEqual([]);
  });

  test("the forbidden list can fail", () => expect(FORBIDDEN.test("akun pelaku")).toBe(true));
});

test("a placeholder without a value stays visible", () => {
  expect(fill("{n} dari {jumlah}", { n: 3 })).toBe("3 dari {jumlah}");
});

describe("numbers and times", () => {
  const indonesian = makeFormat("id", "Asia/Jakarta");
  const english = makeFormat("en", "Asia/Jakarta");
  const at = "2029-10-23T13:10:00Z";

  test("are written as each language writes them, in the office's zone", () => {
    expect([indonesian.tenths(74), indonesian.number(18204), indonesian.clockWithZone(at), indonesian.shortDay(at)]).toEqual([
      "7,4",
      "18.204",
      "20.10 WIB",
      "Sel 23 Okt",
    ]);
    expect([english.tenths(74), english.number(18204), english.clockWithZone(at), english.shortDay(at)]).toEqual([
      "7.4",
      "18,204",
      "20:10 WIB",
      "Tue 23 Oct",
    ]);
  });

  test("how long something lasts is said in hours below a day, and in days and hours from then on", () => {
    expect([0, 0.2, 1, 6.25, 23.94, 23.96, 24.4, 47.9, 73.4].map(indonesian.lasting)).toEqual([
      "0 jam",
      "0,2 jam",
      "1 jam",
      "6,3 jam",
      "23,9 jam",
      "1 hari",
      "1 hari",
      "2 hari",
      "3 hari 1 jam",
    ]);
    expect([1, 25, 73.4].map(english.lasting)).toEqual(["1 hour", "1 day 1 hour", "3 days 1 hour"]);
  });

  test("a weight carries its sign, with a true minus", () => {
    expect([indonesian.signedTenths(25), indonesian.signedTenths(-6)]).toEqual(["+2,5", "−0,6"]);
  });

  test.each([
    ["2029-10-23T16:59:59Z", { kind: "today" }],
    ["2029-10-23T17:00:00Z", { kind: "tomorrow" }],
    ["2029-10-25T10:00:00Z", { kind: "after" }],
    ["2029-10-26T10:00:00Z", { kind: "date" }],
    ["2029-10-21T10:00:00Z", { kind: "late", days: 2 }],
  ])("a deadline at %s is counted in calendar days of Jakarta", (deadline, expected) => {
    expect(indonesian.due(deadline, new Date("2029-10-23T02:00:00Z"))).toEqual(expected);
  });
});
