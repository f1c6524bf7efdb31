import type { Guidance } from "@netra/domain";
import { expect, it } from "vitest";
import { requireSameGuidance, viewGuidance } from "./guidance.ts";

const source = { paper: "SE", date: "2024-10-30" };
const note = (id: string, span: { from?: string; to?: string }) => ({ id, kind: "guidance" as const, text: { id, en: id }, source, ...span });
const guidance: Guidance = {
  hash: "sha256:a",
  questions: [
    {
      id: "official",
      ask: { id: "Acara resmi?", en: "Official?" },
      short: { id: "acara", en: "event" },
      answers: { yes: "weakens", no: "nothing", unknown: "weakens" },
      notes: [note("lama", { from: "2018", to: "2024-10-29" }), note("baru", { from: "2024-10-30" }), note("dicabut", { from: "2010", to: "2012" })],
    },
  ],
};
const seen = (on: string, today: string) =>
  viewGuidance(guidance, { on, today }).questions[0]?.notes.map(({ id, thatDay, today }) => [id, thatDay, today]);

it("shows what stood on the day of the act and what stands now, and tells the two apart", () => {
  expect(seen("2024-10-01", "2029-11-22")).toEqual([
    ["lama", true, false],
    ["baru", false, true],
  ]);
  expect(seen("2024-11-01", "2029-11-22")).toEqual([["baru", true, true]]);
});

it("refuses answers that were given to other questions", () => {
  expect(() => requireSameGuidance(guidance, "sha256:b")).toThrow(expect.objectContaining({ code: "guidance-changed" }));
  requireSameGuidance(guidance, "sha256:a");
  requireSameGuidance(guidance, undefined);
});
