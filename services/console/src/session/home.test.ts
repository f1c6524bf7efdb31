import { expect, test } from "vitest";
import { atThumb, PAGES } from "./home.ts";

const of = (role: (typeof PAGES)[number]["roles"][number]) => {
  const { shown, rest } = atThumb(PAGES.filter(({ roles }) => roles.includes(role)));
  return [shown.map(({ path }) => path), rest.map(({ path }) => path)];
};

test("a phone's bar has at most four entries and the rest behind one more; none is lost", () => {
  expect(of("supervisor")).toEqual([
    ["/day", "/triage", "/intake", "/capture"],
    ["/cases", "/overview", "/reports", "/registry", "/rules", "/status"],
  ]);
  expect(of("auditor")).toEqual([
    ["/triage", "/intake", "/cases", "/overview"],
    ["/reports", "/registry", "/rules", "/status"],
  ]);
  expect(of("engineer")).toEqual([["/overview", "/rules", "/status"], []]);
});
