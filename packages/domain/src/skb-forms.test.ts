import { possibleForms, type Stage } from "@netra/classifier";
import { expect, it } from "vitest";
import { STAGES } from "./report/flag-then.ts";
import { SKB_FORMS } from "./skb-forms.ts";

it("has a name in both languages for every form that a reading may show as possible", () => {
  const forms = new Set(STAGES.flatMap((stage) => possibleForms(stage as Stage, { hasCall: true })));
  expect([...forms].toSorted()).toEqual(Object.keys(SKB_FORMS));
  for (const { id, en } of Object.values(SKB_FORMS)) expect([id, en].every((name) => /^[A-Z].{10,70}$/.test(name))).toBe(true);
});
