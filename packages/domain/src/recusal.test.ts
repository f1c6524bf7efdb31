import { expect, test } from "vitest";
import { interestDays, interestStanding, mayEndInterest } from "./recusal.ts";

const NOW = new Date("2029-06-03T23:30:00Z"); // The 4th in Jakarta.

test("an interest holds from today until it is ended, unless days are given", () => {
  expect(interestDays({}, NOW)).toEqual({ from: "2029-06-04", to: null });
  expect(interestDays({ from: "2029-06-10", to: "2029-06-10" }, NOW)).toEqual({ from: "2029-06-10", to: "2029-06-10" });
});

test.each([{ from: "4 Juni" }, { to: "2029-06-03" }, { from: "2029-07-02", to: "2029-07-01" }, { to: "2029-02-30" }])("%j is refused", (given) =>
  expect(() => interestDays(given, NOW)).toThrow(expect.objectContaining({ code: "interest-days" })),
);

test.each([
  [{ from: "2029-06-04", to: "2029-06-04", ended: false }, "running"],
  [{ from: "2029-06-01", to: "2029-06-03", ended: false }, "over"],
  [{ from: "2029-06-05", to: null, ended: false }, "coming"],
  [{ from: "2029-06-01", to: null, ended: true }, "over"],
])("%j is %s", (given, standing) => expect(interestStanding(given, NOW)).toBe(standing));

test("nobody ends what another entered about them", () => {
  const own = { userId: "wulan", enteredBy: "wulan" };
  const told = { userId: "wulan", enteredBy: "dewi" };
  const about = { userId: "dewi", enteredBy: "hasan" };
  expect(mayEndInterest(own, { id: "wulan", role: "analyst" })).toBe(true);
  expect(mayEndInterest(told, { id: "wulan", role: "analyst" })).toBe(false);
  expect(mayEndInterest(own, { id: "toni", role: "analyst" })).toBe(false);
  expect(mayEndInterest(told, { id: "dewi", role: "supervisor" })).toBe(true);
  expect(mayEndInterest(own, { id: "dewi", role: "supervisor" })).toBe(true);
  expect(mayEndInterest(about, { id: "dewi", role: "supervisor" })).toBe(false);
});
