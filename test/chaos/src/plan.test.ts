import { describe, expect, it } from "vitest";
import { BACKENDS, kindOf, PROCESSES, planKills } from "./plan.ts";

const plan = (given: Partial<Parameters<typeof planKills>[0]> = {}) => planKills({ seed: 1, kills: 200, backend: "redis", most: 4, ...given });

describe("a plan of kills", () => {
  it.each([0, 1, 7, 20, 200])("has exactly %i kills when so many are asked for", (kills) => {
    for (const backend of BACKENDS) expect(plan({ kills, backend }).flat()).toHaveLength(kills);
  });

  it("is the same for the same seed, so that an interrupted run goes on with it, and another for another", () => {
    expect(plan()).toEqual(plan());
    expect(plan({ seed: 2 })).not.toEqual(plan());
  });

  it("kills every process and every server, Redis only where there is one", () => {
    expect(new Set(plan().flat())).toEqual(new Set([...PROCESSES, "postgres", "postmaster", "redis"]));
    expect(plan({ backend: "postgres" }).flat()).not.toContain("redis");
  });

  it("gives every kind its share", () => {
    const counts = Map.groupBy(plan({ backend: "postgres" }).flat(), kindOf);
    for (const kind of ["classify", "ingest"]) expect(counts.get(kind)?.length).toBe(48);
    expect((counts.get("postgres")?.length ?? 0) + (counts.get("postmaster")?.length ?? 0)).toBe(28);
  });

  it("kills nobody twice in a round, the database's server once, and never more than it may", () => {
    for (const round of plan()) {
      expect(round.length).toBeGreaterThan(0);
      expect(round.length).toBeLessThanOrEqual(4);
      const servers = round.map((target) => (target === "postmaster" ? "postgres" : target));
      expect(new Set(servers).size).toBe(round.length);
    }
  });
});
