import { describe, expect, it } from "vitest";
import { HELP, parseOptions } from "./options.ts";

describe("the command line", () => {
  it("means 200 kills on both backends unless it says otherwise", () => {
    expect(parseOptions([])).toMatchObject({ backends: ["postgres", "redis"], kills: 200, quick: false, sabotage: null, reset: false, keep: false });
  });

  it("takes one backend, a number of kills and a sabotage", () => {
    expect(parseOptions(["--backend", "redis", "--kills", "20", "--quick", "--sabotage", "no-sweep"])).toMatchObject({
      backends: ["redis"],
      kills: 20,
      quick: true,
      sabotage: "no-sweep",
    });
  });

  it.each([["--backend", "kafka"], ["--kills", "many"], ["--kills", "-1"], ["--sabotage", "everything"], ["--unknown"]])(
    "refuses %s %s",
    (...args) => {
      expect(() => parseOptions(args)).toThrow();
    },
  );

  it("explains every option it has", () => {
    for (const name of ["backend", "kills", "quick", "only", "sabotage", "seed", "dir", "reset", "keep", "help"]) expect(HELP).toContain(`--${name}`);
  });
});
