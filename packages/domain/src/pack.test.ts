import { describe, expect, it } from "vitest";
import { decidePack, PACK_STATES } from "./pack.ts";
import { ROLES } from "./roles.ts";

const by = (role: (typeof ROLES)[number], id = "p2") => ({ id, role });

describe("the way of a rule pack's version", () => {
  it("is draft, shadow, live; each step by the role it is for", () => {
    expect(decidePack({ state: "draft", publishedBy: "p1" }, "offer", by("engineer"))).toBe("shadow");
    expect(decidePack({ state: "shadow", publishedBy: "p1" }, "approve", by("supervisor"))).toBe("live");
  });

  it.each(PACK_STATES.filter((state) => state !== "draft"))("offers no version that is %s", (state) => {
    expect(() => decidePack({ state, publishedBy: "p1" }, "offer", by("engineer"))).toThrow(expect.objectContaining({ code: "pack-state" }));
  });

  it.each(PACK_STATES.filter((state) => state !== "shadow"))("approves no version that is %s", (state) => {
    expect(() => decidePack({ state, publishedBy: "p1" }, "approve", by("supervisor"))).toThrow(expect.objectContaining({ code: "pack-state" }));
  });

  it("takes a second person to put one live", () => {
    expect(() => decidePack({ state: "shadow", publishedBy: "p2" }, "approve", by("supervisor"))).toThrow(
      expect.objectContaining({ code: "second-person-needed" }),
    );
    expect(decidePack({ state: "shadow", publishedBy: null }, "approve", by("supervisor"))).toBe("live");
  });

  it("goes back to draft when a supervisor refuses it, and live again from retired, never by whoever published it", () => {
    expect(decidePack({ state: "shadow", publishedBy: "p1" }, "refuse", by("supervisor"))).toBe("draft");
    expect(decidePack({ state: "retired", publishedBy: "p1" }, "back", by("supervisor"))).toBe("live");
    const own = { state: "retired", publishedBy: "p2" } as const;
    expect(() => decidePack(own, "back", by("supervisor"))).toThrow(expect.objectContaining({ code: "second-person-needed" }));
    expect(() => decidePack({ state: "draft", publishedBy: "p1" }, "back", by("supervisor"))).toThrow(
      expect.objectContaining({ code: "pack-state" }),
    );
  });

  it("offers a refused version never again", () => {
    const refused = { state: "draft", publishedBy: "p1", refusedAt: new Date(0) } as const;
    expect(() => decidePack(refused, "offer", by("engineer"))).toThrow(expect.objectContaining({ code: "pack-refused" }));
  });

  it("is closed to other roles", () => {
    for (const role of ROLES) {
      if (role !== "engineer") expect(() => decidePack({ state: "draft", publishedBy: "p1" }, "offer", by(role))).toThrow(/may not offer/);
      if (role !== "supervisor") expect(() => decidePack({ state: "shadow", publishedBy: "p1" }, "approve", by(role))).toThrow(/may not approve/);
    }
  });
});
