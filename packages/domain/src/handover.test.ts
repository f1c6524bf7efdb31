import { describe, expect, it } from "vitest";
import { checkHandover, HANDOVER_MAX } from "./handover.ts";

describe("a note to the next shift", () => {
  const left = (note: string, region = "19.06") => checkHandover({ regions: ["19.06"], region, note });
  it("is kept without the space around it, up to its longest", () => {
    expect(left("  Tunggu jawaban B-00012.\n")).toBe("Tunggu jawaban B-00012.");
    expect(left("x".repeat(HANDOVER_MAX))).toHaveLength(HANDOVER_MAX);
  });
  it.each(["", " \n ", "x".repeat(HANDOVER_MAX + 1)])("is refused when it is empty or too long", (note) =>
    expect(() => left(note)).toThrow(expect.objectContaining({ code: "handover-length" })),
  );
  it.each(["19", "19.71", "19.0"])("is not left to the region %s by somebody of a part or of another", (region) =>
    expect(() => left("x", region)).toThrow(expect.objectContaining({ code: "handover-outside-regions" })),
  );
});
